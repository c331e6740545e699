from __future__ import annotations

import re
from pathlib import Path

from app.export import acled, flat, ucdp
from tests.docs import data_dictionary

FILE = Path(__file__).parents[2] / "docs" / "data-dictionary.md"


def test_it_is_up_to_date() -> None:
    assert data_dictionary.text() == FILE.read_text("utf-8"), "run uv run python -m tests.refresh"


def test_it_has_every_column_and_its_links_lead_somewhere() -> None:
    document = data_dictionary.text()
    for column in (*flat.COLUMNS, *acled.columns(), *ucdp.columns()):
        assert f"| `{column}` |" in document
    titles = {title.lower() for title in re.findall(r"^#+ (\w+)", document, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]+)\)", document)) <= titles
