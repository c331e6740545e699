"""Distances and the point of an event."""

from __future__ import annotations

import math

import pytest

from app.domain.geo import EARTH_RADIUS_KM, distance_km, main_point
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
