"""An event returned by a query, with the article that reports it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from app.domain.event import Event

TimeMatch = Literal["within", "overlaps"]
PlaceMatch = Literal["at", "about"]


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """An event with the article that reports it.

    Attributes
    ----------
    distance_km
        Distance from the point of ``near``; None without that filter.
    time_match
        How the event's time meets the time filter; None without one.
    place_match
        Whether the event took place where the place filters look, or is a statement about a place there; None without
        such a filter.
    change, updated_at
        Number and moment of the change that last touched the event.
    external_id, metadata
        Of the article, as they were sent.
    """

    event: Event
    source: str | None
    url: str | None
    headline: str | None
    published_at: str | None
    distance_km: float | None = None
    time_match: TimeMatch | None = None
    place_match: PlaceMatch | None = None
    change: int = 0
    updated_at: dt.datetime | None = None
    external_id: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
