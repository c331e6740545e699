"""Readings: what a matched expression means against the anchor and what was said before.

Each function takes the named groups of a match, the scene and the rule's settings, and gives a ``Reading``; None means
that the words are no time expression after all. What cannot be resolved stays partial ("XXXX-10-07").
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.domain.time import TimexType
from app.nlp.components.times import periods
from app.nlp.components.times.grammar import grammar
from app.nlp.components.times.numbers import read_number, read_year
from app.nlp.components.times.periods import Period
from app.nlp.components.times.scene import Scene

Groups = dict[str, str]
Settings = dict[str, Any]

_SOON = 10  # days before a holiday in which its name means the one to come
_UNIT_CODE = {"DE": "DE", "C": "C", "ML": "ML", "N": "D", "Q": "M", "F": "W", "E": "WE"}


@dataclass(frozen=True, slots=True)
class Reading:
    """Type, TIMEX3 value, and the period where the calendar knows it."""

    type: TimexType
    value: str
    period: Period | None = None


def word(name: str, text: str) -> Any:
    """The value of a word of a class; separators and stops do not matter."""
    key = re.sub(r"[\s\-–]+", " ", text.replace("’", "'")).strip()
    table = grammar().words[name]
    for candidate in (key, key.rstrip("."), key + ".", key.replace(" ", "-")):
        if candidate in table:
            return table[candidate]
    raise KeyError(f"{text!r} is no word of the class {name!r}")


def unit_of(text: str) -> str:
    """The TIMEX unit of a unit word."""
    return str(word("unit", text))


def of(period: Period) -> Reading:
    """A DATE or, when finer than a day, a TIME."""
    return Reading("TIME" if period.unit in ("part", "minute", "hour") else "DATE", period.value, period)


# ---------------------------------------------------------------------------------------------------------- days


def read_day(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """A day, with a part of it or a time of the clock."""
    base = base_day(g, scene, s)
    if base is None:
        return None
    if isinstance(base, str):
        return partial_time(base, g)
    if base.unit == "span":
        return of(base)
    return refine(base.date, g)


def base_day(g: Groups, scene: Scene, s: Settings) -> Period | str | None:
    """The day that the groups name: a period, a partial value, or None when there is no such day."""
    if "deictic" in g:
        return scene.around("D", int(word("deictic", g["deictic"]))) or "XXXX-XX-XX"
    if "month" in g:
        return month_day(g, scene)
    if "holiday" in g:
        found = read_holiday(g, scene, s)
        return (found.period or found.value) if found else None
    number = int(word("weekday", g["weekday"]))
    date = scene.weekday(number, g.get("rel", ""))
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
        return Reading("TIME", f"{base}T{'MO' if code == 'DW' else code}")
    return Reading("DATE", base)


def clock_of(g: Groups) -> tuple[int, int | None] | None:
    """Hour and minute that the groups tell; None when they tell none."""
    if "clockword" in g:
        return (12, 0) if word("clockword", g["clockword"]).startswith("12") else (24, 0)
    if "military" in g:
        hour, minute = int(g["military"][:2]), int(g["military"][2:])
        return (hour, minute) if hour <= 24 else None
    if "hourword" in g:
        hour = int(read_number(g["hourword"], grammar().words["cardinal"]) or 0)
        return afternoon(hour, g), None
    if "hour" not in g:
        return None
    hour = int(g["hour"])
    if "ampm" in g:
        hour = hour % 12 + int(word("ampm", g["ampm"])) if hour <= 12 else hour
    else:
        hour = afternoon(hour, g)
    return hour, int(g["minute"]) if "minute" in g else None


def afternoon(hour: int, g: Groups) -> int:
    """An hour of twelve put into the afternoon or evening that is told beside it."""
    part = word("part", g["part"]) if "part" in g else ""
    return hour + 12 if hour < 12 and (part in ("AF", "EV") or (part == "NI" and hour > 5)) else hour


def read_iso(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """ "2024-02-03", "2024-02-03T18:00"."""
    try:
        date = dt.date(int(g["year"]), int(g["monthnum"]), int(g["mday"]))
    except ValueError:
        return None
    return refine(date, {k: v for k, v in g.items() if k in ("hour", "minute")})


def read_numeric(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """ "10/7/2023": month first unless the numbers or the text's habit say otherwise."""
    one, two, year = int(g["one"]), int(g["two"]), full_year(g["year"])
    day_first = one > 12 or (two <= 12 and (scene.day_first or g["sep"] == "."))
    day, month = (one, two) if day_first else (two, one)
    try:
        return of(periods.day(dt.date(year, month, day)))
    except ValueError:
        return None


