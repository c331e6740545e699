"""How each of the two is reached: drivers, settings of a connection, locks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, exc, func, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.orm import Session

from app.errors import SetupError
from app.storage.dialects import sqlite_file
from app.storage.dialects.failures import BUSY_SECONDS
from app.storage.dialects.options import DEFAULT, EngineOptions

SQLITE = "sqlite"
POOL_SIZE = 20
_FREE = 0.1  # of a file: below it a vacuum is not worth its time
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


def make_engine(url: str | URL, options: EngineOptions = DEFAULT) -> Engine:
    """An engine for either database; nothing is opened yet."""
    parsed = parse_url(url) if isinstance(url, str) else url
    pool: dict[str, Any] = {"pool_size": POOL_SIZE, "max_overflow": POOL_SIZE, "pool_timeout": BUSY_SECONDS}
    connect: dict[str, Any]
    if parsed.get_backend_name() == "sqlite":
        connect = {"timeout": BUSY_SECONDS, "check_same_thread": False}
        engine = create_engine(parsed, connect_args=connect, **pool)
        sqlite_file.watch(engine, options)
        return engine
    settings = " ".join(f"-c {setting}" for setting in (*_POSTGRES, *_limits(options)))
    connect = {"options": settings, "connect_timeout": BUSY_SECONDS}
    return create_engine(parsed, connect_args=connect, pool_pre_ping=True, **pool)


def _limits(options: EngineOptions) -> Iterator[str]:
    """Settings of a connection to Postgres."""
    if options.query_seconds:
        yield f"statement_timeout={round(1000 * options.query_seconds)}"
        yield f"lock_timeout={1000 * BUSY_SECONDS}"
    if options.read_only:
        yield "default_transaction_read_only=on"


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
    """After a change of the schema: Postgres needs a vacuum to answer from an index alone, SQLite to become smaller."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name != "sqlite":
            connection.exec_driver_sql("VACUUM ANALYZE events")
        elif _free_pages(connection) > _FREE:
            connection.exec_driver_sql("VACUUM")


def _free_pages(connection: Connection) -> float:
    """The part of an SQLite file that is empty."""
    free, pages = (connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("freelist_count", "page_count"))
    return float(free or 0) / float(pages or 1)


def lock_changes(session: Session) -> None:
    """Let one transaction at a time change rows, until it ends; SQLite's first write does that by itself."""
    if not is_sqlite(session):
        session.execute(select(func.pg_advisory_xact_lock(_CHANGE_LOCK)))
