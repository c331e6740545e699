"""Readings: what a matched expression means against the anchor and what was said before.

Each takes the named groups of a match, the scene and the rule's settings, and gives a ``Reading``; None means that the
words are no time expression after all. What cannot be resolved stays partial ("XXXX-10-07").
"""

from __future__ import annotations

from collections.abc import Callable

from app.nlp.components.times import amounts, clock, days, holidays, spans, weeks
from app.nlp.components.times.reading import Groups, Reading, Settings
from app.nlp.components.times.scene import Scene

READINGS: dict[str, Callable[[Groups, Scene, Settings], Reading | None]] = {
    "day": days.read_day,
    "iso": days.read_iso,
    "numeric": days.read_numeric,
    "named": days.read_named,
    "holiday": holidays.read_holiday,
    "part": clock.read_part,
    "overnight": clock.read_overnight,
    "clock": clock.read_clock,
    "clocknext": clock.read_clock_next,
    "clockpart": clock.read_clock_part,
    "nthweekday": weeks.read_nth_weekday,
    "nthweek": weeks.read_nth_week,
    "weekof": weeks.read_week_of,
    "month": spans.read_month,
    "year": spans.read_year_number,
    "years": spans.read_years,
    "yearwords": spans.read_year_words,
    "decade": spans.read_decade,
    "century": spans.read_century,
    "quarter": spans.read_quarter,
    "focus": spans.read_focus,
    "latest": spans.read_latest,
    "yearago": spans.read_year_ago,
    "half": spans.read_half,
    "season": spans.read_season,
    "relative": spans.read_relative,
    "offset": amounts.read_offset,
    "later": amounts.read_later,
    "anaphor": amounts.read_anaphor,
    "duration": amounts.read_duration,
    "vague": amounts.read_vague,
    "pastunit": amounts.read_past_unit,
    "every": amounts.read_every,
    "often": amounts.read_often,
    "ref": amounts.read_ref,
}
