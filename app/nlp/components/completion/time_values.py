"""Times of happenings as values: how they compare, and how one is made from the words that date another clause."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from app.domain.time import EventTime, TimeExpression
from app.nlp.annotations import TimeFrame

FINE = frozenset({"minute", "hour", "part_of_day", "day"})


def fine(frame: TimeFrame) -> bool:
    """Whether an expression names a day or less."""
    return frame.expression.precision in FINE


def expression_of(time: EventTime) -> TimeExpression | None:
    """The expression of a time that was read."""
    if time.span is None:
        return None
    return TimeExpression(time.span, "DATE", time.value, time.start, time.end, time.precision)


def inferred(time: EventTime | TimeExpression, reason: str) -> EventTime:
    """The time of an expression, or of another happening, as that of one whose own words give none."""
    assert time.precision is not None
    return EventTime(time.start, time.end, time.precision, time.value, None, "inferred", reason)


def on_the_day(time: EventTime | TimeExpression, reason: str) -> EventTime:
    """The same with no more than the day: an hour is that of what the words are about."""
    found = inferred(time, reason)
    if found.precision == "day" or found.precision not in FINE or not found.start:
        return found
    day = dt.date.fromisoformat(found.start[:10])
    start, end = (f"{d.isoformat()}T00:00:00" for d in (day, day + dt.timedelta(days=1)))
    return EventTime(start, end, "day", day.isoformat(), None, "inferred", reason)


def best_of(times: Sequence[EventTime]) -> EventTime | None:
    """The first fine one of some times of one happening, when it lies in the first coarse one; else that."""
    fine_one = next((t for t in times if t.precision in FINE), None)
    coarse = next((t for t in times if t.precision not in FINE), None)
    if fine_one is None or coarse is None:
        return fine_one or coarse
    return fine_one if inside(fine_one, coarse) else times[0]


def inside(one: EventTime, other: EventTime) -> bool:
    """Whether a time lies in another."""
    if not (one.start and one.end and other.start and other.end):
        return False
    return other.start <= one.start and one.end <= other.end


def apart(one: EventTime | TimeExpression, other: EventTime | TimeExpression) -> bool:
    """Whether two times have no day in common; a time with an open end is apart from none."""
    if not (one.start and one.end and other.start and other.end):
        return False
    return last_day(one.end) < other.start[:10] or last_day(other.end) < one.start[:10]


def last_day(end: str) -> str:
    """The last day of an interval that ends before a moment."""
    return (dt.datetime.fromisoformat(end) - dt.timedelta(seconds=1)).date().isoformat()
