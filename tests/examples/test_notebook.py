"""The notebook of the documentation runs as it stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[2] / "docs" / "examples"


def test_sixty_articles_become_a_table_and_a_map(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_URL", address)
    notebook = nbformat.read(FOLDER / "sixty_articles.ipynb", as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(FOLDER)}}).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    loaded, table, points, picture = (shown for output in outputs if (shown := output.get("data")))
    assert loaded["text/plain"] == "{'state': 'done', 'stored': 60, 'known': 0, 'failed': 0}"
    assert {"incidents", "killed", "2024-01", "2024-04", "IQ", "MX"} <= set(table["text/plain"].split())
    assert "Car bomb" in points["text/plain"]
    assert picture["image/png"]


def test_it_is_stored_without_outputs() -> None:
    notebook: dict[str, Any] = json.loads((FOLDER / "sixty_articles.ipynb").read_text("utf-8"))
    assert all(cell.get("outputs", []) == [] for cell in notebook["cells"])
