"""The tables of what is gone, for those who keep a copy."""

from __future__ import annotations

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.tables import Base


class DeletionRow(Base):
    """An event that is gone, and the change with which it went; nothing of what it said."""

    __tablename__ = "deletions"

    event_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    article_id: Mapped[str] = mapped_column(String(36))
    change: Mapped[int]

    __table_args__ = (Index(None, "change", "event_id"),)


class PrunedRow(Base):
    """Up to which change a feed of what is gone (``retention.Feed``) lacks some, because they were long ago."""

    __tablename__ = "pruned"

    feed: Mapped[str] = mapped_column(primary_key=True)
    change: Mapped[int]
