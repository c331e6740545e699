"""Engines and sessions. The request owns the transaction: the opener of a session commits once at its end."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, exc
from sqlalchemy.orm import Session, sessionmaker

from app.storage.dialects import failure_of, make_engine

__all__ = [
    "DatabaseError",
    "Engine",
    "Session",
    "Sessions",
    "data_folder",
    "make_engine",
    "make_sessions",
    "measure",
    "public_url",
    "release",
    "transaction",
]

DatabaseError = exc.SQLAlchemyError
#: Makes the sessions of one engine.
Sessions = sessionmaker[Session]


def make_sessions(engine: Engine) -> Sessions:
    """A maker of sessions; what they loaded stays readable after the commit."""
    return sessionmaker(engine, expire_on_commit=False)


def measure(engine: Engine, observe: Callable[[float], None]) -> None:
    """Give ``observe`` the seconds for which a connection was in use, each time one is given back."""

    def taken(_connection: Any, record: Any, _proxy: Any) -> None:
        record.info["taken"] = time.perf_counter()

    def given_back(_connection: Any, record: Any) -> None:
        if taken_at := record.info.pop("taken", None):
            observe(time.perf_counter() - taken_at)

    event.listen(engine, "checkout", taken)
    event.listen(engine, "checkin", given_back)


def public_url(engine: Engine) -> str:
    """The address of a database without its password."""
    return engine.url.render_as_string(hide_password=True)


def data_folder(engine: Engine) -> Path:
    """The folder that fills up: that of an SQLite file, else the working folder."""
    if engine.dialect.name != "sqlite":
        return Path()
    folder = Path(str(engine.url.database)).absolute().parent
    return next(existing for existing in (folder, *folder.parents) if existing.is_dir())


@contextmanager
def transaction(sessions: Sessions) -> Iterator[Session]:
    """A session that commits at the end of the block and rolls back on any error.

    Raises ``BusyError`` when the database was locked for too long or has no connection left, and its subclasses for a
    query that took too long, a full disk, a read-only or damaged database.
    """
    try:
        with sessions() as session:  # not ``begin()``: its block would end with the transaction that ``release`` ends
            yield session
            session.commit()
    except exc.SQLAlchemyError as error:
        if failure := failure_of(error):
            raise failure from error
        raise


def release(session: Session) -> None:
    """Give the connection back before a long job; only for a session that has read but not yet written.

    Raises ``RuntimeError`` when something would be lost.
    """
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("The session has unsaved changes.")
    session.rollback()
