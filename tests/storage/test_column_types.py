"""How SQLite keeps moments: short, in the order of time, and exact."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.storage.column_types import short_moment

MOMENTS = st.one_of(
    st.datetimes(),
    st.datetimes().map(lambda m: m.replace(second=0, microsecond=0)),
    st.dates().map(lambda day: dt.datetime.combine(day, dt.time())),
)


@given(MOMENTS, MOMENTS)
def test_short_moments_are_exact_and_in_the_order_of_time(one: dt.datetime, other: dt.datetime) -> None:
    assert dt.datetime.fromisoformat(short_moment(one)) == one
    assert (short_moment(one) < short_moment(other)) is (one < other)


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (dt.datetime(2024, 2, 2), "2024-02-02"),
        (dt.datetime(2024, 2, 2, 0, 1), "2024-02-02 00:01"),
        (dt.datetime(2024, 2, 2, 10), "2024-02-02 10:00"),
        (dt.datetime(2024, 2, 2, 0, 0, 5), "2024-02-02 00:00:05"),
        (dt.datetime(2024, 2, 2, 9, 30, 0, 100), "2024-02-02 09:30:00.000100"),
        (dt.datetime(1, 1, 1), "0001-01-01"),
    ],
)
def test_only_zeros_at_the_end_are_left_out(moment: dt.datetime, text: str) -> None:
    assert short_moment(moment) == text
