"""An event in full, as it was found: the form of the API's JSON, and one line of NDJSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields

from pydantic import TypeAdapter

from app.domain.event import Event
from app.domain.found import FoundEvent, TimeMatch

MEDIA_TYPE = "application/x-ndjson"
_EVENT_FIELDS = tuple(f.name for f in fields(Event))


@dataclass(frozen=True, slots=True)
class ToldBy:
    """The article that tells an event."""

    id: str
    title: str | None
    source: str | None
    url: str | None
    published_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventOut(Event):
    """An event as it was found.

    ``distance_km`` only when it was asked for near a point; ``time_match`` only when a time was asked for: ``within``
    when all of the event's own interval lies in it, ``overlaps`` when the text does not tell as exactly.
    ``change`` is the number of the change that touched the event last, at ``updated_at``.
    """

    article: ToldBy
    distance_km: float | None = None
    time_match: TimeMatch | None = None
    change: int = 0
    updated_at: dt.datetime | None = None


#: What ``fields=`` may ask for.
FIELDS = tuple(f.name for f in fields(EventOut))


_ADAPTER = TypeAdapter(EventOut)


def event_out(found: FoundEvent) -> EventOut:
    """An event with the article that tells it."""
    event = found.event
    told_by = ToldBy(event.article_id, found.headline, found.source, found.url, found.published_at)
    same = {name: getattr(event, name) for name in _EVENT_FIELDS}
    return EventOut(
        **same,
        article=told_by,
        distance_km=found.distance_km,
        time_match=found.time_match,
        change=found.change,
        updated_at=found.updated_at,
    )


def included(wanted: Sequence[str]) -> set[str] | None:
    """The fields that are written: those that are wanted and the id; None for all of them."""
    return {"id", *wanted} if wanted else None


def lines(batches: Iterable[Iterable[FoundEvent]], wanted: Sequence[str] = ()) -> Iterator[bytes]:
    """One JSON object a line, a piece for each batch."""
    include = included(wanted)
    for batch in batches:
        yield b"".join(_ADAPTER.dump_json(event_out(found), include=include) + b"\n" for found in batch)
