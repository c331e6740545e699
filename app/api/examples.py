"""Responses of a real server as examples in the documentation, from ``examples.json``.

``uv run python tests/api/refresh_examples.py`` makes the file again.
"""

from __future__ import annotations

import functools
import json
from importlib import resources
from typing import Any

from app.export import geojson
from app.export.registry import FORMATS

_TEXT, _BINARY = {"type": "string"}, {"type": "string", "format": "binary"}
_PAGE, _ONE = {"$ref": "#/components/schemas/FeatureCollection"}, {"$ref": "#/components/schemas/Feature"}


@functools.cache
def examples() -> dict[str, Any]:
    """Return one response for each operation, by operation id."""
    found: dict[str, Any] = json.loads(resources.files(__package__).joinpath("examples.json").read_bytes())
    return found


def success(
    *names: str, status: int = 200, description: str = "Successful answer.", model: Any = None
) -> dict[int | str, dict[str, Any]]:
    """Return the documented success of an operation: JSON, or GeoJSON where a name ends so, each with its example.

    ``model`` is that of a second status; the first has the route's own.
    """
    described = {"description": description, "content": dict(map(_content, names))}
    return {status: described if model is None else {**described, "model": model}}


def success_in_formats(operation_id: str) -> dict[int | str, dict[str, Any]]:
    """Return the documented success of an operation that answers in JSON and in every format of the registry.

    The example of a format has the name of the operation and of the format; a format without one has a schema alone.
    """
    content = dict([_content(operation_id)])
    for name, each in FORMATS.items():
        schema = _PAGE if each.paged else _BINARY if each.binary else _TEXT
        example = examples().get(f"{operation_id}.{name}")
        content[each.media_type] = {"schema": schema} | ({"example": example} if example is not None else {})
    return {200: {"description": "Successful answer.", "content": content}}


def _content(name: str) -> tuple[str, dict[str, Any]]:
    if name.endswith("GeoJson"):
        return geojson.MEDIA_TYPE, {"schema": _ONE, "example": examples()[name]}
    return "application/json", {"example": examples()[name]}
