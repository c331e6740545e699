"""The log of SQLite is brought into the file beside the writers, and grows only while a reader holds it open."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from app.storage.dialects.checkpoints import LOG_BYTES, MOST_PAGES, Checkpoints
from app.storage.engine import make_engine

BLOB = 200_000  # bytes
ENOUGH = 3 * LOG_BYTES // BLOB


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "some name.sqlite3"


@pytest.fixture
def engine(file: Path) -> Iterator[Engine]:
    made = make_engine(f"sqlite:///{file}")
    with made.begin() as connection:
        connection.execute(text("CREATE TABLE blobs (number INTEGER PRIMARY KEY, blob BLOB)"))
    yield made
    made.dispose()


def write(engine: Engine, times: int) -> None:
    for _ in range(times):
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO blobs (blob) VALUES (zeroblob(:size))"), {"size": BLOB})


def log_of(file: Path) -> int:
    return file.with_name(f"{file.name}-wal").stat().st_size


def starts_again(engine: Engine, file: Path) -> bool:
    """Is the log short again soon?"""
    end = time.monotonic() + 10
    while log_of(file) > LOG_BYTES and time.monotonic() < end:
        time.sleep(0.02)
        write(engine, 1)
    return log_of(file) <= LOG_BYTES


def test_a_long_log_starts_again(engine: Engine, file: Path) -> None:
    write(engine, ENOUGH)
    assert starts_again(engine, file)
    assert file.stat().st_size > LOG_BYTES


def test_a_short_log_is_left_alone(engine: Engine, file: Path) -> None:
    write(engine, 1)
    before = log_of(file)
    write(engine, 1)
    assert log_of(file) > before


def test_a_reader_is_not_waited_for(engine: Engine, file: Path) -> None:
    with engine.connect() as reader:
        reader.execute(text("BEGIN"))
        before = reader.scalar(text("SELECT count(*) FROM blobs"))
        write(engine, ENOUGH)
        assert log_of(file) > 2 * LOG_BYTES
        assert reader.scalar(text("SELECT count(*) FROM blobs")) == before
    assert starts_again(engine, file)


def test_the_commits_do_it_when_nobody_else_does(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.scalar(text("PRAGMA wal_autocheckpoint")) == MOST_PAGES


def test_nothing_is_made_of_a_file_that_is_gone(tmp_path: Path) -> None:
    file = tmp_path / "gone.sqlite3"
    file.with_name("gone.sqlite3-wal").write_bytes(bytes(LOG_BYTES + 1))
    checkpoints = Checkpoints(file)
    checkpoints.look()
    checkpoints.wait()
    assert not file.exists()
