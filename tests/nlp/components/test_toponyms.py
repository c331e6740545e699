"""Place names: which words, which place, which use, against a table of sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from spacy.tokens import Doc

from app.domain.article import Article
from app.gazetteer import open_gazetteer
from app.nlp import Extractor
from app.nlp.annotations import ReadingContext, Toponym
from app.nlp.components.toponyms import find
from app.nlp.components.toponyms.outlet_home import home_of
from app.nlp.pipeline import AFTER_MODEL

CASES = yaml.load(
    (Path(__file__).parents[2] / "cases" / "places.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
)
Reader = Callable[..., Doc]


@pytest.fixture(scope="module")
def read(extractor: Extractor) -> Iterator[Reader]:
    """Reads a text with the model and this component only."""
    others = [name for name in AFTER_MODEL if name not in ("mend_entities", "toponyms")]
    with extractor.nlp.select_pipes(disable=others):

        def run(text: str, source: str | None = None) -> Doc:
            doc = extractor.nlp.make_doc(text)
            doc._.context = ReadingContext(source=source)
            return extractor.nlp(doc)

        yield run


def by_text(doc: Doc) -> dict[str, Toponym]:
    return {toponym.place.span.text: toponym for toponym in doc._.toponyms}


def seen(toponym: Toponym) -> tuple[Any, ...]:
    place = toponym.place
    pinned = "" if place.latitude is not None else None
    return place.geonames_id or pinned, place.country_code or pinned, f"{place.country_code}/{place.admin1}"


def params(group: str) -> list[Any]:
    return [pytest.param(*row, id=row[0][:60]) for row in CASES[group]]


@pytest.mark.parametrize(("text", "expected"), params("resolve"))
def test_resolves(read: Reader, text: str, expected: dict[str, Any]) -> None:
    found = by_text(read(text))
    assert set(expected) <= set(found)
    wrong = {name: seen(found[name]) for name, want in expected.items() if want not in seen(found[name])}
    assert not wrong


@pytest.mark.parametrize(("text", "expected"), params("usage"))
def test_usage(read: Reader, text: str, expected: dict[str, str]) -> None:
    found = by_text(read(text))
    assert {name: found[name].usage for name in expected if name in found} == expected


@pytest.mark.parametrize(("text", "words"), params("silent"))
def test_names_no_place(read: Reader, text: str, words: list[str]) -> None:
    assert not set(words) & set(by_text(read(text)))


def test_the_outlet_decides_between_namesakes(read: Reader) -> None:
    text = "The shop in London closed on Tuesday."
    assert by_text(read(text, "lfpress.ca"))["London"].place.country_code == "CA"
    assert by_text(read(text))["London"].place.country_code == "GB"


def test_unknown_names_have_a_reason_and_no_pin(read: Reader) -> None:
    place = by_text(read("Four huts burned in the village of Zumbarolo."))["Zumbarolo"].place
    assert place.reason
    assert (place.latitude, place.longitude, place.geonames_id) == (None, None, None)


def test_a_name_too_open_gets_what_its_candidates_share(read: Reader) -> None:
    (toponym,) = find(read("It happened in Springfield."), open_gazetteer(), least=0.99)
    assert (toponym.place.country_code, toponym.place.latitude) == ("US", None)
    assert toponym.place.reason == "ambiguous"


def test_spans_slice_back(read: Reader) -> None:
    doc = read("ST. JOHN'S, N.L. — Crews left Port-au-Prince and Al-Qā’im, Côte d’Ivoire and São Paulo.")
    for toponym in doc._.toponyms:
        span = toponym.place.span
        assert doc.text[span.start : span.end] == span.text
    assert "Port-au-Prince" in by_text(doc)


@pytest.mark.parametrize(
    ("source", "country"),
    [
        ("lfpress.ca", "CA"),
        ("Burkina24", "BF"),
        ("example.co.uk", "GB"),
        ("https://www.example.fr/a", "FR"),
        (None, None),
    ],
)
def test_home_of_an_outlet(source: str | None, country: str | None) -> None:
    assert home_of(source, open_gazetteer()).country == country


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Two huts burned in Materam (Yobe State).", None),
        ("Nigerian soldiers shot a farmer in the village of Materam.", "a village of the article's country"),
        ("JNIM fighters entered the village of Silly at dawn.", "a village where its armed groups fight"),
        ("Nigerian soldiers shot a farmer in the village of Materram.", "a village that is spelt nearly so"),
        ("Gunmen shot a farmer in the village of Materam.", "the only village of that name that is known"),
    ],
)
def test_a_village_says_what_was_inferred(read: Reader, text: str, reason: str | None) -> None:
    (place,) = [t.place for t in read(text)._.toponyms if t.place.feature == "PPL"]
    assert place.latitude is not None
    assert place.reason == reason


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("A clerk was shot dead at a kiosk in Winnipeg on Friday.", ["Winnipeg"]),  # the model: a date
        ("A clerk was shot dead at a kiosk in March.", []),
        ("Two drivers were killed in Ramadan.", []),
        ("The army shelled the camp in August.", []),
    ],
)
def test_a_city_that_the_model_takes_for_a_date(extractor: Extractor, text: str, places: list[str]) -> None:
    (doc,) = extractor.nlp.pipe([extractor.prepare(Article(text=text, published_at="2024-02-08"))])
    assert [toponym.place.name for toponym in doc._.toponyms] == places


def test_one_doubtful_name_does_not_give_another_its_country(extractor: Extractor) -> None:
    text = "Officers came to the Esso kiosk on Regent Avenue. A clerk was arrested on Monday at a house in Selkirk."
    (doc,) = extractor.nlp.pipe([extractor.prepare(Article(text=text, published_at="2024-02-08"))])
    assert "RU" not in {toponym.place.country_code for toponym in doc._.toponyms}
