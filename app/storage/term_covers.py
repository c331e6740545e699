"""Terms that cover a range: days of a time, cells of a box, blocks of row numbers.

A range is named by the finest terms of which no more than ``MOST_TERMS`` are needed, and they may cover more than it.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from itertools import islice

from app.storage.index_terms import CELLS, ROW_BLOCKS, cell, cell_key, day_key, month_key, year_key
from app.storage.term_query import Term, any_of

#: Alternatives of one condition. More of them narrow better but take longer: measured in docs/performance.md.
MOST_TERMS = 64
_MONTH = dt.timedelta(days=31)


def days(kind: str, first: dt.date, last: dt.date) -> Term | None:
    """Everything from one day to another, both included, and perhaps more around them; None for too long a time.

    Whole years and months inside are one term each; the ends are exact to the day if that does not take too many.
    """
    year, month = first.replace(month=1, day=1), first.replace(day=1)
    for begin, end in ((first, last), (month, _end_of_month(last)), (year, last.replace(month=12, day=31))):
        terms = list(islice(_periods(kind, begin, end), MOST_TERMS + 1))
        if len(terms) <= MOST_TERMS:
            return any_of(terms)
    return None


def _periods(kind: str, day: dt.date, last: dt.date) -> Iterator[Term]:
    """The terms of the longest years, months and days that follow each other from one day to another."""
    while day <= last:
        end = day
        if day.day == 1 and _end_of_month(day) <= last:
            end = day.replace(month=12, day=31)
            end = end if day.month == 1 and end <= last else _end_of_month(day)
        name = day_key if end == day else year_key if end - day > _MONTH else month_key
        yield name(kind, day)
        if end == dt.date.max:
            return
        day = end + dt.timedelta(days=1)


def _end_of_month(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def cells(west: float, south: float, east: float, north: float) -> Term:
    """The cells that a box touches. With ``west > east`` it crosses the antimeridian.

    The whole globe has 276 of the largest ones, most of them in the sea, where nothing lies: of these any number.
    """
    halves = [(west, 180.0), (-180.0, east)] if west > east else [(west, east)]
    for size in CELLS:
        corners = [(*cell(size, south, left), *cell(size, north, right)) for left, right in halves]
        if sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in corners) <= MOST_TERMS:
            break
    return any_of(
        cell_key(size, row, column)
        for top, left, bottom, right in corners
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    )


def row_blocks(low: int, high: int) -> Term | None:
    """The blocks of row numbers that cover a half-open range, or None when that takes too many.

    Only Postgres indexes them: SQLite's full-text index is in the order of the row numbers.
    """
    for bits in ROW_BLOCKS:
        first, last = low >> bits << bits, (high - 1 >> bits) + 1 << bits
        terms = list(islice(_blocks(bits, first, last), MOST_TERMS + 1))
        if len(terms) <= MOST_TERMS:
            return any_of(terms)
    return None


def _blocks(smallest: int, low: int, high: int) -> Iterator[Term]:
    """The terms of the largest blocks that follow each other from one bound to another; both are of smallest ones."""
    while low < high:
        wide = (bits for bits in reversed(ROW_BLOCKS) if not low % (1 << bits) and low + (1 << bits) <= high)
        bits = max(smallest, next(wide, smallest))
        yield f"z{bits}_{low >> bits}"
        low += 1 << bits
