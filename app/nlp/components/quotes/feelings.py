"""Statements of a mind, reported by an adjective ("is confident that ...") or by "made clear that ..."."""

from __future__ import annotations

from app.nlp.annotations import Mention
from app.nlp.components.quotes.page import Draft, Page
from app.nlp.lexicon import word_list, word_table

_CLAUSES = frozenset(["ccomp", "advcl", "acl", "csubj"])
_FINITE = frozenset(["VBD", "VBZ", "VBP", "MD"])
_REACH = 3  # tokens from the word to its clause: "confident, he said, that" is left alone


def feelings(page: Page) -> list[Draft]:
    """ "The mayor is confident that it will hold", "the mayor made clear that it would not"."""
    stances = {word: stance for stance, words in word_table("reporting.feelings").items() for word in words}
    drafts: list[Draft] = []
    for i, (lower, dep) in enumerate(zip(page.columns.lower, page.columns.dep, strict=True)):
        if page.inside[i] >= 0:
            continue
        clear = lower in word_list("reporting.made_clear") and _made(page, i)
        if not clear and (lower not in stances or dep not in ("acomp", "ROOT", "ccomp", "conj")):
            continue
        content = _clause(page, i)
        speaker = page.speakers.of_verb(page.columns.head[i]) or _patient(page, i)
        if content is not None and speaker is not None and page.speakers.can_speak(speaker):
            drafts.append(Draft([content], (i, i + 1), i, speaker, "say" if clear else stances[lower]))
    return drafts


def _made(page: Page, word: int) -> bool:
    """Whether a word stands under "made": "made clear", "made it plain"."""
    head = page.columns.head[word]
    return page.columns.lemma[head] in word_list("reporting.making") and head < word


def _clause(page: Page, word: int) -> tuple[int, int] | None:
    """The finite clause behind a word, hung on it or on its verb."""
    columns = page.columns
    for host in (word, columns.head[word]):
        for kid in columns.kids[host]:
            start = columns.left[kid]
            finite = columns.tag[kid] in _FINITE or any(columns.tag[k] in _FINITE for k in columns.kids[kid])
            marked = columns.lower[start] == "that" or columns.dep[kid] == "ccomp"
            if kid > word and columns.dep[kid] in _CLAUSES and marked and finite and 0 < start - word <= _REACH:
                return page.characters(start, columns.right[kid])
    return None


def _patient(page: Page, word: int) -> Mention | None:
    """Whose mind a participle is of: "they were convinced that"."""
    return page.speakers.at(page.speakers.patient_of.get(word, -1))
