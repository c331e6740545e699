"""Articles: a page of them without their text, one with everything, and their removal."""

from __future__ import annotations

import datetime as dt
import zlib
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.documentation import doc
from app.domain.event import Extraction
from app.errors import FilterError, NotFoundError
from app.linking.store import remove_linked
from app.query.article_filter import ArticleFilter
from app.query.events import canonical_id
from app.query.filters import DEFAULT_LIMIT, MAX_LIMIT
from app.query.pagination import Position, read_cursor, write_cursor
from app.storage import articles
from app.storage.failures import StoredFailure, find_failure, forget_failure
from app.storage.incident_tables import IncidentEventRow, IncidentRow
from app.storage.mapping import StoredArticle
from app.storage.tables import ArticleRow, EventRow, FailureRow
from app.storage.versions import replaced_by

Status = Literal["structured", "failed"]
_EVERY = ArticleFilter()
_MARKS: dict[Status, int] = {"structured": 1, "failed": 2}  # of the cursors of the two lists


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article as one line of a list."""

    id: str = field(metadata=doc("UUID of the article."))
    status: Status = field(metadata=doc("`structured`, or `failed` when it could not be read."))
    title: str | None = field(metadata=doc("Headline."))
    source: str | None = field(metadata=doc("Name of the outlet."))
    url: str | None = field(metadata=doc("Address of the article."))
    external_id: str | None = field(metadata=doc("The sender's own id."))
    published_at: str | None = field(metadata=doc("ISO 8601 date or date-time of publication."))
    created_at: dt.datetime = field(metadata=doc("When the article was stored, or last failed (UTC)."))
    characters: int = field(metadata=doc("Length of the text in Unicode code points."))
    events: int = field(metadata=doc("Number of events extracted from it."))
    reason: str | None = field(default=None, metadata=doc("Why it could not be read; null when it was read."))


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """Articles, the one stored last first; ``next_cursor`` is None on the last page."""

    items: tuple[ArticleLine, ...]
    next_cursor: str | None = None


class ReplacedError(Exception):
    """A newer version stands in the place of the article."""

    def __init__(self, article_id: str) -> None:
        super().__init__(article_id)
        self.article_id = article_id


def get_stored(session: Session, article_id: str) -> StoredArticle | StoredFailure:
    """A stored article with its events, or one that is kept as failed.

    Raises ``NotFoundError``, or ``ReplacedError`` when a newer version has replaced it.
    """
    key = canonical_id("article", article_id)
    found = articles.find(session, key) or find_failure(session, key)
    if found is None and (newer := replaced_by(session, key)):
        raise ReplacedError(newer)
    if found is None:
        raise _missing(article_id)
    if isinstance(found, StoredArticle):
        return replace(found, extraction=with_incidents(session, found.extraction))
    return found


def with_incidents(session: Session, extraction: Extraction) -> Extraction:
    """The extraction of a stored article with the incident of each of its events."""
    query = (
        select(EventRow.id, IncidentRow.id)
        .join(IncidentEventRow, IncidentEventRow.event_seq == EventRow.seq)
        .join(IncidentRow, IncidentRow.seq == IncidentEventRow.incident_seq)
        .where(EventRow.article_seq == select(ArticleRow.seq).where(ArticleRow.id == extraction.id).scalar_subquery())
    )
    incidents = dict(iter(session.execute(query)))
    events = tuple(replace(event, incident_id=incidents.get(event.id)) for event in extraction.events)
    return replace(extraction, events=events)


def delete_article(session: Session, article_id: str) -> str:
    """Remove an article with its events; return its id in canonical form. The caller commits.

    Raises ``NotFoundError`` when it does not exist.
    """
    found = canonical_id("article", article_id)
    if not remove_linked(session, found) and not forget_failure(session, found):
        raise _missing(article_id)
    return found


def list_articles(
    session: Session,
    limit: int = DEFAULT_LIMIT,
    cursor: str | None = None,
    status: Status = "structured",
    article_filter: ArticleFilter = _EVERY,
) -> ArticlePage:
    """A page of the articles of one status. Raises ``FilterError`` for a bad limit, cursor or filter."""
    if not 1 <= limit <= MAX_LIMIT:
        raise FilterError(f"limit={limit} must be a whole number from 1 to {MAX_LIMIT}.", field="limit")
    mark = _MARKS[status] if article_filter == _EVERY else zlib.crc32(repr((status, article_filter)).encode())
    after = read_cursor(cursor, mark).seq if cursor is not None else None
    find = _structured if status == "structured" else _failed
    found = find(session, limit + 1, after, article_filter)
    more = write_cursor(Position(None, found[limit - 1][0]), mark) if len(found) > limit else None
    return ArticlePage(tuple(line for _, line in found[:limit]), more)


def _structured(
    session: Session, most: int, after: int | None, article_filter: ArticleFilter
) -> list[tuple[int, ArticleLine]]:
    events = select(func.count()).where(EventRow.article_seq == ArticleRow.seq).scalar_subquery()
    query = select(ArticleRow, events).order_by(ArticleRow.seq.desc()).limit(most)
    query = query.where(*article_filter.conditions())
    if after is not None:
        query = query.where(ArticleRow.seq < after)
    return [
        (row.seq, _line(row, status="structured", created_at=row.created_at, characters=len(row.text), events=n))
        for row, n in session.execute(query)
    ]


def _failed(
    session: Session, most: int, after: int | None, article_filter: ArticleFilter
) -> list[tuple[int, ArticleLine]]:
    query = select(FailureRow).where(*article_filter.failed()).order_by(FailureRow.seq.desc()).limit(most)
    if after is not None:
        query = query.where(FailureRow.seq < after)
    return [
        (
            row.seq,
            _line(
                row, status="failed", created_at=row.failed_at, characters=len(row.text), events=0, reason=row.reason
            ),
        )
        for row in session.scalars(query)
    ]


def _line(row: ArticleRow | FailureRow, **more: Any) -> ArticleLine:
    return ArticleLine(
        id=row.id,
        title=row.title,
        source=row.source,
        url=row.url,
        external_id=row.external_id,
        published_at=row.published_at,
        **more,
    )


def _missing(article_id: str) -> NotFoundError:
    return NotFoundError(f"There is no article {article_id!r}.")
