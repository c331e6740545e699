"""The lines that ``dateline extract`` writes."""

from __future__ import annotations

import json

import pytest

from app.cli.extract import output_line, with_id
from app.domain.article import Article
from app.errors import InputError
from app.ingestion.items import Item, ItemId
from app.ingestion.worker import Reading


@pytest.mark.parametrize("item_id", ["a", 5, 2.5, 'quote " and \\', "é\ud800"])
def test_the_id_is_copied(item_id: ItemId) -> None:
    assert json.loads(with_id(item_id, b'{"id":"0-0","status":"structured"}')) == {
        "id": item_id,
        "status": "structured",
    }


def test_without_an_id_the_articles_own_stays() -> None:
    assert with_id(None, b'{"id":"0-0"}') == b'{"id":"0-0"}'


def test_a_failed_article_says_why_and_where() -> None:
    reading = Reading(Article("x"), b'{"id":"0-0"}')
    lines = [
        output_line(Item(1, {}), reading),
        output_line(Item("a", reason="File a is bad."), None),
        output_line(Item(2, {}, where="Line 3"), InputError("The text is empty.")),
    ]
    assert [json.loads(line) for line in lines] == [
        {"id": 1},
        {"id": "a", "status": "failed", "reason": "File a is bad."},
        {"id": 2, "status": "failed", "reason": "Line 3: The text is empty."},
    ]
