"""Datelines, against a table of texts; and that they take no part in what the article reports."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.domain.article import Article
from app.nlp import Extractor
from app.nlp.components.datelines.reading import at, starts
from app.nlp.lexicon.datelines import words

CASES = yaml.load(
    (Path(__file__).parents[2] / "cases" / "datelines.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
)


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*c, id=c[0][:50]) for c in CASES])
def test_datelines(extractor: Extractor, text: str, expected: dict[str, Any] | None) -> None:
    found = extractor.extract(Article(text=text, published_at="2024-03-06")).dateline
    if expected is None:
        assert found is None
        return
    assert found is not None
    assert (found.span.text, [p.name for p in found.places]) == (expected["span"], expected["places"])
    assert (found.date.value if found.date else None) == expected.get("date")
    assert (found.agency.name if found.agency else None) == expected.get("agency")


def test_every_span_slices_back(extractor: Extractor) -> None:
    text = "A headline\n\nAL-QAIM, Iraq/AMMAN, Jordan, Feb 3, 2024 (Reuters) - Gunmen shot two guards."
    found = extractor.extract(Article(text=text)).dateline
    assert found is not None
    assert found.date is not None
    assert found.agency is not None
    spans = [found.span, found.date.span, found.agency.span, *(p.span for p in found.places if p.span)]
    assert [text[s.start : s.end] for s in spans] == [s.text for s in spans]
    assert [p.country_code for p in found.places] == ["IQ", "JO"]


def test_the_town_is_where_it_happened_and_nobody(extractor: Extractor) -> None:
    text = "Qamishli, Syria, March 4 (AFP) - Gunmen shot two guards."
    events = extractor.extract(Article(text=text, published_at="2024-03-06")).events
    (strike,) = [e for e in events if e.type == "strike"]
    assert [p.name for p in strike.places] == ["Al Qāmishlī"]
    assert [p.name for p in strike.participants if p.role == "attacker"] == ["Gunmen"]
    assert strike.time is not None
    assert (strike.time.value, strike.time.source) == ("2024-03-04", "inferred")


def test_a_ship_is_not_pinned(extractor: Extractor) -> None:
    found = extractor.extract(Article(text="ABOARD THE USS TARN (AP) — The crew waited.")).dateline
    assert found is not None
    (ship,) = found.places
    assert (ship.latitude, ship.reason) == (None, "aboard a ship")


def test_the_form_alone() -> None:
    found = at("GAZA/CAIRO, Egypt, May 3 (AP) - The", 0)
    assert found is not None
    assert (found.places, found.agency) == (((0, 4), (5, 10)), (26, 28))
    assert at("Nothing of the kind - The", 0) is None


def test_it_is_looked_for_at_the_front_only() -> None:
    text = "\n".join(["A line. Another one."] * 50)
    assert len(list(starts(text))) < 20


@pytest.mark.parametrize(
    "text", ["an an der de la de la, " * 80, "de la " * 400, "A-B C" * 600, "MAY 3, " * 300, "A. B, C/" * 300]
)
def test_no_text_takes_long(text: str) -> None:
    begun = time.perf_counter()
    assert at(text, 0) is None
    assert time.perf_counter() - begun < 0.2


def test_agencies_are_called_by_one_name() -> None:
    assert {words().agencies[name] for name in ("ap", "associated press")} == {"Associated Press"}
