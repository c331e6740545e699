"""Real answers of this server as examples of its documentation, from ``examples.json``.

``python tests/api/refresh_examples.py`` makes the file anew from the answers of a real server.
"""

from __future__ import annotations

import functools
import json
from importlib import resources
from typing import Any

_TEXT, _BINARY = {"type": "string"}, {"type": "string", "format": "binary"}
#: Ends of the names of examples in another form than JSON: the media type, and its schema.
FORMS: dict[str, tuple[str, dict[str, Any]]] = {
    "GeoJsonPage": ("application/geo+json", {"$ref": "#/components/schemas/FeatureCollection"}),
    "GeoJson": ("application/geo+json", {"$ref": "#/components/schemas/Feature"}),
    "Ndjson": ("application/x-ndjson", _TEXT),
    "Csv": ("text/csv", _TEXT),
    "Parquet": ("application/vnd.apache.parquet", _BINARY),
}


@functools.cache
def examples() -> dict[str, Any]:
    """An answer for each operation, by its id."""
    found: dict[str, Any] = json.loads(resources.files(__package__).joinpath("examples.json").read_bytes())
    return found


def success(*names: str, status: int = 200, description: str = "Successful answer.") -> dict[int | str, dict[str, Any]]:
    """The documented success of an operation: its example, and one in another form where the name ends so."""
    return {status: {"description": description, "content": dict(map(_content, names))}}


def _content(name: str) -> tuple[str, dict[str, Any]]:
    for end, (media_type, schema) in FORMS.items():
        if name.endswith(end):
            return media_type, {"schema": schema, "example": examples()[name]}
    return "application/json", {"example": examples()[name]}
