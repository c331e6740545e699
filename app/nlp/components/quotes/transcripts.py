"""Turns of interviews and transcripts: "SMITH: ...", "Q: ...", and the headline that begins with who says it."""

from __future__ import annotations

import functools
import re
from dataclasses import replace

from app.nlp.annotations import Mention
from app.nlp.components.quotes.page import Draft, Page
from app.nlp.lexicon import word_list
from app.nlp.lexicon.participants import titles
from app.nlp.lexicon.reporting import reporting

_MARKS = frozenset(['"', "“", "''", "``", "‘", "'", "”"])
_LABEL = 7  # tokens before the colon
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}")
_OFFICIAL = frozenset(["police", "government", "military", "person"])
_TURNS = 2  # names before a colon that make an interview
_HEADLINE = 60  # tokens


def transcript(page: Page) -> dict[int, Draft]:
    """The turn that each paragraph is, by the paragraph's number."""
    labels = [(n, _label(page, *p)) for n, p in enumerate(page.paragraphs)]
    found = [(n, label) for n, label in labels if label is not None]
    letters = {page.columns.text[start] for _, (start, colon) in found if colon == start + 1}
    named = sum(_whole_name(page, *label) is not None for _, label in found)
    turns: dict[int, Draft] = {}
    for n, (start, colon) in found:
        end = page.paragraphs[n][1]
        heads = start == 0 or _CLOCK.fullmatch(page.columns.text[page.paragraphs[n][0]]) is not None
        short = end - page.paragraphs[n][0] < _HEADLINE
        headline = heads and named < _TURNS and short and not _in_capitals(page, start, colon)
        if headline or (named >= _TURNS and _whole_name(page, start, colon) is not None):
            draft = _by_name(page, start, colon, end, direct=not headline)
        elif {"Q", "A"} <= letters and page.columns.text[start] in ("Q", "A") and colon == start + 1:
            draft = _turn(page, colon, end, None)
        else:
            draft = _shouted(page, start, colon, end)
        if draft is not None:
            turns[n] = draft
    return turns


def _in_capitals(page: Page, start: int, colon: int) -> bool:
    """Whether a label is in capitals, as in transcripts, and not the initials of a body: "UN: ..."."""
    body = _whole_name(page, start, colon)
    return page.columns.text[colon - 1].isupper() and not (body is not None and body.kind == "organization")


def _label(page: Page, first: int, end: int) -> tuple[int, int] | None:
    """Start and colon of the words before a colon at the front of a paragraph."""
    start = first + (page.columns.text[first] in _MARKS)
    if _CLOCK.fullmatch(page.columns.text[start]):  # "14:32 Roe: the bridge is open" heads a part of a live report
        start += 1
    colon = next((i for i in range(start, min(start + _LABEL, end)) if page.columns.text[i] == ":"), -1)
    return (start, colon) if start < colon < end - 1 else None


def _whole_name(page: Page, start: int, colon: int) -> Mention | None:
    """The person, body or medium whose name is all that stands before the colon."""
    clock = start > 0 and _CLOCK.fullmatch(page.columns.text[start - 1]) is not None
    speaker = page.speakers.before(colon, start - clock)
    if speaker is None or not speaker.proper or speaker.end != colon or speaker.start not in (start, start - clock):
        return None
    speaker = replace(speaker, start=start)
    return speaker if speaker.kind in ("person", "organization", "media") else None


def _by_name(page: Page, start: int, colon: int, end: int, *, direct: bool) -> Draft | None:
    """ "Jane Roe: Taxes must fall": a headline, or the turn of an interview that writes names as names."""
    speaker = _whole_name(page, start, colon) or (None if direct else _role(page, start, colon))
    if speaker is None:
        return None
    if direct:
        return _turn(page, colon, end, speaker)
    content = page.characters(colon + 1, end)
    return Draft([content], (colon, colon + 1), colon, speaker, "say") if content else None


def _role(page: Page, start: int, colon: int) -> Mention | None:
    """Who stands before the colon of a headline without a full name: "Police: ...", "Poll: ...", a last name."""
    columns = page.columns
    if page.places.get(start) == colon or " ".join(columns.lower[start:colon]) in reporting().labels:
        return None
    bearer = page.bearers.get(columns.lower[colon - 1])
    if bearer is not None and colon == start + 1:
        return replace(bearer, start=start, end=colon, head=start, quantity=None)
    speaker = page.speakers.at(colon - 1)
    if speaker is None or not (speaker.start <= start and speaker.end == colon) or speaker.pronoun:
        return None
    document = columns.lemma[colon - 1] in word_list("reporting.documents")
    return replace(speaker, start=start) if document or speaker.kind in _OFFICIAL else None


def _turn(page: Page, colon: int, end: int, speaker: Mention | None) -> Draft | None:
    """The words of a turn, their last stop and all."""
    content = page.characters(colon + 1, end)
    if content is None:
        return None
    stop = end
    while stop > colon and page.columns.text[stop - 1].isspace():
        stop -= 1
    return Draft([(content[0], page.ends[stop - 1])], (colon, colon + 1), colon, speaker, "say", True)


def _shouted(page: Page, start: int, colon: int, end: int) -> Draft | None:
    """ "SMITH: ...": a name or role in capitals; a place is a dateline, "UPDATE:" a label."""
    names = page.columns.text[start:colon]
    if not all(w.isupper() or not w[0].isalpha() for w in names) or not any(len(w) > 2 for w in names):
        return None
    last = page.columns.lower[colon - 1]
    place = page.places.get(start) == colon and last not in page.bearers and last not in _title_words()
    if place or " ".join(names).lower() in reporting().labels:
        return None
    speaker = page.speakers.before(colon, start)
    if speaker is None or not (speaker.kind in ("organization", "media") and speaker.proper):
        speaker = _person(page, start, colon)
    return _turn(page, colon, end, speaker)


@functools.cache
def _title_words() -> frozenset[str]:
    offices, address = titles()
    return offices | frozenset(word.rstrip(".") for word in address)


def _person(page: Page, start: int, colon: int) -> Mention:
    """The person of a turn: one of this article with that last name, or a new one."""
    columns = page.columns
    name = start
    while name < colon - 1 and (columns.lower[name].rstrip(".") in _title_words() or columns.text[name] == "."):
        name += 1
    title = page.text[page.offsets[start] : page.ends[name - 1]] if name > start else None
    bearer = page.bearers.get(columns.lower[colon - 1])
    if bearer is not None:
        title = bearer.description or title
        return replace(bearer, start=start, end=colon, head=colon - 1, quantity=None, description=title)
    words = " ".join(columns.text[name:colon])
    person = Mention(start, colon, colon - 1, "person", words, proper=True, description=title)
    if colon - name > 1:
        page.bearers[columns.lower[colon - 1]] = person
    return person
