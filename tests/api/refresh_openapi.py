"""Makes ``tests/api/openapi.json`` anew: ``uv run python tests/api/refresh_openapi.py``.

The API's description as it is promised to clients. Examples of answers are left out, for they change with what is
read, and so are the words of the ontology: a new event type is one new file, and no edited line here.
"""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from app.main import create_app
from app.settings import Settings

FILE = Path(__file__).with_name("openapi.json")
#: Parameters whose values are the ontology's.
ONTOLOGY = ("type", "subtype", "role")


def promised() -> dict[str, Any]:
    """The description of today."""
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


def written(description: dict[str, Any]) -> str:
    """The text of the file."""
    return json.dumps(description, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    FILE.write_text(written(promised()), encoding="utf-8")
