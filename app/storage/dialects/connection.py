"""How each of the two is reached: drivers, settings of a connection, locks, being busy."""

from __future__ import annotations

import sqlite3
import time
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, exc, func, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.orm import Session

from app.domain.geo import distance_km
from app.errors import SetupError
from app.storage.dialects import checkpoints

SQLITE = "sqlite"
BUSY_SECONDS = 10
POOL_SIZE = 20
_AGAIN_SECONDS = 0.02
#: UTC, so that moments come back as they went in. Every question has an index, and a plan that reads a whole table,
#: is compiled first or shared among workers only comes of a wrong guess (the start of two workers takes longer than
#: most pages). Planning a page for its values takes half a millisecond and gives the plan of any others: one plan will
#: do, but for summaries (``plan_for_values``). Rows found by the index of words are checked again, word for word, when
#: the list of them does not fit into ``work_mem``: ten times slower.
_POSTGRES = (
    "timezone=utc", "enable_seqscan=off", "jit=off", "work_mem=32MB", "max_parallel_workers_per_gather=0",
    "plan_cache_mode=force_generic_plan",
)  # fmt: skip
_SCHEMA_LOCK = 0x0DA7E11E  # any numbers that no other program takes
_CHANGE_LOCK = _SCHEMA_LOCK + 1


def parse_url(url: str) -> URL:
    """A database URL with our driver in it. Raises ``SetupError`` for a database that is not served."""
    try:
        parsed = make_url(url)
    except exc.ArgumentError as error:
        raise SetupError("DATELINE_DATABASE_URL is not a URL: use sqlite:///FILE or postgresql://…") from error
    backend = parsed.drivername.split("+")[0]
    if backend in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    if backend == "sqlite":
        if parsed.database in (None, "", ":memory:"):
            raise SetupError("A database in memory cannot be shared by threads; use sqlite:///FILE")
        return parsed.set(drivername="sqlite")
    raise SetupError(f"DATELINE_DATABASE_URL names {backend!r}; use sqlite:///FILE or postgresql://…")


def make_engine(url: str | URL) -> Engine:
    """An engine for either database; nothing is opened yet."""
    parsed = parse_url(url) if isinstance(url, str) else url
    pool: dict[str, Any] = {"pool_size": POOL_SIZE, "max_overflow": POOL_SIZE, "pool_timeout": BUSY_SECONDS}
    connect: dict[str, Any]
    if parsed.get_backend_name() == "sqlite":
        connect = {"timeout": BUSY_SECONDS, "check_same_thread": False}
        engine = create_engine(parsed, connect_args=connect, **pool)
        event.listen(engine, "connect", _open_sqlite)
        checkpoints.look_after(engine)
        return engine
    connect = {"options": " ".join(f"-c {setting}" for setting in _POSTGRES), "connect_timeout": BUSY_SECONDS}
    return create_engine(parsed, connect_args=connect, pool_pre_ping=True, **pool)


def _open_sqlite(connection: Any, _record: Any) -> None:
    connection.create_function("distance_km", -1, _least_distance, deterministic=True)
    _write_ahead(connection)
    for pragma in (
        "synchronous = NORMAL",  # safe with WAL; only a power cut may lose the last commits, never the file
        "foreign_keys = ON",
        "temp_store = MEMORY",
        "cache_size = -32000",
        *checkpoints.SETTINGS,
    ):
        connection.execute(f"PRAGMA {pragma}")


def _least_distance(latitude: float, longitude: float, *degrees: float | None) -> float | None:
    """``distance_km`` to the nearest of a row's points; it may have none."""
    found = None
    for lat, lon in zip(degrees[::2], degrees[1::2], strict=True):
        if lat is not None and lon is not None:
            away = distance_km(lat, lon, latitude, longitude)
            found = away if found is None or away < found else found
    return found


def _write_ahead(connection: Any) -> None:
    """Switch a file to WAL. The switch needs the file for oneself, and SQLite refuses it at once instead of waiting."""
    end = time.monotonic() + BUSY_SECONDS
    while not _is_write_ahead(connection, last=time.monotonic() > end):
        time.sleep(_AGAIN_SECONDS)


def _is_write_ahead(connection: Any, *, last: bool) -> bool:
    """Is the file in WAL now? Raises when it is the last time of asking and another still holds the file."""
    try:
        mode: str = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    except sqlite3.OperationalError as error:
        if last or "locked" not in str(error):
            raise
        return False
    return mode == "wal"


def name(session: Session) -> str:
    """Which of the two is it? Statements that ask nothing need to know no more."""
    return session.get_bind().dialect.name


def is_sqlite(session: Session) -> bool:
    """Is it SQLite?"""
    return name(session) == SQLITE


def plan_for_values(session: Session) -> None:
    """Let Postgres plan for the values that are bound, until the transaction ends: for what reads many rows."""
    if not is_sqlite(session):
        session.execute(text("SET LOCAL plan_cache_mode = auto"))


def lock_schema(connection: Connection) -> None:
    """Let one process at a time change the schema; held until the transaction ends."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(select(func.pg_advisory_xact_lock(_SCHEMA_LOCK)))


def tidy(engine: Engine) -> None:
    """After a change of the schema: Postgres answers from an index alone only after rewritten rows are vacuumed."""
    if engine.dialect.name != "sqlite":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE events")


def lock_changes(session: Session) -> None:
    """Let one transaction at a time change rows, until it ends; SQLite's first write does that by itself."""
    if not is_sqlite(session):
        session.execute(select(func.pg_advisory_xact_lock(_CHANGE_LOCK)))


def is_busy(error: exc.SQLAlchemyError) -> bool:
    """Was the database only busy (locked, out of connections), so that asking again may help?"""
    if isinstance(error, exc.TimeoutError):
        return True
    if not isinstance(error, exc.DBAPIError):
        return False
    message = str(error.orig).lower()
    return "database is locked" in message or "database table is locked" in message or "too many clients" in message
