from __future__ import annotations

import pytest

from app.domain.event import Link
from app.export.event_json import FIELDS
from app.export.flat import COLUMNS, DISTANCE, columns, row
from tests.factories import make_casualty, make_event, make_found


def test_every_row_has_the_columns_in_their_order() -> None:
    bare = make_event(time=None, places=(), participants=(), subtype=None)
    for event in (make_event(), bare):
        assert list(row(make_found(event))) == list(COLUMNS)
    assert list(row(make_found(distance_km=1.0))) == [*COLUMNS, DISTANCE]


def test_the_pin_has_columns_of_its_own() -> None:
    made = row(make_found())
    assert (made["latitude"], made["longitude"]) == (30.50852, 47.7804)
    assert row(make_found(make_event(places=())))["latitude"] is None


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (("type", "summary"), ["id", "type", "summary"]),
        (("time",), ["id", "start", "end", "time_precision", "time_source"]),
        (
            ("casualties",),
            ["id", "killed", "killed_low", "killed_high", "injured", "injured_low", "injured_high", "cumulative"],
        ),
        (("codes",), ["id"]),
        (("distance_km",), ["id", "distance_km"]),
        ((), [*COLUMNS, DISTANCE]),
    ],
)
def test_fields_of_the_json_have_columns(fields: tuple[str, ...], expected: list[str]) -> None:
    assert list(columns(fields, near=True)) == expected


def test_every_column_belongs_to_a_field() -> None:
    assert {column.field for column in COLUMNS.values()} <= set(FIELDS)
    assert list(columns(FIELDS)) == list(COLUMNS)


def test_what_is_not_added_up_says_so() -> None:
    act = "0" * 36
    caused = make_event(casualties=(make_casualty(),), links=(Link("caused_by", act),), counted=False)
    toll = make_event(casualties=(make_casualty(low=400, high=400, cumulative=True),), counted=False)
    names = ("killed", "counted", "cumulative", "caused_by", "incident_id")
    assert [[row(make_found(event))[name] for name in names] for event in (make_event(), caused, toll)] == [
        [None, True, False, None, None],
        [3, False, False, act, None],
        [400, False, True, None, None],
    ]
