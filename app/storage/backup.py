"""Copies of an SQLite database, made while it is used, and the way back. Postgres has tools of its own."""

from __future__ import annotations

import os
import shlex
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy.engine import URL

from app.errors import SetupError
from app.storage.dialects import parse_url
from app.storage.dialects.sqlite_file import prepare_functions

PLAIN = "plain"  # the schema of a copy for other programs, which no version of Dateline serves
#: Every column of ``PackedText`` but those of events, which lie in blocks (``dialects/event_blocks.py``).
PACKED = (
    *(
        ("articles", "text"),
        ("articles", "reading"),
        ("failures", "text"),
        ("incidents", "document"),
        ("job_articles", "article"),
    ),
    *(("machine_events", "document"), ("corrections", "field_values"), ("corrections", "event_before")),
)


def back_up(url: str, target: Path, *, plain: bool = False) -> None:
    """Copy a database to a new file, whole and checked; others may write meanwhile.

    ``plain`` makes a copy for programs that know SQL but not Dateline: documents are JSON, and the views need no
    function of ours. Raises ``SetupError`` when the file exists, cannot be written, or for Postgres.
    """
    parsed = parse_url(url)
    if parsed.get_backend_name() != "sqlite":
        raise SetupError(
            f"Postgres is backed up with its own tool: {_postgres('pg_dump --format=custom', parsed, target)}"
        )
    if target.exists():
        raise SetupError(f"{target} exists already; name a new file.")
    with _new_file(target) as draft:
        copy_file(Path(parsed.database or ""), draft)
        if plain:
            _unpack(draft)


def restore(url: str, source: Path, known: frozenset[str], *, force: bool = False) -> None:
    """Put a backup in the place of the database; a server that runs takes it up by itself.

    ``known`` are the schemas that this version can serve or bring up. Raises ``SetupError`` when the backup is not a
    whole database of Dateline, when there is a database already and ``force`` is not given, or for Postgres.
    """
    parsed = parse_url(url)
    if parsed.get_backend_name() != "sqlite":
        command = _postgres("pg_restore --clean --if-exists", parsed, source)
        raise SetupError(f"Postgres is restored with its own tool: {command}")
    target = Path(parsed.database or "")
    _check(source, known)
    if target.exists() and not force:
        raise SetupError(f"There is a database {target} already; --force replaces it (back it up first).")
    target.parent.mkdir(parents=True, exist_ok=True)
    with _new_file(target) as draft:
        copy_file(source, draft)
        for ending in ("-wal", "-shm"):  # of the old file: they must not be applied to the new one
            target.with_name(target.name + ending).unlink(missing_ok=True)


def copy_file(source: Path, target: Path) -> None:
    """Copy a database with everything that is committed. Raises ``SetupError``."""
    try:
        with closing(_open(source)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)
            new.execute("PRAGMA journal_mode = DELETE")
            _quick_check(new, target)
    except (sqlite3.Error, OSError) as error:
        raise SetupError(f"{source} cannot be copied to {target}: {error}") from error


def _open(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)


@contextmanager
def _new_file(target: Path) -> Iterator[Path]:
    """A draft beside a file, which takes its place at the end of the block; after an error nothing is left."""
    try:
        number, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise SetupError(f"Cannot write in {target.parent}: {error.strerror}") from error
    os.close(number)
    draft = Path(name)
    try:
        yield draft
        draft.chmod(0o600)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _check(source: Path, known: frozenset[str]) -> None:
    if not source.is_file():
        raise SetupError(f"There is no file {source}.")
    try:
        with closing(_open(source)) as connection:
            _quick_check(connection, source)
            found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise SetupError(f"{source} is not a database of Dateline: {error}") from error
    if found is None or found[0] not in known:
        why = "it is a plain copy for other programs" if found == (PLAIN,) else f"its schema is {found and found[0]}"
        raise SetupError(f"{source} cannot be restored by this version: {why}.")


def _quick_check(connection: sqlite3.Connection, file: Path) -> None:
    result = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if result != "ok":
        raise SetupError(f"{file} is damaged: {result}")


def _unpack(file: Path) -> None:
    """Make a copy readable by other programs."""
    with closing(sqlite3.connect(file)) as connection:
        prepare_functions(connection)
        for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        for table, column in PACKED:
            connection.execute(f"UPDATE {table} SET {column} = unpacked({column})")
        views = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'").fetchall())
        for name in views:
            if name != "documents":
                connection.execute(f"DROP VIEW {name}")
        connection.execute("CREATE TABLE documents_of_events (event_seq INTEGER PRIMARY KEY, document TEXT NOT NULL)")
        connection.execute("INSERT INTO documents_of_events SELECT event_seq, document FROM documents")
        connection.execute("DROP VIEW documents")
        connection.execute("ALTER TABLE documents_of_events RENAME TO documents")
        for table in ("document_blocks", "term_blocks", "event_words"):
            connection.execute(f"DROP TABLE {table}")
        for name in sorted(set(views) - {"documents"}):
            connection.execute(views[name].replace("unpacked(d.document)", "d.document"))
        connection.execute("UPDATE alembic_version SET version_num = ?", (PLAIN,))
        connection.commit()
        connection.execute("VACUUM")


def _postgres(tool: str, url: URL, file: Path) -> str:
    """The command for a Postgres; the password comes from its usual places."""
    address = shlex.quote(url._replace(drivername="postgresql", password=None).render_as_string())
    path = shlex.quote(str(file))
    return f"{tool} --file {path} {address}" if tool.startswith("pg_dump") else f"{tool} --dbname {address} {path}"
