"""Words that point to another happening."""

from __future__ import annotations

import pytest

from app.domain.article import Article
from app.nlp import Extractor
from app.nlp.token_table import token_table
from app.nlp.undertakings import during, recalled


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("During the operation two soldiers were hurt.", "hurt", True),
        ("Two soldiers were wounded in the process.", "wounded", True),
        ("Troops seized guns in that raid.", "guns", True),
        ("During an operation two soldiers were hurt.", "hurt", False),
        ("Two soldiers were hurt during the festival.", "hurt", False),
        ("Two soldiers were hurt.", "hurt", False),
    ],
)
def test_during(extractor: Extractor, text: str, word: str, expected: bool) -> None:
    doc = extractor.nlp(extractor.prepare(Article(text=text)))
    assert during(token_table(doc), next(t.i for t in doc if t.text == word)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It recalled the raid at a mill in 2009.", True),
        ("The attack echoed the raid at a mill in 2009.", True),
        ("Survivors recalled the raid at a mill.", False),
        ("It followed the raid at a mill.", False),
    ],
)
def test_recalled(extractor: Extractor, text: str, expected: bool) -> None:
    doc = extractor.nlp(extractor.prepare(Article(text=text)))
    assert recalled(token_table(doc), next(t.i for t in doc if t.text == "raid")) is expected
