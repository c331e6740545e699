"""Statements without a verb of their own: "according to X", "her claim that ..."."""

from __future__ import annotations

from app.nlp.annotations import Mention
from app.nlp.components.quotes.page import Draft, Page
from app.nlp.lexicon import word_list
from app.nlp.lexicon.reporting import reporting


def according(page: Page, used: set[int]) -> list[Draft]:
    """ "X, according to Y": the clause without the phrase; ``used`` are first tokens of cues of quotations."""
    columns = page.columns
    drafts: list[Draft] = []
    for i, word in enumerate(columns.lower):
        if word != "according" or i + 1 >= len(columns.text) or columns.lower[i + 1] != "to":
            continue
        if page.inside[i] >= 0 or i in used:
            continue
        source = _source(page, i)
        if source is None:
            continue
        ranges = _after_source(page, i, source) or _clause_of(page, i, columns.right[i])
        if ranges:
            drafts.append(Draft(ranges, (i, i + 2), i, source, "say"))
    return drafts


def _source(page: Page, i: int) -> Mention | None:
    columns = page.columns
    for k in (*columns.kids[i + 1], *columns.kids[i]):
        if columns.dep[k] == "pobj":
            return page.speakers.at(k)
    mention = page.speakers.after(i + 2, i + 8)
    return mention


def _after_source(page: Page, start: int, source: Mention) -> list[tuple[int, int]]:
    """ "According to X, ..." at the front of a sentence: the rest of the sentence, however it was parsed."""
    columns = page.columns
    first, last = columns.sents[columns.sent[start]]
    if page.bare(first, start + 1)[0] != start or source.end >= last:
        return []
    end = max(source.end, min(columns.right[start], last)) if columns.dep[start] == "prep" else source.end
    comma = next((i for i in range(end - 1, min(end + 12, last)) if columns.text[i] == ","), -1)
    content = page.characters(comma + 1, last) if comma > 0 else None
    return [content] if content else []


def _clause_of(page: Page, start: int, end: int) -> list[tuple[int, int]]:
    """The clause that a phrase qualifies, in its sentence, without the phrase."""
    columns = page.columns
    head = columns.head[start]
    while columns.pos[head] not in ("VERB", "AUX") and columns.head[head] != head:
        head = columns.head[head]
    while columns.dep[head] == "conj" and columns.head[head] != head:
        head = columns.head[head]  # "killed four and wounded 20, according to X": the whole is X's
    if columns.text[start - 1] == "," and columns.dep[head] == "ccomp" and columns.left[columns.head[head]] < start:
        saying = columns.head[head]  # "Police said they had no plans, according to X": so is what police said
        head = saying if saying < head and columns.lemma[saying] in reporting().verbs else head
    left, right = columns.left[head], columns.right[head]
    first, last = columns.sents[columns.sent[start]]
    if not left <= start < right:
        left, right = first, last
    if start > left + 1 and page.inside[start - 1] >= 0:
        left = first
    parts = ((left, start), (end, right))
    return [content for a, b in parts if b > a and (content := page.characters(a, b))]


def nominal(page: Page) -> list[Draft]:
    """ "his claim that ...", "calls by the group for ..."."""
    table = reporting().nouns
    columns = page.columns
    drafts: list[Draft] = []
    for noun, (pos, lemma) in enumerate(zip(columns.pos, columns.lemma, strict=True)):
        if pos != "NOUN" or lemma not in table or page.inside[noun] >= 0:
            continue
        content = _noun_content(page, noun, table[lemma])
        if content is None:
            continue
        speaker, clausal = _noun_speaker(page, noun), content[1]
        answered = columns.dep[noun] == "dobj" and columns.lemma[columns.head[noun]] in word_list("reporting.answering")
        if speaker is None and (not clausal or answered or lemma in word_list("reporting.made_by_somebody")):
            continue
        stance = reporting().noun_stances.get(lemma, "say")
        drafts.append(Draft([content[0]], (noun, noun + 1), noun, speaker, stance))
    return drafts


def _noun_content(page: Page, noun: int, frames: frozenset[str]) -> tuple[tuple[int, int], bool] | None:
    columns = page.columns
    for kid in columns.kids[noun]:
        if kid < noun:
            continue
        marks = {columns.lower[k] for k in columns.kids[kid] if columns.dep[k] in ("mark", "aux")}
        clausal = columns.dep[kid] in ("acl", "ccomp", "relcl") and (
            ("clause" in frames and "that" in marks) or ("inf" in frames and "to" in marks)
        )
        if clausal and columns.lemma[kid] in word_list("reporting.answering") and kid not in page.speakers.object_of:
            continue  # "an accusation that Moscow rejected": nothing is said of its content
        if clausal:
            content = page.characters(columns.left[kid], columns.right[kid])
            return (content, "that" in marks) if content else None
        if columns.dep[kid] == "prep" and columns.lower[kid] in frames:
            content = page.characters(kid + 1, columns.right[kid])
            return (content, False) if content else None
    return None


def _noun_speaker(page: Page, noun: int) -> Mention | None:
    columns = page.columns
    for kid in columns.kids[noun]:
        if columns.dep[kid] in ("poss", "compound", "amod", "nmod") and kid < noun:
            mention = page.speakers.at(kid) if columns.dep[kid] == "poss" else page.speakers.by_head.get(kid)
            if mention is not None:
                return mention
        if columns.dep[kid] == "prep" and columns.lower[kid] in ("by", "from", "among"):
            return page.speakers.at(next((k for k in columns.kids[kid] if columns.dep[k] == "pobj"), -1))
    head = columns.head[noun]
    answered = columns.lemma[head] in word_list("reporting.answering") | word_list("reporting.receiving")
    if columns.dep[noun] == "dobj" and columns.pos[head] == "VERB" and not answered:
        return page.speakers.of_verb(head)
    if columns.dep[noun] == "dobj" and columns.pos[head] in ("NOUN", "PROPN") and head == noun - 1:
        return page.speakers.at(head)  # "Roe charges that ...": the verb taken for a noun
    return None
