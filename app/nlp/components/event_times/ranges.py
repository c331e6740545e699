"""Ranges of time: "from Jan. 5 to Jan. 9", "between Friday and Sunday" are one time for an event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from app.domain.time import TimeExpression
from app.nlp.annotations import TimeMention, span_of
from app.nlp.components.event_times.attachment import FINE, words
from app.nlp.token_table import TokenTable

_WEEK = dt.timedelta(days=7)
_DAY_HOURS = 36  # a range up to this long is as good as a day


def ranged(doc: Doc, tokens: TokenTable, mentions: Sequence[TimeMention]) -> list[TimeMention]:
    """The expressions in text order; two that bound one range are replaced by the range."""
    out: list[TimeMention] = []
    for mention in mentions:
        if out and bounds(tokens, out[-1], mention) and (joint := join(doc, out[-1], mention)):
            out[-1] = joint
        else:
            out.append(mention)
    return out


def bounds(tokens: TokenTable, first: TimeMention, second: TimeMention) -> bool:
    """Whether two expressions are the ends of one range."""
    opened = first.start > 0 and tokens.lower[first.start - 1] in words("event_times", "from")
    return opened and second.start - first.end == 1 and tokens.lower[first.end] in words("event_times", "to")


def join(doc: Doc, first: TimeMention, second: TimeMention) -> TimeMention | None:
    """The range of two expressions; None when it has no ends or runs backwards."""
    one, two = first.expression, weekly(first.expression, second.expression)
    if not one.start or not two.end or one.start >= two.end:
        return None
    length = dt.datetime.fromisoformat(two.end) - dt.datetime.fromisoformat(one.start)
    short = length <= dt.timedelta(hours=_DAY_HOURS) and one.precision in FINE
    expression = TimeExpression(
        span=span_of(doc, first.start, second.end),
        type="DATE",
        value=f"{one.value}/{two.value}",
        start=one.start,
        end=two.end,
        precision=one.precision if short else "span",
    )
    return TimeMention(first.start, second.end, expression)


def weekly(one: TimeExpression, two: TimeExpression) -> TimeExpression:
    """The end of a range, a week earlier where "until 2 a.m. on Monday" was read as the Monday after the next."""
    if not (one.start and two.start and two.end and one.precision in FINE and two.precision in FINE):
        return two
    start, end = (dt.datetime.fromisoformat(t) - _WEEK for t in (two.start, two.end))
    begun = dt.datetime.fromisoformat(one.start)
    if not begun < end <= begun + dt.timedelta(hours=_DAY_HOURS):
        return two
    value = start.date().isoformat() + two.value[len("2024-01-01") :]
    return replace(two, start=start.isoformat(), end=end.isoformat(), value=value)
