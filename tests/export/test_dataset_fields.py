from __future__ import annotations

import datetime as dt

import pytest

from app.domain.figures import Figure
from app.domain.time import EventTime
from app.export.dataset_fields import Days, actors, days_of, killed
from tests.factories import make_casualty, make_event, make_participant, make_time


@pytest.mark.parametrize(
    ("start", "end", "first", "last"),
    [
        ("2024-02-02T00:00:00", "2024-02-03T00:00:00", "2024-02-02", "2024-02-02"),
        ("2024-02-02T20:00:00", "2024-02-03T04:00:00", "2024-02-02", "2024-02-02"),
        ("2024-02-02T10:30:00", "2024-02-02T10:30:00", "2024-02-02", "2024-02-02"),
        ("2024-02-02T18:00:00", "2024-02-04T06:00:00", "2024-02-02", "2024-02-04"),
        ("2024-02-01T00:00:00", "2024-03-01T00:00:00", "2024-02-01", "2024-02-29"),
    ],
)
def test_the_days_of_a_time(start: str, end: str, first: str, last: str) -> None:
    assert days_of(make_time(start, end)) == Days(dt.date.fromisoformat(first), dt.date.fromisoformat(last))


@pytest.mark.parametrize(
    "time", [None, make_time(None), make_time(end=None), EventTime(None, None, "span", "", None, "inferred")]
)
def test_an_open_time_has_no_days(time: EventTime | None) -> None:
    assert days_of(time) is None


def test_the_killed_of_an_event_that_is_counted() -> None:
    claims = (make_casualty("killed", 9, 9), make_casualty("killed", 4, None, victim_kind="civilians"))
    assert killed(make_event(casualties=claims)) == Figure(13, 13, None)
    assert killed(make_event(casualties=claims), "civilians") == Figure(4, 4, None)
    assert killed(make_event(casualties=claims, counted=False)) == Figure()
    assert killed(make_event(casualties=(make_casualty("killed", 400, 400, cumulative=True),))) == Figure()


def test_buildings_are_not_actors_and_a_name_counts_once() -> None:
    people = (
        make_participant("target", "market", kind="facility"),
        make_participant("victim", "traders", kind="civilians"),
        make_participant("target", "traders", kind="civilians"),
        make_participant("attacker", "Red Brigade"),
    )
    assert [who.name for who in actors(make_event(participants=people), "target", "victim")] == ["traders"]
