"""The parts of the time component that need no text: the calendar, numbers, holidays, the grammar's data."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.nlp.components.times import periods
from app.nlp.components.times.grammar import grammar
from app.nlp.components.times.holidays import easter, holiday_date
from app.nlp.components.times.lookalikes import CHECKS
from app.nlp.components.times.numbers import read_number, read_year
from app.nlp.components.times.readings import READINGS
from app.nlp.components.times.scene import Scene

CARDINALS = grammar().words["cardinal"]
DATES = st.dates(dt.date(1000, 1, 1), dt.date(2990, 12, 31))


@pytest.mark.parametrize(
    ("text", "number"),
    [("two", 2), ("twenty-one", 21), ("2 1/2", 2.5), ("1,200", 1200), ("a", 1), ("half an", 0.5), ("a dozen", 12),
     ("two hundred and six", 206), ("three thousand", 3000), ("a couple", 2), ("several", None), ("a few", None)],
)  # fmt: skip
def test_numbers(text: str, number: float | None) -> None:
    assert read_number(text, CARDINALS) == number


@pytest.mark.parametrize(
    ("text", "year"), [("nineteen seventy-nine", 1979), ("two thousand four", 2004), ("twenty ten", 2010)]
)
def test_years_in_words(text: str, year: int) -> None:
    assert read_year(text, CARDINALS) == year


@pytest.mark.parametrize(
    ("rule", "year", "day"),
    [("12-25", 2023, "2023-12-25"), ("4 thu 11", 1999, "1999-11-25"), ("-1 mon 05", 2024, "2024-05-27"),
     ("1 tue 11 +1", 1998, "1998-11-03"), ("1 tue 11 +1", 2022, "2022-11-08"), ("easter -2", 2024, "2024-03-29"),
     ("4 thu 11 +1", 2023, "2023-11-24")],
)  # fmt: skip
def test_holidays(rule: str, year: int, day: str) -> None:
    assert holiday_date(rule, year).isoformat() == day


def test_easter_is_a_sunday_of_spring() -> None:
    assert all(easter(year).weekday() == 6 and easter(year).month in (3, 4) for year in range(1900, 2100))


@settings(max_examples=200)
@given(DATES, st.sampled_from(["D", "W", "M", "Q", "Y", "DE", "C"]), st.integers(-5, 5))
def test_periods_follow_one_another(date: dt.date, unit: str, shift: int) -> None:
    here, there = periods.containing(unit, date, shift), periods.containing(unit, date, shift + 1)
    assert here is not None
    assert there is not None
    assert here.start < here.end == there.start
    assert here.value < there.value or unit == "W"


@given(DATES, st.sampled_from(sorted(periods.PARTS)))
def test_parts_begin_on_their_day(date: dt.date, code: str) -> None:
    part = periods.part(date, code)
    assert part.start.date() == date
    assert part.end - part.start <= dt.timedelta(hours=13)


@given(DATES.filter(lambda d: d.year > 1010), st.integers(0, 6))
def test_last_and_next_weekdays_lie_around_the_anchor(date: dt.date, number: int) -> None:
    scene = Scene(periods.midnight(date))
    last, coming = scene.weekday(number, "last"), scene.weekday(number, "next")
    assert last is not None
    assert coming is not None
    assert last < date < coming
    assert last.weekday() == coming.weekday() == number
    assert (coming - last).days in (7, 14)


def test_every_rule_has_its_reading_and_check() -> None:
    for rule in grammar().rules:
        assert rule.reading in READINGS or rule.reading == "nothing"
        assert rule.check is None or rule.check in CHECKS
        assert rule.needs <= set(grammar().words) | {"year", "clocktime", "numeric", "decade", "special"}


def test_every_reading_and_check_has_a_rule() -> None:
    assert {rule.reading for rule in grammar().rules} - {"nothing"} == set(READINGS)
    assert {rule.check for rule in grammar().rules} - {None} == set(CHECKS)
