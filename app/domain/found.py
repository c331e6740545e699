"""An event as it was found again: with the article that tells it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from app.domain.event import Event

TimeMatch = Literal["within", "overlaps"]


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """An event with the article that tells it.

    ``distance_km`` when it was asked for near a point, ``time_match`` when by a time; ``change`` is the number of
    the change that touched it last, at ``updated_at``.
    """

    event: Event
    source: str | None
    url: str | None
    headline: str | None
    published_at: str | None
    distance_km: float | None = None
    time_match: TimeMatch | None = None
    change: int = 0
    updated_at: dt.datetime | None = None
