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
    stale: bool = field(
        default=False,
        metadata=doc(
            "True when the article is stored and an older version of the pipeline has read it: send it with "
            "`?reread=true` to have it read again."
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedLine(ArticleAnswer):
    """A line of ``dateline extract``: the answer, and the article, so that the line can be stored without the input."""

    article: Article


_LINE = TypeAdapter(ExtractedLine)


def answer_of(
    extraction: Extraction, article: Article, raw: Mapping[str, Any], *, stale: bool = False
) -> ArticleAnswer:
    """The answer for an article that was sent as ``raw``; ``stale`` when an older pipeline has read it."""
    stored = article.stored_text
    return ArticleAnswer(
        **{name: getattr(extraction, name) for name in _EXTRACTION_FIELDS},
        stored_text=None if stored == sent_text(raw) else stored,
        stale=stale,
    )


def write_line(answer: ArticleAnswer, article: Article) -> bytes:
    """An answer and its article as JSON on one line."""
    values = {known.name: getattr(answer, known.name) for known in fields(ArticleAnswer)}
    return _LINE.dump_json(ExtractedLine(**values, article=article))
