from __future__ import annotations

from pathlib import Path

from app.ontology import catalogue
from tests.docs import event_codes

FILE = Path(__file__).parents[2] / "docs" / "event-codes.md"


def test_it_is_up_to_date() -> None:
    assert event_codes.text() == FILE.read_text("utf-8"), "run uv run python -m tests.refresh"


def test_every_type_and_sub_type_has_a_row() -> None:
    types = catalogue().types.values()
    assert event_codes.text().count("\n| ") == 1 + len(types) + sum(len(kind.subtypes) for kind in types)
