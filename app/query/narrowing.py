"""What of a filter can be asked of the index of keys and words? As much as possible, never less than the rows say.

The answer of the index may hold more events than meet the filter; ``conditions.py`` decides on the rows.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sqlalchemy.orm import Session

from app.domain.text_folding import name_key
from app.gazetteer.index import Gazetteer
from app.query.conditions import around, distance, in_box
from app.query.filters import Box, EventFilter, Interval
from app.query.places import within
from app.storage import dialects
from app.storage.index_terms import (
    CELLS,
    DURATIONS,
    cell,
    cell_key,
    confidence_tenth,
    day_key,
    figure_key,
    key,
    month_key,
    name_keys,
    pin_key,
    year_key,
)
from app.storage.sql import Line, Sql, ask, every, read_local, sql
from app.storage.term_query import AllOf, AnyOf, Term, TermQuery, all_of, any_of

MOST_PINS = 64  # named one by one; a box with more is asked by its cells
_MOST_CELLS = 24
_FEW_DAYS, _MONTH, _MOST_YEARS = 10, 31, 20
_MANY_DAYS = 300  # an event of a month before so long a time is among many
_LONG = 1_100  # days; so long a time leaves too many events to be worth asking, and its order leads through it
_SURE = 7  # tenths; lower bounds of the confidence leave too many events to be worth asking
_POINT = ("pins.latitude", "pins.longitude")


@dataclass(frozen=True)
class Asked:
    """The questions of a filter to the index, made when they are needed: some must ask the database themselves."""

    session: Session
    wish: EventFilter
    gazetteer: Gazetteer | None

    @cached_property
    def whole(self) -> TermQuery:
        """All that the index can tell."""
        return self._but_times.also(all_of((self._when, self._published)))

    @cached_property
    def lean(self) -> TermQuery | None:
        """The same without the types, where two other parts are left; None otherwise.

        Most types are so frequent that it costs more to walk their lists than to check them on the rows.
        """
        lean = self._question(replace(self.wish, types=())).also(all_of((self._when, self._published)))
        parts = len(lean.match.parts) if isinstance(lean.match, AllOf) else 1 if lean.match else 0
        return lean if self.wish.types and parts + len(lean.required) > 1 else None

    @cached_property
    def apart(self) -> TermQuery:
        """The same without the key of the order."""
        wish = self.wish
        when = None if wish.sort in ("time", "-time") else self._when
        return self._but_times.also(all_of((when, None if wish.sort in ("reported", "-reported") else self._published)))

    @cached_property
    def spots(self) -> Sequence[Sql]:
        """The conditions of the single pins of an area that has not too many, each with an index; else none."""
        known = [pins for _, pins in self._areas if pins is not None]
        return [Sql("events.latitude = ? AND events.longitude = ?", pin) for pin in min(known, key=len, default=())]

    @cached_property
    def _areas(self) -> Sequence[tuple[Box, Sequence[Line] | None]]:
        return list(_areas(self.session, self.wish))

    @cached_property
    def _but_times(self) -> TermQuery:
        return self._question(self.wish)

    def _question(self, wish: EventFilter) -> TermQuery:
        inside = (_inside(box, pins) for box, pins in self._areas)
        match = all_of((*_kinds(wish), *_where(wish, self.gazetteer), *inside, *_who(wish)))
        return TermQuery(match, wish.words.required if wish.words else (), wish.words.excluded if wish.words else ())

    @cached_property
    def _when(self) -> Term | None:
        return when(self.session, self.wish)

    @cached_property
    def _published(self) -> Term | None:
        return published(self.session, self.wish)


def whole_question(session: Session, wish: EventFilter, gazetteer: Gazetteer | None) -> TermQuery:
    """All that the index can tell of a filter."""
    return Asked(session, wish, gazetteer).whole


def when(session: Session, wish: EventFilter) -> Term | None:
    """The time of a filter: what begins in it or a little before, and whatever lasts long enough."""
    if wish.time is None or (known := _known(session, "time_start", wish.time)) is None:
        return None
    low, high = known
    if (high - low).days > _LONG:
        return None
    begins = days("d", _before(low, 1), high)
    if wish.time.start is None or begins is None:
        return begins
    if (high - low).days > _MANY_DAYS:  # few keys are sooner asked, and hardly find more
        return any_of((days("d", _before(low, _MONTH), high) or "", f"l_{_MONTH}"))
    choices = [begins]
    for length, longer in zip(DURATIONS, (*DURATIONS[1:], None), strict=True):
        earlier = days("d", _before(low, longer), low) if longer else None
        choices.append(all_of((f"l_{length}", earlier)) or "")
    return any_of(choices)


def published(session: Session, wish: EventFilter) -> Term | None:
    """The time of the report."""
    known = wish.published and _known(session, "reported_at", wish.published)
    return days("r", *known) if known else None


def days(kind: str, first: dt.date, last: dt.date) -> Term | None:
    """Everything of these days, both included, and perhaps of some around them; None when they are too many.

    Whole years and months are asked as such, and so is a month of which more than some days are meant, unless no more
    than a month is meant in all.
    """
    if last.year - first.year >= _MOST_YEARS:
        return None
    few = _FEW_DAYS if (last - first).days >= _MONTH else _MONTH
    keys, end = _part(kind, first, last, few)
    while end < last:
        more, end = _part(kind, end + dt.timedelta(days=1), last, few)
        keys += more
    return any_of(keys)


def _part(kind: str, day: dt.date, last: dt.date, few: int) -> tuple[list[str], dt.date]:
    """The keys of a year, of a month or of days of it, from a day on, and the last day that they are for."""
    year, month = day.replace(month=12, day=31), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    if (day.month, day.day) == (1, 1) and year <= last:
        return [year_key(kind, day.year)], year
    end = min(month, last)
    if (day.day == 1 and end == month) or (end - day).days >= few:
        return [month_key(kind, day.year, day.month)], end
    return [day_key(kind, day + dt.timedelta(days=n)) for n in range((end - day).days + 1)], end


def _known(session: Session, column: str, wish: Interval) -> tuple[dt.date, dt.date] | None:
    """The first and last day of an interval; the end of what is stored stands for an open side."""
    start = wish.start or _end_of(session, f"min({column})")
    end = wish.end or _end_of(session, f"max({column})")
    if start is None or end is None:
        return None
    low, high = sorted((start.replace(tzinfo=None), end.replace(tzinfo=None)))
    last = high.date()
    if wish.end and high > low and high == dt.datetime.combine(last, dt.time.min):
        last = _before(last, 1)  # the end is no part of an interval
    return low.date(), last


def _end_of(session: Session, column: str) -> dt.datetime | None:
    return read_local(ask(session, f"SELECT {column} FROM events")[0][0])


def _before(day: dt.date, days: int) -> dt.date:
    return dt.date.fromordinal(max(1, day.toordinal() - days))


def _kinds(wish: EventFilter) -> Iterator[Term]:
    if wish.incident_id:
        yield AnyOf(())  # no incident is stored yet
    if wish.types:
        yield any_of(key("t", code) for code in wish.types)
    if wish.subtypes:
        yield any_of(key("u", code) for code in wish.subtypes)
    if "asserted" not in wish.factuality:
        yield any_of(key("f", code) for code in wish.factuality)
    if wish.min_confidence is not None and (tenth := confidence_tenth(wish.min_confidence)) >= _SURE:
        yield any_of(f"x_{n}" for n in range(tenth, 11))
    if wish.min_killed is not None:
        yield figure_key("k", wish.min_killed)
    if wish.min_injured is not None:
        yield figure_key("j", wish.min_injured)


def _where(wish: EventFilter, gazetteer: Gazetteer | None) -> Iterator[Term | None]:
    if wish.countries:
        yield any_of(key("c", code) for code in wish.countries)
    if wish.places:
        yield any_of(within(place, gazetteer).match for place in wish.places)


def _areas(session: Session, wish: EventFilter) -> Iterator[tuple[Box, Sequence[Line] | None]]:
    """The boxes that are asked for, each with the pins in it; None where there are too many."""
    if wish.bbox:
        yield wish.bbox, _pins(session, wish.bbox)
    if wish.near:
        box, away = around(wish.near), distance(dialects.name(session), wish.near, _POINT)
        yield box, _pins(session, box, sql(away, Sql(" <= ?", (wish.near.radius_km,))))


def _pins(session: Session, box: Box, *also: Sql) -> Sequence[Line] | None:
    inside = every((in_box(box, _POINT), *also))
    pins = ask(session, "SELECT latitude, longitude FROM pins WHERE ", inside, f" LIMIT {MOST_PINS + 1}")
    return pins if len(pins) <= MOST_PINS else None


def _inside(box: Box, pins: Sequence[Line] | None) -> Term | None:
    return cells(box) if pins is None else AnyOf(tuple(dict.fromkeys(pin_key(*pin) for pin in pins)))


def cells(box: Box) -> Term | None:
    """The cells that a box touches, of the smallest size of which not too many are needed."""
    halves = [(box.west, 180.0), (-180.0, box.east)] if box.west > box.east else [(box.west, box.east)]
    for size in CELLS:
        corners = [(*cell(size, box.south, west), *cell(size, box.north, east)) for west, east in halves]
        if sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in corners) <= _MOST_CELLS:
            return any_of(
                cell_key(size, row, column)
                for top, left, bottom, right in corners
                for row in range(top, bottom + 1)
                for column in range(left, right + 1)
            )
    return None


def _who(wish: EventFilter) -> Iterator[Term | None]:
    if wish.role:
        yield key("e", wish.role)
    if wish.actor:
        yield all_of(name_keys("w" if wish.role == "weapon" else "n", wish.actor))
    if wish.speaker:
        yield all_of(name_keys("s", wish.speaker))
    if wish.weapon:
        yield all_of(name_keys("w", wish.weapon))
    if wish.sources:
        yield any_of(key("o", name_key(source)) for source in wish.sources)
