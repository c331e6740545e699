"""Distances and the point of an event."""

from __future__ import annotations

import math

import pytest

from app.domain.geo import EARTH_RADIUS_KM, distance_km, event_pins, main_point, places_found_by
from app.domain.place import Place
from tests.factories import BASRA, FIJI, make_event


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((0, 0), (0, 90), math.pi / 2),
        ((90, 10), (-90, 50), math.pi),
        ((0, 179), (0, -179), math.radians(2)),
        ((12.5, 40), (12.5, 40), 0),
    ],
)
def test_distance_in_radii(one: tuple[float, float], other: tuple[float, float], expected: float) -> None:
    assert distance_km(*one, *other) == pytest.approx(expected * EARTH_RADIUS_KM)


def test_the_point_of_an_event_is_that_of_its_first_place() -> None:
    assert main_point(make_event(places=(FIJI, BASRA))) == (FIJI.latitude, FIJI.longitude)
    assert main_point(make_event(places=(Place("Nowhere"), BASRA))) is None
    assert main_point(make_event(places=())) is None


NOWHERE = Place("Nowhere")
BASRA_PIN, FIJI_PIN = (BASRA.latitude, BASRA.longitude), (FIJI.latitude, FIJI.longitude)


@pytest.mark.parametrize(
    ("places", "about", "found_by", "pins"),
    [
        ((), (), (), (None, None)),
        ((BASRA, FIJI), (), (BASRA, FIJI), (BASRA_PIN, None)),
        ((), (FIJI, BASRA), (FIJI, BASRA), (FIJI_PIN, None)),
        ((), (NOWHERE, FIJI), (FIJI, NOWHERE), (FIJI_PIN, None)),
        ((BASRA,), (NOWHERE, FIJI), (BASRA, FIJI, NOWHERE), (BASRA_PIN, FIJI_PIN)),
        ((NOWHERE, BASRA), (FIJI,), (NOWHERE, BASRA, FIJI), (None, FIJI_PIN)),
        ((BASRA,), (NOWHERE,), (BASRA, NOWHERE), (BASRA_PIN, None)),
    ],
)
def test_a_statement_is_found_where_it_was_made_and_where_what_it_is_about_lies(
    places: tuple[Place, ...], about: tuple[Place, ...], found_by: tuple[Place, ...], pins: tuple[object, object]
) -> None:
    event = make_event(places=places, about_places=about)
    assert (places_found_by(event), event_pins(event)) == (found_by, pins)
