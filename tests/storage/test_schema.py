"""The migrations make what the models say, forth and back, and nobody starts on an old schema."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from app.errors import OutdatedSchemaError, SetupError
from app.settings import Settings
from app.storage import deletion_tables, incident_tables, job_tables, subscription_tables  # noqa: F401 - known to Base when imported
from app.storage.correction_tables import CorrectionRow
from app.storage.dialects import make_engine, parse_url
from app.storage.schema import check_schema, downgrade, prepare_database, upgrade
from app.storage.tables import Base
from tests.databases import Databases


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, databases: Databases) -> str:
    return databases.new(request.param, empty=True)


def differences(engine: Engine) -> list[object]:
    def own_tables(_object: object, name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:
        own = ("event_boxes", "event_words", "document_blocks", "term_blocks")
        words = "ix_events_words"  # on an expression, which alembic does not compare
        return not (kind == "table" and (name or "").startswith(own)) and name != words

    with engine.connect() as connection:
        options = {"include_object": own_tables, "compare_type": True}
        return compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
def test_migrations_make_what_the_models_say(engine: Engine) -> None:
    found = differences(engine)
    assert [d[1].name for d in found if d[0] == "add_table"] == ["documents"]  # a view of document_blocks
    found = [d for d in found if d[0] != "add_table"]
    if engine.dialect.name == "sqlite":
        # an index that the models declare for Postgres only
        found = [d for d in found if not (d[0] == "add_index" and d[1].name == "ix_events_latitude_longitude")]  # type: ignore[index]
    assert found == []
    assert CorrectionRow.metadata is Base.metadata  # every table is known


def test_there_and_back(empty_url: str) -> None:
    engine = make_engine(empty_url)
    upgrade(empty_url)
    tables = sorted(inspect(engine).get_table_names())
    assert {"articles", "events", "participants", "places"} <= set(tables)
    downgrade(empty_url, "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    upgrade(empty_url)
    assert sorted(inspect(engine).get_table_names()) == tables
    check_schema(engine)
    engine.dispose()


def test_several_may_upgrade_at_once(empty_url: str) -> None:
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(upgrade, [empty_url] * 4))
    engine = make_engine(empty_url)
    check_schema(engine)
    engine.dispose()


def test_a_new_file_is_opened_while_another_holds_it(tmp_path: Path) -> None:
    """The switch to WAL waits for the one who holds the file, as everything else does."""
    holder = sqlite3.connect(tmp_path / "d.sqlite3", isolation_level=None, check_same_thread=False)
    holder.execute("CREATE TABLE held (number INTEGER)")
    holder.execute("BEGIN EXCLUSIVE")
    engine = make_engine(f"sqlite:///{tmp_path}/d.sqlite3")

    def mode() -> str:
        with engine.connect() as connection:
            return str(connection.scalar(text("PRAGMA journal_mode")))

    with ThreadPoolExecutor(1) as thread:
        opened = thread.submit(mode)
        with pytest.raises(TimeoutError):
            opened.result(timeout=0.2)
        holder.execute("COMMIT")
        assert opened.result(timeout=10) == "wal"
    holder.close()
    engine.dispose()


def test_an_empty_sqlite_is_brought_up_and_an_empty_postgres_refused(empty_url: str) -> None:
    settings = Settings(database_url=empty_url)
    if empty_url.startswith("sqlite"):
        engine = prepare_database(settings)
        check_schema(engine)
        engine.dispose()
    else:
        with pytest.raises(OutdatedSchemaError, match="run dateline db upgrade"):
            prepare_database(settings)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_foreign_revision_is_refused(databases: Databases, kind: str) -> None:
    engine = make_engine(databases.new(kind))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'ancient'"))
    with pytest.raises(OutdatedSchemaError, match="has schema ancient, which this version does not know"):
        check_schema(engine)
    engine.dispose()


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    prepare_database(Settings(database_url=f"sqlite:///{tmp_path}/new/folder/d.sqlite3")).dispose()
    assert (tmp_path / "new/folder/d.sqlite3").exists()


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("postgres://u@h/d", "postgresql+psycopg"),
        ("postgresql://u@h/d", "postgresql+psycopg"),
        ("postgresql+asyncpg://u@h/d", "postgresql+psycopg"),
        ("sqlite:///d.sqlite3", "sqlite"),
    ],
)
def test_urls_get_our_drivers(url: str, driver: str) -> None:
    assert parse_url(url).drivername == driver


@pytest.mark.parametrize("url", ["mysql://u@h/d", "no url", "sqlite://", "sqlite:///:memory:"])
def test_other_urls_are_refused(url: str) -> None:
    with pytest.raises(SetupError):
        parse_url(url)


def test_an_unreachable_postgres_is_a_clear_error() -> None:
    with pytest.raises(SetupError, match="cannot be reached"):
        prepare_database(Settings(database_url="postgresql://nobody@127.0.0.1:9/none"))
