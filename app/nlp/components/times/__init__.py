"""When: time expressions and their values, and the anchor against which they are read.

What it does: finds the expressions of TIMEX3 (dates, times, durations, sets) with a grammar over short stretches of
tokens (``grammar``, ``lexicon/en/times.yaml``), reads each against the anchor, the tense of its verb and what was said
before (``readings``, ``scene``, ``context``), and gives the half-open interval where the calendar knows it.
What it does not: say when an event took place (``event_times``).
"""

from __future__ import annotations

import bisect
import datetime as dt
import functools
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from app.domain.article import Anchor
from app.domain.time import TimeExpression
from app.nlp.annotations import TimeMention, span_of
from app.nlp.components.times import anchor as anchors
from app.nlp.components.times import context, lookalikes, reading
from app.nlp.components.times.grammar import Found, grammar, shape_class
from app.nlp.components.times.habits import day_first, outlet_country
from app.nlp.components.times.known import known_year
from app.nlp.components.times.reading import Reading
from app.nlp.components.times.readings import READINGS
from app.nlp.components.times.scene import Scene

_LONGEST = 40  # tokens of a stretch
_DAY_LENGTH = 25  # characters; longer ones are dates of the document
_EMPTY: frozenset[str] = frozenset()
_DETERMINERS = frozenset(("the", "a", "an", "its", "their"))
_FINE = frozenset(("day", "part", "hour", "minute"))


@functools.cache
def word_classes(vocab_strings: object) -> dict[int, frozenset[str]]:
    """Hash of a lower-case word → its trigger classes, for one vocabulary."""
    add = vocab_strings.add  # type: ignore[attr-defined]
    return {add(word): classes for word, classes in grammar().classes.items()}


_SHAPES: dict[int, frozenset[str] | None] = {}


def stretches(doc: Doc) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Token ranges that may hold time expressions, with the trigger classes that they hold."""
    known = word_classes(doc.vocab.strings)
    lowers, shapes = (doc.to_array(attribute).tolist() for attribute in ("LOWER", "SHAPE"))
    start, classes = -1, _EMPTY
    for i, (lower, shape) in enumerate(zip(lowers, shapes, strict=True)):
        found = known.get(lower)
        if found is None:
            found = _SHAPES[shape] if shape in _SHAPES else learn_shape(doc, i, shape)
        if found is None or i - start >= _LONGEST:
            if start >= 0 and classes:
                yield start, i, classes
            start, classes = -1, _EMPTY
            if found is None:
                continue
        if start < 0:
            start = i
        if found:
            classes |= found
    if start >= 0 and classes:
        yield start, len(doc), classes


def learn_shape(doc: Doc, i: int, shape: int) -> frozenset[str] | None:
    """The trigger classes of a token's shape, remembered (shapes are few)."""
    found = shape_class(doc[i].shape_)
    if len(_SHAPES) < 50_000:
        _SHAPES[shape] = found
    return found


def candidates(doc: Doc) -> Iterator[tuple[int, int, Found]]:
    """What the grammar finds, as token ranges in text order; look-alikes are left out."""
    read = grammar().read
    for first, last, classes in stretches(doc):
        offset = doc[first].idx
        text = doc[first:last].text
        lower = text.lower()
        if len(lower) != len(text):
            continue
        for found in read(lower, classes):
            if found.rule.reading == "nothing":
                continue
            start, end = token_range(doc, first, last, offset + found.start, offset + found.end)
            check = lookalikes.CHECKS.get(found.rule.check or "")
            if check is None or check(doc, start, end, found):
                yield start, end, found


def token_range(doc: Doc, first: int, last: int, begin: int, stop: int) -> tuple[int, int]:
    """The tokens of ``first``–``last`` that hold the characters ``begin``–``stop``."""
    starts = [doc[i].idx for i in range(first, last)]
    return first + bisect.bisect_right(starts, begin) - 1, first + bisect.bisect_left(starts, stop)


def trimmed(doc: Doc, start: int, end: int, found: Found) -> tuple[int, int]:
    """Leave out what belongs to the noun outside ("the [third-quarter] loss") and prepositions in front."""
    while end - start > 1 and doc[start].lower_ in context.cues("leading"):
        start += 1
    first = doc[start].lower_
    if end - start < 2 or first not in _DETERMINERS:
        return start, end
    counts = first in ("a", "an") and found.rule.reading in ("duration", "every")
    outside = doc[start].head.i >= end and doc[end - 1].head.i >= end and doc[end - 1].pos_ != "VERB"
    return start + (first in ("its", "their") or (outside and not counts)), end


def mentions(doc: Doc, scene: Scene, found: list[tuple[int, int, Found]]) -> Iterator[TimeMention]:
    """Read the candidates one after the other, moving the scene."""
    paragraphs = [p[0] for p in doc._.paragraphs]
    paragraph = -1
    for n, (start, end, match) in enumerate(found):
        here = bisect.bisect_right(paragraphs, start)
        if here != paragraph:
            paragraph, scene.story_year = here, None
        head = anchor_token(doc, start, end)
        scene.look(lambda i=head: context.direction(doc[i]))  # type: ignore[misc]
        groups, how = lent(doc, found, n)
        try:
            result = READINGS[how](groups, scene, match.rule.settings)
        except (ValueError, OverflowError):
            result = None
        if result is None:
            continue
        move(doc, scene, result, match, head)
        yield mention(doc, *trimmed(doc, start, end, match), result)


