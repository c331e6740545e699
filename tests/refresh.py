"""Make every generated file again: ``uv run python -m tests.refresh``; tests compare each with its source."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

from tests.api import refresh_examples, refresh_openapi
from tests.docs import data_dictionary, event_codes, licences, qgis, readme

ROOT = Path(__file__).parents[1]
#: How each generated file is made. The examples of answers are made first: the API's description shows them.
GENERATED: dict[Path, Callable[[], str]] = {
    refresh_examples.FILE: refresh_examples.text,
    refresh_openapi.FILE: refresh_openapi.text,
    ROOT / "docs" / "data-dictionary.md": data_dictionary.text,
    ROOT / "docs" / "event-codes.md": event_codes.text,
    readme.FILE: readme.text,
    ROOT / "docs" / "licences.md": licences.text,
    **{qgis.FOLDER / f"{name}.qml": functools.partial(qgis.text, name) for name in qgis.TITLES},
}

if __name__ == "__main__":
    for file, make in GENERATED.items():
        file.write_text(make(), encoding="utf-8")
        print(file.relative_to(ROOT))
