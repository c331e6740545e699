"""The keys of an order cut into steps, so that its rows can be asked for step by step: days, powers of two, rings.

A window is some steps side by side: a half-open range of the key, and the keys of the index that its rows have.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Protocol

from sqlalchemy.orm import Session

from app.query.conditions import around, distance, in_box
from app.query.cursors import Key, Position
from app.query.filters import Near
from app.query.narrowing import days
from app.storage import dialects
from app.storage.index_terms import DURATIONS, FIGURES, moment_keys, pin_key
from app.storage.sql import Sql, ask, either, sql
from app.storage.term_query import Term, all_of, any_of

_LAST_DAY = dt.date.max.toordinal()
_FIRST_RING_KM, _WIDER = 25.0, 4.0


@dataclass(frozen=True, slots=True)
class Window:
    """Steps ``first`` to ``last``; None is an open side. ``level``: all its rows have the same key."""

    first: int
    last: int
    low: Any
    high: Any
    match: Term | None
    level: Sql | None = None

    def holds(self, key: Sql) -> list[Sql]:
        """The condition of its rows."""
        low = [sql(key, Sql(" >= ?", (self.low,)))] if self.low is not None else []
        high = [sql(key, Sql(" < ?", (self.high,)))] if self.high is not None else []
        return [*low, *high, *([self.level] if self.level is not None else [])]


class Ladder(Protocol):
    """Steps in the order of a key."""

    #: Is every step a row's? Where most are empty, the database tells the next that is not.
    dense: bool
    #: So many steps come first when the next rows of the order did not meet the filter.
    start: int
    #: So many times wider a window may become at once.
    wider: int
    #: Do rows that follow each other in the order lie far apart, so that looking them through is dear?
    scattered: bool

    @property
    def unknown(self) -> Term | None:
        """What the index knows of the rows without a key."""

    def step(self, key: Key) -> int:
        """The step of a key."""

    def window(self, edge: int, width: int) -> Window | None:
        """So many steps from one on, in the direction of the order; None behind the last."""


@dataclass(frozen=True, slots=True)
class Days:
    """Days of the beginning (``d``) or of the report (``r``).

    With ``overlaps`` only such rows are wanted as reach to that day: those that begin long before it are long.
    """

    kind: str
    descending: bool
    zone: dt.tzinfo | None = None
    overlaps: dt.date | None = None
    dense = False
    start = 8
    wider = 8
    scattered = False

    @property
    def unknown(self) -> Term | None:
        """There is a key for what has no day."""
        return moment_keys(self.kind, None)[0]

    def step(self, key: Key) -> int:
        """The number of its day."""
        assert isinstance(key, dt.datetime)
        return key.toordinal()

    def window(self, edge: int, width: int) -> Window | None:
        """Some days; they do not cross a border at which shorter events stop to count."""
        first, last = (edge - width + 1, edge) if self.descending else (edge, edge + width - 1)
        first, last = max(first, 1), min(last, _LAST_DAY)
        if first > last:
            return None
        longer = None
        for border, length in self._borders():
            if self.descending and first <= border < last:
                first = border + 1
            elif not self.descending and first <= border < last:
                last = border
            if last <= border:
                longer = f"l_{length}"
        named = days(self.kind, dt.date.fromordinal(first), dt.date.fromordinal(last))
        high = self._midnight(last + 1) if last < _LAST_DAY else None
        return Window(first, last, self._midnight(first), high, all_of((named, longer)))

    def _borders(self) -> list[tuple[int, int]]:
        """What begins on such a day or before it and still counts lasts longer than so many days."""
        if self.overlaps is None:
            return []
        return [(self.overlaps.toordinal() - length - 1, length) for length in DURATIONS]

    def _midnight(self, day: int) -> dt.datetime:
        return dt.datetime.combine(dt.date.fromordinal(day), dt.time.min, self.zone)


@dataclass(frozen=True, slots=True)
class Powers:
    """Figures by the power of two that they reach, the highest first."""

    kind: str
    dense = False
    start = 1
    wider = 2
    scattered = True
    unknown = None

    def step(self, key: Key) -> int:
        """The power that a figure reaches; 0 for none."""
        assert isinstance(key, int)
        return min(max(key, 0).bit_length(), len(FIGURES))

    def window(self, edge: int, width: int) -> Window | None:
        """Some powers downwards."""
        if edge < 0:
            return None
        first = max(edge - width + 1, 0)
        low = FIGURES[first - 1] if first else None
        high = FIGURES[edge] if edge < len(FIGURES) else None
        return Window(first, edge, low, high, f"{self.kind}_{low or 0}")


class Rings:
    """Pins by their distance, the nearest first; a step holds those that are equally far away."""

    dense = True
    start = 1
    wider = 8
    scattered = True
    unknown = None

    def __init__(self, session: Session, near: Near, after: Position | None) -> None:
        self._session, self._near = session, near
        self._rings: list[tuple[float, Sequence[tuple[float, float]]]] = []
        self._reach = -1.0
        self._from = after.key if after and isinstance(after.key, float) else 0.0

    def step(self, key: Key) -> int:  # noqa: ARG002
        """The first step; what lies before a position was left out when the pins were read."""
        return 0

    def window(self, edge: int, width: int) -> Window | None:
        """Some distances outwards."""
        while len(self._rings) <= edge + width and self._reach < self._near.radius_km:
            self._read_further()
        rings = self._rings[edge : edge + width]
        if not rings:
            return None
        end = edge + len(rings)
        high = self._rings[end][0] if end < len(self._rings) else None
        pins = [pin for _, ring in rings for pin in ring]
        level = either(Sql("events.latitude = ? AND events.longitude = ?", pin) for pin in rings[0][1])
        match = any_of(pin_key(*pin) for pin in pins)
        return Window(edge, end - 1, rings[0][0], high, match, level if len(rings) == 1 else None)

    def _read_further(self) -> None:
        near, before = self._near, self._reach
        reach = max(before * _WIDER, _FIRST_RING_KM, self._from * 1.01)
        self._reach = min(reach, near.radius_km)
        away = distance(dialects.name(self._session), near, ("latitude", "longitude"))
        box = in_box(around(Near(near.latitude, near.longitude, self._reach)), ("latitude", "longitude"))
        inside = sql("SELECT latitude, longitude, ", away, " AS km FROM pins WHERE ", box)
        wanted = Sql(" WHERE km > ? AND km >= ? AND km <= ?", (before, self._from, self._reach))
        order = " ORDER BY km, latitude, longitude"
        pins = ask(self._session, "WITH near AS MATERIALIZED (", inside, ") SELECT * FROM near", wanted, order)
        self._rings += [(km, [(pin[0], pin[1]) for pin in ring]) for km, ring in groupby(pins, lambda pin: pin[2])]
