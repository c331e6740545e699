"""What is answered for one article: the extraction, and the text in which its spans count where it is not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from pydantic import TypeAdapter

from app.domain.article import Article
from app.domain.documentation import doc
from app.domain.event import Extraction
from app.ingestion.preparation import sent_text

_EXTRACTION_FIELDS = tuple(known.name for known in fields(Extraction))


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleAnswer(Extraction):
    """The extraction of an article that was sent. Spans count code points in the title, a blank line and the text."""

    stored_text: str | None = field(
        default=None,
        metadata=doc(
            "Title, blank line and text as the spans count in them, where cleaning changed them or they were read from "
            "HTML; null where they are exactly as sent."
        ),
    )


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
