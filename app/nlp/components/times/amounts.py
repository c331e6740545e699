"""Counted and uncounted time: "three weeks ago", "two days later", "four-day", "every week", "now"."""

from __future__ import annotations

import datetime as dt

from app.nlp.components.times import periods
from app.nlp.components.times.grammar import grammar
from app.nlp.components.times.periods import Period
from app.nlp.components.times.reading import Groups, Reading, Settings, number_of, of, timex, unit_of, word
from app.nlp.components.times.scene import Scene


def read_offset(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """ "three weeks ago", "two days from now": counted from the anchor."""
    sign = int(s["sign"])
    count = number_of(g)
    if count is None:
        return Reading("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF")
    count += 0.5 if "half" in g else 0
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
    """The period that lies ``count`` units from a day; halves of years are counted in months."""
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


def read_duration(g: Groups, _scene: Scene, s: Settings) -> Reading | None:
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
    """The TIMEX3 value of ``count`` units; X when the number is not known."""
    head = "PT" if unit.startswith("T") else "P"
    if count is None:
        return f"{head}X{timex(unit)}"
    if unit == "Y" and count >= 1000 and count % 1000 == 0:  # "two thousand years" are two millennia
        count, unit = count / 1000, "ML"
    count *= {"Q": 3, "F": 2, "DE": 10, "C": 100}.get(unit, 1)
    unit = {"Q": "M", "F": "W", "DE": "Y", "C": "Y"}.get(unit, unit)
    whole, rest = int(count), count - int(count)
    out = head if whole == 0 and rest else f"{head}{whole}{timex(unit)}"
    if rest:
        lower, factor = {"Y": ("M", 12), "TM": ("S", 60), "TH": ("M", 60)}.get(unit, ("", 0))
        if not lower:
            return f"{head}{count:g}{timex(unit)}"
        out += f"{round(rest * factor)}{lower}"
    return out


def read_vague(g: Groups, _scene: Scene, s: Settings) -> Reading | None:
    """ "weeks", "recent months", "some time"."""
    if "value" in s:
        return Reading("DURATION", str(s["value"]))
    return Reading("DURATION", duration(unit_of(g["unit"]), None))


def read_past_unit(g: Groups, _scene: Scene, _s: Settings) -> Reading | None:
    """ "the past year", "the past decade": as long as one unit, up to the anchor."""
    return Reading("DURATION", duration(unit_of(g["unit"]), 1.0))


def read_every(g: Groups, _scene: Scene, _s: Settings) -> Reading | None:
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


def read_often(g: Groups, _scene: Scene, _s: Settings) -> Reading | None:
    """ "daily", "annually"."""
    return Reading("SET", str(word("often", g["often"])))


def read_ref(g: Groups, _scene: Scene, s: Settings) -> Reading | None:
    """ "now", "the future", "recently"."""
    return Reading("DATE", str(s["value"] if "value" in s else word("refword", g["refword"])))
