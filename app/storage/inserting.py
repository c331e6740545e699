"""New rows by statements as text: SQLAlchemy's own take several times as long for each row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.storage.column_types import PackedText
from app.storage.dialects import is_sqlite
from app.storage.packing import pack
from app.storage.sql import Line, Sql, fetch_rows, write_rows
from app.storage.tables import Base

Columns = Mapping[str, Any]


def insert_rows(session: Session, mapped: type[Base], rows: Sequence[Columns]) -> None:
    """Add rows of one table, all with the same columns."""
    if rows:
        write_rows(session, _statement(mapped, rows[0]), _lines(session, mapped, rows))


def insert_together(session: Session, mapped: type[Base], rows: Sequence[Columns]) -> None:
    """The same in one statement, where Postgres counts the rows of one together (the rollups of events)."""
    if is_sqlite(session) or not rows:
        insert_rows(session, mapped, rows)
        return
    columns = Base.metadata.tables[mapped.__tablename__].c
    dialect = session.get_bind().dialect
    marks = ", ".join(f"CAST(? AS {columns[name].type.compile(dialect)}[])" for name in rows[0])
    names = ", ".join(f'"{name}"' for name in rows[0])
    lists = tuple(map(list, zip(*_lines(session, mapped, rows), strict=True)))
    write_rows(session, f"INSERT INTO {mapped.__tablename__} ({names}) SELECT * FROM unnest({marks})", [lists])


def insert_unless_known(session: Session, mapped: type[Base], row: Columns) -> int | None:
    """Add a row; its number, or None when there is one with the same id."""
    (line,) = _lines(session, mapped, [row])
    added = Sql(f"{_statement(mapped, row)} ON CONFLICT (id) DO NOTHING RETURNING seq", line)
    return next((seq for (seq,) in fetch_rows(session, added)), None)


def _statement(mapped: type[Base], row: Columns) -> str:
    names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
    return f"INSERT INTO {mapped.__tablename__} ({names}) VALUES ({marks})"


def _lines(session: Session, mapped: type[Base], rows: Sequence[Columns]) -> list[Line]:
    """The values of rows, packed where they are kept so."""
    columns = Base.metadata.tables[mapped.__tablename__].c
    dialect = session.get_bind().dialect
    packed = [isinstance(kind := columns[name].type, PackedText) and kind.packs(dialect) for name in rows[0]]
    return [
        tuple([pack(value) if short and value else value for value, short in zip(row.values(), packed, strict=True)])
        for row in rows
    ]
