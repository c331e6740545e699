"""Versions of an article: those that have the same address, and those that a newer one has replaced."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.storage.tables import ArticleRow, ReplacedArticleRow

_MOST = 100


def same_address(session: Session, article_id: str, url: str | None) -> Sequence[str]:
    """The ids of other stored articles with an address, the newest first."""
    if not url:
        return ()
    query = select(ArticleRow.id).where(ArticleRow.url == url, ArticleRow.id != article_id)
    return session.scalars(query.order_by(ArticleRow.seq.desc()).limit(_MOST)).all()


def at_address(session: Session, url: str) -> tuple[str, str] | None:
    """The id and the pipeline of the newest article with an address; None when none is stored."""
    query = select(ArticleRow.id, ArticleRow.pipeline).where(ArticleRow.url == url)
    found = session.execute(query.order_by(ArticleRow.seq.desc()).limit(1)).first()
    return (found.id, found.pipeline) if found else None


def remember_replaced(session: Session, article_ids: Sequence[str], replaced_by: str) -> None:
    """Note that an article has taken the place of others, and of those that they had replaced."""
    now = dt.datetime.now(dt.UTC)
    session.execute(delete(ReplacedArticleRow).where(ReplacedArticleRow.id.in_((*article_ids, replaced_by))))
    followed = update(ReplacedArticleRow).where(ReplacedArticleRow.replaced_by.in_(article_ids))
    session.execute(followed.values(replaced_by=replaced_by))
    session.add_all(ReplacedArticleRow(id=each, replaced_by=replaced_by, at=now) for each in article_ids)
    session.flush()


def replaced_by(session: Session, article_id: str) -> str | None:
    """The stored article that has taken the place of one; None when there is none."""
    query = select(ReplacedArticleRow.replaced_by).join(ArticleRow, ArticleRow.id == ReplacedArticleRow.replaced_by)
    return session.scalar(query.where(ReplacedArticleRow.id == article_id))
