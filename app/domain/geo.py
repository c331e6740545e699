"""Points and distances on the Earth taken as a sphere."""

from __future__ import annotations

import math

from app.domain.event import Event
from app.domain.place import Place

Point = tuple[float, float]  # latitude and longitude, WGS 84 degrees
EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Great-circle kilometres between two points in degrees (haversine formula)."""
    lat, other = math.radians(latitude), math.radians(other_latitude)
    lon = math.radians(longitude) - math.radians(other_longitude)
    half = math.sin((lat - other) / 2) ** 2 + math.cos(lat) * math.cos(other) * math.sin(lon / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


def main_place(event: Event) -> Place | None:
    """The first place of an event; None without one."""
    return event.places[0] if event.places else None


def main_point(event: Event) -> Point | None:
    """Latitude and longitude (WGS 84 degrees) of an event's main place; None when they are unknown."""
    return point_of(main_place(event))


def point_of(place: Place | None) -> Point | None:
    """Latitude and longitude of a place; None when they are unknown."""
    if place is None or place.latitude is None or place.longitude is None:
        return None
    return place.latitude, place.longitude


def places_found_by(event: Event) -> tuple[Place, ...]:
    """Every place by which an event is found: where it happened, then what it is about, known points first.

    The first of them is where the event is counted. Those after ``event.places`` are what a statement is about.
    """
    return *event.places, *sorted(event.about_places, key=lambda place: point_of(place) is None)


def event_pins(event: Event) -> tuple[Point | None, Point | None]:
    """The points at which an event is found.

    Returns
    -------
    The point of the first of ``places_found_by``, and for a statement with a place of its own also that of what it is
    about; None when unknown.
    """
    places, own = places_found_by(event), len(event.places)
    first = places[0] if places else None
    about = places[own] if own and len(places) > own else None
    return point_of(first), point_of(about)
