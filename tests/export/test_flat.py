from __future__ import annotations

from app.export.flat import COLUMNS, DISTANCE, row
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
