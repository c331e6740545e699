"""What differs between SQLite and Postgres, and why. Nothing outside this file asks which it is.

========================  ===================================  ==============================================
need                      SQLite                               Postgres
========================  ===================================  ==============================================
driver                    sqlite3                              psycopg 3, whatever the URL calls it
connection                WAL, so that readers never wait for  UTC, so that moments come back as they went in
                          a writer; foreign keys, which are
                          off by default; a busy time-out
transactions              the driver's own: reading opens      read committed
                          none, the first write does, so no
                          reader's snapshot can block a write
box                       R*Tree in 32 bit: asked by overlap,  b-tree on (latitude, longitude): GiST took
                          exact columns checked again          seconds on an empty box
great-circle distance     a Python function: not every build   an SQL expression
                          of SQLite has trigonometry
changes in their order    one writer at a time anyway          a lock until the transaction ends
full text                 FTS5, words quoted                   tsvector with a stemmer without stop words
========================  ===================================  ==============================================
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Float,
    and_,
    create_engine,
    event,
    exc,
    func,
    literal,
    select,
    text,
    true,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.orm import Session

from app.domain.geo import EARTH_RADIUS_KM, distance_km
from app.errors import SetupError
from app.storage.tables import EventRow

BUSY_SECONDS = 10
POOL_SIZE = 20
#: So many events in a box are joined one by one; in fuller boxes the order of the page leads.
BOX_PROBE = 5_000
_SCHEMA_LOCK = 0x0DA7E11E  # any numbers that no other program takes
_CHANGE_LOCK = _SCHEMA_LOCK + 1


def parse_url(url: str) -> URL:
    """A database URL with our driver in it. Raises ``SetupError`` for a database that is not served."""
    try:
        parsed = make_url(url)
    except exc.ArgumentError as error:
        raise SetupError("DATELINE_DATABASE_URL is no URL: use sqlite:///FILE or postgresql://…") from error
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
        return engine
    connect = {"options": "-c timezone=utc", "connect_timeout": BUSY_SECONDS}
    return create_engine(parsed, connect_args=connect, pool_pre_ping=True, **pool)


def _open_sqlite(connection: Any, _record: Any) -> None:
    connection.create_function("distance_km", 4, distance_km, deterministic=True)
    for pragma in (
        "journal_mode = WAL",
        "synchronous = NORMAL",  # safe with WAL; only a power cut may lose the last commits, never the file
        "foreign_keys = ON",
        "temp_store = MEMORY",
        "cache_size = -32000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def is_sqlite(session: Session) -> bool:
    """Which of the two is it?"""
    return session.get_bind().dialect.name == "sqlite"


def lock_schema(connection: Connection) -> None:
    """Let one process at a time change the schema; held until the transaction ends."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(select(func.pg_advisory_xact_lock(_SCHEMA_LOCK)))


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


def distance(session: Session, latitude: float, longitude: float) -> ColumnElement[float]:
    """The great-circle distance of an event's pin in kilometres (haversine formula)."""
    if is_sqlite(session):
        return func.distance_km(EventRow.latitude, EventRow.longitude, latitude, longitude, type_=Float())
    rad = func.radians
    lat, lon = rad(EventRow.latitude), rad(EventRow.longitude)
    here = math.radians(latitude)
    half = func.power(func.sin((lat - here) / 2), 2) + func.cos(lat) * math.cos(here) * func.power(
        func.sin((lon - math.radians(longitude)) / 2), 2
    )
    return 2 * EARTH_RADIUS_KM * func.asin(func.least(literal(1.0, Float(53)), func.sqrt(half)))


def in_box(session: Session, west: float, south: float, east: float, north: float) -> ColumnElement[bool]:
    """Pins in a box, edges included; ``west > east`` crosses the antimeridian."""
    lat, lon = EventRow.latitude, EventRow.longitude
    across = west > east
    exact = and_(lat.between(south, north), (lon >= west) | (lon <= east) if across else lon.between(west, east))
    if not is_sqlite(session):
        return exact
    halves = [(west, 180.0), (-180.0, east)] if across else [(west, east)]
    found = [seq for half in halves for seq in _probe(session, half[0], south, half[1], north)]
    if len(found) > BOX_PROBE:
        return exact
    return and_(EventRow.seq.in_(select(func.json_each(str(found)).table_valued("value").c.value)), exact)


def _probe(session: Session, west: float, south: float, east: float, north: float) -> Sequence[int]:
    statement = text(
        "SELECT seq FROM event_boxes WHERE max_lon >= :west AND min_lon <= :east"
        " AND max_lat >= :south AND min_lat <= :north LIMIT :most"
    )
    values = {"west": west, "south": south, "east": east, "north": north, "most": BOX_PROBE + 1}
    return session.scalars(statement, values).all()


def full_text(
    session: Session, required: Sequence[Sequence[str]], excluded: Sequence[Sequence[str]]
) -> ColumnElement[bool]:
    """Events whose words hold every required phrase and no excluded one.

    The words are folded (``folding.words``: letters and digits only) and quoted, so none can be an operator.
    """
    if not required:
        return true()
    if is_sqlite(session):
        query = " AND ".join(_quoted(phrase) for phrase in required)
        query = " NOT ".join([f"({query})", *(_quoted(phrase) for phrase in excluded)])
        match = text("SELECT rowid FROM event_words WHERE event_words MATCH :words").bindparams(words=query)
        return EventRow.seq.in_(match.columns(EventRow.seq).scalar_subquery())
    query = " ".join([*(_quoted(p) for p in required), *(f"-{_quoted(p)}" for p in excluded)])
    vector = func.to_tsvector(text("'dateline'::regconfig"), EventRow.words)
    return vector.op("@@")(func.websearch_to_tsquery(text("'dateline'::regconfig"), query))


def _quoted(phrase: Sequence[str]) -> str:
    return f'"{" ".join(phrase)}"'
