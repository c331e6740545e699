"""Any number of events in bounded memory: page after page, each in a short transaction of its own.

No transaction stays open while a slow client reads, so that nobody waits for it. A page begins after the last row of
the previous one: rows that are stored in the meantime neither repeat nor hide a row.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from sqlalchemy.orm import Session, sessionmaker

from app.domain.found import FoundEvent
from app.errors import BusyError
from app.gazetteer.index import Gazetteer
from app.query.events import Page, find_events
from app.query.filters import FIRST_PAGE, EventFilter, PageRequest
from app.storage.engine import transaction

BATCH = 500
_TRIES, _PAUSE = 3, 1.0  # a stream that has begun cannot be answered with 503


def event_batches(
    sessions: sessionmaker[Session],
    event_filter: EventFilter,
    page: PageRequest = FIRST_PAGE,
    gazetteer: Gazetteer | None = None,
    *,
    at_most: int | None = None,
    keep: Callable[[FoundEvent], bool] | None = None,
) -> Iterator[list[FoundEvent]]:
    """Every event that matches a filter, in order, in batches.

    ``at_most`` limits their number, ``page.limit`` does not.

    ``keep`` leaves events out before they are counted. Raises ``FilterError`` and ``BusyError`` as ``find_events``.
    """
    cursor, first, left = page.cursor, True, at_most
    while first or cursor:
        size = BATCH if left is None or keep else min(BATCH, left)
        next_page = replace(page, limit=size, cursor=cursor)
        fetched = _fetch(sessions, event_filter, next_page, gazetteer, tries=1 if first else _TRIES)
        found = [item for item in fetched.items if keep is None or keep(item)][:left]
        yield found
        first, cursor = False, fetched.next_cursor
        left = None if left is None else left - len(found)
        if left == 0:
            return


def _fetch(
    sessions: sessionmaker[Session],
    event_filter: EventFilter,
    page: PageRequest,
    gazetteer: Gazetteer | None,
    *,
    tries: int,
) -> Page:
    for _ in range(tries - 1):
        try:
            with transaction(sessions) as session:
                return find_events(session, event_filter, page, gazetteer)
        except BusyError:
            time.sleep(_PAUSE)
    with transaction(sessions) as session:
        return find_events(session, event_filter, page, gazetteer)
