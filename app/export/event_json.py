"""An event in full: the JSON of the API and one line of NDJSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from pydantic import TypeAdapter

from app.domain.casualties import Effect
from app.domain.documentation import doc
from app.domain.event import Event
from app.domain.figures import Figure, cause, effects, figure, is_toll
from app.domain.found import FoundEvent, PlaceMatch, TimeMatch

MEDIA_TYPE = "application/x-ndjson"
_EVENT_FIELDS = tuple(f.name for f in fields(Event))


@dataclass(frozen=True, slots=True)
class EventArticle:
    """The article that reports an event."""

    id: str = field(metadata=doc("UUID of the article."))
    title: str | None = field(metadata=doc("Headline."))
    source: str | None = field(metadata=doc("Name of the outlet."))
    url: str | None = field(metadata=doc("Address of the article."))
    published_at: str | None = field(metadata=doc("ISO 8601 date or date-time of publication."))
    external_id: str | None = field(default=None, metadata=doc("The sender's own id."))
    metadata: Mapping[str, Any] = field(
        default_factory=dict, metadata=doc("The JSON object that was sent with the article.")
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EventOut(Event):
    """An event with the article that reports it and how it matches the request."""

    article: EventArticle = field(metadata=doc("The article that reports the event."))
    figures: dict[Effect, Figure] = field(
        metadata=doc("By effect: the number to add up over events that are `counted`, and the bounds of all claims.")
    )
    cumulative: bool = field(metadata=doc("True when its figures are only running tolls over several events."))
    caused_by: str | None = field(
        metadata=doc("UUID of the act that caused the casualties and counts them; null for other events.")
    )
    distance_km: float | None = field(
        default=None, metadata=doc("Kilometres from the point of `near`; null without that filter.")
    )
    time_match: TimeMatch | None = field(
        default=None,
        metadata=doc(
            "How the event's time meets the time filter: `within` when all of it lies inside, `overlaps` when only a "
            "part does or the text is less exact; null without a time filter."
        ),
    )
    place_match: PlaceMatch | None = field(
        default=None,
        metadata=doc(
            "How the event meets `place`, `country`, `bbox` and `near`: `at` when it took place there, `about` when it "
            "is a statement about a place there; null without such a filter."
        ),
    )
    change: int = field(default=0, metadata=doc("Number of the change that last touched the event."))
    updated_at: dt.datetime | None = field(default=None, metadata=doc("When that change was made (UTC)."))


#: Values of ``fields=``.
FIELDS = tuple(f.name for f in fields(EventOut))


_ADAPTER = TypeAdapter(EventOut)


def event_out(found: FoundEvent) -> EventOut:
    """Return an event with the article that reports it."""
    event = found.event
    article = EventArticle(
        event.article_id,
        found.headline,
        found.source,
        found.url,
        found.published_at,
        found.external_id,
        found.metadata,
    )
    return EventOut(
        **{name: getattr(event, name) for name in _EVENT_FIELDS},
        article=article,
        figures={effect: figure(event.casualties, effect) for effect in effects(event)},
        cumulative=is_toll(event),
        caused_by=cause(event),
        distance_km=found.distance_km,
        time_match=found.time_match,
        place_match=found.place_match,
        change=found.change,
        updated_at=found.updated_at,
    )


def included(requested: Sequence[str]) -> set[str] | None:
    """Return the fields to write: the requested ones and the id; None for all of them."""
    return {"id", *requested} if requested else None


def lines(batches: Iterable[Iterable[FoundEvent]], requested: Sequence[str] = ()) -> Iterator[bytes]:
    """Write one JSON object per line; yield one piece per batch."""
    include = included(requested)
    for batch in batches:
        yield b"".join(_ADAPTER.dump_json(event_out(found), include=include) + b"\n" for found in batch)
