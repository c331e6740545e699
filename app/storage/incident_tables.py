"""The tables of incidents: what is compared, what was decided, and what came of it.

A report is named by its article's id and its position there ("<id>" for what the article is about, "<id>#2" for what
it mentions besides). An incident that was merged into another stays as a row without a document, so that its id can
still be followed.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.storage.column_types import LocalDateTime, PackedDocument, RowNumber
from app.storage.tables import Base

#: Names of reports are sought by their beginning: Postgres must compare them byte by byte, in every locale.
ReportName = Text().with_variant(Text(collation="C"), "postgresql")
#: The columns that summaries read: an index has them all, so that no document is read.
COUNTED = (
    *("articles", "type", "subtype", "country_code", "admin1_key", "admin1", "latitude", "longitude", "time_start"),
    *("time_end", "killed", "killed_low", "killed_high", "injured", "injured_low", "injured_high", "sources"),
)


class StoryRow(Base):
    """What is kept of an article to compare it with later ones; ``day`` is the ordinal of its publication."""

    __tablename__ = "stories"

    article_seq: Mapped[int] = mapped_column(RowNumber, primary_key=True, autoincrement=False)
    article_id: Mapped[str] = mapped_column(String(36), unique=True)
    day: Mapped[int]
    story: Mapped[bytes] = mapped_column(LargeBinary)  # packed


class StoryKeyRow(Base):
    """A key (64 bits of a hash) under which an article is found by later ones, nearest in time first."""

    __tablename__ = "story_keys"

    key: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[int] = mapped_column(primary_key=True)
    article_seq: Mapped[int] = mapped_column(RowNumber, primary_key=True)

    __table_args__ = ({"sqlite_with_rowid": False},)


class ReportLinkRow(Base):
    """How surely two reports report one happening (log-odds), and why (a JSON list)."""

    __tablename__ = "report_links"

    one: Mapped[str] = mapped_column(ReportName, primary_key=True)
    other: Mapped[str] = mapped_column(ReportName, primary_key=True)
    score: Mapped[float]
    reasons: Mapped[str]

    __table_args__ = (Index(None, "other"), {"sqlite_with_rowid": False})


class IncidentRow(Base):
    """An incident: its document, and the columns by which it is ordered and counted.

    The bounds of figures are those that are added up: a figure without a lower bound has 0, without an upper one its
    best number. An incident that is gone has no document and 0 articles.
    """

    __tablename__ = "incidents"

    seq: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    id: Mapped[str] = mapped_column(String(36), unique=True)
    merged_into: Mapped[str | None] = mapped_column(String(36))
    pinned: Mapped[bool] = mapped_column(server_default=false())
    articles: Mapped[int]
    sources: Mapped[int]
    type: Mapped[str | None]
    subtype: Mapped[str | None]
    country_code: Mapped[str | None]  # of the main place, as the three below
    admin1_key: Mapped[str | None]
    admin1: Mapped[str | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    time_start: Mapped[dt.datetime | None] = mapped_column(LocalDateTime)
    time_end: Mapped[dt.datetime | None] = mapped_column(LocalDateTime)
    reported_at: Mapped[dt.datetime | None]
    killed: Mapped[int | None]
    killed_low: Mapped[int | None]
    killed_high: Mapped[int | None]
    injured: Mapped[int | None]
    injured_low: Mapped[int | None]
    injured_high: Mapped[int | None]
    change: Mapped[int]
    document: Mapped[str | None] = mapped_column(PackedDocument)

    __table_args__ = (
        Index(None, "time_start", "seq"),
        Index(None, "reported_at", "seq"),
        Index(None, "killed", "seq"),
        Index(None, "change", "seq"),
        Index(
            "ix_incidents_gone",
            *("change", "seq"),
            sqlite_where=text("document IS NULL"),
            postgresql_where=text("document IS NULL"),
        ),
        Index("ix_incidents_counted", *COUNTED),
        {"sqlite_autoincrement": True},
    )


class IncidentReportRow(Base):
    """To which incident a report belongs."""

    __tablename__ = "incident_reports"

    name: Mapped[str] = mapped_column(ReportName, primary_key=True)
    incident_seq: Mapped[int] = mapped_column(RowNumber)

    __table_args__ = (Index(None, "incident_seq"), {"sqlite_with_rowid": False})


class IncidentEventRow(Base):
    """To which incident an event belongs."""

    __tablename__ = "incident_events"

    event_seq: Mapped[int] = mapped_column(
        RowNumber, ForeignKey("events.seq", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    incident_seq: Mapped[int] = mapped_column(RowNumber)

    __table_args__ = (Index(None, "incident_seq"),)


class IncidentOrderRow(Base):
    """Two reports that a person has joined (``together``) or set apart; the machine never undoes it."""

    __tablename__ = "incident_orders"

    one: Mapped[str] = mapped_column(ReportName, primary_key=True)
    other: Mapped[str] = mapped_column(ReportName, primary_key=True)
    together: Mapped[bool]

    __table_args__ = (Index(None, "other"), {"sqlite_with_rowid": False})


class IncidentHistoryRow(Base):
    """Something that happened to an incident, with its details as JSON."""

    __tablename__ = "incident_history"

    seq: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    incident_id: Mapped[str] = mapped_column(String(36))
    at: Mapped[dt.datetime]
    change: Mapped[int]
    action: Mapped[str]
    detail: Mapped[str]

    __table_args__ = (Index(None, "incident_id", "seq"), {"sqlite_autoincrement": True})
