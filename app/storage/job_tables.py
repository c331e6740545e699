"""The tables of jobs: long work on many articles, and the articles of each, which are the queue."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.column_types import PackedText, RowNumber
from app.storage.tables import Base


class JobRow(Base):
    """A job with its counts; what is not counted yet waits."""

    __tablename__ = "jobs"

    seq: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    id: Mapped[str] = mapped_column(String(36), unique=True)
    kind: Mapped[str]
    state: Mapped[str]  # open, done or cancelled
    actor: Mapped[str]
    key_id: Mapped[str | None]
    address: Mapped[str | None]
    sender: Mapped[str]  # whose ``idempotency_key`` it is
    idempotency_key: Mapped[str | None]
    digest: Mapped[str | None]  # SHA-256 of the body
    total: Mapped[int]
    stored: Mapped[int] = mapped_column(server_default="0")
    known: Mapped[int] = mapped_column(server_default="0")
    failed: Mapped[int] = mapped_column(server_default="0")
    created_at: Mapped[dt.datetime]
    started_at: Mapped[dt.datetime | None]
    updated_at: Mapped[dt.datetime]
    finished_at: Mapped[dt.datetime | None]

    __table_args__ = (
        Index(None, "sender", "idempotency_key", unique=True),
        Index("ix_jobs_open", "seq", sqlite_where=text("state = 'open'"), postgresql_where=text("state = 'open'")),
        {"sqlite_autoincrement": True},
    )


class JobArticleRow(Base):
    """An article of a job: as it was sent, until it is done; or the stored one (``article_id``) to be read again."""

    __tablename__ = "job_articles"

    job_seq: Mapped[int] = mapped_column(
        RowNumber, ForeignKey("jobs.seq", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[str]  # waiting, stored, known or failed
    article: Mapped[str | None] = mapped_column(PackedText)
    article_id: Mapped[str | None] = mapped_column(String(36))
    reason: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(server_default="0")
    claimed_by: Mapped[str | None]
    claimed_until: Mapped[dt.datetime | None]

    __table_args__ = (
        Index(None, "job_seq", "state", "number"),
        Index(
            "ix_job_articles_claimed",
            "claimed_by",
            sqlite_where=text("claimed_by IS NOT NULL"),
            postgresql_where=text("claimed_by IS NOT NULL"),
        ),
        {"sqlite_with_rowid": False},
    )
