"""Articles: a page of them without their text, one with everything, and their removal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.documentation import doc
from app.errors import FilterError, NotFoundError
from app.query.events import canonical_id
from app.query.filters import DEFAULT_LIMIT, MAX_LIMIT
from app.query.pagination import Position, read_cursor, write_cursor
from app.storage import articles
from app.storage.mapping import StoredArticle
from app.storage.tables import ArticleRow, EventRow

_MARK = 1  # of the cursors of this list


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article as one line of a list."""

    id: str = field(metadata=doc("UUID of the article."))
    title: str | None = field(metadata=doc("Headline."))
    source: str | None = field(metadata=doc("Name of the outlet."))
    url: str | None = field(metadata=doc("Address of the article."))
    external_id: str | None = field(metadata=doc("The sender's own id."))
    published_at: str | None = field(metadata=doc("ISO 8601 date or date-time of publication."))
    created_at: dt.datetime = field(metadata=doc("When the article was stored (UTC)."))
    characters: int = field(metadata=doc("Length of the text in Unicode code points."))
    events: int = field(metadata=doc("Number of events extracted from it."))


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """Articles, the one stored last first; ``next_cursor`` is None on the last page."""

    items: tuple[ArticleLine, ...]
    next_cursor: str | None = None


def get_article(session: Session, article_id: str) -> StoredArticle:
    """A stored article with its events. Raises ``NotFoundError`` when no article has that id."""
    found = articles.find(session, canonical_id("article", article_id))
    if found is None:
        raise NotFoundError(f"There is no article {article_id!r}.")
    return found


def delete_article(session: Session, article_id: str) -> str:
    """Remove an article with its events; return its id in canonical form. The caller commits.

    Raises ``NotFoundError`` when it does not exist.
    """
    found = canonical_id("article", article_id)
    if not articles.remove(session, found):
        raise NotFoundError(f"There is no article {article_id!r}.")
    return found


def list_articles(session: Session, limit: int = DEFAULT_LIMIT, cursor: str | None = None) -> ArticlePage:
    """A page of articles. Raises ``FilterError`` for a bad limit or cursor."""
    if not 1 <= limit <= MAX_LIMIT:
        raise FilterError(f"limit={limit} must be a whole number from 1 to {MAX_LIMIT}.", field="limit")
    events = select(func.count()).where(EventRow.article_seq == ArticleRow.seq).scalar_subquery()
    query = select(ArticleRow, func.length(ArticleRow.text), events).order_by(ArticleRow.seq.desc())
    if cursor:
        query = query.where(ArticleRow.seq < read_cursor(cursor, _MARK).seq)
    rows = session.execute(query.limit(limit + 1)).all()
    lines = tuple(
        ArticleLine(
            row.id, row.title, row.source, row.url, row.external_id, row.published_at, row.created_at, length, n
        )
        for row, length, n in rows[:limit]
    )
    more = write_cursor(Position(None, rows[limit - 1][0].seq), _MARK) if len(rows) > limit else None
    return ArticlePage(lines, more)
