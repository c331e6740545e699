"""Events found: a page of them, or one by its id."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, null, select
from sqlalchemy.orm import Session

from app.domain.event import Event
from app.domain.found import FoundEvent
from app.errors import NotFoundError
from app.gazetteer.index import Gazetteer
from app.query.changes import changed_since
from app.query.conditions import conditions, distance, has_words, range_of, reported
from app.query.cursors import Position, read_cursor, stamp, write_cursor
from app.query.filters import EventFilter, Interval
from app.query.ladders import Days, Ladder, Powers, Rings
from app.query.narrowing import published, question, when
from app.query.order import Order, order_of
from app.query.overlap import time_match
from app.query.search import Search
from app.storage.dialects import listed
from app.storage.mapping import read_event
from app.storage.matching import all_of
from app.storage.tables import ArticleRow, ChangeRow, DocumentRow, EventRow


@dataclass(frozen=True, slots=True)
class Page:
    """Found events in the order asked for; ``next_cursor`` is None on the last page."""

    items: tuple[FoundEvent, ...]
    next_cursor: str | None = None

    @property
    def events(self) -> tuple[Event, ...]:
        """The events alone."""
        return tuple(item.event for item in self.items)

    @property
    def distances(self) -> tuple[float | None, ...]:
        """The distance of each event, in kilometres."""
        return tuple(item.distance_km for item in self.items)


def find_events(session: Session, wish: EventFilter, gazetteer: Gazetteer | None = None) -> Page:
    """The page of a filter. Places are looked up in the gazetteer; without one, only by their written names.

    Raises ``FilterError`` for a cursor that is not of this query.
    """
    order = order_of(wish.sort, distance(session, wish.near) if wish.near else None)
    mark = stamp(wish)
    after = read_cursor(wish.cursor, mark) if wish.cursor else None
    found = search(session, wish, order, after, gazetteer).positions(after, wish.limit + 1)
    page = found[: wish.limit]
    more = write_cursor(page[-1], mark) if len(found) > wish.limit else None
    return Page(_read(session, [row.seq for row in page], wish), more)


def search(
    session: Session, wish: EventFilter, order: Order, after: Position | None, gazetteer: Gazetteer | None
) -> Search:
    """How the events of a filter are looked for in an order."""
    asked = question(session, wish, gazetteer)
    happened, told = when(session, wish), published(session, wish)
    ladder, apart, bounds = _ladder(session, wish, after), asked, list(range_of(session, wish))
    reports: list[ColumnElement[bool]] = []
    if wish.sort in ("time", "-time"):
        apart = asked.also(told)
        reports = list(reported(wish.published)) if wish.published and not wish.words else []
    elif wish.sort in ("reported", "-reported"):
        apart = asked.also(happened)
    else:
        apart = asked.also(all_of((happened, told)))
    return Search(
        session,
        order,
        list(conditions(session, wish, gazetteer)),
        whole=asked.also(all_of((happened, told))),
        apart=apart,
        ladder=ladder,
        words=list(has_words(session, wish)),
        range=bounds,
        told=reports,
        article_id=wish.article_id,
        changed=None if wish.updated_since is None else changed_since(session, wish.updated_since),
        needs_key=wish.sort == "distance" or bool(bounds),
    )


def _ladder(session: Session, wish: EventFilter, after: Position | None) -> Ladder | None:
    if wish.sort == "distance" and wish.near:
        return Rings(session, wish.near, after)
    if wish.sort in ("reported", "-reported"):
        return Days("r", wish.sort == "-reported", dt.UTC)
    if wish.sort == "killed":
        return Powers("k")
    if wish.sort in ("updated", "-updated"):
        return None
    start = wish.time.start if wish.time else None
    return Days("d", wish.sort == "-time", overlaps=start.date() if start else None)


def get_event(session: Session, event_id: str) -> FoundEvent:
    """One event. Raises ``NotFoundError`` when there is none of that id."""
    row = session.execute(_told().where(EventRow.id == canonical_id("event", event_id))).one_or_none()
    if row is None:
        raise NotFoundError(f"There is no event {event_id!r}.")
    return _found(row)


def canonical_id(what: str, given: str) -> str:
    """An id as it is stored. Raises ``NotFoundError`` for what can be no id of ours."""
    try:
        return str(uuid.UUID(given))
    except ValueError:
        raise NotFoundError(f"There is no {what} {given!r}.") from None


def _read(session: Session, seqs: Sequence[int], wish: EventFilter) -> tuple[FoundEvent, ...]:
    """The events of some numbers, in that order."""
    away = distance(session, wish.near) if wish.near else None
    told = _told(away).where(listed(session, EventRow.seq, seqs))
    rows = {row.seq: row for row in session.connection().execute(told)}
    return tuple(_found(rows[seq], wish.time) for seq in seqs if seq in rows)


def _told(away: ColumnElement[float] | None = None) -> Select[Any]:
    """Events with their documents and what is told of their articles."""
    columns: tuple[Any, ...] = (
        EventRow.seq,
        DocumentRow.document,
        (null() if away is None else away).label("distance_km"),
        EventRow.change,
        ChangeRow.at,
    )
    article = (ArticleRow.title, ArticleRow.source, ArticleRow.url, ArticleRow.published_at)
    events = select(*columns, *article).join(DocumentRow, DocumentRow.event_seq == EventRow.seq)
    events = events.join(ArticleRow, ArticleRow.seq == EventRow.article_seq)
    return events.outerjoin(ChangeRow, ChangeRow.number == EventRow.change)


def _found(row: Row[Any], asked: Interval | None = None) -> FoundEvent:
    event = read_event(row.document)
    return FoundEvent(
        event,
        row.source,
        row.url,
        row.title,
        row.published_at,
        distance_km=row.distance_km,
        time_match=time_match(event.time, asked),
        change=row.change,
        updated_at=row.at,
    )
