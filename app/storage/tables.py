"""The tables. What an event says is kept once, as JSON in ``documents``; reading back is exact.

Every column of ``events`` and of the tables around it is an index made from that document by ``mapping.py``: it
exists to be searched and is never read back. The documents lie apart, so that the rows that are searched stay
short and many of them fit into memory. Each row has a number of the database's own (``seq``, growing) beside the
public id: it orders pages and joins tables cheaply. Three views show the documents as columns to those who open the
database with SQL: ``event_rows``, ``casualty_claims`` and ``statement_rows`` (see ``docs/database.md``).
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, Float, ForeignKey, Index, MetaData, String, Text, false, text
from sqlalchemy import text as sql_text  # ArticleRow has a column of that name
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from app.storage.column_types import LocalDateTime, PackedDocument, PackedText, RowNumber, UtcDateTime

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The base of all tables; constraints are named alike everywhere, so that migrations can drop them."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {dt.datetime: UtcDateTime(), str: Text(), int: BigInteger(), float: Float(53)}  # noqa: RUF012


class ChangeRow(Base):
    """A change of the stored events, numbered in the order in which changes became visible (see ``changes.py``)."""

    __tablename__ = "changes"

    number: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    at: Mapped[dt.datetime]

    __table_args__ = (Index(None, "at", "number"), {"sqlite_autoincrement": True})


class ArticleRow(Base):
    """An article as it was stored, and what was read in it besides events (``reading``, JSON)."""

    __tablename__ = "articles"

    seq: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    id: Mapped[str] = mapped_column(String(36), unique=True)
    title: Mapped[str | None]
    text: Mapped[str] = mapped_column(PackedText)
    published_at: Mapped[str | None]  # as it was given
    source: Mapped[str | None]
    url: Mapped[str | None]
    external_id: Mapped[str | None]
    language: Mapped[str | None]
    extra: Mapped[str]  # the article's ``metadata``, JSON; that name is taken by SQLAlchemy
    reported_at: Mapped[dt.datetime | None]  # published_at as a moment, or the anchor read in the text
    source_key: Mapped[str | None]
    pipeline: Mapped[str]
    reading: Mapped[str] = mapped_column(PackedDocument)
    created_at: Mapped[dt.datetime]
    change: Mapped[int] = mapped_column(server_default="0")  # that touched the article or its events last

    events: Mapped[list[EventRow]] = relationship(
        back_populates="article", order_by="EventRow.position", lazy="raise", passive_deletes=True
    )

    __table_args__ = (
        Index(None, "reported_at", "seq"),
        Index(
            "ix_articles_external_id",
            *("external_id", "seq"),
            sqlite_where=sql_text("external_id IS NOT NULL"),
            postgresql_where=sql_text("external_id IS NOT NULL"),
        ),
        Index(
            "ix_articles_url",
            *("url", "seq"),
            sqlite_where=sql_text("url IS NOT NULL"),
            postgresql_where=sql_text("url IS NOT NULL"),
        ),
        {"sqlite_autoincrement": True},
    )


class ReplacedArticleRow(Base):
    """The id of an article in whose place a newer version of it stands."""

    __tablename__ = "replaced_articles"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    replaced_by: Mapped[str] = mapped_column(String(36), index=True)
    at: Mapped[dt.datetime]


class FailureRow(Base):
    """An article that could not be read, and why; it goes when the article is read after all."""

    __tablename__ = "failures"

    seq: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    id: Mapped[str] = mapped_column(String(36), unique=True)
    title: Mapped[str | None]
    text: Mapped[str] = mapped_column(PackedText)
    published_at: Mapped[str | None]
    source: Mapped[str | None]
    url: Mapped[str | None]
    external_id: Mapped[str | None]
    language: Mapped[str | None]
    extra: Mapped[str]  # the article's ``metadata``, JSON
    reason: Mapped[str]
    pipeline: Mapped[str]
    failed_at: Mapped[dt.datetime]

    __table_args__ = ({"sqlite_autoincrement": True},)


class EventRow(Base):
    """One event: its document, and the columns by which it is found.

    ``time_start``/``time_end`` are local time of the place without a zone, half-open, both null when the text
    gives no time; ``latitude``/``longitude`` are the pin (WGS 84 degrees) of the main place: the first where it
    happened or, for a statement of which the article does not say where it was made, the first that it is about. A
    statement with a place of its own has a second pin, ``about_latitude``/``about_longitude``.
    """

    __tablename__ = "events"

    seq: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    id: Mapped[str] = mapped_column(String(36), unique=True, insert_sentinel=True)  # so that many go in at once
    article_seq: Mapped[int] = mapped_column(RowNumber, ForeignKey("articles.seq", ondelete="CASCADE"))
    position: Mapped[int]
    type: Mapped[str]
    subtype: Mapped[str | None]
    factuality: Mapped[str]
    confidence: Mapped[float]
    time_start: Mapped[dt.datetime | None] = mapped_column(LocalDateTime)
    time_end: Mapped[dt.datetime | None] = mapped_column(LocalDateTime)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    about_latitude: Mapped[float | None]
    about_longitude: Mapped[float | None]
    killed: Mapped[int | None]
    injured: Mapped[int | None]
    reported_at: Mapped[dt.datetime | None]  # the article's; kept here so that pages can be ordered by it
    words: Mapped[str]  # stems, for the full-text index; '' on SQLite, which has them in blocks
    keys: Mapped[str]  # of ``index_terms.py``, for the same index, and as ``words``
    change: Mapped[int] = mapped_column(server_default="0")  # that touched the event last
    country_code: Mapped[str | None]  # of the main place, as ``admin1_key``: where the event is counted
    admin1_key: Mapped[str | None]
    lasts_long: Mapped[bool] = mapped_column(server_default=false())  # more than a month
    counted_elsewhere: Mapped[bool] = mapped_column(server_default=false())  # casualties whose act has the same figures
    source_key: Mapped[str | None]  # the article's, as ``source``; null when that is ''
    source: Mapped[str | None]

    article: Mapped[ArticleRow] = relationship(back_populates="events", lazy="raise")
    document: Mapped[DocumentRow] = relationship(lazy="raise", passive_deletes=True)
    places: Mapped[list[PlaceRow]] = relationship(lazy="raise", passive_deletes=True)
    participants: Mapped[list[ParticipantRow]] = relationship(lazy="raise", passive_deletes=True)
    review: Mapped[ReviewRow | None] = relationship(lazy="raise", passive_deletes=True)

    __table_args__ = (
        Index(None, "article_seq", "position"),
        Index(None, "time_start", "seq"),
        Index(None, "reported_at", "seq"),
        Index(None, "killed", "seq"),
        Index(None, "change", "seq"),
        Index(None, "latitude", "longitude", "seq"),
        Index(
            "ix_events_about",
            *("about_latitude", "about_longitude"),
            sqlite_where=text("about_latitude IS NOT NULL"),
            postgresql_where=text("about_latitude IS NOT NULL"),
        ),
        # All that is counted, in the order of time, so that a summary reads no row. ``change >= 0`` is always true:
        # only who says it too is given this index, and no other plan is led astray by its breadth.
        Index(
            "ix_events_counted",
            *("lasts_long", "time_start", "time_end", "factuality", "type", "subtype", "country_code", "admin1_key"),
            *("latitude", "longitude", "killed", "injured", "counted_elsewhere", "confidence", "article_seq"),
            *("source_key", "source", "seq", "change", "about_latitude", "about_longitude"),
            sqlite_where=text("change >= 0"),
            postgresql_where=text("change >= 0"),
        ),
        {"sqlite_autoincrement": True},
    )


class Part(Base):
    """A table of parts of events: rows go with their event."""

    __abstract__ = True

    event_seq: Mapped[int] = mapped_column(
        RowNumber, ForeignKey("events.seq", ondelete="CASCADE"), primary_key=True, sort_order=-1
    )


class DocumentRow(Part):
    """An event as canonical JSON. This is a view of packed blocks (``dialects/event_blocks.py``)."""

    __tablename__ = "documents"

    document: Mapped[str]


class PinRow(Base):
    """A point where an event lies or once lay: few beside the events, so boxes are searched among them."""

    __tablename__ = "pins"

    latitude: Mapped[float] = mapped_column(primary_key=True)
    longitude: Mapped[float] = mapped_column(primary_key=True)

    __table_args__ = ({"sqlite_with_rowid": False},)


class RollupRow(Base):
    """Events of one kind, counted by the database itself whenever a row of ``events`` comes, goes or changes.

    What is not known is ''. ``killed`` and ``injured`` are sums over the numbers of events in ``killed_known`` and
    ``injured_known``.
    """

    __abstract__ = True

    type: Mapped[str] = mapped_column(primary_key=True)
    factuality: Mapped[str] = mapped_column(primary_key=True)
    counted_elsewhere: Mapped[bool] = mapped_column(primary_key=True)
    events: Mapped[int]
    killed: Mapped[int]
    killed_known: Mapped[int]
    injured: Mapped[int]
    injured_known: Mapped[int]

    __table_args__ = ({"sqlite_with_rowid": False},)


class MonthRollup(RollupRow):
    """By the month in which events begin and the country of their main place."""

    __tablename__ = "rollups_by_month"

    month: Mapped[str] = mapped_column(primary_key=True, sort_order=-3)
    lasts_long: Mapped[bool] = mapped_column(primary_key=True, sort_order=-2)
    country_code: Mapped[str] = mapped_column(primary_key=True, sort_order=-1)


class SubtypeRollup(RollupRow):
    """By the month in which events begin and their sub-type."""

    __tablename__ = "rollups_by_subtype"

    month: Mapped[str] = mapped_column(primary_key=True, sort_order=-3)
    lasts_long: Mapped[bool] = mapped_column(primary_key=True, sort_order=-2)
    subtype: Mapped[str] = mapped_column(primary_key=True, sort_order=-1)


class DayRollup(RollupRow):
    """By the day on which events begin; ``exact`` is 1, 7 or 31 when their time is known to that many days, else 0."""

    __tablename__ = "rollups_by_day"

    day: Mapped[str] = mapped_column(primary_key=True, sort_order=-2)
    exact: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)


NOWHERE = 999  # the latitude and longitude of what has no pin


class PlaceRollup(RollupRow):
    """By the place where events are counted; ``sample`` is the number of an event there, which may be gone."""

    __tablename__ = "rollups_by_place"

    country_code: Mapped[str] = mapped_column(primary_key=True, sort_order=-4)
    admin1_key: Mapped[str] = mapped_column(primary_key=True, sort_order=-3)
    latitude: Mapped[float] = mapped_column(primary_key=True, sort_order=-2)
    longitude: Mapped[float] = mapped_column(primary_key=True, sort_order=-1)
    sample: Mapped[int]


class SourceRollup(RollupRow):
    """By the outlet that reports events, in each of its spellings, and the month in which they begin.

    Most questions are for all months, and outlets in their order need not be sorted to be counted.
    """

    __tablename__ = "rollups_by_source"

    source_key: Mapped[str] = mapped_column(primary_key=True, sort_order=-4)
    month: Mapped[str] = mapped_column(primary_key=True, sort_order=-3)
    lasts_long: Mapped[bool] = mapped_column(primary_key=True, sort_order=-2)
    source: Mapped[str] = mapped_column(primary_key=True, sort_order=-1)


class PlaceRow(Part):
    """A place of an event, or one that a statement is ``about``; position 0 is the main one."""

    __tablename__ = "places"

    position: Mapped[int] = mapped_column(primary_key=True)
    name_key: Mapped[str]
    geonames_id: Mapped[int | None]
    country_code: Mapped[str | None]
    admin1_key: Mapped[str | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    about: Mapped[bool] = mapped_column(server_default=false())

    # By country of the places that are not the main one: what the rollups, which know only that, do not count.
    __table_args__ = (
        Index(
            "ix_places_elsewhere",
            *("country_code", "event_seq"),
            sqlite_where=text("position > 0"),
            postgresql_where=text("position > 0"),
        ),
        {"sqlite_with_rowid": False},
    )


class ParticipantRow(Part):
    """Who or what took part, in which role."""

    __tablename__ = "participants"

    position: Mapped[int] = mapped_column(primary_key=True)
    role: Mapped[str]
    name_key: Mapped[str]

    __table_args__ = ({"sqlite_with_rowid": False},)


class ReviewRow(Part):
    """An event that people have confirmed, corrected or added; ``status`` says which."""

    __tablename__ = "reviews"

    status: Mapped[str]


class AccessKeyRow(Base):
    """A key of the API: the SHA-256 of its token, and what its holder may do."""

    __tablename__ = "access_keys"

    seq: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    id: Mapped[str] = mapped_column(String(8), unique=True)
    name: Mapped[str]
    digest: Mapped[str] = mapped_column(String(64))
    scopes: Mapped[str]  # separated by commas
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime | None]
    revoked_at: Mapped[dt.datetime | None]
    last_used_at: Mapped[dt.datetime | None]
    rate_limit: Mapped[str | None]

    __table_args__ = ({"sqlite_autoincrement": True},)


class AuditRow(Base):
    """A change and who made it. Triggers refuse to update a row, and to delete one that is younger than a day."""

    __tablename__ = "audit"

    seq: Mapped[int] = mapped_column(RowNumber, primary_key=True)
    at: Mapped[dt.datetime]
    actor: Mapped[str]
    key_id: Mapped[str | None]
    address: Mapped[str | None]
    action: Mapped[str]
    target: Mapped[str]
    detail: Mapped[str]  # JSON

    __table_args__ = (Index(None, "at"), Index(None, "target", "seq"), {"sqlite_autoincrement": True})
