"""Which place belongs to which event, against a table of sentences."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from app.domain.article import Article
from app.nlp import Extractor

CASES = yaml.load(
    (Path(__file__).parents[2] / "cases" / "event_places.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
)


@pytest.mark.parametrize(("text", "word", "expected"), [pytest.param(*c, id=f"{c[1]}: {c[0][:50]}") for c in CASES])
def test_event_places(extractor: Extractor, text: str, word: str, expected: list[str]) -> None:
    doc = extractor.nlp(extractor.prepare(Article(text=text)))
    places_of = {
        doc[trigger.start : trigger.end].text: [toponym.place.span.text for toponym in places]
        for trigger, places in zip(doc._.triggers, doc._.event_places, strict=True)
    }
    found = next(places for words, places in places_of.items() if word in words.split())
    assert found == expected


def test_an_unknown_place_is_put_where_the_sentence_says(extractor: Extractor) -> None:
    doc = extractor.nlp(extractor.prepare(Article(text="A bomb exploded in the Tarwa district in western Baghdad.")))
    place = doc._.event_places[0][0].place
    assert (place.span.text, place.country_code, place.geonames_id) == ("Tarwa", "IQ", None)
    assert place.latitude is not None
    assert place.reason == "not in the gazetteer; placed by Baghdad"
