"""Sources that close a sentence, read by their place where the parser loses them: "..., witnesses and police said."."""

from __future__ import annotations

from bisect import bisect_left

from app.nlp.annotations import Mention
from app.nlp.components.quotes.page import Draft, Page
from app.nlp.lexicon import word_list

_FINITE = frozenset(["VBD", "VBZ", "VBP", "NNS"])  # "the Observatory reports": taken for a noun
_TENSED = frozenset(["MD", "VBD", "VBZ", "VBP"])
_CLAUSE_MARKS = frozenset(["WRB", "WP", "WDT"])  # "When asked about it, the mayor said."
_LONG = 200  # tokens: a "sentence" longer than this is no sentence
_WHOLE = 8  # words of a clause that no comma parts from its source
_MOST = 4  # sources joined by "and"
_NESTED = 4  # mentions one in another


def closes(page: Page, verb: int) -> bool:
    """Whether a word ends its sentence: behind it there are only signs."""
    last = page.columns.sents[page.columns.sent[verb]][1]
    return page.columns.tag[verb] in _FINITE and not any(w[0].isalnum() for w in page.columns.text[verb + 1 : last])


def closing(page: Page, verb: int, frames: dict[str, str]) -> Draft | None:
    """What stands before the sources that close a sentence, or None where nothing is said there."""
    if "clause" not in frames or frames["clause"] in word_list("reporting.attitudes") or not closes(page, verb):
        return None
    columns, first = page.columns, page.columns.sents[page.columns.sent[verb]][0]
    source = _source(page, verb, first)
    if source is None or verb - first > _LONG:
        return None
    end = source.start - (columns.lower[source.start - 1] == "the")
    if columns.text[end - 1] != "," and not _runs_on(page, verb, source, first, end):
        return None
    words = range(first, end)
    if any(page.inside[i] >= 0 for i in words) or not any(_tensed(page, i) for i in words):
        return None
    if columns.tag[first] in _CLAUSE_MARKS or columns.dep[first] == "mark":
        return None
    content = page.characters(first, end)
    return Draft([content], (verb, verb + 1), verb, source, frames["clause"]) if content else None


def _runs_on(page: Page, verb: int, source: Mention, first: int, end: int) -> bool:
    """Whether a named source follows a clause without a comma: "killed two men in the north the Observatory said"."""
    columns = page.columns
    whole = source.proper and end - first >= _WHOLE and columns.pos[verb] == "VERB" and columns.dep[verb] != "relcl"
    return whole and end < verb - 1 and columns.lower[end] == "the" and columns.pos[end - 1] in ("NOUN", "PROPN")


def _tensed(page: Page, i: int) -> bool:
    """Whether a word is a finite verb, also one taken for a participle that has an object: "a raid killed two men"."""
    finite = page.columns.tag[i] in _TENSED
    return finite or (page.columns.tag[i] == "VBN" and i in page.speakers.object_of)


def better(page: Page, read: Draft | None, placed: Draft | None) -> Draft | None:
    """What the parse gives, except where that is nothing or takes the sources for words of what they say."""
    if read is None or placed is None or placed.speaker is None:
        return read or placed
    start = page.offsets[placed.speaker.start]
    return placed if any(a < start < b for a, b in read.ranges) else read


def _source(page: Page, verb: int, first: int) -> Mention | None:
    """The first of the sources right before a verb: a mention, and those joined to it by "and"."""
    speakers, columns, found, end = page.speakers, page.columns, None, verb
    for _ in range(_MOST):
        mention = _ending(page, end)
        if mention is None or mention.start <= first or not speakers.can_speak(mention):
            break
        found = mention
        if columns.lower[mention.start - 1] != "and":
            break
        end = mention.start - 1
    pronoun = found is not None and found.pronoun
    return None if pronoun else found


def _ending(page: Page, end: int) -> Mention | None:
    """The longest mention that ends before a token."""
    speakers = page.speakers
    i = bisect_left(speakers.starts, end)
    near = speakers.mentions[max(0, i - _NESTED) : i]
    found = next((m for m in near if m.end == end), None)
    if found is None:
        return None
    return next((m for m in near if m.proper and m.start < found.start < m.end), found)  # "Monitor for Rights group"
