"""A found event says whether it lies in the time that was asked for or only overlaps it."""

from __future__ import annotations

import pytest

from app.domain.time import EventTime
from app.query import parse_filter
from app.query.result_rows import time_match
from tests.factories import make_time

MONTH = ("2024-02-01T00:00:00", "2024-03-01T00:00:00")


@pytest.mark.parametrize(
    ("time", "asked", "expected"),
    [
        (make_time(), "2024-02-02", "within"),
        (make_time(), "2024-02", "within"),
        (make_time(), "2024-02-02/..", "within"),
        (make_time(), "2024-02-02T10:00:00", "overlaps"),
        (make_time(*MONTH), "2024-02-02", "overlaps"),
        (make_time(*MONTH), "../2024-02-29", "within"),
        (make_time(*MONTH), "../2024-02-28", "overlaps"),
        (make_time("2024-02-02", None), "2024-02-02", "overlaps"),
        (make_time("2024-02-02", None), "2024-02-02/..", "within"),
        (make_time(None, "2024-02-02"), "2023/..", "overlaps"),
        (make_time(), "../..", None),
        (None, "2024-02-02", None),
    ],
)
def test_how_surely_it_was_then(time: EventTime | None, asked: str, expected: str | None) -> None:
    assert time_match(time, parse_filter([("datetime", asked)]).time) == expected
