"""The scene against which an expression is read: the anchor, the direction of the verb, what was spoken of before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from app.nlp.components.times import periods
from app.nlp.components.times.context import cues
from app.nlp.components.times.periods import Period

_FAR_AHEAD = 300  # days; a day of the year that lies further ahead than this is read as past

_SLACK = 7  # days by which a text may run ahead of its day of publication

_NEAR_AHEAD = 45  # days within which a day of the year lies ahead where no verb gives its direction
_WEEKDAY_REACH = 400  # days from the anchor within which a weekday decides the year of its date


class Scene:
    """What is known when an expression is read; the component moves it through the text.

    Parameters
    ----------
    anchor
        The day or moment of publication (naive), None when unknown.
    timed
        Whether the anchor has a time of day.
    day_first
        Whether "3/2/2024" is the third of February in this text; None: unknown.
    country
        The outlet's country, by whose calendar "Independence Day" is read.
    """

    def __init__(
        self,
        anchor: dt.datetime | None,
        *,
        timed: bool = False,
        day_first: bool | None = None,
        country: str | None = None,
    ) -> None:
        self.anchor = anchor
        self.timed = timed
        self.day_first = day_first
        self.country = country
        #: the last day, or part of one, that was spoken of
        self.reference: Period | None = None
        #: the first day that the text names: where it states a clock time before a day
        self.fallback: dt.date | None = None
        #: the quarter of which a business text speaks, or the value of a duration ("P9M")
        self.focus: Period | str | None = None
        #: the year that the running paragraph gave explicitly
        self.story_year: int | None = None
        self._direction: Callable[[], int] | int = 0

    @property
    def direction(self) -> int:
        """-1 the verb looks back, 2 it looks ahead, 1 it may, 0 unknown; computed on first use."""
        if not isinstance(self._direction, int):
            self._direction = self._direction()
        return self._direction

    def look(self, direction: Callable[[], int]) -> None:
        """Set how the direction is found for the expression that comes next."""
        self._direction = direction

    def today(self, shift: int) -> dt.date | None:
        """The anchor's day, some days on."""
        return self.anchor.date() + dt.timedelta(days=shift) if self.anchor else None

    def day_before_this(self) -> dt.date | None:
        """The day that was spoken of last."""
        return self.reference.date if self.reference else self.fallback

    def around(self, unit: str, shift: int) -> Period | None:
        """The anchor's week, month, year …, some units on."""
        return periods.containing(unit, self.anchor.date(), shift) if self.anchor else None

    def year(self, relative: str) -> int | None:
        """The year of "last year", "next year", any other word: this year."""
        if self.anchor is None:
            return None
        return self.anchor.year + {"last": -1, "next": 1}.get(relative, 0)

    def ahead(self, date: dt.date) -> bool:
        """Whether a date lies after the anchor."""
        return self.anchor is not None and date > self.anchor.date() + dt.timedelta(days=1)

    def day_of_month(self, number: int) -> dt.date | None:
        """The day of a number alone ("on the 25th"): the last one, the next when the verb looks ahead."""
        if self.anchor is None:
            return None
        today, step = self.anchor.date(), 1 if self.direction > 1 else -1
        for months in range(4):
            month = periods.add_months(today.replace(day=1), step * months)
            date = a_date(month.year, month.month, number)
            if date and (date >= today if step > 0 else date <= today):
                return date
        return None

    def weekday(self, number: int, relative: str) -> dt.date | None:
        """The day of a weekday (Monday 0): the last one up to the anchor, the next when the verb looks ahead."""
        if self.anchor is None:
            return None
        today = self.anchor.date()
        back = (today.weekday() - number) % 7
        if relative in cues("looking_back"):
            return today - dt.timedelta(days=back or 7)
        if relative in cues("looking_ahead"):
            return today + dt.timedelta(days=7 - back)
        if self.direction > 1 or (
            relative == "this" and self.direction > 0
        ):  # the present tense is that of headlines: "Teen suffers wound Saturday"
            return today + dt.timedelta(days=-back % 7)
        return today - dt.timedelta(days=back)

    def year_of_day(self, month: int, day: int, weekday: int | None) -> int | None:
        """The year of a day and month without one. Raises ``ValueError`` when no year has that day."""
        dt.date(2000, month, day)
        if self.anchor is None:
            return self.story_year
        today = self.anchor.date()
        dates = [date for year in range(today.year - 4, today.year + 5) if (date := a_date(year, month, day))]
        fitting = [d for d in dates if d.weekday() == weekday and abs(d - today).days <= _WEEKDAY_REACH]
        if fitting:
            return min(fitting, key=lambda d: abs(d - today)).year
        if self.story_year is not None and self.story_year < today.year and self.direction <= 0:
            return self.story_year
        if self.direction > 0:
            ahead = min(d for d in dates if d >= today)
            if (ahead - today).days < _FAR_AHEAD:
                return ahead.year
        behind = max(d for d in dates if d <= today + dt.timedelta(days=1))
        soon = min((d for d in dates if d > today), default=behind)
        # The given day of publication may be a few days too early.
        reach = _SLACK if self.direction < 0 else _NEAR_AHEAD
        return soon.year if (soon - today).days <= reach and (today - behind).days > _FAR_AHEAD else behind.year

    def year_of_month(self, month: int, relative: str) -> int | None:
        """The year of a month without one."""
        if self.anchor is None:
            return self.story_year
        today = self.anchor.date()
        if relative in cues("looking_back"):
            # "last February" in March is the year before: of the one just gone people say "last month".
            behind = (today.month - month) % 12
            return today.year - (1 if month > today.month or behind in (0, 1) else 0)
        if relative in cues("looking_ahead") or self.direction > 0:
            return today.year + (month < today.month or (month == today.month and relative in cues("looking_ahead")))
        if self.story_year is not None and self.story_year < today.year:
            return self.story_year
        if self.direction == 0 and 0 < month - today.month <= 2:  # "the visit in September", written in August
            return today.year
        return today.year - (month > today.month)

    def year_of_quarter(self, number: int) -> int | None:
        """The year of a quarter without one; the running quarter counts as reported."""
        if self.anchor is None:
            return None
        current = (self.anchor.month + 2) // 3
        if self.direction > 0 and number % 4 + 1 != current:  # the quarter just over is one to be reported
            return self.anchor.year + (number < current)
        return self.anchor.year - (number > current)

    def year_of_season(self, code: str, relative: str) -> int | None:
        """The year of a season without one; a winter carries the year of its December."""
        if self.anchor is None:
            return None
        starts = [periods.season(year, code) for year in range(self.anchor.year - 2, self.anchor.year + 2)]
        if relative in cues("looking_ahead") or (relative not in cues("looking_back") and self.direction > 0):
            return next(
                p.start.year
                for p in starts
                if p.end > self.anchor and (relative == "this" or not inside(p, self.anchor) or relative == "")
            )
        if relative in cues("looking_back"):
            return max(p.start.year for p in starts if p.end <= self.anchor)
        return max(p.start.year for p in starts if p.start <= self.anchor)


def inside(period: Period, moment: dt.datetime) -> bool:
    """Whether a moment lies in a period."""
    return period.start <= moment < period.end


def a_date(year: int, month: int, day: int) -> dt.date | None:
    """The date, or None where the year has no such day (29 February)."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
