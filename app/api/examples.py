"""Real answers of this server as examples of its documentation, from ``examples.json``.

``python tests/api/refresh_examples.py`` makes the file anew from the answers of a real server.
"""

from __future__ import annotations

import functools
import json
from importlib import resources
from typing import Any

GEOJSON = "GeoJson"


@functools.cache
def examples() -> dict[str, Any]:
    """An answer for each operation, by its id."""
    found: dict[str, Any] = json.loads(resources.files(__package__).joinpath("examples.json").read_bytes())
    return found


def success(*names: str, status: int = 200, description: str = "Successful answer.") -> dict[int | str, dict[str, Any]]:
    """The documented success of an operation: its example, and one as GeoJSON where the name ends so."""
    content = {
        "application/geo+json" if name.endswith(GEOJSON) else "application/json": {"example": examples()[name]}
        for name in names
    }
    return {status: {"description": description, "content": content}}