def lent(doc: Doc, found: list[tuple[int, int, Found]], n: int) -> tuple[dict[str, str], str]:
    """The groups of a candidate and its reading, with what the words behind it add to both: the year of "from
    January to March 2022", the day of "from 6 p.m. to 9 p.m. on Friday"; and the year of "the Sept. 11 attacks"."""
    begin, end, match = found[n]
    groups, how = match.groups, match.rule.reading
    if how == "day" and "month" in groups and "year" not in groups and "mday" in groups:
        month = int(reading.word("month", groups["month"]))
        if year := known_year(doc, begin, end, month, int(groups["mday"])):
            return {**groups, "year": str(year)}, how
    if n + 1 == len(found) or not (how == "clock" or ("month" in groups and "year" not in groups)):
        return groups, how
    start, _, after = found[n + 1]
    if start - end != 1 or doc[end].lower_ not in context.cues("joins"):
        return groups, how
    if how == "clock":
        day = {k: v for k, v in after.groups.items() if k in ("weekday", "rel", "month", "mday", "year", "deictic")}
        return ({**day, **groups}, "day") if after.rule.reading == "day" and day else (groups, how)
    if not {"month", "year"} <= after.groups.keys():
        return groups, how
    earlier = reading.word("month", groups["month"]) > reading.word("month", after.groups["month"])
    return {**groups, "year": str(int(after.groups["year"].strip("'’")) - earlier)}, how


def mention(doc: Doc, start: int, end: int, result: Reading) -> TimeMention:
    """The record of a reading over a token range."""
    period = result.period
    expression = TimeExpression(
        span=span_of(doc, start, end),
        type=result.type,
        value=result.value,
        start=period.start.isoformat() if period else None,
        end=period.end.isoformat() if period else None,
        precision=period.precision if period else None,
    )
    return TimeMention(start, end, expression)


def anchor_token(doc: Doc, start: int, end: int) -> int:
    """The token of a range whose head lies outside: where the expression hangs in the sentence."""
    for i in range(start, end):
        head = doc[i].head.i
        if (head < start or head >= end) and not doc[i].is_punct:
            return i
    return end - 1


def move(doc: Doc, scene: Scene, result: Reading, match: Found, head: int) -> None:
    """What later expressions may refer to: the day, the quarter, the year of the paragraph."""
    period = result.period
    if period is not None and period.unit in _FINE and not (scene.reference and context.dates_report(doc[head])):
        scene.reference = period
    if "year" in match.groups and period is not None and period.unit in ("day", "span"):
        scene.story_year = period.start.year
    elif match.rule.reading in ("day", "part") and "weekday" in match.groups:
        scene.story_year = None
    if match.rule.reading in ("quarter", "latest") and period is not None and scene.direction <= 0:
        scene.focus = period
    elif match.rule.settings.get("the") and match.groups.get("unit") == "months":
        scene.focus = result.value


def read_times(doc: Doc) -> tuple[Anchor, tuple[TimeMention, ...]]:
    """The anchor and the time expressions of a Doc."""
    found = list(candidates(doc))
    habit = day_first([f for *_, f in found], doc._.context.source)
    anchor = anchors.given(doc._.context.published_at)
    if anchor is None:
        blind = mentions(doc, Scene(None, day_first=habit), [f for f in found if "year" in f[2].groups])
        full = [m.expression for m in blind if m.expression.precision == "day"]
        anchor = anchors.inferred(doc, full)
    country = outlet_country(doc._.context.source)
    scene = Scene(anchor.moment, timed="T" in (anchor.date or ""), day_first=habit, country=country)
    return anchor, read_in(doc, scene, found)


def read_in(doc: Doc, scene: Scene, found: list[tuple[int, int, Found]]) -> tuple[TimeMention, ...]:
    """Read the candidates; again when a time of the clock came before the first day that the text names."""
    read = tuple(mentions(doc, scene, found))
    clocks = [start for start, _, match in found if match.rule.reading == "clock"]
    first = next((m for m in read if named_day(doc, m)), None)
    if first is None or not clocks or clocks[0] > first.start or first.expression.start is None:
        return read
    again = Scene(scene.anchor, timed=scene.timed, day_first=scene.day_first, country=scene.country)
    again.fallback = dt.date.fromisoformat(first.expression.start[:10])
    return tuple(mentions(doc, again, found))


def named_day(doc: Doc, mention: TimeMention) -> bool:
    """Whether an expression names a day on which something happened, not only the clock, nor the day of the report."""
    if mention.expression.precision not in ("day", "part_of_day") or context.dates_report(doc[mention.start]):
        return False
    return not mention.expression.span.text[0].isdigit() and len(mention.expression.span.text) < _DAY_LENGTH


@Language.component(
    "times",
    assigns=["doc._.anchor", "doc._.times"],
    requires=["doc._.context", "doc._.paragraphs", "token.tag", "token.dep"],
)
def times(doc: Doc) -> Doc:
    """Write ``doc._.anchor`` and ``doc._.times``."""
    doc._.anchor, doc._.times = read_times(doc)
    return doc
