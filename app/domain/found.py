"""An event as it was found again: with the article that tells it."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.event import Event


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """An event with the article that tells it; ``distance_km`` when it was asked for near a point."""

    event: Event
    source: str | None
    url: str | None
    headline: str | None
    published_at: str | None
    distance_km: float | None = None
