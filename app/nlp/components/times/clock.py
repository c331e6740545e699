"""Parts of a day and times of the clock, alone or with "last night"."""

from __future__ import annotations

import datetime as dt

from app.nlp.components.times import periods
from app.nlp.components.times.grammar import grammar
from app.nlp.components.times.numbers import read_number
from app.nlp.components.times.periods import Period
from app.nlp.components.times.reading import Groups, Reading, Settings, of, word
from app.nlp.components.times.scene import Scene
from app.nlp.lexicon import word_list


def clock_of(g: Groups) -> tuple[int, int | None] | None:
    """Hour and minute in the groups; None when they have none."""
    if "clockword" in g:
        return (12, 0) if word("clockword", g["clockword"]).startswith("12") else (24, 0)
    if "military" in g:
        hour, minute = int(g["military"][:2]), int(g["military"][2:])
        return (hour, minute) if hour <= 24 else None
    if "fraction" in g:
        return fraction(g)
    if "hourword" in g:
        hour = int(read_number(g["hourword"], grammar().words["cardinal"]) or 0)
        return afternoon(hour, g), None
    if "hour" not in g:
        return None
    hour = afternoon(int(g["hour"]), g)
    return hour, int(g["minute"]) if "minute" in g else None


def fraction(g: Groups) -> tuple[int, int] | None:
    """ "half past six", "a quarter to nine"."""
    hour = afternoon(int(read_number(g["hourword"], grammar().words["cardinal"]) or 0), g)
    minutes = 30 if g["fraction"] == "half" else 15
    if not 1 <= hour <= 24:
        return None
    return (hour - 1, 60 - minutes) if g["side"] in ("to", "before") else (hour % 24, minutes)


def afternoon(hour: int, g: Groups) -> int:
    """An hour of twelve put into the half of the day that is stated beside it: "3 p.m.", "3 in the afternoon"."""
    if "ampm" in g:
        return hour % 12 + int(word("ampm", g["ampm"])) if hour <= 12 else hour
    part = word("part", g["part"]) if "part" in g else ""
    return hour + 12 if hour < 12 and (part in ("AF", "EV") or (part == "NI" and hour > 5)) else hour


def to_the_hour(date: dt.date, hour: int, minute: int | None, g: Groups) -> Period:
    """A time of the clock; "just before midnight" is the last hour of the day."""
    if hour == 24 and g.get("near", "").split(" ")[-1] in word_list("times_context.short_of"):
        return periods.clock(date, 23, None)
    return periods.clock(date, hour, minute)


def read_part(g: Groups, scene: Scene, s: Settings) -> Reading | None:
    """ "this morning", "last night", "overnight", "in the evening"."""
    code = str(s["part"]) if "part" in s else str(word("part", g["part"]))
    rel = str(s.get("rel") or g.get("rel") or "that")
    shift = {"last": -1, "yesterday": -1, "overnight": -1, "tomorrow": 1}.get(rel, 0)
    date = scene.today(shift)
    if rel in ("that", "the same"):
        date = scene.day_before_this() or date
    if date is None:
        return Reading("TIME", f"XXXX-XX-XXT{periods.written(code)}")
    return of(periods.part(date, code))


def read_overnight(g: Groups, scene: Scene, _s: Settings) -> Reading | None:
    """ "overnight Friday", "overnight on Friday to Saturday": the night that begins on the first day."""
    date = scene.weekday(int(word("weekday", g["weekday"])), "")
    if date is None:
        return Reading("TIME", f"XXXX-WXX-{int(word('weekday', g['weekday'])) + 1}TNI")
    if "into" in g:  # the night lies for the most part after midnight
        night = periods.part(date + dt.timedelta(days=1), "ON")
        return Reading("TIME", f"{date.isoformat()}TNI", night)
    return of(periods.part(date, "NI"))


def read_clock_part(g: Groups, scene: Scene, _s: Settings) -> Reading | None:
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


def read_clock_next(g: Groups, scene: Scene, _s: Settings) -> Reading | None:
    """ "4 a.m. the next day": counted from the day that was spoken of."""
    moment, origin = clock_of(g), scene.day_before_this()
    if moment is None or origin is None:
        return None
    return of(periods.clock(origin + dt.timedelta(days=1), *moment))


def read_clock(g: Groups, scene: Scene, _s: Settings) -> Reading | None:
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
