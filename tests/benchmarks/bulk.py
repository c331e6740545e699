"""Fills a database with the synthetic world, as fast as it goes; stopped and started again it goes on where it was.

The secondary indexes and triggers are taken away first and made again at the end; their statements are kept in a
table of their own until then, which also tells that a database is not ready yet.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text

from app.storage.dialects.event_blocks import DOCUMENTS, DOCUMENTS_ON_POSTGRES, TERMS, block_of, blocks, term_line
from app.storage.engine import make_engine
from app.storage.schema import upgrade
from tests.benchmarks.synthetic import TABLES, World
from tests.benchmarks.synthetic_rows import rows
from tests.rollup_counts import fills

CHUNK = 5_000  # articles
COLUMNS = TABLES | {"document_blocks": "first_seq last_seq documents"}
PACKED = ("reading", "text")  # columns, on SQLite
LATER = "bench_later"  # statements that finish the database, in their order
_SQLITE_DDL = (
    "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND type = :type AND tbl_name NOT LIKE 'event\\_words%'"
    " ESCAPE '\\'"
)
_POSTGRES_DDL = (
    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename != 'alembic_version'"
    " AND indexname LIKE 'ix\\_%'"
)
_PINS = "INSERT INTO pins SELECT DISTINCT latitude, longitude FROM events WHERE latitude IS NOT NULL"


def fill(url: str, world: World, say: Callable[[str], None]) -> Engine:
    """A database that holds every article of the world; it may hold some of them already."""
    upgrade(url)
    engine = make_engine(url)
    began = time.perf_counter()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        _quick(connection)
        done = connection.scalar(text("SELECT max(seq) FROM articles")) or 0
        if done < world.articles:
            _take_away(connection)
        for first in range(done, world.articles, CHUNK):
            _insert(connection, rows(world, first, min(first + CHUNK, world.articles)))
            if first // CHUNK % 20 == 0:
                say(f"{first:,} of {world.articles:,} articles, {time.perf_counter() - began:.0f} s")
        _finish(connection, say, began)
    return engine


def _sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _quick(connection: Connection) -> None:
    """Nothing here must outlive a power cut."""
    if _sqlite(connection):
        settings = ("journal_mode = TRUNCATE", "synchronous = OFF", "foreign_keys = OFF", "cache_size = -1500000")
        statements = [f"PRAGMA {setting}" for setting in settings]
    else:
        settings = ("session_replication_role = replica", "synchronous_commit = off", "maintenance_work_mem = '1GB'")
        statements = [f"SET {setting}" for setting in settings]
    for statement in statements:
        connection.exec_driver_sql(statement)


def _take_away(connection: Connection) -> None:
    """Keep the statements that make indexes and triggers, and drop what they made."""
    if inspect(connection).has_table(LATER):
        return
    if _sqlite(connection):
        indexes = list(connection.scalars(text(_SQLITE_DDL), {"type": "index"}))
        triggers = list(connection.scalars(text(_SQLITE_DDL), {"type": "trigger"}))
        words = (
            "INSERT INTO event_words(rowid, terms) SELECT seq, line_of(b.terms, seq - b.first_seq)"
            f" FROM events JOIN term_blocks b ON {block_of('term', 'seq')}"
        )
        later = [*indexes, words, *_counts("sqlite"), *triggers, _PINS]
        made = [statement.replace("UNIQUE INDEX", "INDEX", 1).split() for statement in (*indexes, *triggers)]
        drops = [f"DROP {words[1]} {words[2]}" for words in made]
    else:
        found = connection.execute(text(_POSTGRES_DDL)).all()
        later = [*(made for _, made in found), *_counts("postgresql"), _PINS, "VACUUM ANALYZE"]
        later += [
            f"SELECT setval(pg_get_serial_sequence('{table}', '{number}'), max({number})) FROM {table}"
            for table, number in (("articles", "seq"), ("events", "seq"), ("changes", "number"))
        ]
        drops = [f"DROP INDEX {name}" for name, _ in found]
    connection.exec_driver_sql(f"CREATE TABLE {LATER} (number INTEGER PRIMARY KEY, statement TEXT NOT NULL)")
    kept = text(f"INSERT INTO {LATER} VALUES (:number, :statement)")
    connection.execute(kept, [{"number": n, "statement": statement} for n, statement in enumerate(later)])
    for drop in drops:
        connection.exec_driver_sql(drop)


def _counts(dialect: str) -> list[str]:
    """The statements that fill the rollups."""
    return [statement for table, statement in fills(dialect).items() if table.startswith("rollups")]


def _finish(connection: Connection, say: Callable[[str], None], began: float) -> None:
    if not inspect(connection).has_table(LATER):
        return
    for number, statement in connection.execute(text(f"SELECT number, statement FROM {LATER} ORDER BY number")).all():
        connection.exec_driver_sql(statement.replace("%", "%%"))
        connection.exec_driver_sql(f"DELETE FROM {LATER} WHERE number = {number}")
        say(f"{' '.join(statement.split())[:60]}: {time.perf_counter() - began:.0f} s")
    connection.exec_driver_sql(f"DROP TABLE {LATER}")


def _insert(connection: Connection, made: dict[str, list[tuple[Any, ...]]]) -> None:
    """One chunk in one transaction."""
    raw: Any = connection.connection.driver_connection
    if not _sqlite(connection):
        made["document_blocks"] = blocks(dict(made.pop("documents")), DOCUMENTS_ON_POSTGRES)
        with raw.transaction(), raw.cursor() as cursor:
            for table, lines in made.items():
                _copy(cursor, table, lines)
        return
    raw.execute("BEGIN")
    events = made["events"]
    words, keys = (TABLES["events"].split().index(name) for name in ("words", "keys"))
    documents = dict(made.pop("documents"))
    for name, kept, most in (
        ("document", documents, DOCUMENTS),
        ("term", {line[0]: term_line(line[keys], line[words]) for line in events}, TERMS),
    ):
        raw.executemany(f"INSERT INTO {name}_blocks VALUES (?, ?, packed(?))", blocks(kept, most))
    made["events"] = [tuple("" if n in (words, keys) else v for n, v in enumerate(line)) for line in events]
    for table, lines in made.items():
        columns = TABLES[table].split()
        names = ", ".join(f'"{name}"' for name in columns)
        marks = ", ".join("packed(?)" if name in PACKED else "?" for name in columns)
        raw.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", lines)
    raw.execute("COMMIT")


def _copy(cursor: Any, table: str, lines: Iterable[tuple[Any, ...]]) -> None:
    names = ", ".join(f'"{name}"' for name in COLUMNS[table].split())
    with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for line in lines:
            copy.write_row(line)
