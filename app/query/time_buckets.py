"""Buckets that divide an order: years, months and days of a time, powers of two of a figure, blocks of row numbers.

Of each bucket the index has a term, by which the candidates in it are found.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from app.query.filters import EventFilter, Sort
from app.query.pagination import Position
from app.storage.index_terms import DURATIONS, FIGURES, ROW_BLOCKS, day_key, month_key, year_key
from app.storage.term_query import Term, all_of


@dataclass(frozen=True, slots=True)
class Bucket:
    """A half-open range of a key, or of row numbers (``rows``), and a term that its rows have; None is an open side."""

    low: Any
    high: Any
    term: Term | None = None
    rows: tuple[int, int] | None = None
    one_key: bool = False


Division = Callable[[Position], Bucket]  # the bucket in which a row lies
#: The term of a period, and the first and last day of the one in which a day lies.
Period = tuple[Callable[[str, dt.date], str], Callable[[dt.date], tuple[dt.date, dt.date]]]


def _year(day: dt.date) -> tuple[dt.date, dt.date]:
    return day.replace(month=1, day=1), day.replace(month=12, day=31)


def _month(day: dt.date) -> tuple[dt.date, dt.date]:
    return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])


@dataclass(frozen=True, slots=True)
class Calendar:
    """Years, months and days of a moment: of the beginning (``d``) or of the report (``r``).

    With ``overlaps`` only events that reach that day are wanted: those that begin long before it last long.
    """

    kind: str
    zone: dt.tzinfo | None = None
    overlaps: dt.date | None = None

    @property
    def divisions(self) -> Sequence[Division]:
        """From years to days."""
        periods: list[Period] = [(year_key, _year), (month_key, _month), (day_key, lambda day: (day, day))]
        return tuple(partial(self._bucket, period) for period in periods)

    def _bucket(self, period: Period, position: Position) -> Bucket:
        assert isinstance(position.key, dt.datetime)
        first, last = period[1](position.key.date())
        before = (self.overlaps - last).days if self.overlaps else 0
        longer = max((length for length in DURATIONS if before > length), default=None)
        high = None if last == dt.date.max else self._midnight(last + dt.timedelta(days=1))
        term = all_of((period[0](self.kind, first), f"l_{longer}" if longer else None))
        return Bucket(self._midnight(first), high, term)

    def _midnight(self, day: dt.date) -> dt.datetime:
        return dt.datetime.combine(day, dt.time.min, self.zone)


def divisions_of(event_filter: EventFilter, sort: Sort) -> Sequence[Division]:
    """How the rows with a key of an order are divided, from coarse to fine."""
    name = sort.lstrip("-")
    if name == "time":
        start = event_filter.time.start if event_filter.time else None
        return Calendar("d", overlaps=start.date() if start else None).divisions
    if name == "reported":
        return Calendar("r", zone=dt.UTC).divisions
    return (killed_power,) if name == "killed" else row_blocks()


def killed_power(position: Position) -> Bucket:
    """The powers of two between which a row's number of killed lies."""
    assert isinstance(position.key, int)
    low = max((n for n in (0, *FIGURES) if n <= position.key), default=0)
    high = min((n for n in FIGURES if n > position.key), default=None)
    return Bucket(low, high, f"k_{low}", one_key=high == low + 1)


def row_blocks() -> Sequence[Division]:
    """Blocks of row numbers, from large to small; the middle ones are some of the small ones for Postgres's index."""
    small, large = ROW_BLOCKS
    return tuple(lambda position, bits=bits: _block(position, bits) for bits in (large, (large + small) // 2, small))


def _block(position: Position, bits: int) -> Bucket:
    low = position.seq >> bits << bits
    high = low + (1 << bits)
    return Bucket(low, high, rows=(low, high))
