"""Which place belongs to which event, against a table of sentences."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from app.domain.article import Article
from app.nlp import Extractor

CASES = yaml.safe_load((Path(__file__).parents[2] / "cases" / "event_places.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "word", "expected"), [pytest.param(*c, id=f"{c[1]}: {c[0][:50]}") for c in CASES])
def test_event_places(extractor: Extractor, text: str, word: str, expected: list[str]) -> None:
    doc = extractor.nlp(extractor.prepare(Article(text=text)))
    told = {
        doc[trigger.start : trigger.end].text: [toponym.place.span.text for toponym in places]
        for trigger, places in zip(doc._.triggers, doc._.event_places, strict=True)
    }
    found = next(places for words, places in told.items() if word in words.split())
    assert found == expected


def test_a_carried_place_is_less_sure(extractor: Extractor) -> None:
    text = "A bomb exploded in Mopti. Three traders were killed."
    doc = extractor.nlp(extractor.prepare(Article(text=text)))
    first, last = doc._.event_places[0][0], doc._.event_places[-1][0]
    assert first.place.name == last.place.name
    assert last.place.confidence < first.place.confidence
