"""A backup holds all that was committed, is restored by a command, and nothing else is ever restored."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.errors import SetupError
from app.settings import Settings
from app.storage.articles import count, find, save
from app.storage.backup import PACKED, back_up, restore
from app.storage.column_types import PackedText
from app.storage.engine import make_sessions, transaction
from app.storage.incident_tables import IncidentRow
from app.storage.schema import known_schemas, prepare_database
from tests.databases import Databases
from tests.factories import make_article, make_event, make_extraction

ARTICLE = make_article(title="Night of fire")
READ = make_extraction(ARTICLE, make_event(), make_event())


@pytest.fixture
def url(databases: Databases) -> str:
    """A database with one article."""
    url = databases.new("sqlite")
    store(url)
    return url


def store(url: str) -> None:
    engine = prepare_database(Settings(database_url=url))
    with transaction(make_sessions(engine)) as session:
        save(session, ARTICLE, READ)
    engine.dispose()


def test_what_was_stored_comes_back(url: str, tmp_path: Path) -> None:
    copy, place = tmp_path / "copy.sqlite3", f"sqlite:///{tmp_path}/new/d.sqlite3"
    back_up(url, copy)
    restore(place, copy, known_schemas())
    engine = prepare_database(Settings(database_url=place))
    with transaction(make_sessions(engine)) as session:
        found = find(session, READ.id)
    engine.dispose()
    assert found is not None
    assert found.extraction == READ


def test_a_server_takes_up_a_restored_database(url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    back_up(url, copy)
    engine = prepare_database(Settings(database_url=url))
    sessions = make_sessions(engine)
    with transaction(sessions) as session:
        save(session, other := make_article(), make_extraction(other, make_event()))
        assert count(session) == 2
    restore(url, copy, known_schemas(), force=True)
    with transaction(sessions) as session:
        assert count(session) == 1
    engine.dispose()


def test_another_program_reads_a_plain_copy(url: str, tmp_path: Path) -> None:
    copy = tmp_path / "plain.sqlite3"
    back_up(url, copy, plain=True)
    with closing(sqlite3.connect(copy)) as connection:
        places = connection.execute("SELECT place, sentence FROM event_rows").fetchall()
        assert places == [("Basra", "Shells hit a market on the edge of Basra.")] * 2
        kinds = connection.execute("SELECT json_extract(document, '$.type') FROM documents").fetchall()
        assert kinds == [("strike",), ("strike",)]
        assert connection.execute("SELECT text FROM articles").fetchall() == [(ARTICLE.text,)]
    with pytest.raises(SetupError, match="a plain copy for other programs"):
        restore(f"sqlite:///{tmp_path}/other.sqlite3", copy, known_schemas())


def test_nothing_is_overwritten_by_mistake(url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    back_up(url, copy)
    with pytest.raises(SetupError, match="exists already"):
        back_up(url, copy)
    with pytest.raises(SetupError, match="--force replaces it"):
        restore(url, copy, known_schemas())


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "There is no file"), (b"just a text " * 100, "not a database"), (b"", "not a database of Dateline")],
)
def test_only_a_backup_is_restored(tmp_path: Path, content: bytes | None, message: str) -> None:
    file = tmp_path / "file"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SetupError, match=message):
        restore(f"sqlite:///{tmp_path}/d.sqlite3", file, known_schemas())
    assert not (tmp_path / "d.sqlite3").exists()


def test_a_backup_of_a_newer_version_is_refused(url: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    back_up(url, copy)
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(SetupError, match="its schema is 9999"):
        restore(f"sqlite:///{tmp_path}/d.sqlite3", copy, known_schemas())


def test_postgres_is_sent_to_its_own_tools(tmp_path: Path) -> None:
    url = "postgresql://reader:secret@db.example/news"
    with pytest.raises(SetupError, match=r"pg_dump --format=custom --file \S+copy postgresql://reader@db.example/news"):
        back_up(url, tmp_path / "copy")
    with pytest.raises(SetupError, match="pg_restore --clean"):
        restore(url, tmp_path / "copy", known_schemas())


def test_a_plain_copy_unpacks_every_packed_column() -> None:
    tables = IncidentRow.metadata.sorted_tables
    packed = {(t.name, column.name) for t in tables for column in t.columns if isinstance(column.type, PackedText)}
    assert set(PACKED) == packed
