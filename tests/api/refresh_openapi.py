"""Make ``tests/api/openapi.json``, the OpenAPI document that is promised to clients.

``uv run python tests/api/refresh_openapi.py``, or ``uv run python -m tests.refresh`` for every generated file.
Examples of answers are left out because they change with the extraction, and so are the names of the ontology: a new
event type is one new file and changes no line here.
"""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from app.main import create_app
from app.settings import Settings

FILE = Path(__file__).with_name("openapi.json")
#: Parameters whose values come from the ontology.
ONTOLOGY = ("type", "subtype", "role")


def promised() -> dict[str, Any]:
    """Return the current document."""
    description = copy.deepcopy(create_app(Settings()).openapi())
    for methods in description["paths"].values():
        for operation in methods.values():
            for answer in operation["responses"].values():
                for shown in answer.get("content", {}).values():
                    shown.pop("example", None)
            for parameter in operation.get("parameters", []):
                if parameter["name"] in ONTOLOGY:
                    parameter |= {"description": "", "schema": {}}
    return description


def text() -> str:
    """The content of the file."""
    return json.dumps(promised(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
