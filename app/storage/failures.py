"""Articles that could not be read, so that an operator sees them and can have them read again.

Only the newest are kept. Nothing here commits; the caller does.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.domain.article import Article, identify
from app.storage.dialects import is_sqlite
from app.storage.sql import Sql, fetch_rows
from app.storage.tables import FailureRow

_COPIED = ("title", "text", "published_at", "source", "url", "external_id", "language")


@dataclass(frozen=True, slots=True)
class StoredFailure:
    """An article that could not be read, why, by which pipeline and when."""

    article: Article
    reason: str
    pipeline: str
    failed_at: dt.datetime

    @property
    def id(self) -> str:
        """The article's id."""
        return identify(self.article)


def keep_failure(session: Session, article: Article, reason: str, pipeline: str, most: int) -> None:
    """Keep an article in place of an earlier failure of it; the oldest go when there are more than ``most``."""
    forget_failure(session, identify(article))
    insert = sqlite.insert if is_sqlite(session) else postgresql.insert
    values: dict[str, Any] = {name: getattr(article, name) for name in _COPIED}
    values |= {"id": identify(article), "reason": reason, "pipeline": pipeline, "failed_at": dt.datetime.now(dt.UTC)}
    values["extra"] = json.dumps(dict(article.metadata), ensure_ascii=False)
    session.execute(insert(FailureRow).values(values).on_conflict_do_nothing())  # two at once are one failure
    too_old = session.scalar(select(FailureRow.seq).order_by(FailureRow.seq.desc()).offset(most).limit(1))
    if too_old is not None:
        session.execute(delete(FailureRow).where(FailureRow.seq <= too_old))


def forget_failure(session: Session, article_id: str) -> bool:
    """Remove a failure; False when there is none."""
    return bool(fetch_rows(session, Sql("DELETE FROM failures WHERE id = ? RETURNING seq", (article_id,))))


def find_failure(session: Session, article_id: str) -> StoredFailure | None:
    """The failure of an article; None when there is none."""
    row = session.scalar(select(FailureRow).where(FailureRow.id == article_id))
    return _read(row) if row else None


def _read(row: FailureRow) -> StoredFailure:
    article = Article(**{name: getattr(row, name) for name in _COPIED}, metadata=json.loads(row.extra))
    return StoredFailure(article, row.reason, row.pipeline, row.failed_at)


def failures_of(session: Session, article_ids: Collection[str]) -> dict[str, StoredFailure]:
    """The failures of those of some articles that have one, by their ids."""
    return {row.id: _read(row) for row in session.scalars(select(FailureRow).where(FailureRow.id.in_(article_ids)))}


def count_failures(session: Session) -> int:
    """How many are kept."""
    return session.scalar(select(func.count()).select_from(FailureRow)) or 0
