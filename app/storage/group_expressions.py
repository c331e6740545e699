"""What events are counted by, as expressions of either database: days, weeks, months, and cells of a map.

An event counts in the day, week or month in which it begins, if it is known to no more than so long a time: of an
event known to the month nobody knows the day. Cells are counted from 180° west and 90° south.
"""

from __future__ import annotations

import math
from typing import Any, Literal

from sqlalchemy import BigInteger, ColumnElement, Date, Float, Text, case, cast, func, literal, null
from sqlalchemy.orm import Session

from app.ontology import catalogue
from app.storage.dialects import is_sqlite
from app.storage.tables import EventRow

TimeUnit = Literal["day", "week", "month"]
LONGEST_DAYS: dict[TimeUnit, int] = {"day": 1, "week": 7, "month": 31}
_DAY = 24 * 60 * 60
_SQLITE = {"day": "%Y-%m-%d", "month": "%Y-%m"}
_POSTGRES = {"day": "YYYY-MM-DD", "week": 'IYYY"-W"IW', "month": "YYYY-MM"}


def group_of_type(column: Any) -> ColumnElement[Any]:
    """The group of the event type in a column; null for a type without one."""
    groups = {code: event_type.group for code, event_type in catalogue().types.items() if event_type.group}
    return case(groups, value=column, else_=cast(null(), Text()))


def unit_of_time(session: Session, unit: TimeUnit, rows: Any = EventRow) -> ColumnElement[Any]:
    """``2024-02-02``, ``2024-W05`` (ISO 8601) or ``2024-02``; null for a row without so exact a time.

    ``rows`` are events, or another table with their columns of time.
    """
    start, end = rows.time_start, rows.time_end
    seconds: ColumnElement[Any]
    if is_sqlite(session):
        seconds = _number(func.strftime("%s", end)) - _number(func.strftime("%s", start))
        written = _sqlite_week(start) if unit == "week" else func.strftime(_SQLITE[unit], start)
    else:
        seconds = func.extract("epoch", end - start)
        written = func.to_char(start, _POSTGRES[unit])
    return case((seconds <= LONGEST_DAYS[unit] * _DAY, written), else_=cast(null(), Text()))


def written_week(session: Session, day: Any) -> ColumnElement[Any]:
    """The ISO week of a day that is written."""
    if is_sqlite(session):
        return _sqlite_week(day)
    return func.to_char(cast(func.nullif(day, ""), Date()), _POSTGRES["week"])


def _sqlite_week(start: Any) -> ColumnElement[Any]:
    """The ISO week is that of its Thursday; not every SQLite has ``%G`` and ``%V``."""
    thursday = func.date(start, "-3 days", "weekday 4")
    week = (_number(func.strftime("%j", thursday)) - 1) // 7 + 1
    return func.printf("%s-W%02d", func.strftime("%Y", thursday), week)


def _number(text: Any) -> ColumnElement[Any]:
    return cast(text, BigInteger())


def cell(
    session: Session, degrees: float, pin: tuple[Any, Any] = (EventRow.latitude, EventRow.longitude)
) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """The column and the row of the cell in which an event's pin lies; null without a pin."""
    latitude, longitude = pin
    return _step(session, longitude, 180, degrees), _step(session, latitude, 90, degrees)


def _step(session: Session, degree: Any, most: int, size: float) -> ColumnElement[Any]:
    last = math.ceil(2 * most / size) - 1  # the eastern and the northern edge belong to the last cell
    steps = (degree + literal(float(most), Float(53))) / literal(size, Float(53))
    whole = steps if is_sqlite(session) else func.floor(steps)  # SQLite cuts, and not every one has ``floor``
    found = cast(whole, BigInteger())
    return case((found > last, last), else_=found)
