"""How surely did a found event happen in the time that was asked for? Only as surely as its own time is known."""

from __future__ import annotations

from app.domain.found import TimeMatch
from app.domain.time import EventTime
from app.query.filters import Interval
from app.storage.mapping import interval


def time_match(time: EventTime | None, asked: Interval | None) -> TimeMatch | None:
    """Whether an event's own interval lies wholly in the asked one or only overlaps it.

    None when no time was asked for. An event known to the month is found by a day of it, and only ``overlaps``.
    """
    if asked is None or (when := interval(time)) is None:
        return None
    begins = asked.start is None or when[0] >= asked.start
    ends = asked.end is None or when[1] <= asked.end
    return "within" if begins and ends else "overlaps"
