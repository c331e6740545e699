"""Summaries of wide questions: from the tallies, in which a few hundred thousand rows stand for ten million events.

They answer what asks for nothing but types, factuality and whole months or days, by type, country and time. Events
that began before the time that is asked for and last into it are few, and are counted from their own rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, case, cast, false, func, literal, null, select
from sqlalchemy.orm import Session

from app.query.filters import EventFilter, Interval
from app.storage.grouping import LONGEST_DAYS, TimeUnit, written_week
from app.storage.tables import DayTally, MonthTally

Tally = type[MonthTally] | type[DayTally]
#: What each tells, and how much of a day is a whole unit of it.
KEYS: dict[Tally, frozenset[str]] = {
    MonthTally: frozenset(("type", "country", "month")),
    DayTally: frozenset(("type", "day", "week", "month")),
}
#: Fields of a filter that a tally tells, and those that say nothing of which events.
_TOLD = ("types", "factuality", "time", "sort", "limit", "cursor", "format", "fields", "profile")
_ANY = EventFilter()


def tally_of(wish: EventFilter, by: Sequence[str]) -> Tally | None:
    """The tally that tells all that is asked for; None when there is none."""
    if replace(wish, **{name: getattr(_ANY, name) for name in _TOLD}) != _ANY:
        return None
    return next((tally for tally, keys in KEYS.items() if keys.issuperset(by) and _whole(tally, wish.time)), None)


def _whole(tally: Tally, time: Interval | None) -> bool:
    sides = [side for side in (time.start, time.end) if side] if time else []
    return all(side.time() == dt.time.min and (tally is DayTally or side.day == 1) for side in sides)


def tallied(session: Session, tally: Tally, wish: EventFilter, by: Sequence[str]) -> Select[Any]:
    """Keys ``k0`` …, events, killed and injured of all that begins in the time that is asked for."""
    keys = [_key(session, tally, key).label(f"k{n}") for n, key in enumerate(by)]
    twice = false() if wish.types == ("casualties",) else tally.told_twice.expression
    people = [_people(getattr(tally, name), getattr(tally, f"{name}_told"), twice) for name in ("killed", "injured")]
    query = select(*keys, func.sum(tally.events).label("events"), people[0].label("killed"), people[1].label("injured"))
    return query.where(*_conditions(tally, wish)).group_by(*keys)


def _people(figure: Any, told: Any, twice: ColumnElement[bool]) -> ColumnElement[Any]:
    """Null where nobody tells a figure."""
    return func.sum(case((twice, null()), (told > 0, figure), else_=null()))


def _conditions(tally: Tally, wish: EventFilter) -> Iterator[ColumnElement[bool]]:
    yield tally.factuality.in_(wish.factuality)
    if wish.types:
        yield tally.type.in_(wish.types)
    if wish.time is None:
        return
    begins, digits = (MonthTally.month, 7) if tally is MonthTally else (DayTally.day, 10)
    yield begins >= (wish.time.start.isoformat()[:digits] if wish.time.start else literal("0"))  # '' is no time
    if wish.time.end:
        yield begins < wish.time.end.isoformat()[:digits]


def _key(session: Session, tally: Tally, key: str) -> ColumnElement[Any]:
    if key == "type":
        return tally.type.expression
    if tally is MonthTally:
        known = MonthTally.country_code if key == "country" else case((~MonthTally.lasts_long, MonthTally.month))
        return func.nullif(known, "")
    return _time(session, key)  # type: ignore[arg-type]


def _time(session: Session, unit: TimeUnit) -> ColumnElement[Any]:
    day: Any = DayTally.day
    written = {"day": day, "month": func.substr(day, 1, 7)}
    exact = DayTally.exact.between(1, LONGEST_DAYS[unit])
    return case((exact, written_week(session, day) if unit == "week" else written[unit]), else_=cast(null(), Text()))
