"""The table of subscriptions."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.column_types import RowNumber
from app.storage.tables import Base


class SubscriptionRow(Base):
    """Where the events of a filter (a query string) are sent, and the change from which on they have not been sent."""

    __tablename__ = "subscriptions"

    seq: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    id: Mapped[str] = mapped_column(String(36), unique=True)
    url: Mapped[str]
    filter: Mapped[str]
    secret: Mapped[str]
    state: Mapped[str]  # active or paused
    actor: Mapped[str]
    position: Mapped[int]
    failures: Mapped[int] = mapped_column(server_default="0")
    reason: Mapped[str | None]
    created_at: Mapped[dt.datetime]
    delivered_at: Mapped[dt.datetime | None]
    next_at: Mapped[dt.datetime]

    __table_args__ = ({"sqlite_autoincrement": True},)
