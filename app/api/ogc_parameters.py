"""The parameters under ``/ogc``: those of OGC API – Features and the filters of ``GET /v1/events`` beside them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

from fastapi import Request

from app.api.parameters import event_parameters, only
from app.errors import BadParameterError, FilterError
from app.query import EventRequest, parse_request
from app.query.filters import DEFAULT_LIMIT, MAX_LIMIT
from app.query.parameters import values

#: Parameters that make no sense here: the format is GeoJSON, a byte order mark is for tables, and a feature in a box
#: has its point there, so a statement about a place there is not one.
_ABSENT = frozenset({"format", "profile", "fields", "bbox", "datetime", "limit", "place_match", "bom"})
#: Properties of a feature whose filter has another name.
ALIASES = {"country_code": "country"}
#: The box of a request without one: QGIS takes a collection whose first features have no point for a mere table.
_WORLD = "-180,-90,180,90"
_FORMATS = ("json", "geojson")
_BARE_T = re.compile(r"(?<=\d)T(?=/|$)")  # GDAL 3.6 writes a day as 2024-03-05T
_only_format = only("f", error=BadParameterError)
_NUMBER = re.compile(r"[0-9]{1,500}")


def _parameter(name: str, description: str, schema: dict[str, Any], example: Any, **given: Any) -> dict[str, Any]:
    shown = {"description": description, "schema": schema, "example": example}
    return {"name": name, "in": "query", "required": False, **shown, **given}


FORMAT = _parameter("f", "Format of the answer; there is only one.", {"type": "string", "enum": list(_FORMATS)}, "json")
COLLECTION_ID: dict[str, Any] = {
    "name": "collectionId",
    "in": "path",
    "required": True,
    "description": "Name of a collection.",
    "schema": {"type": "string"},
    "example": "events",
}
FEATURE_ID: dict[str, Any] = {
    "name": "featureId",
    "in": "path",
    "required": True,
    "description": "Id of a feature.",
    "schema": {"type": "string"},
    "example": "445842ff-3c52-50ad-aa84-ef40019affd5",
}
_LIMIT = _parameter(
    "limit",
    f"Features on a page; above {MAX_LIMIT} the largest page is given.",
    {"type": "integer", "minimum": 1, "default": DEFAULT_LIMIT},
    100,
)
_BBOX = _parameter(
    "bbox",
    "Box in WGS 84 degrees, longitude first: four numbers, or six with heights, which are not looked at. With the "
    "first longitude above the second it crosses the antimeridian.",
    {
        "type": "array",
        "items": {"type": "number"},
        "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
    },
    [38.8, 29.0, 48.6, 37.4],
    style="form",
    explode=False,
)
_DATETIME = _parameter(
    "datetime",
    "When it happened: a date, a date-time, or an interval such as 2024-02-01/2024-02-29, where `..` is an open "
    "side. A feature is found when its own interval overlaps it.",
    {"$ref": "#/components/schemas/Interval"},
    "2024-02-01/2024-02-29",
)
_COUNTRY_CODE = _parameter(
    "country_code", "Country: ISO 3166 alpha-2 code.", {"$ref": "#/components/schemas/Country"}, "IQ"
)


def item_parameters() -> list[dict[str, Any]]:
    """Every parameter of a page of features."""
    filters = [parameter for parameter in event_parameters() if parameter["name"] not in _ABSENT]
    return [_LIMIT, _BBOX, _DATETIME, _COUNTRY_CODE, *filters, FORMAT]


def read_request(params: Sequence[tuple[str, str]]) -> EventRequest:
    """The query of a request for features, all with a point. Raises ``FilterError``, which names the parameter."""
    kept: list[tuple[str, str]] = []
    for name, value in params:
        if name == "f":
            _check_format(value)
        elif name in _ABSENT - {"bbox", "datetime", "limit"}:
            raise FilterError(f"There is no parameter {name!r} here.", field=name)
        elif name == "bbox":
            kept.append((name, _box(value)))
        elif name == "datetime":
            kept.append((name, _BARE_T.sub("", value)))
        elif name == "limit":
            kept.append((name, _shortened(value)))
        else:
            kept.append((ALIASES.get(name, name), value))
    if all(name != "bbox" for name, _ in kept):
        kept.append(("bbox", _WORLD))
    return parse_request([*kept, ("place_match", "at")])


async def format_alone(request: Request) -> None:
    """A dependency that refuses every parameter but ``f``, and formats that there are not."""
    await _only_format(request)
    _check_format(request.query_params.get("f", _FORMATS[0]), BadParameterError)


def _check_format(value: str, error: type[FilterError] = FilterError) -> None:
    if value not in _FORMATS:
        raise error(f"f={value!r} is not known; the format is json.", field="f")


def _box(box: str) -> str:
    """A box of four or six numbers without its heights, cut at the edges of the map: GIS programs send more."""
    parts = box.split(",")
    if len(parts) == 6:
        parts = parts[:2] + parts[3:5]
    if len(parts) != 4:
        raise FilterError(f"bbox={box!r} must be minLon,minLat,maxLon,maxLat.", field="bbox")
    numbers = (values.decimal("bbox", part, -math.inf, math.inf) for part in parts)
    edges = zip(numbers, (180, 90, 180, 90), strict=True)
    return ",".join(repr(max(-edge, min(edge, number))) for number, edge in edges)


def _shortened(limit: str) -> str:
    """A limit above the largest page is the largest page."""
    return str(min(int(limit), MAX_LIMIT)) if _NUMBER.fullmatch(limit) else limit
