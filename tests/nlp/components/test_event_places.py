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


@pytest.mark.parametrize(
    ("text", "carried"),
    [
        ("A bomb exploded in Mopti on Friday. Three traders were killed.", True),
        ("A bomb exploded in Mopti on Friday. A year earlier, rebels had killed three traders.", False),
        ("Rebels may bomb Mopti. Three traders were killed on Friday.", False),
    ],
)
def test_a_place_is_carried_to_what_goes_on(extractor: Extractor, text: str, carried: bool) -> None:
    doc = extractor.nlp(extractor.prepare(Article(text=text, published_at="2024-02-03")))
    reasons = {t.place.reason for t in doc._.event_places[-1]}
    assert ("where the event told before it took place" in reasons) is carried


def test_an_unknown_place_is_put_where_the_sentence_says(extractor: Extractor) -> None:
    doc = extractor.nlp(extractor.prepare(Article(text="A bomb exploded in the Tarwa district in western Baghdad.")))
    place = doc._.event_places[0][0].place
    assert (place.span.text, place.country_code, place.geonames_id) == ("Tarwa", "IQ", None)
    assert place.latitude is not None
    assert place.reason == "not in the gazetteer; placed by Baghdad"


def test_a_place_that_is_not_told_says_so(extractor: Extractor) -> None:
    doc = extractor.nlp(extractor.prepare(Article(text="A bomb exploded in Mopti. Three traders were killed.")))
    reasons = [places[0].place.reason for places in doc._.event_places]
    assert reasons == [None, "where the event told before it took place"]
