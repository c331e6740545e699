"""Sectors of actors, and the script that makes their table."""

from __future__ import annotations

import pytest

from app.domain.event import EntityKind
from app.nlp.lexicon.make_sectors import phrases
from app.nlp.lexicon.sectors import sector_of


@pytest.mark.parametrize(
    ("words", "kind", "description", "sector"),
    [
        ("the afghan police", "police", None, "COP"),
        ("two farmer", "civilians", None, "AGR"),
        ("human right group", "organization", None, None),
        ("a trade union", "organization", None, "LAB"),
        ("omar zadran", "person", "Prime Minister", "GOV"),
        ("omar zadran", "person", None, None),
        ("a villager", "civilians", None, "CVL"),
        ("a farmer", "facility", None, None),
    ],
)
def test_sector_of(words: str, kind: EntityKind, description: str | None, sector: str | None) -> None:
    assert sector_of(words.split(), kind, description) == sector


def test_lines_of_the_agents_file() -> None:
    assert phrases("CHAMBER_OF_COMMERCE {CHAMBERS_OF_COMMERCE} [~BUS]") == [
        ("chamber of commerce", "BUS"),
        ("chambers of commerce", "BUS"),
    ]
    assert phrases("DAIRY!PERSON! [~AGR]")[0] == ("dairy man", "AGR")
    assert phrases("# BANK [~BUS]") == phrases("BUDDHIST [~BUD]") == []
