"""The output of ``dateline extract``, so that it can be stored without being read again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from app.domain.article import Article, identify
from app.domain.event import Extraction
from app.errors import InputError

_EXTRACTION = TypeAdapter(Extraction)


def extraction_of(line: Mapping[str, Any], article: Article) -> Extraction:
    """The extraction on a line, whose article was prepared. Raises ``InputError`` when it is not one of that article.

    The caller's id on the line gives way to the article's own.
    """
    article_id, text = identify(article), article.stored_text
    try:
        found = _EXTRACTION.validate_json(to_json({**line, "id": article_id}))
    except (ValidationError, ValueError) as error:
        raise InputError(f"The line is not output of dateline extract: {error}") from None
    spans = [event.trigger for event in found.events]
    if any(event.article_id != article_id for event in found.events) or any(
        text[span.start : span.end] != span.text for span in spans
    ):
        raise InputError("The events on the line are not those of its article.")
    return found
