"""The tables of corrections: what people decided about events, and what the machine reads in the articles concerned."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.column_types import PackedText, RowNumber
from app.storage.tables import Base


class CorrectionRow(Base):
    """One step of a person on one event; rows are only added. They go with their article."""

    __tablename__ = "corrections"

    number: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    event_id: Mapped[str] = mapped_column(String(36))
    article_id: Mapped[str] = mapped_column(String(36), ForeignKey("articles.id", ondelete="CASCADE"))
    at: Mapped[dt.datetime]
    change: Mapped[int]
    actor: Mapped[str]
    key_id: Mapped[str | None]
    action: Mapped[str]
    reason: Mapped[str | None]
    undoes: Mapped[int | None]
    fields: Mapped[str] = mapped_column("field_values", PackedText)  # JSON: the fields that were set
    before: Mapped[str | None] = mapped_column("event_before", PackedText)  # the event as it stood before, JSON

    __table_args__ = (
        Index(None, "event_id", "number"),
        Index(None, "article_id", "number"),
        {"sqlite_autoincrement": True},
    )


class MachineEventRow(Base):
    """An event as the machine reads it in an article in which people have corrected something."""

    __tablename__ = "machine_events"

    event_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    article_id: Mapped[str] = mapped_column(String(36), ForeignKey("articles.id", ondelete="CASCADE"))
    position: Mapped[int]
    document: Mapped[str] = mapped_column(PackedText)

    __table_args__ = (Index(None, "article_id", "position"),)
