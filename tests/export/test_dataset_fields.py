from __future__ import annotations

import datetime as dt

import pytest

from app.domain.time import EventTime
from app.export.dataset_fields import Days, Toll, actors, days_of, killed
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


@pytest.mark.parametrize(
    ("claims", "toll"),
    [
        ((), Toll(None, None, None)),
        ((make_casualty("killed", 16, None),), Toll(16, 16, None)),
        ((make_casualty("killed", None, 8),), Toll(8, None, 8)),
        ((make_casualty("killed", 5, 5), make_casualty("killed", 3, 9)), Toll(5, 3, 9)),
        ((make_casualty("injured", 5, 5), make_casualty("killed", 400, 400, cumulative=True)), Toll(None, None, None)),
    ],
)
def test_the_killed_of_the_event_itself(claims: tuple[object, ...], toll: Toll) -> None:
    assert killed(make_event(casualties=claims)) == toll


def test_the_killed_of_one_kind() -> None:
    claims = (make_casualty("killed", 9, 9), make_casualty("killed", 4, 4, victim_kind="civilians"))
    assert killed(make_event(casualties=claims), "civilians").best == 4


def test_buildings_are_not_actors_and_a_name_counts_once() -> None:
    people = (
        make_participant("target", "market", kind="facility"),
        make_participant("victim", "traders", kind="civilians"),
        make_participant("target", "traders", kind="civilians"),
        make_participant("attacker", "Red Brigade"),
    )
    assert [who.name for who in actors(make_event(participants=people), "target", "victim")] == ["traders"]
