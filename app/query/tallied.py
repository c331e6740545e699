"""Summaries of wide questions: from the tallies, in which a few hundred thousand rows stand for ten million events.

They answer what asks for nothing but types, factuality and whole months or days by type, sub-type, country, source and
time, or countries and a box by type and place. What they cannot tell is little and counted from the rows of events:
those that began before the time that is asked for and last into it, and those that have another main place.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, case, cast, func, literal, null, select, text
from sqlalchemy.orm import Session

from app.query.filters import Box, EventFilter, Interval
from app.storage.group_expressions import LONGEST_DAYS, TimeUnit, cell, written_week
from app.storage.tables import (
    NOWHERE,
    DayTally,
    EventRow,
    MonthTally,
    PlaceRow,
    PlaceTally,
    SourceTally,
    SubtypeTally,
    Tally,
)

#: Fields of a filter that every tally tells, and those that say nothing of which events.
_TOLD = ("types", "factuality", "sort", "limit", "cursor", "format", "fields", "profile")
_ANY = EventFilter()


@dataclass(frozen=True, slots=True)
class Told:
    """What a tally tells: by which keys, and of which other fields of a filter."""

    keys: frozenset[str]
    fields: tuple[str, ...]


#: The first that tells all that is asked for is asked; the shorter ones come first.
TALLIES: dict[type[Tally], Told] = {
    SubtypeTally: Told(frozenset(("type", "subtype", "month")), ("time", "subtypes")),
    MonthTally: Told(frozenset(("type", "country", "month")), ("time", "countries")),
    DayTally: Told(frozenset(("type", "day", "week", "month")), ("time",)),
    PlaceTally: Told(frozenset(("type", "country", "admin1", "cell")), ("bbox", "countries")),
    SourceTally: Told(frozenset(("type", "source", "month")), ("time",)),
}


def tally_of(wish: EventFilter, by: Sequence[str]) -> type[Tally] | None:
    """The tally that tells all that is asked for; None when there is none."""
    return next((tally for tally, told in TALLIES.items() if _tells(tally, told, wish, by)), None)


def _tells(tally: type[Tally], told: Told, wish: EventFilter, by: Sequence[str]) -> bool:
    elsewhere = replace(wish, **{name: getattr(_ANY, name) for name in (*_TOLD, *told.fields)})
    if wish.countries and wish.time and wish.time.start:
        return False  # what began before it would have to be found among all of the country
    return elsewhere == _ANY and told.keys.issuperset(by) and _whole(tally, wish.time)


def _whole(tally: type[Tally], time: Interval | None) -> bool:
    sides = [side for side in (time.start, time.end) if side] if time else []
    return all(side.time() == dt.time.min and (tally is DayTally or side.day == 1) for side in sides)


def tallied(
    session: Session, tally: type[Tally], wish: EventFilter, by: Sequence[str], *, degrees: float = 1.0
) -> Select[Any]:
    """Keys ``k0`` …, events, killed and injured of all that begins in the time that is asked for.

    For names of divisions also ``sample``, the number of an event, which may be gone; for outlets ``source``, the
    first of their spellings.
    """
    columns = [column for key in by for column in _columns(session, tally, key, degrees)]
    keys = [column.label(f"k{n}") for n, column in enumerate(columns)]
    twice = tally.told_twice.expression
    people = [_people(getattr(tally, name), getattr(tally, f"{name}_told"), twice) for name in ("killed", "injured")]
    query = select(*keys, func.sum(tally.events).label("events"), people[0].label("killed"), people[1].label("injured"))
    if "admin1" in by:
        query = query.add_columns(func.max(PlaceTally.sample).label("sample"))
    groups: list[Any] = [*keys]
    if "source" in by:
        query = query.add_columns(func.min(func.nullif(SourceTally.source, "")).label("source"))
        groups[by.index("source")] = SourceTally.source_key  # the rows are in this order
    return query.where(*_conditions(tally, wish)).group_by(*groups)


def elsewhere(wish: EventFilter) -> Iterator[ColumnElement[bool]]:
    """The events that have a place in the countries that are asked for, but their main place in another."""
    found = select(PlaceRow.event_seq).where(text("position > 0"), PlaceRow.country_code.in_(wish.countries))
    yield EventRow.seq.in_(found)
    yield EventRow.country_code.is_(None) | EventRow.country_code.not_in(wish.countries)


def _people(figure: Any, told: Any, twice: ColumnElement[bool]) -> ColumnElement[Any]:
    """Null where nobody tells a figure."""
    return func.sum(case((twice, null()), (told > 0, figure), else_=null()))


def _conditions(tally: type[Tally], wish: EventFilter) -> Iterator[ColumnElement[bool]]:
    yield tally.factuality.in_(wish.factuality)
    if wish.types:
        yield tally.type.in_(wish.types)
    if wish.subtypes:
        yield SubtypeTally.subtype.in_(wish.subtypes)
    if wish.countries:
        yield tally.country_code.in_(wish.countries)  # type: ignore[attr-defined]
    if wish.bbox:
        yield from _in_box(wish.bbox)
    if wish.time:
        yield from _times(tally, wish.time)


def _in_box(box: Box) -> Iterator[ColumnElement[bool]]:
    yield PlaceTally.latitude.between(box.south, box.north)
    if box.west > box.east:
        yield PlaceTally.longitude.between(box.west, 180) | (PlaceTally.longitude <= box.east)
    else:
        yield PlaceTally.longitude.between(box.west, box.east)


def _times(tally: type[Tally], time: Interval) -> Iterator[ColumnElement[bool]]:
    begins, digits = (DayTally.day, 10) if tally is DayTally else (getattr(tally, "month"), 7)  # noqa: B009
    yield begins >= (time.start.isoformat()[:digits] if time.start else literal("0"))  # '' is no time
    if time.end:
        yield begins < time.end.isoformat()[:digits]


def _columns(session: Session, tally: Any, key: str, degrees: float) -> Sequence[ColumnElement[Any]]:
    if key == "type":
        return [tally.type.expression]
    if key == "cell":
        pin = (func.nullif(PlaceTally.latitude, NOWHERE), func.nullif(PlaceTally.longitude, NOWHERE))
        return cell(session, degrees, pin)
    if tally is DayTally:
        return [_time(session, key)]  # type: ignore[arg-type]
    if key == "subtype":
        known = [tally.subtype]
    elif key == "month":
        known = [case((~tally.lasts_long, tally.month))]
    elif key == "source":
        known = [tally.source_key]
    else:
        known = [tally.country_code, *([tally.admin1_key] if key == "admin1" else [])]
    return [func.nullif(column, "") for column in known]


def _time(session: Session, unit: TimeUnit) -> ColumnElement[Any]:
    day: Any = DayTally.day
    written = {"day": day, "month": func.substr(day, 1, 7)}
    exact = DayTally.exact.between(1, LONGEST_DAYS[unit])
    return case((exact, written_week(session, day) if unit == "week" else written[unit]), else_=cast(null(), Text()))
