"""What is said of a claim in a clause behind it: "…, a claim the army has denied", "…, which the army denies"."""

from __future__ import annotations

from app.nlp.components.quotes.page import Draft, Page
from app.nlp.lexicon import word_list
from app.nlp.lexicon.reporting import reporting

_BACK = 4  # tokens from a relative clause's verb up to the noun


def rebuttals(page: Page, drafts: list[Draft]) -> list[Draft]:
    """Statements about the claim before them; the claim itself is cut where they begin."""
    columns, out = page.columns, []
    for verb, (pos, lemma) in enumerate(zip(columns.pos, columns.lemma, strict=True)):
        if pos != "VERB" or lemma not in word_list("reporting.answering") or page.inside[verb] >= 0:
            continue
        noun = _claim_noun(page, verb)
        content = _claim(page, noun, drafts) if noun >= 0 else _phrase(page, verb)
        if content is None:
            continue
        speaker = page.speakers.of_verb(verb) if verb in page.speakers.subject_of else None
        speaker = speaker or page.speakers.at(page.speakers.agent(verb))
        if speaker is None or not page.speakers.can_speak(speaker):
            continue
        frames = reporting().verbs.get(lemma, {})
        stance = frames.get("obj") or frames.get("clause") or "say"
        out.append(Draft([content], (verb, verb + 1), verb, speaker, stance))
    return out


def _claim_noun(page: Page, verb: int) -> int:
    """The noun or "which" that stands for the claim, or -1: only one that is apposed, behind a comma or dash."""
    columns, speakers = page.columns, page.speakers
    if speakers.object_of.get(verb, -1) > verb:
        return -1
    noun, relative = columns.head[verb], columns.dep[verb] in ("relcl", "acl")
    before = columns.left[noun] - 1
    if relative and columns.lemma[noun] in word_list("reporting.claim_nouns") and before > 0 and _comma(page, before):
        return columns.left[noun]
    which = next((k for k in columns.kids[verb] if k < verb and columns.lower[k] == "which"), -1)
    own = which > 0 and speakers.subject_of.get(verb, which) not in (which, -1)
    denies = columns.lemma[verb] in word_list("reporting.denying")
    return which if own and denies and _comma(page, which - 1) else -1


def _phrase(page: Page, verb: int) -> tuple[int, int] | None:
    """The claim where the noun itself states it: "the allegation of torture, denied by the police"."""
    columns = page.columns
    noun = columns.head[verb]
    if columns.dep[verb] not in ("relcl", "acl") or columns.lemma[noun] not in word_list("reporting.claim_nouns"):
        return None
    if page.speakers.object_of.get(verb, -1) > verb:
        return None
    return page.characters(columns.left[noun], columns.left[verb])


def _comma(page: Page, token: int) -> bool:
    return page.columns.text[token] in (",", "–", "—", "--", "-")


def _claim(page: Page, noun: int, drafts: list[Draft]) -> tuple[int, int] | None:
    """What is answered: the content of the statement before, else the sentence up to here."""
    columns = page.columns
    first = columns.sents[columns.sent[noun]][0]
    stop = page.characters(first, noun)
    if stop is None:
        return None
    before = [d for d in drafts if len(d.ranges) == 1 and stop[0] <= d.ranges[0][0] < stop[1]]
    for draft in before:
        start, end = draft.ranges[0]
        if end > stop[1]:
            draft.ranges[0] = (start, stop[1])
    starts = [d.ranges[0][0] for d in before if d.ranges[0][1] == stop[1]]
    return (min(starts), stop[1]) if starts else stop
