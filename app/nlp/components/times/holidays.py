"""Holidays: fixed days, the n-th weekday of a month, and what is counted from Easter."""

from __future__ import annotations

import datetime as dt
import re

from app.nlp.components.times import periods
from app.nlp.components.times.periods import Period
from app.nlp.components.times.reading import Groups, Reading, Settings, of, word
from app.nlp.components.times.scene import Scene

_SOON = 10  # days before a holiday in which its name means the one to come


def read_holiday(g: Groups, scene: Scene, _s: Settings) -> Reading | None:
    """A holiday, fixed or movable."""
    rule = rule_of(g["holiday"], scene.country)
    if rule is None:
        return Reading("DATE", "XXXX-XX-XX")
    around = weekend_at if "weekend" in g else periods.day
    if "year" in g:
        return of(around(holiday_date(rule, int(g["year"]))))
    if scene.anchor is None:
        return Reading("DATE", f"XXXX-{rule}" if re.fullmatch(r"\d\d-\d\d", rule) else "XXXX-XX-XX")
    today = scene.anchor.date()
    dates = [holiday_date(rule, today.year + n) for n in (-1, 0, 1)]
    near = min(d for d in dates if d >= today) - today
    ahead = g.get("rel") not in ("last", "this past") and (
        g.get("rel") == "next" or scene.direction > 0 or near.days <= _SOON
    )
    date = min(d for d in dates if d >= today) if ahead else max(d for d in dates if d <= today)
    return of(around(date))


def rule_of(name: str, country: str | None) -> str | None:
    """The rule of a holiday, in a country where it differs from one to the next."""
    rule = word("holiday", name)
    if isinstance(rule, dict):
        found = rule.get(country or "", rule.get(""))
        return None if found is None else str(found)
    return str(rule)


def weekend_at(date: dt.date) -> Period:
    """The weekend of a holiday: the one before a Monday or Tuesday, else that of its week."""
    return periods.weekend(date - dt.timedelta(days=7 if date.weekday() < 2 else 0))


def holiday_date(rule: str, year: int) -> dt.date:
    """The date of a holiday's rule in a year: "12-25", "4 thu 11", "1 tue 11 +1", "easter -2"."""
    if re.fullmatch(r"\d\d-\d\d", rule):
        return dt.date(year, int(rule[:2]), int(rule[3:]))
    parts = rule.split()
    if parts[0] == "easter":
        return easter(year) + dt.timedelta(days=int(parts[1]))
    nth, weekday, month = int(parts[0]), int(word("weekday", parts[1])), int(parts[2])
    extra = int(parts[3]) if len(parts) > 3 else 0
    if parts[1] == "tue" and extra:  # the first Tuesday after the first Monday
        weekday, extra = 0, 1
    if nth < 0:
        last = (periods.month_start(year, month + 1) - dt.timedelta(days=1)).date()
        return last - dt.timedelta(days=(last.weekday() - weekday) % 7)
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1) + extra)


def easter(year: int) -> dt.date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher's algorithm)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return dt.date(year, f // 31, f % 31 + 1)
