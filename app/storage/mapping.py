"""How do the domain's words become rows, and rows become the domain's words again?

An event's document holds all of it; ``event_rows`` makes the columns and tables that it is found by.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pydantic import TypeAdapter

from app.domain.article import Anchor, Article
from app.domain.casualties import Effect
from app.domain.dateline import Dateline
from app.domain.event import Entity, Event, Extraction
from app.domain.figures import event_figure
from app.domain.geo import event_pins, places_found_by
from app.domain.place import Place
from app.domain.text_folding import name_key, searched
from app.domain.time import EventTime, TimeExpression
from app.storage import tables
from app.storage.index_terms import keys_of

_EVENT = TypeAdapter(Event)
Columns = dict[str, Any]
_INSTANT = dt.timedelta(seconds=1)
#: An event that lasts longer is counted apart: so few do that a time need not be sought far before its beginning.
LONG = dt.timedelta(days=31)
_LARGEST = 2**63 - 1  # what a column holds; the document keeps larger figures


@dataclass(frozen=True, slots=True)
class Reading:
    """What an article gives besides its events."""

    anchor: Anchor
    places: tuple[Place, ...]
    times: tuple[TimeExpression, ...]
    entities: tuple[Entity, ...]
    dateline: Dateline | None = None
    truncated: bool = False


_READING = TypeAdapter(Reading)


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as it was stored, with what was read in it and when it was stored."""

    article: Article
    extraction: Extraction
    created_at: dt.datetime
    #: Whether it was stored just now, not found as it was stored before.
    just_stored: bool = field(default=False, compare=False)

    @property
    def id(self) -> str:
        """The article's id."""
        return self.extraction.id


def write_event(event: Event) -> str:
    """An event as canonical JSON; a field that has its default is left out."""
    return _EVENT.dump_json(event, exclude_defaults=True).decode()


def read_event(document: str | bytes) -> Event:
    """The event that ``write_event`` wrote."""
    return _EVENT.validate_json(document)


def moment(iso: str) -> dt.datetime:
    """An ISO date or date-time as a moment; without a zone it is taken as UTC, a date as its midnight.

    Raises ``ValueError`` or ``OverflowError`` when it is not one.
    """
    parsed = dt.datetime.fromisoformat(iso)
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)


def reported_at(article: Article, anchor: Anchor) -> dt.datetime | None:
    """When an article was published: the publication as given, else the day read in the text, else unknown."""
    iso = article.published_at or anchor.date
    try:
        return moment(iso) if iso else None
    except (ValueError, OverflowError):
        return None


def interval(time: EventTime | None) -> tuple[dt.datetime, dt.datetime] | None:
    """An event's time as a half-open interval in local time; an open side reaches to the end of the calendar.

    None when neither side is known. An instant lasts a second, so that it overlaps what holds it.
    """
    if time is None or (time.start is None and time.end is None):
        return None
    start = dt.datetime.fromisoformat(time.start).replace(tzinfo=None) if time.start else dt.datetime.min
    end = dt.datetime.fromisoformat(time.end).replace(tzinfo=None) if time.end else dt.datetime.max
    if end <= start:
        end = start + _INSTANT if start < dt.datetime.max - _INSTANT else dt.datetime.max
    return start, end


def stored_figure(event: Event, effect: Effect) -> int | None:
    """The figure of an effect as a column holds it; None without one."""
    number = event_figure(event, effect)
    return None if number is None else min(number, _LARGEST)


def searched_text(event: Event, title: str | None) -> str:
    """The stems by which full text finds an event: sentence, summary, names, places, headline."""
    names = [p.name for p in event.participants]
    places = [part for p in event.places for part in (p.name, p.admin1, p.country) if part]
    return searched(event.sentence.text, event.summary, *names, *places, title or "")


def search_keys(event: Event, reported_at: dt.datetime | None, source: str | None) -> str:
    """The keys by which an event is found, beside its words."""
    figures = {"k": stored_figure(event, "killed"), "j": stored_figure(event, "injured")}
    keys = keys_of(
        event,
        interval=interval(event.time),
        figures=figures,
        reported_at=reported_at,
        source=source,
    )
    return " ".join(keys)


