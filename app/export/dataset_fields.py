"""What the tables of other data sets share: their columns, the days that a time covers, figures and actors."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml

from app.domain.event import Event, Participant
from app.domain.figures import Figure, figure, own_claims
from app.domain.found import FoundEvent
from app.domain.kinds import THINGS
from app.domain.time import EventTime
from app.export.flat import COLUMNS

#: Columns that every data set has besides its own.
ADDED = ("counted", "cumulative", "caused_by", "incident_id")
_DAY = dt.timedelta(days=1)


@functools.cache
def dataset(name: str) -> dict[str, Any]:
    """Return the definitions of a data set: its columns and its code lists, from ``<name>.yaml``."""
    found: dict[str, Any] = yaml.safe_load(resources.files(__package__).joinpath(f"{name}.yaml").read_text("utf-8"))
    return found


@dataclass(frozen=True, slots=True)
class Days:
    """The days that an event's time covers, both ends included."""

    first: dt.date
    last: dt.date

    @property
    def count(self) -> int:
        """The number of days."""
        return (self.last - self.first).days + 1

    @property
    def middle(self) -> dt.date:
        """The day in the middle."""
        return self.first + (self.last - self.first) // 2

    @property
    def year(self) -> int | None:
        """The year; None when the days lie in several."""
        return self.first.year if self.first.year == self.last.year else None


def days_of(time: EventTime | None) -> Days | None:
    """Return the days of a time; None when an end is unknown. A night belongs to the day on which it begins."""
    if time is None or time.start is None or time.end is None:
        return None
    first, end = (dt.datetime.fromisoformat(side) for side in (time.start, time.end))
    if end - first <= _DAY:
        return Days(first.date(), first.date())
    last = end.date() if end.time() != dt.time.min else end.date() - _DAY
    return Days(first.date(), max(first.date(), last))


def own_columns(name: str) -> dict[str, str]:
    """Return the columns of a data set, then those that Dateline adds to every one, with their descriptions."""
    described: dict[str, str] = dataset(name)["columns"]
    return described | {column: COLUMNS[column].description for column in ADDED}


def added(found: FoundEvent) -> dict[str, Any]:
    """Return the values of the columns that Dateline adds to every data set."""
    return {column: COLUMNS[column].value(found) for column in ADDED}


def killed(event: Event, victim_kind: str | None = None) -> Figure:
    """Return how many were killed in an event that is counted; ``victim_kind`` restricts them to that kind."""
    claims = [c for c in event.casualties if victim_kind is None or c.victim_kind == victim_kind]
    return figure(claims, "killed") if event.counted and own_claims(claims) else Figure()


def actors(event: Event, *roles: str) -> list[Participant]:
    """Return the participants with the roles, each name once, in the order of the roles, without things."""
    found = [p for role in roles for p in event.participants if p.role == role and p.kind not in THINGS]
    return list({p.name: p for p in reversed(found)}.values())[::-1]
