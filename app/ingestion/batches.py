"""The articles of a batch as a client sends it: a JSON array, or JSON Lines (NDJSON)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic_core import to_json

from app.errors import InputError
from app.ingestion.items import Item, item_of
from app.ingestion.json_files import json_lines
from app.ingestion.preparation import parse_json
from app.storage.jobs import NewArticle


def array_articles(body: bytes) -> list[NewArticle]:
    """The articles of a JSON array; what is not an object has a reason. Raises ``InputError`` for another document."""
    try:
        values: Any = parse_json(body)
    except ValueError as error:
        raise InputError(f"The body is not valid JSON: {error}.") from None
    if not isinstance(values, list):
        raise InputError("The body must be a JSON array of articles, or JSON Lines as application/x-ndjson.")
    return [_article(item_of(value, f"Article {number}")) for number, value in enumerate(values, start=1)]


def line_articles(body: bytes) -> list[NewArticle]:
    """The articles of JSON Lines; a line that is not a JSON object has a reason."""
    return [_article(item) for item in json_lines(_lines(body))]


def _lines(body: bytes) -> Iterator[bytes | object]:
    yield from body.split(b"\n")


def _article(item: Item) -> NewArticle:
    if item.raw is None:
        return NewArticle(reason=item.reason)
    return NewArticle(article=to_json(item.extraction or item.raw).decode())
