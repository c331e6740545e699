"""Events found: a page of them, or one by its id."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, null, select
from sqlalchemy.orm import Session

from app.domain.event import Event
from app.domain.found import FoundEvent
from app.errors import NotFoundError
from app.gazetteer.index import Gazetteer
from app.query.conditions import conditions, distance
from app.query.cursors import Position, read_cursor, stamp, write_cursor
from app.query.filters import EventFilter, Interval
from app.query.order import Order, order_of
from app.query.overlap import time_match
from app.storage.mapping import read_event
from app.storage.tables import ArticleRow, ChangeRow, EventRow


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
    away = distance(session, wish.near) if wish.near else None
    order = order_of(wish.sort, away)
    mark = stamp(wish)
    after = read_cursor(wish.cursor, mark) if wish.cursor else None
    found = list(conditions(session, wish, gazetteer))
    rows: list[Row[Any]] = []
    for stretch in order.stretches(after):
        wanted = wish.limit + 1 - len(rows)
        if wanted > 0:
            rows += session.execute(_select(order, away).where(*found, *stretch).limit(wanted))
    page = rows[: wish.limit]
    more = write_cursor(Position(page[-1].key, page[-1].seq), mark) if len(rows) > wish.limit else None
    return Page(tuple(_found(row, wish.time) for row in page), more)


def get_event(session: Session, event_id: str) -> FoundEvent:
    """One event. Raises ``NotFoundError`` when there is none of that id."""
    columns = _select(order_of("time", None), None).where(EventRow.id == canonical_id("event", event_id))
    row = session.execute(columns).one_or_none()
    if row is None:
        raise NotFoundError(f"There is no event {event_id!r}.")
    return _found(row)


def canonical_id(what: str, given: str) -> str:
    """An id as it is stored. Raises ``NotFoundError`` for what can be no id of ours."""
    try:
        return str(uuid.UUID(given))
    except ValueError:
        raise NotFoundError(f"There is no {what} {given!r}.") from None


def _select(order: Order, away: ColumnElement[float] | None) -> Select[Any]:
    return (
        select(
            EventRow.seq,
            EventRow.document,
            order.key.label("key"),
            (null() if away is None else away).label("distance_km"),
            ArticleRow.title,
            ArticleRow.source,
            ArticleRow.url,
            ArticleRow.published_at,
            EventRow.change,
            ChangeRow.at,
        )
        .join(ArticleRow, ArticleRow.seq == EventRow.article_seq)
        .outerjoin(ChangeRow, ChangeRow.number == EventRow.change)
        .order_by(*order.by())
    )


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
