"""What may be asked of events, in the domain's words. A filter without a wish finds every event."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Sort = Literal["time", "-time", "reported", "-reported", "killed", "distance", "updated", "-updated"]
Format = Literal["json", "geojson", "ndjson", "csv", "parquet"]
Profile = Literal["acled", "ucdp"]
DEFAULT_FACTUALITY = ("asserted", "alleged")
DEFAULT_LIMIT, MAX_LIMIT = 50, 1_000
#: The most rows of a streamed answer; without a limit it holds every event.
MAX_ROWS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Box:
    """A box of WGS 84 degrees, edges included; ``west > east`` crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Near:
    """All that lies within a great-circle distance of a point (degrees, kilometres)."""

    latitude: float
    longitude: float
    radius_km: float


@dataclass(frozen=True, slots=True)
class Interval:
    """A half-open interval; None is an open side. Naive for what happened, in UTC for what was published."""

    start: dt.datetime | None
    end: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Words:
    """A full-text question: phrases of folded words that must all be there, and phrases that must not."""

    required: tuple[tuple[str, ...], ...]
    excluded: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events, in which order, how many. Several values of one field mean any of them.

    ``countries`` are alpha-2 codes; ``places`` names or GeoNames ids; ``time`` is met by an event whose own
    interval overlaps it; ``actor``, ``speaker`` and ``weapon`` are words of a participant's name; ``role``
    alone asks for an event that fills it, with ``actor`` for that actor in it. ``updated_since`` is the number of
    a change or a moment; ``fields`` are the parts of the answer that are wanted, all when it is empty.
    """

    types: tuple[str, ...] = ()
    subtypes: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    bbox: Box | None = None
    near: Near | None = None
    time: Interval | None = None
    published: Interval | None = None
    factuality: tuple[str, ...] = DEFAULT_FACTUALITY
    actor: str | None = None
    role: str | None = None
    speaker: str | None = None
    weapon: str | None = None
    min_killed: int | None = None
    min_injured: int | None = None
    min_confidence: float | None = None
    sources: tuple[str, ...] = ()
    article_id: str | None = None
    incident_id: str | None = None
    updated_since: int | dt.datetime | None = None
    words: Words | None = None
    sort: Sort = "-time"
    limit: int = DEFAULT_LIMIT
    cursor: str | None = None
    format: Format | None = None
    profile: Profile | None = None
    fields: tuple[str, ...] = ()
