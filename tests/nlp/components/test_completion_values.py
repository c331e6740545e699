"""Times of happenings as values: no model is needed."""

from __future__ import annotations

import pytest

from app.domain.time import EventTime
from app.nlp.components.completion.time_values import apart, best_of, inside

FRIDAY = EventTime("2024-02-02T00:00:00", "2024-02-03T00:00:00", "day", "2024-02-02", None, "expression")
NIGHT = EventTime("2024-02-02T01:30:00", "2024-02-02T01:31:00", "minute", "2024-02-02T01:30", None, "expression")
MORNING = EventTime("2024-02-02T06:00:00", "2024-02-02T12:00:00", "part_of_day", "2024-02-02TMO", None, "expression")
SATURDAY = EventTime("2024-02-03T00:00:00", "2024-02-04T00:00:00", "day", "2024-02-03", None, "expression")
FEBRUARY = EventTime("2024-02-01T00:00:00", "2024-03-01T00:00:00", "month", "2024-02", None, "expression")
SINCE = EventTime("2024-02-03T00:00:00", None, "span", "2024-02-03", None, "expression")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (NIGHT, MORNING, False),  # one day, though no hour in common
        (FRIDAY, SATURDAY, True),  # the day ends as the next begins
        (SATURDAY, FRIDAY, True),
        (FRIDAY, FEBRUARY, False),
        (FRIDAY, SINCE, False),  # an open end
    ],
)
def test_times_are_apart_when_they_share_no_day(one: EventTime, other: EventTime, expected: bool) -> None:
    assert apart(one, other) is expected


def test_the_finer_time_is_taken_when_it_lies_in_the_coarser_one() -> None:
    january = EventTime("2024-01-01T00:00:00", "2024-02-01T00:00:00", "month", "2024-01", None, "expression")
    assert inside(FRIDAY, FEBRUARY)
    assert not inside(FEBRUARY, FRIDAY)
    assert best_of([FEBRUARY, FRIDAY]) is FRIDAY
    assert best_of([january, FRIDAY]) is january
    assert best_of([]) is None
