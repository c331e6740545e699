from __future__ import annotations

import pytest

from app.export.event_json import FIELDS
from app.export.flat import COLUMNS, DISTANCE, columns, row
from tests.factories import make_event, make_found


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
        (("casualties",), ["id", "killed_low", "killed_high", "injured_low", "injured_high"]),
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
