"""Responses of a real server as examples in the documentation, from ``examples.json``.

``uv run python tests/api/refresh_examples.py`` makes the file again.
"""

from __future__ import annotations

import functools
import json
from importlib import resources
from typing import Any

_TEXT, _BINARY = {"type": "string"}, {"type": "string", "format": "binary"}
#: Media type and schema of an example that is not JSON, by the ending of its name.
FORMS: dict[str, tuple[str, dict[str, Any]]] = {
    "GeoJsonPage": ("application/geo+json", {"$ref": "#/components/schemas/FeatureCollection"}),
    "GeoJson": ("application/geo+json", {"$ref": "#/components/schemas/Feature"}),
    "Ndjson": ("application/x-ndjson", _TEXT),
    "Csv": ("text/csv", _TEXT),
    "Parquet": ("application/vnd.apache.parquet", _BINARY),
}


@functools.cache
def examples() -> dict[str, Any]:
    """Return one response for each operation, by operation id."""
    found: dict[str, Any] = json.loads(resources.files(__package__).joinpath("examples.json").read_bytes())
    return found


def success(*names: str, status: int = 200, description: str = "Successful answer.") -> dict[int | str, dict[str, Any]]:
    """Return the documented success of an operation, with one example for each name in the format of its ending."""
    return {status: {"description": description, "content": dict(map(_content, names))}}


def _content(name: str) -> tuple[str, dict[str, Any]]:
    for end, (media_type, schema) in FORMS.items():
        if name.endswith(end):
            return media_type, {"schema": schema, "example": examples()[name]}
    return "application/json", {"example": examples()[name]}
