"""Events found: a page of them, or one by its id."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.domain.event import Event
from app.domain.found import FoundEvent
from app.errors import NotFoundError
from app.gazetteer.index import Gazetteer
from app.query.changes import changed_since
from app.query.conditions import conditions, distance, has_words, of_article, range_of, reported
from app.query.cursors import Position, read_cursor, stamp, write_cursor
from app.query.filters import EventFilter
from app.query.ladders import Days, Ladder, Powers, Rings
from app.query.narrowing import Asked
from app.query.order import Order, order_of
from app.query.search import Search
from app.query.steps import Steps
from app.query.told import CARRIED, read_found, told
from app.storage import dialects
from app.storage.sql import Sql, ask

SOME = 5_000  # rows that changed or tell so many killed, which are looked through at once
MANY = 20_000  # as many of a time of reports: they lie side by side


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
    after = read_cursor(wish.cursor, stamp(wish)) if wish.cursor else None
    asked = search(session, wish, order, after, gazetteer)
    rows = asked.rows(after, wish.limit + 1)
    more = write_cursor(asked.steps.position(rows[wish.limit - 1]), stamp(wish)) if len(rows) > wish.limit else None
    return Page(tuple(read_found(row, wish.time) for row in rows[: wish.limit]), more)


def search(
    session: Session, wish: EventFilter, order: Order, after: Position | None, gazetteer: Gazetteer | None
) -> Search:
    """How the events of a filter are looked for in an order."""
    meets, bounds = list(conditions(session, wish, gazetteer)), list(range_of(session, wish))
    others = (wish.countries, wish.places, wish.actor, wish.role, wish.speaker, wish.weapon, wish.sources, wish.words)
    told = wish.sort not in ("reported", "-reported")
    return Search(
        Steps(session, order, meets, list(has_words(session, wish)), wish.near),
        Asked(session, wish, gazetteer),
        _ladder(session, wish, after),
        known=[of_article(wish.article_id)] if wish.article_id else [],
        rare=list(_rare(session, wish)),
        own=[(list(reported(wish.published)), MANY)] if wish.published and told and not wish.words else [],
        range=bounds,
        needs_key=wish.sort == "distance" or bool(bounds),
        plain=not any(others),
        seldom=bool(wish.actor or wish.speaker or wish.weapon or (wish.bbox and not dialects.stops_early(session))),
    )


def _rare(session: Session, wish: EventFilter) -> Iterator[tuple[Sequence[Sql], int]]:
    if wish.updated_since is not None and wish.sort not in ("updated", "-updated"):
        yield [changed_since(session, wish.updated_since)], SOME
    if wish.min_killed and wish.sort != "killed":
        yield [Sql("events.killed >= ?", (wish.min_killed,))], SOME


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
    one = f"(SELECT {CARRIED}, NULL AS rank FROM events WHERE events.id = ?) AS f"
    rows = ask(session, told(session, Sql(one, (canonical_id("event", event_id),)), None))
    if not rows:
        raise NotFoundError(f"There is no event {event_id!r}.")
    return read_found(rows[0])


def canonical_id(what: str, given: str) -> str:
    """An id as it is stored. Raises ``NotFoundError`` for what can be no id of ours."""
    try:
        return str(uuid.UUID(given))
    except ValueError:
        raise NotFoundError(f"There is no {what} {given!r}.") from None
