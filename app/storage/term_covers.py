"""Terms that cover a range: days of a time, cells of a box, blocks of row numbers.

A range is named by the finest terms of which no more than ``MOST_TERMS`` are needed, and they may cover more than it.
"""

from __future__ import annotations

import datetime as dt

from app.storage.index_terms import CELLS, ROW_BLOCKS, cell, cell_key, day_key, month_key, year_key
from app.storage.term_query import Term, any_of

#: Alternatives of one condition. More of them narrow better but take longer: see "Queries" in docs/performance.md.
MOST_TERMS = 24


def days(kind: str, first: dt.date, last: dt.date) -> Term | None:
    """Everything from one day to another, both included, and perhaps more around them; None for too long a time."""
    years = last.year - first.year + 1
    months = 12 * (years - 1) + last.month - first.month + 1
    if (last - first).days < MOST_TERMS:
        return any_of(day_key(kind, first + dt.timedelta(days=n)) for n in range((last - first).days + 1))
    if months <= MOST_TERMS:
        each = (divmod(first.month - 1 + n, 12) for n in range(months))
        return any_of(month_key(kind, dt.date(first.year + years_on, month + 1, 1)) for years_on, month in each)
    if years <= MOST_TERMS:
        return any_of(year_key(kind, dt.date(year, 1, 1)) for year in range(first.year, last.year + 1))
    return None


def cells(west: float, south: float, east: float, north: float) -> Term | None:
    """The cells that a box touches; None for too large a box. With ``west > east`` it crosses the antimeridian."""
    halves = [(west, 180.0), (-180.0, east)] if west > east else [(west, east)]
    for size in CELLS:
        corners = [(*cell(size, south, left), *cell(size, north, right)) for left, right in halves]
        if sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in corners) <= MOST_TERMS:
            return any_of(
                cell_key(size, row, column)
                for top, left, bottom, right in corners
                for row in range(top, bottom + 1)
                for column in range(left, right + 1)
            )
    return None


def row_blocks(low: int, high: int) -> Term | None:
    """The blocks of row numbers that cover a half-open range, or None when that takes too many.

    Only Postgres indexes them: SQLite's full-text index is in the order of the row numbers.
    """
    for bits in ROW_BLOCKS:
        first, last = low >> bits, (high - 1) >> bits
        if last - first < MOST_TERMS:
            return any_of(f"z{bits}_{n}" for n in range(first, last + 1))
    return None
