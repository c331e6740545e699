"""Summaries of wide queries: from the rollups, in which a few hundred thousand rows stand for ten million events.

They answer queries of nothing but types, factuality and whole months or days by type, sub-type, country, source and
time, or of countries and a box by type and place. What they do not contain is little and counted from the rows of
events: those that began before the requested time and last into it, and those found by another place than their main
one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, case, cast, func, null, or_, select, text
from sqlalchemy.orm import Session

from app.query.areas import in_box, pins
from app.query.conditions import of_kind
from app.query.filters import EventFilter, Interval
from app.storage.group_expressions import LONGEST_DAYS, TimeUnit, cell, group_of_type, written_week
from app.storage.sql import Sql, element, every, one_of, sql
from app.storage.tables import (
    NOWHERE,
    DayRollup,
    EventRow,
    MonthRollup,
    PlaceRollup,
    PlaceRow,
    RollupRow,
    SourceRollup,
    SubtypeRollup,
)

_ANY = EventFilter()


@dataclass(frozen=True, slots=True)
class Rollup:
    """A table of counts: the keys by which it counts, and the fields of a filter that it contains."""

    table: type[RollupRow]
    keys: frozenset[str]
    fields: tuple[str, ...]

    def covers(self, event_filter: EventFilter, by: Sequence[str]) -> bool:
        """Whether it contains everything that a filter and its keys need."""
        if "subtypes" not in self.fields and any("/" in kind for kind in event_filter.types):
            return False
        others = replace(event_filter, **{name: getattr(_ANY, name) for name in ("types", "factuality", *self.fields)})
        if event_filter.countries and event_filter.time and event_filter.time.start:
            return False  # what began before it would have to be found among all events of the country
        return others == _ANY and self.keys.issuperset(by) and self._whole(event_filter.time)

    def _whole(self, time: Interval | None) -> bool:
        """Whether the sides of a time are borders of the days or months that it counts by."""
        sides = [side for side in (time.start, time.end) if side] if time else []
        return all(side.time() == dt.time.min and (self.table is DayRollup or side.day == 1) for side in sides)


#: The first that covers a query answers it; the shorter ones come first.
ROLLUPS = (
    Rollup(SubtypeRollup, frozenset(("type", "group", "subtype", "month")), ("time", "subtypes")),
    Rollup(MonthRollup, frozenset(("type", "group", "country", "month")), ("time", "countries")),
    Rollup(DayRollup, frozenset(("type", "group", "day", "week", "month")), ("time",)),
    Rollup(PlaceRollup, frozenset(("type", "group", "country", "admin1", "cell")), ("bbox", "countries")),
    Rollup(SourceRollup, frozenset(("type", "group", "source", "month")), ("time",)),
)


def covering_rollup(event_filter: EventFilter, by: Sequence[str]) -> Rollup | None:
    """The rollup that covers a query; None when none does."""
    return next((rollup for rollup in ROLLUPS if rollup.covers(event_filter, by)), None)


def rolled_up(
    session: Session, rollup: Rollup, event_filter: EventFilter, by: Sequence[str], *, degrees: float = 1.0
) -> Select[Any]:
    """Keys ``k0`` …, events, killed and injured of all events that begin in the requested time.

    For names of divisions also ``sample``, the number of an event, which may have been deleted; for outlets
    ``source``, the first of their spellings.
    """
    table = rollup.table
    columns = [column for key in by for column in _columns(session, table, key, degrees)]
    keys = [column.label(f"k{n}") for n, column in enumerate(columns)]
    people = [
        _people(getattr(table, name), getattr(table, f"{name}_known"), table.counted_elsewhere.expression)
        for name in ("killed", "injured")
    ]
    query = select(*keys, func.sum(table.events).label("events"), people[0].label("killed"), people[1].label("injured"))
    if "admin1" in by:
        query = query.add_columns(func.max(PlaceRollup.sample).label("sample"))
    groups: list[Any] = [*keys]
    if "source" in by:
        query = query.add_columns(func.min(func.nullif(SourceRollup.source, "")).label("source"))
        groups[by.index("source")] = SourceRollup.source_key  # the rows are in this order
    return query.where(element(session, every(_conditions(table, event_filter)))).group_by(*groups)


def elsewhere(session: Session, event_filter: EventFilter) -> Iterator[ColumnElement[bool]]:
    """The events with another place in the requested countries or box, but with their main place outside."""
    found, main = [], []
    if event_filter.countries:
        other = select(PlaceRow.event_seq).where(text("position > 0"))
        found.append(EventRow.seq.in_(other.where(PlaceRow.country_code.in_(event_filter.countries))))
        main.append(one_of("events.country_code", event_filter.countries))
    if event_filter.bbox:
        pin, about_pin = pins()
        about = every((Sql("events.about_latitude IS NOT NULL"), in_box(event_filter.bbox, about_pin)))
        found.append(EventRow.seq.in_(select(EventRow.seq).where(element(session, about))))
        main.append(in_box(event_filter.bbox, pin))
    yield or_(*found)
    yield element(session, sql("CASE WHEN ", every(main), " THEN 0 ELSE 1 END = 1"))


def _people(figure: Any, known: Any, elsewhere_counted: ColumnElement[bool]) -> ColumnElement[Any]:
    """Null where no event gives a figure."""
    return func.sum(case((elsewhere_counted, null()), (known > 0, figure), else_=null()))


def _conditions(table: type[RollupRow], event_filter: EventFilter) -> Iterator[Sql]:
    name = table.__tablename__
    yield from of_kind(event_filter, name)
    if event_filter.countries:
        yield one_of(f"{name}.country_code", event_filter.countries)
    if event_filter.bbox:
        yield in_box(event_filter.bbox, (f"{name}.latitude", f"{name}.longitude"))
    if time := event_filter.time:
        begins, digits = (f"{name}.day", 10) if table is DayRollup else (f"{name}.month", 7)
        yield Sql(f"{begins} >= ?", (time.start.isoformat()[:digits] if time.start else "0",))  # '' is no time
        if time.end:
            yield Sql(f"{begins} < ?", (time.end.isoformat()[:digits],))


def _columns(session: Session, table: Any, key: str, degrees: float) -> Sequence[ColumnElement[Any]]:
    if key == "type":
        return [table.type.expression]
    if key == "group":
        return [group_of_type(table.type)]
    if key == "cell":
        pin = (func.nullif(PlaceRollup.latitude, NOWHERE), func.nullif(PlaceRollup.longitude, NOWHERE))
        return cell(session, degrees, pin)
    if table is DayRollup:
        return [_time(session, key)]  # type: ignore[arg-type]
    if key == "subtype":
        known = [table.subtype]
    elif key == "month":
        known = [case((~table.lasts_long, table.month))]
    elif key == "source":
        known = [table.source_key]
    else:
        known = [table.country_code, *([table.admin1_key] if key == "admin1" else [])]
    return [func.nullif(column, "") for column in known]


def _time(session: Session, unit: TimeUnit) -> ColumnElement[Any]:
    day: Any = DayRollup.day
    written = {"day": day, "month": func.substr(day, 1, 7)}
    exact = DayRollup.exact.between(1, LONGEST_DAYS[unit])
    return case((exact, written_week(session, day) if unit == "week" else written[unit]), else_=cast(null(), Text()))
