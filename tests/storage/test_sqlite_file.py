"""A file that goes away, that is damaged or cannot be written, and a query that takes too long: clear errors."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, exc, text

from app.errors import DamagedDatabaseError, OutdatedSchemaError, ReadOnlyError, SetupError, SlowQueryError
from app.settings import Settings
from app.storage.articles import count, save
from app.storage.engine import make_sessions, transaction
from app.storage.schema import check_schema, downgrade, newest, prepare_database, upgrade
from tests.databases import Databases
from tests.factories import make_article, make_event, make_extraction

FOREVER = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


@pytest.fixture
def file(databases: Databases) -> Path:
    return Path(databases.new("sqlite").removeprefix("sqlite:///"))


@pytest.fixture
def served(file: Path) -> Iterator[Engine]:
    """An engine as a server has it, after its first query."""
    engine = prepare_database(Settings(database_url=f"sqlite:///{file}", query_seconds=0.3))
    with transaction(make_sessions(engine)) as session:
        count(session)
    yield engine
    engine.dispose()


def store(engine: Engine) -> None:
    article = make_article()
    with transaction(make_sessions(engine)) as session:
        save(session, article, make_extraction(article, make_event()))


def test_nothing_is_stored_in_a_file_that_was_moved(file: Path, served: Engine) -> None:
    store(served)
    file.rename(moved := file.with_name("moved"))
    for _ in range(2):
        with pytest.raises(exc.OperationalError, match="moved or deleted"):
            store(served)
    with pytest.raises(SetupError, match="moved or deleted"):
        check_schema(served)
    assert not file.exists()
    for ending in ("-wal", "-shm"):
        file.with_name(file.name + ending).rename(moved.with_name(moved.name + ending))
    moved.rename(file)
    for ending in ("-wal", "-shm"):
        moved.with_name(moved.name + ending).rename(file.with_name(file.name + ending))
    store(served)
    with transaction(make_sessions(served)) as session:
        assert count(session) == 2


def test_a_query_that_takes_too_long_is_ended(served: Engine) -> None:
    with pytest.raises(SlowQueryError, match="DATELINE_QUERY_SECONDS"), transaction(make_sessions(served)) as session:
        session.execute(text(FOREVER))
    store(served)  # the connection is as good as before


@pytest.mark.parametrize("content", [b"Dear reader, this is a text.\n" * 50, os.urandom(8192)])
def test_another_file_is_no_database(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "d.sqlite3"
    file.write_bytes(content)
    for start in (
        lambda: prepare_database(Settings(database_url=f"sqlite:///{file}")),
        lambda: upgrade(f"sqlite:///{file}"),
    ):
        with pytest.raises(SetupError, match=r"cannot be opened .*not a database") as raised:
            start()
        assert "\n" not in str(raised.value)
    assert file.read_bytes() == content


def test_a_damaged_file_is_named(file: Path, served: Engine) -> None:
    store(served)
    with served.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    served.dispose()
    with file.open("r+b") as opened:
        opened.seek(4096 * 3)
        opened.write(b"\xff" * (file.stat().st_size - 4096 * 3))
    with pytest.raises(DamagedDatabaseError, match="damaged"):
        store(served)


def test_a_schema_of_a_newer_version_is_refused(file: Path, served: Engine) -> None:
    with served.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    url = f"sqlite:///{file}"
    for start in (lambda: prepare_database(Settings(database_url=url)), lambda: upgrade(url)):
        with pytest.raises(OutdatedSchemaError, match="schema 9999, which this version does not know"):
            start()


def test_a_copy_is_kept_before_the_schema_changes(file: Path, served: Engine) -> None:
    store(served)
    served.dispose()
    downgrade(f"sqlite:///{file}", "0009")
    upgrade(f"sqlite:///{file}")
    copy = file.with_name(f"{file.name}.schema-0009")
    engine = prepare_database(Settings(database_url=f"sqlite:///{file}"))
    with transaction(make_sessions(engine)) as session:
        assert count(session) == 1
    engine.dispose()
    upgrade(f"sqlite:///{copy}")
    assert newest() != "0009"


def test_an_archive_is_read_and_never_changed(file: Path, served: Engine) -> None:
    store(served)
    served.dispose()
    before = file.read_bytes()
    archive = prepare_database(Settings(database_url=f"sqlite:///{file}", read_only=True))
    with transaction(make_sessions(archive)) as session:
        assert count(session) == 1
    with pytest.raises(ReadOnlyError, match="read-only"):
        store(archive)
    archive.dispose()
    assert file.read_bytes() == before
