"""Weeks and weekdays counted within a month, and weeks that a date names."""

from __future__ import annotations

import datetime as dt

from app.nlp.components.times import periods
from app.nlp.components.times.days import full_year, month_day
from app.nlp.components.times.reading import Groups, Reading, Settings, of, word
from app.nlp.components.times.scene import Scene

_WEEK = dt.timedelta(days=7)
_DAY = dt.timedelta(days=1)


def read_nth_weekday(g: Groups, scene: Scene, _s: Settings) -> Reading | None:
    """ "The last Sunday of May", "the first Monday in June 2023"."""
    month, weekday, nth = int(word("month", g["month"])), int(word("weekday", g["weekday"])), _nth(g)
    for year in _years(g, scene, month):
        date = _weekday(year, month, weekday, nth)
        if date.month == month:
            return of(periods.day(date))
    return None


def read_nth_week(g: Groups, scene: Scene, _s: Settings) -> Reading | None:
    """ "The last week of May": the first seven days, the second seven, …, or the last seven of the month."""
    month, nth = int(word("month", g["month"])), _nth(g)
    year = next(iter(_years(g, scene, month)), None)
    if year is None:
        return None
    first = dt.date(year, month, 1)
    last = (periods.month_start(year, month + 1) - _DAY).date()
    start = last - 6 * _DAY if nth < 0 else first + (nth - 1) * _WEEK
    return of(periods.days(start, min(start + 6 * _DAY, last)))


def read_week_of(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """ "The week of May 20", "the week ending June 2"."""
    found = month_day(g, scene)
    if found is None or isinstance(found, str):
        return None
    if s.get("ends"):
        return of(periods.days(found.date - 6 * _DAY, found.date))
    return of(periods.week(found.date))


def _nth(g: Groups) -> int:
    """1 for "first" …, -1 for "last"."""
    return int(word("nth", g["nth"]))


def _weekday(year: int, month: int, weekday: int, nth: int) -> dt.date:
    """The n-th such weekday of a month; -1 is the last."""
    if nth < 0:
        last = (periods.month_start(year, month + 1) - _DAY).date()
        return last - dt.timedelta(days=(last.weekday() - weekday) % 7)
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=(weekday - first.weekday()) % 7) + (nth - 1) * _WEEK


def _years(g: Groups, scene: Scene, month: int) -> list[int]:
    """The year that is written, else the one that the month has in this text."""
    if "year" in g:
        return [full_year(g["year"])]
    year = scene.year_of_month(month, "")
    return [] if year is None else [year]
