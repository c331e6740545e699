"""Batches as clients send them."""

from __future__ import annotations

import json

import pytest

from app.errors import InputError
from app.ingestion.batches import array_articles, line_articles
from app.storage.jobs import NewArticle

ONE = {"id": "a", "text": "A quiet day."}


def test_an_array_and_lines_give_the_same() -> None:
    found = array_articles(json.dumps([ONE, 7, ONE]).encode())
    assert found == [
        NewArticle(json.dumps(ONE, separators=(",", ":"))),
        NewArticle(reason="Article 2 is not a JSON object."),
        found[0],
    ]
    lines = b"\xef\xbb\xbf" + json.dumps(ONE).encode() + b"\r\n\r\nbroken\n" + json.dumps(ONE).encode()
    assert [each.article for each in line_articles(lines)] == [found[0].article, None, found[0].article]
    assert str(line_articles(lines)[1].reason).startswith("Line 3 is not JSON")


@pytest.mark.parametrize("body", [b"", b"{", b"{}", b"7", b"\xff"])
def test_what_is_no_array_is_refused(body: bytes) -> None:
    with pytest.raises(InputError, match="The body"):
        array_articles(body)
