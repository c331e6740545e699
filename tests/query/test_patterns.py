"""What the description of the API says of values is what the parser accepts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.query.parameters import parse_filter, patterns
from app.query.parameters.schemas import SCHEMAS
from app.query.parameters.values import box, change_or_moment, day_or_moment, point, span_of_time


@settings(max_examples=300, derandomize=True, deadline=None)
@given(text=st.from_regex(patterns.TIME, fullmatch=True))
def test_every_time_that_is_described_is_read(text: str) -> None:
    start, end = day_or_moment("date_from", text)
    assert start < end
    assert change_or_moment("updated_since", text) is not None
    assert re.search(patterns.INTERVAL, f"../{text}")
    assert span_of_time("datetime", f"../{text}") == (None, end)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(text=st.from_regex(patterns.POINT, fullmatch=True), other=st.from_regex(patterns.BOX, fullmatch=True))
def test_every_point_and_box_that_is_described_is_read(text: str, other: str) -> None:
    assert point("near", text)
    west, south, east, north = other.split(",")
    assert box("bbox", ",".join((west, min(south, north, key=float), east, max(south, north, key=float))))


@pytest.mark.parametrize("day", ["2024-02-29", "2000-02-29", "2024-12-31T23:59:59Z", "2024", "2024-02"])
def test_days_of_the_calendar_match(day: str) -> None:
    assert re.search(patterns.TIME, day)


@pytest.mark.parametrize("day", ["2023-02-29", "1900-02-29", "2024-04-31", "2024-13", "24", "2024-02-03T24:00", "x"])
def test_other_days_do_not(day: str) -> None:
    assert not re.search(patterns.TIME, day)


def test_every_country_code_that_is_listed_is_known() -> None:
    codes = SCHEMAS["Country"]["enum"]
    assert {"IQ", "IRQ", "XK", "UA"} <= set(codes)
    assert all(parse_filter([("country", code)]).countries for code in codes)
