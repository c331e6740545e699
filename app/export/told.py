"""An event in full, as it was found: the form of the API's JSON, and one line of NDJSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from pydantic import TypeAdapter

from app.domain.event import Event
from app.domain.found import FoundEvent

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
    """An event as it was found: ``distance_km`` only when it was asked for near a point."""

    article: ToldBy
    distance_km: float | None = None


_ADAPTER = TypeAdapter(EventOut)


def event_out(found: FoundEvent) -> EventOut:
    """An event with the article that tells it."""
    event = found.event
    told_by = ToldBy(event.article_id, found.headline, found.source, found.url, found.published_at)
    same = {name: getattr(event, name) for name in _EVENT_FIELDS}
    return EventOut(**same, article=told_by, distance_km=found.distance_km)


def lines(batches: Iterable[Iterable[FoundEvent]]) -> Iterator[bytes]:
    """One JSON object a line, a piece for each batch."""
    for batch in batches:
        yield b"".join(_ADAPTER.dump_json(event_out(found)) + b"\n" for found in batch)
