"""When: time expressions of a text, and the time of an event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.domain.evidence import Span

TimePrecision = Literal["minute", "hour", "part_of_day", "day", "week", "month", "season", "year", "decade", "span"]
TimeSource = Literal["expression", "document", "inferred"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """One time expression (TIMEX3). ``start``/``end`` are the half-open interval (ISO 8601, local time) or None."""

    span: Span
    type: TimexType
    value: str
    start: str | None = None
    end: str | None = None
    precision: TimePrecision | None = None


@dataclass(frozen=True, slots=True)
class EventTime:
    """When an event happened: a half-open interval in local time. ``span`` is None when it was inferred."""

    start: str | None
    end: str | None
    precision: TimePrecision
    value: str
    span: Span | None
    source: TimeSource
