"""Any number of events in bounded memory: page after page, each in a short transaction of its own.

No transaction stays open while a slow client reads, so that nobody waits for it. Pages begin after the last row of
the one before: rows that come in meanwhile neither repeat nor hide a row.
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
from app.query.filters import EventFilter
from app.storage.engine import transaction

BATCH = 500
_TRIES, _PAUSE = 3, 1.0  # a stream that has begun cannot be answered with 503


def event_batches(
    sessions: sessionmaker[Session],
    wish: EventFilter,
    gazetteer: Gazetteer | None = None,
    *,
    at_most: int | None = None,
    keep: Callable[[FoundEvent], bool] | None = None,
) -> Iterator[list[FoundEvent]]:
    """Every event of a filter in its order, in batches; ``wish.limit`` does not count, ``at_most`` does.

    ``keep`` leaves events out before they are counted. Raises ``FilterError`` and ``BusyError`` as ``find_events``.
    """
    cursor, first, left = wish.cursor, True, at_most
    while first or cursor:
        size = BATCH if left is None or keep else min(BATCH, left)
        page = _page(sessions, replace(wish, limit=size, cursor=cursor), gazetteer, 1 if first else _TRIES)
        found = [item for item in page.items if keep is None or keep(item)][:left]
        yield found
        first, cursor = False, page.next_cursor
        left = None if left is None else left - len(found)
        if left == 0:
            return


def _page(sessions: sessionmaker[Session], wish: EventFilter, gazetteer: Gazetteer | None, tries: int) -> Page:
    for _ in range(tries - 1):
        try:
            with transaction(sessions) as session:
                return find_events(session, wish, gazetteer)
        except BusyError:
            time.sleep(_PAUSE)
    with transaction(sessions) as session:
        return find_events(session, wish, gazetteer)
