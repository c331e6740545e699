"""Casualties as claims: how many, of whom, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.domain.evidence import Source, Span
from app.domain.place import Place

Effect = Literal["killed", "injured", "missing", "captured", "displaced", "sickened"]


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things. "at least 16" is low 16, high None; "up to 16" is low None, high 16."""

    low: int | None
    high: int | None
    approximate: bool = False
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Casualty:
    """One figure of one effect. ``cumulative``: a running toll, not the event's own.

    ``span`` is the evidence of the figure (the number, or the victims where none is written).
    """

    effect: Effect
    low: int | None
    high: int | None
    approximate: bool
    cumulative: bool
    span: Span | None
    victims: Span | None = None
    victim_kind: str | None = None
    place: Place | None = None
    claimed_by: Source | None = None
