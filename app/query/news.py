"""What is new since a change, in whole changes: for those who follow events as they come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from sqlalchemy import func, select

from app.domain.found import FoundEvent
from app.gazetteer.index import Gazetteer
from app.query.events import find_events
from app.query.filters import EventFilter, PageRequest
from app.query.streams import event_batches
from app.storage.engine import Sessions, transaction
from app.storage.tables import ChangeRow

_ORDER = PageRequest(sort="updated")


@dataclass(frozen=True, slots=True)
class News:
    """Events of one or several whole changes, and the change from which on the next ones begin."""

    events: tuple[FoundEvent, ...]
    next_change: int

    def changes(self) -> Iterator[tuple[int, list[FoundEvent]]]:
        """The events by the number of their change."""
        for number, events in groupby(self.events, key=lambda found: found.change):
            yield number, list(events)


def latest_change(sessions: Sessions) -> int:
    """The number of the newest change; 0 when there is none."""
    with transaction(sessions) as session:
        return session.scalar(select(func.max(ChangeRow.number))) or 0


def check_filter(sessions: Sessions, event_filter: EventFilter, gazetteer: Gazetteer | None) -> None:
    """Raise what a query with a filter raises, such as ``AmbiguousPlaceError``, before anything depends on it."""
    with transaction(sessions) as session:
        find_events(session, event_filter, PageRequest(limit=1), gazetteer)


def news_since(
    sessions: Sessions, event_filter: EventFilter, change: int, gazetteer: Gazetteer | None, enough: int = 100
) -> News:
    """The events of a filter from a change on, the oldest first: all, or whole changes with ``enough`` events."""
    latest = latest_change(sessions)  # read first: what becomes visible later has a higher number
    if latest < change:
        return News((), change)
    wanted = replace(event_filter, updated_since=change)
    events: list[FoundEvent] = []
    for batch in event_batches(sessions, wanted, _ORDER, gazetteer):
        events += batch
        if len(events) > enough and events[-1].change > events[0].change:
            whole = [found for found in events if found.change < events[-1].change]
            return News(tuple(whole), whole[-1].change + 1)
    return News(tuple(events), max(latest, events[-1].change if events else 0) + 1)
