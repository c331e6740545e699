"""Time expressions of a text, and the time of an event."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from app.domain.documentation import doc
from app.domain.evidence import Span

TimePrecision = Literal["minute", "hour", "part_of_day", "day", "week", "month", "season", "year", "decade", "span"]
TimeSource = Literal["expression", "document", "inferred"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """One time expression of the text, normalised as TIMEX3."""

    span: Span = field(metadata=doc("The words of the expression."))
    type: TimexType = field(metadata=doc("TIMEX3 type."))
    value: str = field(metadata=doc("TIMEX3 value, such as 2024-02-02TEV."))
    start: str | None = field(
        default=None, metadata=doc("Start of the half-open interval: ISO 8601, local time; null when unknown.")
    )
    end: str | None = field(
        default=None, metadata=doc("End of the half-open interval: ISO 8601, local time; null when unknown.")
    )
    precision: TimePrecision | None = field(default=None, metadata=doc("How exact the expression is."))


@dataclass(frozen=True, slots=True)
class EventTime:
    """When an event happened: a half-open interval in the local time of the place."""

    start: str | None = field(metadata=doc("Start of the interval: ISO 8601, local time of the place; null if open."))
    end: str | None = field(metadata=doc("End of the interval, not included; null if open."))
    precision: TimePrecision = field(metadata=doc("How exact the text is about the time."))
    value: str = field(metadata=doc("TIMEX3 value, such as 2024-02-02TEV."))
    span: Span | None = field(metadata=doc("The time expression; null when the time was inferred."))
    source: TimeSource = field(
        metadata=doc(
            "Where the time comes from: `expression` (words of the text), `document` (day of publication, statements "
            "only) or `inferred`."
        )
    )
    reason: str | None = field(
        default=None, metadata=doc("Why an inferred time is believed; null for one that was read.")
    )
