"""Numbers with their hedges, and the numbers that count nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from app.nlp import Extractor
from app.nlp.components.quantities import find_quantities
from app.nlp.components.quantities.numbers import cardinal

CASES = yaml.load(
    (Path(__file__).parents[2] / "cases" / "quantities.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_sentences(extractor: Extractor, case: dict[str, Any]) -> None:
    doc = extractor.nlp(case["text"])
    found = [
        [
            doc[q.start : q.end].text,
            q.low,
            q.high,
            q.approximate,
            doc[q.counted].text if q.counted >= 0 else None,
        ]
        for q in find_quantities(doc)
    ]
    assert found == case["find"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("twenty one", 21),
        ("a hundred and twenty", 120),
        ("three thousand four hundred and five", 3405),
        ("two million", 2_000_000),
        ("1,234", 1234),
        ("2.5 million", 2_500_000),
        ("half a dozen", 6),
    ],
)
def test_cardinal(text: str, value: int) -> None:
    number = cardinal(text.split(), 0)
    assert number is not None
    assert (number.low, number.end) == (value, len(text.split()))


@pytest.mark.parametrize("text", ["a man", "2.5", "first", "1/2", "x2"])
def test_no_cardinal(text: str) -> None:
    assert cardinal(text.split(), 0) is None


def test_the_end_of_the_text_is_safe(extractor: Extractor) -> None:
    for text in ("a", "at least", "5 to", "twenty-", "5 and", "between 5 and", "1-"):
        assert len(find_quantities(extractor.nlp(text))) <= 1
