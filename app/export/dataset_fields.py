"""What the tables of other projects share: the period that an event's time covers, its figures, its main place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from app.domain.event import Event, Participant
from app.domain.time import EventTime

#: Kinds of participants that are no actors.
THINGS = frozenset({"facility", "vehicle", "weapon"})
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """The days that an event's time covers, both ends included."""

    first: dt.date
    last: dt.date

    @property
    def count(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1

    @property
    def middle(self) -> dt.date:
        """The day in the middle."""
        return self.first + (self.last - self.first) // 2

    @property
    def year(self) -> int | None:
        """The year, when all days lie in one."""
        return self.first.year if self.first.year == self.last.year else None


def days_of(time: EventTime | None) -> Days | None:
    """The days of a time with both ends; None when one is unknown. A night belongs to the day on which it begins."""
    if time is None or time.start is None or time.end is None:
        return None
    first, end = (dt.datetime.fromisoformat(side) for side in (time.start, time.end))
    if end - first <= _DAY:
        return Days(first.date(), first.date())
    last = end.date() if end.time() != dt.time.min else end.date() - _DAY
    return Days(first.date(), max(first.date(), last))


@dataclass(frozen=True, slots=True)
class Toll:
    """How many were killed in the event itself: the figure told first, the lowest and the highest told."""

    best: int | None
    low: int | None
    high: int | None


def killed(event: Event, victim_kind: str | None = None) -> Toll:
    """The killed of an event; running tolls do not count. ``victim_kind``: only those of that kind."""
    told = [
        c
        for c in event.casualties
        if c.effect == "killed" and not c.cumulative and (victim_kind is None or c.victim_kind == victim_kind)
    ]
    figures = [n for c in told if (n := c.low if c.low is not None else c.high) is not None]
    lows = [c.low for c in told if c.low is not None]
    highs = [c.high for c in told if c.high is not None]
    open_end = any(c.high is None for c in told)
    return Toll(
        best=figures[0] if figures else None,
        low=min(lows, default=None),
        high=None if open_end else max(highs, default=None),
    )


def is_told_elsewhere(event: Event) -> bool:
    """Are these the casualties of an act that is an event itself? Then the act carries the figures too."""
    return any(link.rel == "caused_by" for link in event.links)


def actors(event: Event, *roles: str) -> list[Participant]:
    """Those who fill the roles, each name once, in the order of the roles; buildings and weapons are no actors."""
    met = [p for role in roles for p in event.participants if p.role == role and p.kind not in THINGS]
    return list({p.name: p for p in reversed(met)}.values())[::-1]
