"""Did it happen? Cues of modality, and look-alikes that leave an event asserted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from app.nlp import Extractor
from app.nlp.annotations import Modality
from app.nlp.lexicon import word_table

CASES = yaml.load(
    (Path(__file__).parents[2] / "cases" / "factuality.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
)
CATEGORIES = {"asserted", "alleged", "denied", "negated", "possible", "planned", "hypothetical", "attempt"}


def _modality(extractor: Extractor, text: str, word: str) -> Modality:
    doc = extractor.nlp(text)
    found = [m for t, m in zip(doc._.triggers, doc._.modalities, strict=True) if doc[t.head].text == word]
    assert found, f"no trigger on {word!r}: {[doc[t.head].text for t in doc._.triggers]}"
    return found[0]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_sentences(extractor: Extractor, case: dict[str, Any]) -> None:
    assert _modality(extractor, case["text"], case["event"]).factuality == case["is"]


def test_the_cue_is_evidence(extractor: Extractor) -> None:
    doc = extractor.nlp("The army denied killing civilians.")
    (found,) = doc._.modalities
    assert found.cue is not None
    assert doc[slice(*found.cue)].text == "denied"


@pytest.mark.parametrize(
    ("text", "word", "past"),
    [
        ("The previous attack killed four soldiers.", "attack", True),
        ("They marked the anniversary of the bombing.", "bombing", True),
        ("A film about the bombing of Dresden opens on Friday.", "bombing", True),
        ("The attack killed four soldiers.", "attack", False),
        ("Police spoke about the bombing.", "bombing", False),
    ],
)
def test_past_reference(extractor: Extractor, text: str, word: str, past: bool) -> None:
    assert _modality(extractor, text, word).past_reference is past


def test_every_category_of_the_lexicon_is_known() -> None:
    data = word_table("modality")
    tables = (
        "auxiliaries",
        "counterfactual",
        "adverbs",
        "modifiers",
        "governing_nouns",
        "governing_adjectives",
        "marks",
    )
    said = {category for table in tables for category in data[table].values()}
    said |= {entry["category"] for entry in data["governors"]} | set(data["governing_nouns_of_clauses"].values())
    assert said <= CATEGORIES
