"""What went wrong in a database, as one of our errors: its message says what an operator or a client can do."""

from __future__ import annotations

from sqlalchemy import exc

from app.errors import BusyError, DamagedDatabaseError, DiskFullError, ReadOnlyError, SlowQueryError

BUSY_SECONDS = 10
#: A part of the message (SQLite has no codes before Python 3.11; psycopg names classes) and the error that it becomes.
_BUSY = ("database is locked", "database table is locked", "too many clients", "lock timeout")
_SLOW = ("interrupted", "statement timeout")
_FULL = ("disk is full", "no space left", "disk full")
_READ_ONLY = ("readonly database", "read-only transaction")
_DAMAGED = ("malformed", "not a database", "could not read block", "invalid page")


def failure_of(error: exc.SQLAlchemyError) -> BusyError | None:
    """The error of ours that an error of the database becomes; None for any other."""
    if isinstance(error, exc.TimeoutError):
        return _busy()
    if not isinstance(error, exc.DBAPIError):
        return None
    message = str(error.orig).lower()
    if any(part in message for part in _BUSY):
        return _busy()
    if any(part in message for part in _SLOW):
        return SlowQueryError(
            "The query took too long (setting DATELINE_QUERY_SECONDS) and was ended: narrow it, for example by time "
            "or place.",
            retry_after=BUSY_SECONDS,
        )
    if any(part in message for part in _FULL):
        return DiskFullError("The disk of the database is full: nothing was stored.", retry_after=60)
    if any(part in message for part in _READ_ONLY):
        return ReadOnlyError("The database is read-only: nothing can be stored or deleted.", retry_after=60)
    if any(part in message for part in _DAMAGED):
        return DamagedDatabaseError("The database is damaged: the operator must restore a backup.", retry_after=60)
    return None


def is_busy(error: exc.SQLAlchemyError) -> bool:
    """Was the database only busy (locked, out of connections), so that another attempt may help?"""
    return type(failure_of(error)) is BusyError


def _busy() -> BusyError:
    return BusyError("The database is busy; try again.", retry_after=BUSY_SECONDS)
