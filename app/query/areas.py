"""Boxes and circles as conditions of a point, which is a pair of columns."""

from __future__ import annotations

import math

from app.domain.geo import EARTH_RADIUS_KM
from app.query.filters import Box, Near
from app.storage import dialects
from app.storage.sql import Sql, every

Point = tuple[str, str]  # the columns of a latitude and a longitude
PLACE: Point = ("places.latitude", "places.longitude")
_KM_PER_DEGREE = 2 * math.pi * EARTH_RADIUS_KM / 360
_MARGIN = 1e-6  # of a degree: rounding must not cut the circle


def pins(table: str = "events") -> tuple[Point, Point]:
    """The two pins of an event: of its main place, and of what a statement with a place of its own is about."""
    return (f"{table}.latitude", f"{table}.longitude"), (f"{table}.about_latitude", f"{table}.about_longitude")


def distance(dialect: str, near: Near, *points: Point) -> Sql:
    """Kilometres from the point of a filter to the nearest of some points of a row that are known."""
    return dialects.distance(dialect, near.latitude, near.longitude, points)


def around(near: Near) -> Box:
    """The smallest box that contains a circle; all longitudes when a pole lies within.

    Source: J. P. Matuschek, "Finding Points Within a Distance of a Latitude/Longitude", section 3.
    """
    reach = near.radius_km / _KM_PER_DEGREE + _MARGIN
    south, north = near.latitude - reach, near.latitude + reach
    if south <= -90 or north >= 90:
        return Box(-180, max(south, -90), 180, min(north, 90))
    ratio = math.sin(math.radians(reach)) / math.cos(math.radians(near.latitude))
    if abs(ratio) >= 1:
        return Box(-180, south, 180, north)
    half = math.degrees(math.asin(ratio)) + _MARGIN
    if half >= 180:
        return Box(-180, south, 180, north)
    return Box(_turned(near.longitude - half), south, _turned(near.longitude + half), north)


def _turned(longitude: float) -> float:
    return longitude - 360 if longitude > 180 else longitude + 360 if longitude < -180 else longitude


def in_box(box: Box, point: Point) -> Sql:
    """The condition of a point in a box, edges included."""
    latitude, longitude = point
    south_to_north = Sql(f"{latitude} BETWEEN ? AND ?", (box.south, box.north))
    if box.west > box.east:
        return every((south_to_north, Sql(f"{longitude} >= ? OR {longitude} <= ?", (box.west, box.east))))
    return every((south_to_north, Sql(f"{longitude} BETWEEN ? AND ?", (box.west, box.east))))
