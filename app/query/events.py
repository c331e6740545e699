"""Events found: a page of them, or one by its id."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from app.domain.event import Event
from app.domain.found import FoundEvent
from app.errors import NotFoundError
from app.gazetteer.index import Gazetteer
from app.query.changes import by_number
from app.query.cursors import Position, read_cursor, stamp, write_cursor
from app.query.filters import EventFilter
from app.query.ladders import Days, Ladder, Powers, Rings
from app.query.narrowing import Asked
from app.query.plans import plan_of
from app.query.search import Search
from app.query.steps import Steps
from app.query.told import LITTLE, read_found, told
from app.storage import dialects
from app.storage.sql import Sql, ask


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
    after = read_cursor(wish.cursor, stamp(wish)) if wish.cursor else None
    asked = search(session, wish, after, gazetteer)
    rows = asked.rows(after, wish.limit + 1)
    more = write_cursor(asked.steps.position(rows[wish.limit - 1]), stamp(wish)) if len(rows) > wish.limit else None
    return Page(tuple(read_found(row, wish.time) for row in rows[: wish.limit]), more)


def search(session: Session, wish: EventFilter, after: Position | None, gazetteer: Gazetteer | None) -> Search:
    """How the events of a filter are looked for."""
    asked = replace(by_number(session, wish), cursor=None) if after else by_number(session, wish)
    plan = plan_of(dialects.name(session), asked, gazetteer)
    return Search(Steps(session, plan), Asked(session, asked, gazetteer), _ladder(session, asked, after))


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
    one = f"(SELECT {LITTLE}, NULL AS rank FROM events WHERE events.id = ?) AS found"
    rows = ask(session, told(dialects.name(session), Sql(one, (canonical_id("event", event_id),)), None))
    if not rows:
        raise NotFoundError(f"There is no event {event_id!r}.")
    return read_found(rows[0])


def canonical_id(what: str, given: str) -> str:
    """An id as it is stored. Raises ``NotFoundError`` for what can be no id of ours."""
    try:
        return str(uuid.UUID(given))
    except ValueError:
        raise NotFoundError(f"There is no {what} {given!r}.") from None
