"""``dateline load`` as people run it, also when it is killed."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app.cli import load
from app.cli.operator import PAGE_CACHE
from app.errors import InputError
from app.settings import Settings
from app.storage.engine import make_engine
from app.storage.schema import prepare_database
from tests.cli.program import DATELINE, ROOT, run
from tests.databases import Databases

TEXT = "Rebels attacked {} villages near Bamako on Friday, killing {} people. Nobody claimed it."


def article(number: int) -> dict[str, object]:
    return {"id": f"n-{number}", "text": TEXT.format(number, number + 2), "published_at": "2024-02-03"}


def write(file: Path, numbers: range) -> Path:
    file.write_text("".join(json.dumps(article(n)) + "\n" for n in numbers), "utf-8")
    return file


def summary(done: subprocess.CompletedProcess[str]) -> str:
    return done.stderr.splitlines()[-1].removeprefix("dateline: ").partition(";")[0]


def stored(database: Path) -> list[str]:
    with sqlite3.connect(database) as connection:
        return [row[0] for row in connection.execute("SELECT external_id FROM articles ORDER BY seq")]


def test_a_load_its_errors_and_a_second_run(tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl", range(3))
    file.write_text(file.read_text() + 'broken\n{"id": 9, "text": " "}\n')
    dry = run("load", "--dry-run", str(file), cwd=tmp_path)
    assert dry.stderr.splitlines()[-1] == (
        "dateline: 3 articles with 42 words would be read; 0 are stored; 2 cannot be read"
    )
    assert not (tmp_path / "dateline.sqlite3").exists()
    done = run("load", str(file), "--errors", "bad.jsonl", cwd=tmp_path)
    assert done.returncode == 0
    assert summary(done) == "5 articles: 3 stored with 6 events, 0 known, 2 failed"
    failed = [json.loads(line) for line in (tmp_path / "bad.jsonl").read_text().splitlines()]
    assert [line["reason"][:21] for line in failed] == ["Line 4 is not JSON: e", "The text is empty: se"]
    assert failed[1]["article"] == {"id": 9, "text": " "}
    assert summary(run("load", str(file), cwd=tmp_path)) == "5 articles: 0 stored with 0 events, 3 known, 2 failed"
    dry = run("load", "--dry-run", str(file), cwd=tmp_path)
    assert (
        dry.stderr.splitlines()[-1] == "dateline: 0 articles with 0 words would be read; 3 are stored; 2 cannot be read"
    )
    assert stored(tmp_path / "dateline.sqlite3") == ["n-0", "n-1", "n-2"]


def test_the_output_of_extract_and_columns_by_other_names(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text(f"body,author\n{TEXT.format(1, 3)!r},Ana\n".replace("'", '"'))
    out = tmp_path / "out.jsonl"
    out.write_text(run("extract", "--map", "text=body", str(table)).stdout)
    assert summary(run("load", str(out), cwd=tmp_path)) == "1 articles: 1 stored with 2 events, 0 known, 0 failed"
    again = run("load", "--map", "text=body", str(table), cwd=tmp_path)
    assert summary(again) == "1 articles: 0 stored with 0 events, 1 known, 0 failed"
    with sqlite3.connect(tmp_path / "dateline.sqlite3") as connection:
        assert connection.execute("SELECT extra FROM articles").fetchone() == ('{"author": "Ana"}',)


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    done = run("load", "none.jsonl", cwd=tmp_path)
    assert done.returncode == 1
    assert "Cannot open none.jsonl" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"map": "body"}, "write field=column"),
        ({"errors": Path("no/such/folder")}, "Cannot write no/such/folder"),
        ({"published_at": "soon"}, "'published_at' must be"),
    ],
)
def test_wrong_options_are_refused_before_anything_is_read(
    tmp_path: Path, options: dict[str, Any], reason: str
) -> None:
    file, database = write(tmp_path / "a.jsonl", range(1)), tmp_path / "d.sqlite3"
    with pytest.raises(InputError, match=reason):
        load.run([str(file)], Settings(database_url=f"sqlite:///{database}"), load.LoadOptions(**options))
    assert not database.exists()


@pytest.mark.parametrize(("kind", "kept"), [("sqlite", 1), ("postgres", 60)])
def test_a_load_that_is_killed_goes_on(
    tmp_path: Path, databases: Databases, monkeypatch: pytest.MonkeyPatch, kind: str, kept: int
) -> None:
    """Killed after so many articles, then every one is there exactly once.

    The long form, twenty kills on each database: ``uv run python -m tests.benchmarks.bench_loading kill``.
    """
    file = write(tmp_path / "a.jsonl", range(150))
    url = databases.new(kind)
    command = [*DATELINE, "load", str(file)]
    environment = os.environ | {"DATELINE_DATABASE_URL": url}
    engine = make_engine(url)

    def external_ids() -> list[str]:
        with engine.connect() as connection:
            return list(connection.scalars(text("SELECT external_id FROM articles ORDER BY external_id")))

    with subprocess.Popen(command, env=environment, cwd=ROOT, stderr=subprocess.PIPE) as process:
        while len(external_ids()) < kept and process.poll() is None:
            time.sleep(0.1)
        process.send_signal(signal.SIGKILL)
    assert len(external_ids()) < 150
    monkeypatch.setenv("DATELINE_DATABASE_URL", url)
    assert run("load", str(file)).returncode == 0
    assert external_ids() == sorted(f"n-{n}" for n in range(150))
    engine.dispose()


def test_a_load_keeps_fewer_pages_in_memory(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/a.sqlite3")
    for page_cache, kept in ((PAGE_CACHE, -PAGE_CACHE), (None, -32_000)):
        engine = prepare_database(settings, page_cache)
        with engine.connect() as connection:
            assert connection.scalar(text("PRAGMA cache_size")) == kept
        engine.dispose()


def test_no_query_of_a_load_is_given_up(tmp_path: Path, databases: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a client of the server may wait for does not bound the work of an archive."""
    url = databases.new("postgres")
    monkeypatch.setenv("DATELINE_DATABASE_URL", url)
    monkeypatch.setenv("DATELINE_QUERY_SECONDS", "0.001")
    file = write(tmp_path / "a.jsonl", range(3))

    def last_line(*command: str) -> str:
        done = run(*command)
        assert done.returncode == 0
        return done.stderr.splitlines()[-1]

    assert "3 stored with 6 events" in last_line("load", str(file))
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE articles SET pipeline = 'older'"))
    engine.dispose()
    assert last_line("reread") == "dateline: 3 read again, 0 up to date, 0 failed, 0 waiting"