def article_row(article: Article, extraction: Extraction, created_at: dt.datetime, change: int) -> dict[str, Any]:
    """The columns of an article that comes with a change."""
    reading = Reading(
        extraction.anchor,
        extraction.places,
        extraction.times,
        extraction.entities,
        extraction.dateline,
        extraction.truncated,
    )
    return {
        "id": extraction.id,
        "title": article.title,
        "text": article.text,
        "published_at": article.published_at,
        "source": article.source,
        "url": article.url,
        "external_id": article.external_id,
        "language": article.language,
        "extra": json.dumps(dict(article.metadata), sort_keys=True),
        "reported_at": reported_at(article, extraction.anchor),
        "source_key": name_key(article.source) if article.source else None,
        "pipeline": extraction.pipeline,
        "reading": _READING.dump_json(reading, exclude_defaults=True).decode(),
        "created_at": created_at,
        "change": change,
    }


def stored_article(row: tables.ArticleRow, documents: list[str]) -> StoredArticle:
    """The article of a row and of its events' documents, in the order of the text."""
    reading = _READING.validate_json(row.reading)
    article = Article(
        text=row.text,
        title=row.title,
        published_at=row.published_at,
        source=row.source,
        url=row.url,
        external_id=row.external_id,
        language=row.language,
        metadata=json.loads(row.extra),
    )
    extraction = Extraction(
        id=row.id,
        status="structured",
        anchor=reading.anchor,
        events=tuple(read_event(document) for document in documents),
        places=reading.places,
        times=reading.times,
        entities=reading.entities,
        dateline=reading.dateline,
        truncated=reading.truncated,
        pipeline=row.pipeline,
    )
    return StoredArticle(article, extraction, row.created_at)


class EventRows(NamedTuple):
    """The columns of an event, and those of its parts without the number of the event, which the database gives."""

    event: Columns
    document: str
    places: list[Columns]
    participants: list[Columns]
    reviews: list[Columns]


def event_rows(event: Event, position: int, article: tables.ArticleRow) -> EventRows:
    """The rows of an event; ``position`` is its place in the article's list."""
    places = places_found_by(event)
    return EventRows(
        _event_columns(event, position, article, places[0] if places else None),
        write_event(event),
        [_place_columns(n, place, about=n >= len(event.places)) for n, place in enumerate(places)],
        [{"position": n, "role": who.role, "name_key": name_key(who.name)} for n, who in enumerate(event.participants)],
        [{"status": event.review.status}] if event.review else [],
    )


def _event_columns(event: Event, position: int, article: tables.ArticleRow, main: Place | None) -> Columns:
    when = interval(event.time)
    pin, about_pin = event_pins(event)
    return {
        "id": event.id,
        "article_seq": article.seq,
        "position": position,
        "type": event.type,
        "subtype": event.subtype,
        "factuality": event.factuality,
        "confidence": event.confidence,
        "time_start": when[0] if when else None,
        "time_end": when[1] if when else None,
        "latitude": pin[0] if pin else None,
        "longitude": pin[1] if pin else None,
        "about_latitude": about_pin[0] if about_pin else None,
        "about_longitude": about_pin[1] if about_pin else None,
        "killed": stored_figure(event, "killed"),
        "injured": stored_figure(event, "injured"),
        "reported_at": article.reported_at,
        "words": searched_text(event, article.title),
        "keys": search_keys(event, article.reported_at, article.source),
        "change": article.change,
        "country_code": main.country_code if main else None,
        "admin1_key": name_key(main.admin1) if main and main.admin1 else None,
        "lasts_long": when is not None and when[1] - when[0] > LONG,
        "counted_elsewhere": not event.counted,
        "source_key": article.source_key,
        "source": article.source or None,
    }


def _place_columns(position: int, place: Place, *, about: bool) -> Columns:
    return {
        "position": position,
        "name_key": name_key(place.name),
        "geonames_id": place.geonames_id,
        "country_code": place.country_code,
        "admin1_key": name_key(place.admin1) if place.admin1 else None,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "about": about,
    }
