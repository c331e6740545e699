"""A query for events in the domain's words: which events, which page of them, in which form."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from app.domain.found import PlaceMatch
from app.export.registry import Profile

Sort = Literal["time", "-time", "reported", "-reported", "killed", "distance", "updated", "-updated"]
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
    """Everything within a great-circle distance of a point (degrees, kilometres)."""

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
    """A full-text query: phrases of stems that must all occur, and phrases that must not."""

    required: tuple[tuple[str, ...], ...]
    excluded: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events. Several values of one field match any of them; an empty filter matches every event.

    Attributes
    ----------
    countries
        ISO 3166 alpha-2 codes.
    places
        Names or GeoNames ids.
    time
        Matches an event whose own interval overlaps it.
    actor, speaker, weapon
        Words of a participant's name.
    role
        Alone: some participant has it; with ``actor``: that actor has it.
    place_match
        Only events that took place where the place filters look (``at``), or only statements about places there
        (``about``).
    reviewed
        Only events that people have confirmed, corrected or added, or only the others.
    counted
        Only events whose figures are to be added up, or only the others.
    updated_since
        The number of a change, or a moment.
    """

    types: tuple[str, ...] = ()
    subtypes: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    bbox: Box | None = None
    near: Near | None = None
    place_match: PlaceMatch | None = None
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
    max_confidence: float | None = None
    reviewed: bool | None = None
    counted: bool | None = None
    sources: tuple[str, ...] = ()
    article_id: str | None = None
    incident_id: str | None = None
    updated_since: int | dt.datetime | None = None
    words: Words | None = None


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which page of the matching events: their order, how many, and where the page begins."""

    sort: Sort = "-time"
    limit: int = DEFAULT_LIMIT
    cursor: str | None = None


FIRST_PAGE = PageRequest()


@dataclass(frozen=True, slots=True)
class OutputOptions:
    """The form of an answer; without ``fields`` it has all of them."""

    format: str | None = None
    profile: Profile | None = None
    fields: tuple[str, ...] = ()
    bom: Literal["true", "false"] = "false"


@dataclass(frozen=True, slots=True)
class EventRequest:
    """A whole query, as a URL contains it."""

    event_filter: EventFilter = EventFilter()
    page: PageRequest = PageRequest()
    output: OutputOptions = OutputOptions()
