"""Points and distances on the Earth taken as a sphere."""

from __future__ import annotations

import math

from app.domain.event import Event
from app.domain.place import Place

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


def main_point(event: Event) -> tuple[float, float] | None:
    """Latitude and longitude (WGS 84 degrees) of an event's main place; None when they are unknown."""
    place = main_place(event)
    if place is None or place.latitude is None or place.longitude is None:
        return None
    return place.latitude, place.longitude
