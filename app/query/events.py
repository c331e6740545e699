"""Events: a page of those that match a filter, or one by its id."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.domain.event import Event
from app.domain.found import FoundEvent
from app.errors import NotFoundError
from app.gazetteer.index import Gazetteer
from app.query.change_feed import by_number
from app.query.filters import FIRST_PAGE, EventFilter, PageRequest
from app.query.pagination import read_cursor, stamp, write_cursor
from app.query.result_rows import CARRIED, read_result, select_results
from app.query.search import Search
from app.storage import dialects
from app.storage.sql import Sql, fetch_rows


@dataclass(frozen=True, slots=True)
class Page:
    """Found events in the requested order; ``next_cursor`` is None on the last page."""

    items: tuple[FoundEvent, ...]
    next_cursor: str | None = None

    @property
    def events(self) -> tuple[Event, ...]:
        """The events without their articles."""
        return tuple(item.event for item in self.items)

    @property
    def distances(self) -> tuple[float | None, ...]:
        """The distance of each event, in kilometres."""
        return tuple(item.distance_km for item in self.items)


def find_events(
    session: Session,
    event_filter: EventFilter,
    page: PageRequest = FIRST_PAGE,
    gazetteer: Gazetteer | None = None,
) -> Page:
    """Fetch one page of the events that match a filter.

    Places are looked up in the gazetteer; without one, only by their written names. Raises ``FilterError`` for a
    cursor that does not belong to this query, and ``AmbiguousPlaceError``.
    """
    mark = stamp(event_filter, page.sort)
    after = read_cursor(page.cursor, mark) if page.cursor is not None else None
    search = Search(session, by_number(session, event_filter), page.sort, gazetteer)
    rows = search.rows(after, page.limit + 1)
    more = write_cursor(search.position(rows[page.limit - 1]), mark) if len(rows) > page.limit else None
    return Page(tuple(read_result(row, event_filter.time) for row in rows[: page.limit]), more)


def get_event(session: Session, event_id: str) -> FoundEvent:
    """One event. Raises ``NotFoundError`` when no event has that id."""
    one = f"(SELECT {CARRIED}, NULL AS rank FROM events WHERE events.id = ?) AS found"
    rows = fetch_rows(session, select_results(dialects.name(session), Sql(one, (canonical_id("event", event_id),))))
    if not rows:
        raise NotFoundError(f"There is no event {event_id!r}.")
    return read_result(rows[0])


def canonical_id(what: str, given: str) -> str:
    """An id as it is stored. Raises ``NotFoundError`` for a text that cannot be an id."""
    try:
        return str(uuid.UUID(given))
    except ValueError:
        raise NotFoundError(f"There is no {what} {given!r}.") from None
