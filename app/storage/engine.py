"""Engines and sessions. The request owns the transaction: the opener of a session commits once at its end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, exc
from sqlalchemy.orm import Session, sessionmaker

from app.storage.dialects import failure_of, make_engine

__all__ = ["DatabaseError", "Engine", "Session", "Sessions", "make_engine", "make_sessions", "release", "transaction"]

DatabaseError = exc.SQLAlchemyError
#: Makes the sessions of one engine.
Sessions = sessionmaker[Session]


def make_sessions(engine: Engine) -> Sessions:
    """A maker of sessions; what they loaded stays readable after the commit."""
    return sessionmaker(engine, expire_on_commit=False)


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
