"""Days: weekdays, dates, "yesterday", narrowed by parts of the day and by the clock."""

from __future__ import annotations

import datetime as dt

from app.nlp.components.times import periods
from app.nlp.components.times.clock import clock_of, to_the_hour
from app.nlp.components.times.holidays import read_holiday
from app.nlp.components.times.periods import Period
from app.nlp.components.times.reading import Groups, Reading, Settings, of, word
from app.nlp.components.times.scene import Scene, a_date


def read_day(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """A day, with a part of it or a time of the clock."""
    base = base_day(g, scene, s)
    if base is None:
        return None
    if isinstance(base, str):
        return partial_time(base, g)
    if base.unit == "span":
        night = "part" in g and base.end - base.start == dt.timedelta(days=2) and word("part", g["part"]) == "NI"
        return of(periods.part(base.date, "NI") if night else base)  # "the night of 2 to 3 February"
    if "part" in s:
        return of(periods.part(base.date, str(s["part"])))
    return refine(base.date, g)


def base_day(g: Groups, scene: Scene, s: Settings) -> Period | str | None:
    """The day that the groups name: a period, a partial value, or None when there is no such day."""
    if "deictic" in g:
        return scene.around("D", int(word("deictic", g["deictic"])) * int(s.get("times", 1))) or "XXXX-XX-XX"
    if "month" in g:
        return month_day(g, scene)
    if "mday" in g:
        date = scene.day_of_month(int(g["mday"]))
        return periods.day(date) if date else f"XXXX-XX-{int(g['mday']):02d}"
    if "holiday" in g:
        found = read_holiday(g, scene, s)
        return (found.period or found.value) if found else None
    number = int(word("weekday", g["weekday"]))
    if "weekrel" in g:
        week = scene.around("W", int(word("relative", g["weekrel"])))
        return periods.day(week.date + dt.timedelta(days=number)) if week else f"XXXX-WXX-{number + 1}"
    date = scene.weekday(number, str(s.get("rel") or g.get("rel", "")))
    if date is None:
        return f"XXXX-WXX-{number + 1}"
    return periods.day(date + dt.timedelta(weeks=int(s.get("weeks", 0))))


def month_day(g: Groups, scene: Scene) -> Period | str | None:
    """ "Oct. 7", "7 October 2023", "Nov. 3-5"."""
    month, first = int(word("month", g["month"])), int(g["mday"])
    weekday = int(word("weekday", g["weekday"])) if "weekday" in g else None
    try:
        year = full_year(g["year"]) if "year" in g else scene.year_of_day(month, first, weekday)
        if year is None:
            dt.date(2000, month, first)
            return f"XXXX-{month:02d}-{first:02d}"
        date = dt.date(year, month, first)
        if "mday2" in g and int(g["mday2"]) > first:
            return periods.days(date, dt.date(year, month, int(g["mday2"])))
    except ValueError:
        return None
    return periods.day(date)


def full_year(text: str) -> int:
    """A year of four digits, or of two: up to 35 they are of this century."""
    digits = text.strip("'’")
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (2000 if int(digits) <= 35 else 1900)


def refine(date: dt.date, g: Groups) -> Reading:
    """A day narrowed by the clock, by a part of the day, or by "early" and "late"."""
    moment = clock_of(g)
    if moment is not None:
        hour, minute = moment
        if hour == 24 and g.get("near", "").endswith("after"):
            hour = 0
        return of(to_the_hour(date, hour, minute, g))
    if "part" in g:
        return of(periods.part(date, str(word("part", g["part"]))))
    edge = g.get("edge")
    whole = periods.day(date)
    if edge in ("early", "late"):
        hours = (0, 9) if edge == "early" else (17, 24)
        start = whole.start
        return Reading(
            "DATE",
            whole.value,
            Period("part", start + dt.timedelta(hours=hours[0]), start + dt.timedelta(hours=hours[1]), whole.value),
        )
    return of(whole)


def partial_time(base: str, g: Groups) -> Reading:
    """The same narrowing where the day is not known."""
    moment = clock_of(g)
    if moment is not None:
        return Reading("TIME", f"{base}T{moment[0]:02d}:{moment[1] or 0:02d}")
    if "part" in g:
        code = str(word("part", g["part"]))
        return Reading("TIME", f"{base}T{periods.written(code)}")
    return Reading("DATE", base)


def read_iso(g: Groups, _scene: Scene, _s: Settings) -> Reading | None:
    """ "2024-02-03", "2024-02-03T18:00"."""
    try:
        date = dt.date(int(g["year"]), int(g["monthnum"]), int(g["mday"]))
    except ValueError:
        return None
    return refine(date, {k: v for k, v in g.items() if k in ("hour", "minute")})


def read_numeric(g: Groups, scene: Scene, _s: Settings) -> Reading | None:
    """ "10/7/2023": month first unless the numbers or the text's habit say otherwise."""
    one, two, year = int(g["one"]), int(g["two"]), full_year(g["year"])
    day_first = one > 12 or (two <= 12 and (scene.day_first or g["sep"] == "."))
    dates = [a_date(year, two, one), a_date(year, one, two)]
    first, second = dates if day_first else reversed(dates)
    if first and second and scene.day_first is None and scene.ahead(first) and not scene.ahead(second):
        first = second
    return of(periods.day(first)) if first else None


def read_named(g: Groups, _scene: Scene, _s: Settings) -> Reading | None:
    """A day that has a name of its own: "9/11"."""
    value = word("named", g["named"])
    return of(periods.day(value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))))
