"""Articles kept with their events: save, find, replace, remove. Nothing here commits; the caller does."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Select, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.domain.article import Article
from app.domain.event import Extraction
from app.storage.dialects import is_sqlite
from app.storage.mapping import StoredArticle, article_row, event_row, stored_article
from app.storage.tables import ArticleRow, EventRow


def find(session: Session, article_id: str) -> StoredArticle | None:
    """The stored article of an id, with its events in the order of the text; None when there is none."""
    row = session.scalar(_by_id(article_id))
    return _read(session, row) if row else None


def save(session: Session, article: Article, extraction: Extraction) -> tuple[StoredArticle, bool]:
    """Keep an article and what was read in it; says whether it is new.

    A known article is given back as it is stored, unless it was read by another version of the pipeline: then
    its events are replaced in this transaction. Two at once are no error: one saves, the other finds.
    """
    values = article_row(article, extraction, dt.datetime.now(dt.UTC))
    insert = sqlite.insert if is_sqlite(session) else postgresql.insert
    added = session.scalar(
        insert(ArticleRow).values(values).on_conflict_do_nothing(index_elements=["id"]).returning(ArticleRow.seq)
    )
    row = session.scalars(_by_id(extraction.id).with_for_update()).one()
    if added is None and row.pipeline == extraction.pipeline:
        return _read(session, row), False
    if added is None:
        session.execute(delete(EventRow).where(EventRow.article_seq == row.seq))
        for name in ("reading", "pipeline", "reported_at"):
            setattr(row, name, values[name])
    session.add_all(event_row(event, n, row) for n, event in enumerate(extraction.events))
    session.flush()
    return StoredArticle(article, extraction, row.created_at), added is not None


def remove(session: Session, article_id: str) -> bool:
    """Remove an article with its events and all that they are found by; False when there is none."""
    gone = session.scalar(delete(ArticleRow).where(ArticleRow.id == article_id).returning(ArticleRow.seq))
    return gone is not None


def count(session: Session) -> int:
    """How many articles are stored?"""
    return session.scalar(select(func.count()).select_from(ArticleRow)) or 0


def _by_id(article_id: str) -> Select[ArticleRow]:
    return select(ArticleRow).where(ArticleRow.id == article_id)


def _read(session: Session, row: ArticleRow) -> StoredArticle:
    documents = select(EventRow.document).where(EventRow.article_seq == row.seq).order_by(EventRow.position)
    return stored_article(row, list(session.scalars(documents)))
