"""Who reports an event: the speaker of the innermost statement around its trigger."""

from __future__ import annotations

import pytest

from app.nlp import Extractor


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Police said gunmen attacked a mosque.", ["Police"]),
        ("According to Reuters, gunmen attacked a mosque.", ["Reuters"]),
        ("“Gunmen attacked a mosque,” said Ana Kovac.", ["Ana Kovac"]),
        ("Gunmen attacked a mosque. Police said nothing.", [None]),
        ("Gunmen attacked a mosque.", [None]),
        ("The militia denied that its men attacked a mosque.", [None]),
        ("The army says gunmen attacked a mosque, a claim the militia has denied.", ["army"]),
        ("Ana Kovac condemned the gunmen who attacked a mosque.", [None]),
        ("Police did not say why gunmen attacked a mosque.", [None]),
        ("Gunmen attacked a mosque near the road, residents and an official said on Monday.", ["residents"]),
        ("Ana Kovac said she believed that gunmen attacked a mosque.", ["Ana Kovac"]),
    ],
)
def test_attributed_to(extractor: Extractor, text: str, names: list[str | None]) -> None:
    doc = extractor.nlp(text)
    attacks = [t for t, trigger in enumerate(doc._.triggers) if trigger.type == "strike"]
    found = [doc._.attributions[t] for t in attacks]
    assert [who.speaker.name if who else None for who in found] == names


def test_one_answer_for_each_trigger(extractor: Extractor) -> None:
    doc = extractor.nlp("Police said gunmen attacked a mosque. A bomb killed two men.")
    assert len(doc._.attributions) == len(doc._.triggers) > 1
