"""Weeks, months, quarters, seasons, years, decades and centuries."""

from __future__ import annotations

import datetime as dt

from app.nlp.components.times import periods
from app.nlp.components.times.grammar import grammar
from app.nlp.components.times.numbers import read_year
from app.nlp.components.times.periods import Period
from app.nlp.components.times.reading import Groups, Reading, Settings, of, timex, unit_of, word
from app.nlp.components.times.scene import Scene

_DECADES_FROM = 19  # "the 1800s" are a century, "the 1900s" the first years of one


def read_month(g: Groups, scene: Scene, _s: Settings) -> Reading | None:
    """ "October", "last June", "mid-November 1989"."""
    month = int(word("month", g["month"]))
    year = int(g["year"]) if "year" in g else scene.year_of_month(month, g.get("rel", ""))
    if "relyear" in g:
        year = scene.year(g["relyear"])
    return of(periods.month(year, month)) if year else Reading("DATE", f"XXXX-{month:02d}")


def read_year_number(g: Groups, _scene: Scene, _s: Settings) -> Reading | None:
    """ "1994", "the end of 1990", "fiscal 1989"."""
    return of(periods.year(int(g["year"])))


def read_years(g: Groups, _scene: Scene, _s: Settings) -> Reading | None:
    """ "1939-45", "2019/20"."""
    first, text = int(g["year"]), g["year2"]
    last = int(text) if len(text) == 4 else first // 100 * 100 + int(text)
    if not first < last <= first + 100:
        return None
    start, end = periods.year(first), periods.year(last)
    return of(Period("span", start.start, end.end, f"{first}/{last}"))


def read_year_words(g: Groups, _scene: Scene, _s: Settings) -> Reading | None:
    """ "nineteen seventy-nine"."""
    year = read_year(g["yearwords"], grammar().words["cardinal"])
    return of(periods.year(year)) if year else None


def read_decade(g: Groups, _scene: Scene, _s: Settings) -> Reading | None:
    """ "the late 1980s", "the '90s", "the sixties"."""
    digit = int(g["decade"]) if "decade" in g else int(word("decadename", g["decadename"]))
    century = int(g["century"]) if g.get("century") else (20 if digit <= 2 and "decade" in g else 19)
    if digit == 0 and century < _DECADES_FROM:
        return of(periods.century(century + 1))  # "the 1700s"
    return of(periods.decade(century * 100 + digit * 10))


def read_century(g: Groups, _scene: Scene, _s: Settings) -> Reading | None:
    """ "the 19th century"."""
    number = int(g["nth"]) if "nth" in g else int(word("centuryname", g["centuryname"]))
    return of(periods.century(number)) if 1 <= number <= 30 else None


def read_quarter(g: Groups, scene: Scene, _s: Settings) -> Reading | None:
    """ "the third quarter", "the 1988 second quarter", "fourth-quarter"."""
    number = int(word("quartername", g["quartername"]) if "quartername" in g else word("ordinal", g["ordinal"]))
    year = int(g["year"]) if "year" in g else None
    if "relyear" in g:
        year = scene.year(g["relyear"])
    elif year is None:
        year = scene.year_of_quarter(number)
    return of(periods.quarter(year, number)) if year else Reading("DATE", f"XXXX-Q{number}")


def read_focus(g: Groups, scene: Scene, _s: Settings) -> Reading | None:
    """ "the quarter": the one that was spoken of."""
    return of(scene.focus) if isinstance(scene.focus, Period) and g["unit"] == "quarter" else None


def read_latest(_g: Groups, scene: Scene, _s: Settings) -> Reading | None:
    """ "the latest quarter": the one that was spoken of if it is over, else the last that is over."""
    if isinstance(scene.focus, Period) and scene.anchor and scene.focus.end <= scene.anchor:
        return of(scene.focus)
    period = scene.around("Q", -1)
    return of(period) if period else None


def read_year_ago(g: Groups, scene: Scene, _s: Settings) -> Reading | None:
    """ "a year ago", "the year-earlier quarter": the same quarter, months or year, one year before."""
    focus = scene.focus
    if isinstance(focus, Period):
        return of(periods.quarter(focus.start.year - 1, (focus.start.month + 2) // 3))
    if focus and "unit" in g:
        return Reading("DURATION", focus)
    year = scene.year("last")
    return of(periods.year(year)) if year else Reading("DATE", "XXXX")


def read_half(g: Groups, scene: Scene, _s: Settings) -> Reading | None:
    """ "the first half of 1989"."""
    number = int(word("halfname", g["halfname"]) if "halfname" in g else word("ordinal", g["ordinal"]))
    year = int(g["year"]) if "year" in g else scene.year(g["relyear"])
    return of(periods.half(year, number)) if year else Reading("DATE", f"XXXX-H{number}")


def read_season(g: Groups, scene: Scene, _s: Settings) -> Reading | None:
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
        return weekend(scene, shift)
    period = scene.around(unit, shift)
    if period is None:
        return Reading("DATE", {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX", "Y": "XXXX"}.get(unit, "XXXX"))
    return of(period)


def weekend(scene: Scene, shift: int) -> Reading:
    """The weekend of an expression: "this" or "the" weekend is behind or ahead, by the direction of the verb."""
    today = scene.today(0)
    if today is None:
        return Reading("DATE", "XXXX-WXX-WE")
    weeks = shift
    if shift <= 0 and scene.direction <= 0 and today.weekday() < 5:
        weeks = -1
    return of(periods.weekend(today + dt.timedelta(weeks=weeks)))