def read_named(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """A day that has a name of its own: "9/11"."""
    value = word("named", g["named"])
    return of(periods.day(value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))))


def read_holiday(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """A holiday, fixed or movable."""
    rule = str(word("holiday", g["holiday"]))
    if "year" in g:
        return of(periods.day(holiday_date(rule, int(g["year"]))))
    if scene.anchor is None:
        return Reading("DATE", f"XXXX-{rule}" if re.fullmatch(r"\d\d-\d\d", rule) else "XXXX-XX-XX")
    today = scene.anchor.date()
    dates = [holiday_date(rule, today.year + n) for n in (-1, 0, 1)]
    near = min(d for d in dates if d >= today) - today
    ahead = g.get("rel") not in ("last", "this past") and (
        g.get("rel") == "next" or scene.direction > 0 or near.days <= _SOON
    )
    date = min(d for d in dates if d >= today) if ahead else max(d for d in dates if d <= today)
    return of(periods.day(date))


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


# ------------------------------------------------------------------------------------------- parts and the clock


def read_part(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """ "this morning", "last night", "overnight", "in the evening"."""
    code = str(s["part"]) if "part" in s else str(word("part", g["part"]))
    rel = str(s.get("rel") or g.get("rel") or "that")
    shift = {"last": -1, "yesterday": -1, "overnight": -1, "tomorrow": 1}.get(rel, 0)
    date = scene.today(shift)
    if rel in ("that", "the same"):
        date = scene.day_before_this() or date
    if date is None:
        return Reading("TIME", f"XXXX-XX-XXT{'MO' if code == 'DW' else code}")
    return of(periods.part(date, code))


def read_overnight(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """ "overnight Friday", "overnight on Friday to Saturday": the night that begins on the first day."""
    date = scene.weekday(int(word("weekday", g["weekday"])), "")
    if date is None:
        return Reading("TIME", f"XXXX-WXX-{int(word('weekday', g['weekday'])) + 1}TNI")
    if "into" in g:  # the night lies for the most part after midnight
        night = periods.part(date + dt.timedelta(days=1), "ON")
        return Reading("TIME", f"{date.isoformat()}TNI", night)
    return of(periods.part(date, "NI"))


def read_clock_part(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """ "8 p.m. last night", "this morning at 6:30"."""
    moment = clock_of(g)
    shift = {"last": -1, "yesterday": -1, "tomorrow": 1}.get(g.get("rel", "this"), 0)
    if moment is None:
        return None
    if g.get("rel") == "last" and moment[0] < 6:  # "1 a.m. last night" is today
        shift = 0
    date = scene.today(shift)
    if date is None:
        return Reading("TIME", f"XXXX-XX-XXT{moment[0]:02d}:{moment[1] or 0:02d}")
    return of(periods.clock(date, *moment))


def read_clock(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """A time of the clock on the day that was spoken of, else on the anchor's."""
    moment = clock_of(g)
    if moment is None:
        return None
    hour, minute = moment
    date = scene.day_before_this() or scene.today(0)
    if date is None:
        return Reading("TIME", f"XXXX-XX-XXT{hour:02d}:{minute or 0:02d}")
    if hour == 24 and g.get("near", "").endswith("after"):
        hour = 0
    before = scene.reference
    if before is not None and before.unit == "part":
        if before.start.hour >= 18 and hour < 6:  # "Saturday night … about 1 a.m."
            date += dt.timedelta(days=1)
        elif before.start.hour == 0 and hour >= 18:  # "overnight … just before midnight"
            date -= dt.timedelta(days=1)
    return of(to_the_hour(date, hour, minute, g))


def to_the_hour(date: dt.date, hour: int, minute: int | None, g: Groups) -> Period:
    """A time of the clock; "just before midnight" is the last hour of the day."""
    if hour == 24 and g.get("near", "").split(" ")[-1] in ("before", "about", "around", "nearly", "approximately"):
        return periods.clock(date, 23, None)
    return periods.clock(date, hour, minute)


# ---------------------------------------------------------------------------------- weeks, months, years and more


def read_month(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """ "October", "last June", "mid-November 1989"."""
    month = int(word("month", g["month"]))
    year = int(g["year"]) if "year" in g else scene.year_of_month(month, g.get("rel", ""))
    if "relyear" in g:
        year = scene.year(g["relyear"])
    return of(periods.month(year, month)) if year else Reading("DATE", f"XXXX-{month:02d}")


def read_year_number(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """ "1994", "the end of 1990", "fiscal 1989"."""
    return of(periods.year(int(g["year"])))


def read_year_words(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """ "nineteen seventy-nine"."""
    year = read_year(g["yearwords"], grammar().words["cardinal"])
    return of(periods.year(year)) if year else None


def read_decade(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """ "the late 1980s", "the '90s", "the sixties"."""
    digit = int(g["decade"]) if "decade" in g else int(word("decadename", g["decadename"]))
    century = int(g["century"]) if g.get("century") else (20 if digit <= 2 and "decade" in g else 19)
    return of(periods.decade(century * 100 + digit * 10))


def read_century(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """ "the 19th century"."""
    number = int(g["nth"]) if "nth" in g else int(word("centuryname", g["centuryname"]))
    return of(periods.century(number)) if 1 <= number <= 30 else None


def read_quarter(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """ "the third quarter", "the 1988 second quarter", "fourth-quarter"."""
    number = int(word("ordinal", g["ordinal"]))
    year = int(g["year"]) if "year" in g else None
    if "relyear" in g:
        year = scene.year(g["relyear"])
    elif year is None:
        year = scene.year_of_quarter(number)
    return of(periods.quarter(year, number)) if year else Reading("DATE", f"XXXX-Q{number}")


def read_focus(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """ "the quarter": the one that was spoken of."""
    return of(scene.focus) if isinstance(scene.focus, Period) and g["unit"] == "quarter" else None


def read_latest(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """ "the latest quarter": the one that was spoken of if it is over, else the last that is over."""
    if isinstance(scene.focus, Period) and scene.anchor and scene.focus.end <= scene.anchor:
        return of(scene.focus)
    period = scene.around("Q", -1)
    return of(period) if period else None


def read_year_ago(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """ "a year ago", "the year-earlier quarter": the same quarter, months or year, one year before."""
    focus = scene.focus
    if isinstance(focus, Period):
        return of(periods.quarter(focus.start.year - 1, (focus.start.month + 2) // 3))
    if focus and "unit" in g:
        return Reading("DURATION", focus)
    year = scene.year("last")
    return of(periods.year(year)) if year else Reading("DATE", "XXXX")


def read_half(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """ "the first half of 1989"."""
    number = int(word("ordinal", g["ordinal"]))
    year = int(g["year"]) if "year" in g else scene.year(g["relyear"])
    return of(periods.half(year, number)) if year else Reading("DATE", f"XXXX-H{number}")


def read_season(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """ "this fall", "the summer of 1994", "last winter"."""
    code = str(word("season", g["season"]))
    year = int(g["year"]) if "year" in g else scene.year_of_season(code, g.get("rel", ""))
    return of(periods.season(year, code)) if year else Reading("DATE", f"XXXX-{code}")


def read_relative(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """ "last week", "this year", "next month", "the weekend", "the end of the year"."""
    relative = s.get("relative")
    shift = int(word("relative", g["relative"])) if "relative" in g else 0
    unit = unit_of(g.get("unit", "quarter"))
    if g.get("unit", "").endswith("s"):
        return Reading("DURATION", f"PX{timex(unit)}")
    if unit == "D" and relative is None:
        date = scene.day_before_this() if shift else None
        return of(periods.day(date + dt.timedelta(days=shift))) if date else None
    if unit in ("TS", "TM", "TH", "N", "ML"):
        return None
    if unit == "E":
        return weekend(g, scene, shift)
    period = scene.around(unit, shift)
    if period is None:
        return Reading("DATE", {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX", "Y": "XXXX"}.get(unit, "XXXX"))
    return of(period)


def weekend(g: Groups, scene: Scene, shift: int) -> Reading:
    """The weekend meant: that of "this" or "the" weekend is behind or ahead, as the verb tells."""
    today = scene.today(0)
    if today is None:
        return Reading("DATE", "XXXX-WXX-WE")
    weeks = shift
    if shift <= 0 and scene.direction <= 0 and today.weekday() < 5:
        weeks = -1
    return of(periods.weekend(today + dt.timedelta(weeks=weeks)))


# ------------------------------------------------------------------------------------------- offsets and durations


def number_of(g: Groups, name: str = "count") -> float | None:
    """The number of a group; None when vague, when a range, or when there is none."""
    if g.get("upto") not in (None, "more", "so"):
        return None
    return read_number(g[name], grammar().words["cardinal"]) if name in g else None


def timex(unit: str) -> str:
    """The unit as it stands in a duration's value, without the T of times."""
    return _UNIT_CODE.get(unit, unit[-1] if unit.startswith("T") else unit)


def read_offset(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """ "three weeks ago", "two days from now": counted from the anchor."""
    sign = int(s["sign"])
    count = number_of(g)
    if count is None:
        return Reading("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF")
    today = scene.today(0)
    if today is None:
        return Reading("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF")
    unit = unit_of(g["unit"])
    if unit in ("TH", "TM", "TS"):
        return moments(count, unit, sign, scene)
    period = offset(today, unit, sign * count)
    return of(period) if period else None


def moments(count: float, unit: str, sign: int, scene: Scene) -> Reading | None:
    """Hours and minutes from the anchor; a TIME on its day when the anchor has no time of day."""
    if scene.anchor is None:
        return None
    seconds = {"TH": 3600, "TM": 60, "TS": 1}[unit] * count * sign
    if not scene.timed:
        return Reading("TIME", scene.anchor.date().isoformat() + "TXX", periods.day(scene.anchor.date()))
    then = scene.anchor + dt.timedelta(seconds=seconds)
    return of(periods.clock(then.date(), then.hour, None if unit == "TH" else then.minute))


def offset(origin: dt.date, unit: str, count: float) -> Period | None:
    """The period that lies so many units from a day; halves of years are counted in months."""
    try:
        if unit == "Y" and count % 1:
            return periods.containing("M", origin, round(count * 12))
        if unit == "E":
            return periods.weekend(origin + dt.timedelta(weeks=round(count)))
        return periods.containing(unit, origin, round(count))
    except (ValueError, OverflowError):
        return None


def read_later(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """ "two days later", "a week earlier": counted from what was spoken of; a duration when nothing was."""
    count, origin = number_of(g), scene.day_before_this()
    if count is None:
        return Reading("DATE", "PAST_REF" if int(s["sign"]) < 0 else "FUTURE_REF")
    if origin is None:
        return read_duration(g, scene, s)
    period = offset(origin, unit_of(g["unit"]), int(s["sign"]) * count)
    return of(period) if period else None


def read_anaphor(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """ "the next day", "that night", "the same year": counted from what was spoken of."""
    origin = scene.day_before_this()
    shift = int(s["shift"])
    if origin is None:
        if shift == 0 or scene.anchor is None:
            return None
        origin = scene.anchor.date()
    part = grammar().words["part"].get(g["unit"])
    if part:
        return of(periods.part(origin + dt.timedelta(days=shift), str(part)))
    period = offset(origin, unit_of(g["unit"]), shift)
    return of(period) if period else None


def read_duration(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """ "two and a half years", "four-day", "several months"."""
    if g.get("unit", "").startswith("moment"):
        return None
    unit = unit_of(g["unit"])
    count = 1.0 if s.get("count") == "one" else number_of(g)
    if "half" in g and count is not None:
        count += 0.5
    value = duration(unit, count)
    if "unit2" in g:
        second = duration(unit_of(g["unit2"]), number_of(g, "count2"))
        value += second.removeprefix("P").removeprefix("T" if "T" in value else "")
    return Reading("DURATION", value)


def duration(unit: str, count: float | None) -> str:
    """The TIMEX3 value of so many units; X when the number is not known."""
    head = "PT" if unit.startswith("T") else "P"
    if count is None:
        return f"{head}X{timex(unit)}"
    count *= {"Q": 3, "F": 2, "DE": 10, "C": 100, "ML": 1000}.get(unit, 1)
    unit = {"Q": "M", "F": "W", "DE": "Y", "C": "Y", "ML": "Y"}.get(unit, unit)
    whole, rest = int(count), count - int(count)
    out = head if whole == 0 and rest else f"{head}{whole}{timex(unit)}"
    if rest:
        lower, factor = {"Y": ("M", 12), "TM": ("S", 60), "TH": ("M", 60)}.get(unit, ("", 0))
        if not lower:
            return f"{head}{count:g}{timex(unit)}"
        out += f"{round(rest * factor)}{lower}"
    return out


def read_vague(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """ "weeks", "recent months", "some time"."""
    if "value" in s:
        return Reading("DURATION", str(s["value"]))
    return Reading("DURATION", duration(unit_of(g["unit"]), None))


def read_past_unit(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """ "the past year", "the past decade": as long as one unit, up to the anchor."""
    return Reading("DURATION", duration(unit_of(g["unit"]), 1.0))


# ------------------------------------------------------------------------------------------------ sets, references


def read_every(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """ "every day", "each Friday", "Fridays", "a year" as a rate."""
    if "weekday" in g or "weekdays" in g:
        number = word("weekday", g["weekday"]) if "weekday" in g else word("weekdays", g["weekdays"])
        return Reading("SET", f"XXXX-WXX-{number + 1}")
    if "part" in g:
        return Reading("SET", f"XXXX-XX-XXT{word('part', g['part'])}")
    if "month" in g:
        return Reading("SET", f"XXXX-{word('month', g['month']):02d}")
    unit = unit_of(g["unit"])
    if unit == "Q" and "count" not in g:
        return Reading("SET", "P1Q")
    count = {"other": 2.0, "few": None}.get(g.get("count", "single"), 1.0)
    if g.get("count", "other") not in ("other", "few", "single"):
        count = number_of(g)
    return Reading("SET", duration(unit, count))


def read_often(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """ "daily", "annually"."""
    return Reading("SET", str(word("often", g["often"])))


def read_ref(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """ "now", "the future", "recently"."""
    return Reading("DATE", str(s["value"] if "value" in s else word("refword", g["refword"])))


READINGS: dict[str, Callable[[Groups, Scene, Settings], Reading | None]] = {
    "day": read_day, "iso": read_iso, "numeric": read_numeric, "named": read_named, "holiday": read_holiday,
    "part": read_part, "overnight": read_overnight, "clock": read_clock, "clockpart": read_clock_part, "month": read_month,
    "year": read_year_number, "yearwords": read_year_words, "decade": read_decade, "century": read_century,
    "quarter": read_quarter, "focus": read_focus, "latest": read_latest, "yearago": read_year_ago, "half": read_half, "season": read_season,
    "relative": read_relative, "offset": read_offset, "later": read_later, "anaphor": read_anaphor,
    "duration": read_duration, "vague": read_vague, "pastunit": read_past_unit, "every": read_every,
    "often": read_often, "ref": read_ref,
}  # fmt: skip
