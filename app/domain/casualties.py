"""Casualties as claims: how many, of whom, and according to whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from app.domain.documentation import doc
from app.domain.evidence import Source, Span
from app.domain.place import Place

Effect = Literal["killed", "injured", "missing", "captured", "displaced", "sickened"]


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people or things. "at least 16" is low 16, high null; "up to 16" is low null, high 16."""

    low: int | None = field(metadata=doc("Lowest number; null when the text gives only an upper bound."))
    high: int | None = field(metadata=doc("Highest number; null when the text gives only a lower bound."))
    approximate: bool = field(default=False, metadata=doc("True for rounded numbers, such as 'about 20', 'dozens'."))
    span: Span | None = field(default=None, metadata=doc("The words of the number."))


@dataclass(frozen=True, slots=True)
class Casualty:
    """One claimed figure for one effect, on the event it belongs to."""

    effect: Effect = field(metadata=doc("What happened to the victims."))
    low: int | None = field(metadata=doc("Lowest number: 16 for 'at least 16'; null for 'up to 16'."))
    high: int | None = field(metadata=doc("Highest number: 16 for 'up to 16'; null for 'at least 16'."))
    approximate: bool = field(metadata=doc("True for rounded numbers, such as 'about 20', 'dozens'."))
    cumulative: bool = field(metadata=doc("True for a running toll over several events, false for this event's own."))
    span: Span | None = field(metadata=doc("The words of the number, or the victims where no number is written."))
    victims: Span | None = field(default=None, metadata=doc("The words for the victims, such as 'three children'."))
    victim_kind: str | None = field(default=None, metadata=doc("Kind of the victims, as in `participants`."))
    place: Place | None = field(default=None, metadata=doc("Place of this figure where it is not the event's own."))
    claimed_by: Source | None = field(
        default=None, metadata=doc("The source that claims the figure; null when the article itself states it.")
    )
    rival: bool = field(
        default=False,
        metadata=doc("True for another source's figure for the same victims as a claim before it: never to be added."),
    )
