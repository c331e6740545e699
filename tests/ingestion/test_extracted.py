"""The output of ``dateline extract``, read back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.domain.article import Article
from app.errors import InputError
from app.ingestion.answers import answer_of, write_line
from app.ingestion.extracted import extraction_of
from app.nlp import Extractor

ARTICLE = Article("Gunmen killed 4 people in Mosul on Friday.", published_at="2024-02-03")


@pytest.fixture(scope="module")
def line(extractor: Extractor) -> dict[str, Any]:
    written = write_line(answer_of(extractor.extract(ARTICLE), ARTICLE, {"text": ARTICLE.text}), ARTICLE)
    found: dict[str, Any] = json.loads(written)
    return found | {"id": "the caller's"}


def test_a_line_gives_its_extraction_back(line: dict[str, Any], extractor: Extractor) -> None:
    assert line["article"]["text"] == ARTICLE.text
    assert extraction_of(line, ARTICLE) == extractor.extract(ARTICLE)


def test_a_line_of_another_article_is_refused(line: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="not those of its article"):
        extraction_of(line, Article("Something else."))
    trigger = line["events"][0]["trigger"]
    moved = line["events"][0] | {"trigger": trigger | {"start": trigger["start"] + 1}}
    with pytest.raises(InputError, match="not those of its article"):
        extraction_of(line | {"events": [moved]}, ARTICLE)


def test_what_is_no_extraction_is_refused(line: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="not output of dateline extract"):
        extraction_of(line | {"events": [{"id": 1}]}, ARTICLE)
