"""Distances on the Earth taken as a sphere."""

from __future__ import annotations

import math

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG


def distance_km(
    latitude: float | None, longitude: float | None, other_latitude: float, other_longitude: float
) -> float | None:
    """Great-circle kilometres between two points in degrees (haversine formula); None without a point."""
    if latitude is None or longitude is None:
        return None
    lat, other = math.radians(latitude), math.radians(other_latitude)
    lon = math.radians(longitude) - math.radians(other_longitude)
    half = math.sin((lat - other) / 2) ** 2 + math.cos(lat) * math.cos(other) * math.sin(lon / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))
