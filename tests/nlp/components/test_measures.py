"""The strength and the size of disasters, as their sentences give it."""

from __future__ import annotations

import pytest

from app.domain.article import Article
from app.nlp import Extractor


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A 6.4-magnitude earthquake struck Fiji on Sunday.", [("magnitude", 6.4, None, "6.4-magnitude")]),
        ("An earthquake of magnitude 5 shook Fiji.", [("magnitude", 5.0, None, "magnitude 5")]),
        ("The quake measured 5.9 and shook Fiji.", [("magnitude", 5.9, None, "quake measured 5.9")]),
        ("A quake measuring 7.1 on the Richter scale shook Fiji.", [("magnitude", 7.1, None, "measuring 7.1")]),
        (
            "A category 4 cyclone with winds of 210 km/h hit Fiji.",
            [("category", 4.0, None, "category 4"), ("wind", 210.0, "km/h", "winds of 210 km/h")],
        ),
        ("The wildfire burnt 1,200 hectares near Suva.", [("area", 1200.0, "hectares", "1,200 hectares")]),
        ("Floods killed nine people in Suva.", []),
    ],
)
def test_measures(extractor: Extractor, text: str, expected: list[tuple[str, float, str | None, str]]) -> None:
    (event,) = (e for e in extractor.extract(Article(text=text)).events if e.type == "disaster")
    assert [(m.kind, m.value, m.unit, m.span.text) for m in event.measures] == expected
    assert all(text[m.span.start : m.span.end] == m.span.text for m in event.measures)


def test_other_types_have_none(extractor: Extractor) -> None:
    text = "Rebels burnt 1,200 hectares of crops near Suva."
    assert all(event.measures == () for event in extractor.extract(Article(text=text)).events)
