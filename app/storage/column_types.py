"""Column types that mean the same on both databases."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, DateTime, Integer, LargeBinary, Text
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from app.storage.packing import pack, unpack

#: Row numbers: SQLite makes its own only for a column that is exactly INTEGER.
RowNumber = BigInteger().with_variant(Integer(), "sqlite")


class ShortDateTime(sqlite.DATETIME):
    """A moment as SQLite keeps it: text without the zeros at its end (``short_moment``)."""

    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Any:  # noqa: ARG002
        """From a moment to text."""
        return lambda value: None if value is None else short_moment(value)


def short_moment(moment: dt.datetime) -> str:
    """``2024-02-02``, ``2024-02-02 09:30``, ``2024-02-02 09:30:01`` or six more digits: in the order of time, as text.

    Most moments are days, and rows and indexes have several each.
    """
    text = moment.isoformat(" ", "microseconds")
    for zeros in (".000000", ":00", " 00:00"):
        if not text.endswith(zeros):
            break
        text = text.removesuffix(zeros)
    return text


_SHORT = ShortDateTime()  # type: ignore[no-untyped-call]
#: A moment without a zone.
LocalDateTime = DateTime().with_variant(_SHORT, "sqlite")


class UtcDateTime(TypeDecorator[dt.datetime]):
    """A moment, in UTC. SQLite keeps no time zone, so it goes in without one and gets it back coming out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """SQLite has a form of its own."""
        return dialect.type_descriptor(_SHORT if dialect.name == "sqlite" else self.impl_instance)

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """To UTC; raises ``ValueError`` for a time without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs a time zone.")
        moment = value.astimezone(dt.UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        """In UTC, aware."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class PackedText(TypeDecorator[str]):
    """A text that nobody compares: packed on SQLite, as it is on Postgres, which packs long values itself."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        """Packed for SQLite, whose columns take bytes whatever their type."""
        return pack(value) if value and self.packs(dialect) else value

    def packs(self, dialect: Dialect) -> bool:
        """Whether it is packed by us."""
        return dialect.name == "sqlite"

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        """The text."""
        return unpack(value) if isinstance(value, bytes) else value


class PackedDocument(PackedText):
    """A text that only we read, packed on Postgres, too: the server packs less well, and short rows not at all."""

    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Bytes."""
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else LargeBinary())

    def packs(self, dialect: Dialect) -> bool:  # noqa: ARG002
        """It is."""
        return True
