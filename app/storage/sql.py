"""Pieces of SQL with the values that are bound to them, joined as text: the form in which events are queried.

Joining takes microseconds. Building the same as SQLAlchemy's expressions takes a millisecond, which is longer than
either database needs for most pages. Values are always bound, at a ``?``, and never written into the text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, bindparam, exc, text
from sqlalchemy.orm import Session

from app.storage.column_types import short_moment

Line = tuple[Any, ...]  # of a result


class Sql(NamedTuple):
    """Some text, and what is bound to each ``?`` in it, in their order."""

    text: str
    values: tuple[Any, ...] = ()


def sql(*parts: str | Sql) -> Sql:
    """Some parts one after the other; a text alone binds nothing."""
    bound = [part.values for part in parts if not isinstance(part, str) and part.values]
    joined = "".join([part if isinstance(part, str) else part.text for part in parts])
    return Sql(joined, tuple(chain.from_iterable(bound)) if bound else ())


def every(conditions: Iterable[Sql]) -> Sql:
    """All of some conditions; true when there are none."""
    return _joined(" AND ", conditions) or Sql("1 = 1")


def either(conditions: Iterable[Sql]) -> Sql:
    """Any of some conditions; false when there are none."""
    return _joined(" OR ", conditions) or Sql("1 = 0")


def one_of(column: str, values: Iterable[Any]) -> Sql:
    """The column has one of some values."""
    bound = tuple(values)
    return Sql(f"{column} IN ({', '.join('?' * len(bound))})", bound) if bound else Sql("1 = 0")


def has_row(table: str, of_event: str, condition: Sql) -> Sql:
    """Whether such a row exists. Without the offset Postgres would join the two whole tables."""
    return sql(f"EXISTS (SELECT 1 FROM {table} WHERE {of_event} AND ", condition, " LIMIT 1 OFFSET 0)")


def fetch_rows(session: Session, *parts: str | Sql) -> list[Line]:
    """The rows of a statement as the driver gives them (see ``stored``), fetched by its own cursor."""
    return fetch_all(session, sql(*parts))[0]


def fetch_all(session: Session, *queries: Sql) -> list[list[Line]]:
    """The rows of each of some statements; within ``without_waiting`` they are sent together."""
    connection = session.connection()
    driver: Any = connection.connection.driver_connection
    with _errors_of(connection, queries[0].text, queries[0].values):
        if connection.dialect.name == "sqlite":
            return [driver.execute(one.text, tuple(map(stored, one.values))).fetchall() for one in queries]
        sent = [driver.execute(one.text.replace("?", "%s"), one.values) for one in queries]
        return [cursor.fetchall() for cursor in sent]


@contextmanager
def without_waiting(session: Session) -> Iterator[None]:
    """Statements of ``fetch_all`` and ``write_rows`` follow each other without waiting for answers.

    Postgres answers when rows are fetched, and at the end of the block: an error of a change comes up there. Statements
    of SQLAlchemy have no place in it. SQLite is in this process and keeps nobody waiting.
    """
    connection = session.connection()
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        yield
        return
    with _errors_of(connection, "statements sent together", ()), driver.pipeline():
        yield


def write_rows(session: Session, statement: str, rows: Sequence[Line]) -> None:
    """Run a statement that changes something once for each row of values, by the driver's own cursor."""
    if not rows:
        return
    connection = session.connection()
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        with _errors_of(connection, statement, rows):
            driver.executemany(statement, [tuple(map(stored, row)) for row in rows])
        return
    with _errors_of(connection, statement, rows), driver.cursor() as cursor:
        if len(rows) == 1:
            cursor.execute(statement.replace("?", "%s"), rows[0])  # quicker than ``executemany``
        else:
            cursor.executemany(statement.replace("?", "%s"), rows)


@contextmanager
def _errors_of(connection: Connection, statement: str, values: Sequence[Any]) -> Iterator[None]:
    """Errors of the driver as SQLAlchemy raises them."""
    base = connection.dialect.loaded_dbapi.Error
    try:
        yield
    except base as error:
        raise exc.DBAPIError.instance(statement, tuple(values), error, base, dialect=connection.dialect) from error


def element(session: Session, condition: Sql) -> ColumnElement[bool]:
    """The same condition for a statement of SQLAlchemy."""
    plain = session.get_bind().dialect.name == "sqlite"
    first, *rest = condition.text.split("?")
    named = first + "".join(f":value_{n}{part}" for n, part in enumerate(rest))
    values = [stored(value) if plain else value for value in condition.values]
    bound = text(named).bindparams(*(bindparam(f"value_{n}", value, unique=True) for n, value in enumerate(values)))
    return bound  # type: ignore[return-value]


def stored(value: Any) -> Any:
    """A value as SQLite keeps it: moments as text without a zone, those that have one in UTC."""
    if isinstance(value, dt.datetime):
        plain = value.astimezone(dt.UTC).replace(tzinfo=None) if value.tzinfo else value
        return short_moment(plain)
    return value


def read_local(value: str | dt.datetime | None) -> dt.datetime | None:
    """A moment without a zone from a column."""
    return dt.datetime.fromisoformat(value) if isinstance(value, str) else value


def read_moment(value: str | dt.datetime | None) -> dt.datetime | None:
    """A moment in UTC from a column."""
    if value is None:
        return None
    if isinstance(value, str):
        return dt.datetime.fromisoformat(value).replace(tzinfo=dt.UTC)
    return value.astimezone(dt.UTC)


def _joined(word: str, conditions: Iterable[Sql]) -> Sql | None:
    parts = list(conditions)
    joined = word.join([f"({part.text})" for part in parts])
    return Sql(joined, tuple(chain.from_iterable([part.values for part in parts]))) if parts else None
