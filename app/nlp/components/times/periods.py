"""Periods of the calendar: half-open intervals with their TIMEX3 value (TimeML annotation guidelines 1.2.1)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from app.domain.time import TimePrecision

Unit = Literal[
    "minute", "hour", "part", "day", "weekend", "week", "month", "quarter", "half", "season", "year", "decade",
    "century", "span",
]  # fmt: skip

_PRECISION: dict[Unit, TimePrecision] = {
    "minute": "minute", "hour": "hour", "part": "part_of_day", "day": "day", "weekend": "span", "week": "week",
    "month": "month", "quarter": "span", "half": "span", "season": "season", "year": "year", "decade": "decade",
    "century": "span", "span": "span",
}  # fmt: skip
#: Hours from midnight at which the parts of a day begin and end; a night runs into the next day.
PARTS = {
    "MO": (6, 12), "MI": (11, 13), "AF": (12, 18), "EV": (18, 24), "NI": (20, 28), "DT": (6, 18), "DW": (4, 7),
    "EM": (0, 6), "ON": (0, 6),
}  # fmt: skip
_SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of the calendar: naive local times, and the value that TIMEX3 writes for it."""

    unit: Unit
    start: dt.datetime
    end: dt.datetime
    value: str

    @property
    def precision(self) -> TimePrecision:
        """The precision as the contract names it."""
        return _PRECISION[self.unit]

    @property
    def date(self) -> dt.date:
        """The day on which it begins."""
        return self.start.date()


def midnight(date: dt.date) -> dt.datetime:
    """The first moment of a day."""
    return dt.datetime(date.year, date.month, date.day)


def day(date: dt.date) -> Period:
    """One day."""
    start = midnight(date)
    return Period("day", start, start + dt.timedelta(days=1), date.isoformat())


def days(first: dt.date, last: dt.date) -> Period:
    """Several days, the last included."""
    end = midnight(last) + dt.timedelta(days=1)
    return Period("span", midnight(first), end, f"{first.isoformat()}/{last.isoformat()}")


def part(date: dt.date, code: str) -> Period:
    """A part of a day; ``code`` is a key of ``PARTS``."""
    begin, stop = PARTS[code]
    start = midnight(date)
    begins, ends = start + dt.timedelta(hours=begin), start + dt.timedelta(hours=stop)
    return Period("part", begins, ends, f"{date.isoformat()}T{written(code)}")


def written(code: str) -> str:
    """How TIMEX3 writes a part of a day; dawn is a morning, the small hours are a night."""
    return {"DW": "MO", "EM": "MO", "ON": "NI"}.get(code, code)


def clock(date: dt.date, hour: int, minute: int | None) -> Period:
    """A time of the clock, a minute or (without minutes) an hour long; 24 is the end of the day."""
    start = midnight(date) + dt.timedelta(hours=hour, minutes=minute or 0)
    length = dt.timedelta(hours=1) if minute is None else dt.timedelta(minutes=1)
    unit: Unit = "hour" if minute is None else "minute"
    return Period(unit, start, start + length, f"{date.isoformat()}T{hour:02d}:{minute or 0:02d}")


def week(date: dt.date) -> Period:
    """The ISO week of a day."""
    monday = date - dt.timedelta(days=date.weekday())
    year, number, _ = date.isocalendar()
    return Period("week", midnight(monday), midnight(monday + dt.timedelta(days=7)), f"{year:04d}-W{number:02d}")


def weekend(date: dt.date) -> Period:
    """Saturday and Sunday of a day's week."""
    monday = date - dt.timedelta(days=date.weekday())
    return Period(
        "weekend",
        midnight(monday + dt.timedelta(days=5)),
        midnight(monday + dt.timedelta(days=7)),
        week(date).value + "-WE",
    )


def month(year_: int, month_: int) -> Period:
    """A month."""
    return Period("month", dt.datetime(year_, month_, 1), month_start(year_, month_ + 1), f"{year_:04d}-{month_:02d}")


def month_start(year_: int, month_: int) -> dt.datetime:
    """The first moment of a month; months beyond 12 run into the next year."""
    return dt.datetime(year_ + (month_ - 1) // 12, (month_ - 1) % 12 + 1, 1)


def quarter(year_: int, number: int) -> Period:
    """A quarter of a year, 1 to 4."""
    first = 3 * number - 2
    return Period("quarter", month_start(year_, first), month_start(year_, first + 3), f"{year_:04d}-Q{number}")


def half(year_: int, number: int) -> Period:
    """A half of a year, 1 or 2."""
    first = 6 * number - 5
    return Period("half", month_start(year_, first), month_start(year_, first + 6), f"{year_:04d}-H{number}")


def season(year_: int, code: str) -> Period:
    """A season by the meteorologists' months; a winter carries the year of its December."""
    first = _SEASONS[code]
    return Period("season", month_start(year_, first), month_start(year_, first + 3), f"{year_:04d}-{code}")


def year(year_: int) -> Period:
    """A year."""
    return Period("year", dt.datetime(year_, 1, 1), dt.datetime(year_ + 1, 1, 1), f"{year_:04d}")


def decade(first: int) -> Period:
    """A decade, by its first year."""
    return Period("decade", dt.datetime(first, 1, 1), dt.datetime(first + 10, 1, 1), f"{first // 10:03d}X")


def century(number: int) -> Period:
    """A century, by its ordinal number."""
    first = max(1, (number - 1) * 100)
    return Period("century", dt.datetime(first, 1, 1), dt.datetime(number * 100, 1, 1), f"{number - 1:02d}XX")


def add_months(moment: dt.date, months: int) -> dt.date:
    """The same day some months on, or the last of that month."""
    index = moment.year * 12 + moment.month - 1 + months
    first = dt.date(index // 12, index % 12 + 1, 1)
    last = (month_start(first.year, first.month + 1) - dt.timedelta(days=1)).day
    return first.replace(day=min(moment.day, last))


def containing(unit: str, date: dt.date, shift: int = 0) -> Period | None:
    """The period of a TIMEX unit (D, W, E, M, Q, Y, DE, C) around a day, ``shift`` periods on; None for other units."""
    if unit in ("D", "N"):
        return day(date + dt.timedelta(days=shift))
    if unit in ("W", "E", "F"):
        then = date + dt.timedelta(weeks=shift * (2 if unit == "F" else 1))
        return weekend(then) if unit == "E" else week(then)
    if unit == "M":
        then = add_months(date, shift)
        return month(then.year, then.month)
    if unit == "Q":
        then = add_months(date, 3 * shift)
        return quarter(then.year, (then.month + 2) // 3)
    if unit == "Y":
        return year(date.year + shift)
    if unit == "DE":
        return decade(date.year // 10 * 10 + 10 * shift)
    if unit == "C":
        return century((date.year - 1) // 100 + 1 + shift)
    return None
