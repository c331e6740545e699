"""What is answered for one article: the extraction, and the text in which its spans count where it is not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from pydantic import TypeAdapter

from app.domain.article import Article
from app.domain.event import Extraction
from app.ingestion.preparation import sent_text

_EXTRACTION_FIELDS = tuple(field.name for field in fields(Extraction))


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleAnswer(Extraction):
    """What was read in an article. Spans count Unicode code points in the title, a blank line and the text.

    ``stored_text`` is that text where cleaning changed it or where it was read from HTML; null where it is exactly
    what was sent.
    """

    stored_text: str | None = None


_ANSWER = TypeAdapter(ArticleAnswer)


def answer_of(extraction: Extraction, article: Article, raw: Mapping[str, Any]) -> ArticleAnswer:
    """The answer for an article that was sent as ``raw``."""
    stored = article.stored_text
    return ArticleAnswer(
        **{name: getattr(extraction, name) for name in _EXTRACTION_FIELDS},
        stored_text=None if stored == sent_text(raw) else stored,
    )


def write_answer(answer: ArticleAnswer) -> bytes:
    """An answer as JSON on one line."""
    return _ANSWER.dump_json(answer)
