"""``dateline reread`` as people run it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.cli.program import run
from tests.cli.test_load import write


def test_articles_of_an_older_version_are_read_again(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", range(3))
    run("load", "a.jsonl", cwd=tmp_path)
    with sqlite3.connect(tmp_path / "dateline.sqlite3") as connection:
        connection.execute("UPDATE articles SET pipeline = 'older' WHERE external_id <> 'n-2'")
    known = run("load", "a.jsonl", cwd=tmp_path)
    assert "2 known, read by an older version (dateline reread)" in known.stderr
    done = run("reread", "external_id=n-0", cwd=tmp_path)
    assert done.stderr.splitlines()[-1] == "dateline: 1 read again, 0 up to date, 0 failed, 0 waiting"
    done = run("reread", "--workers", "2", cwd=tmp_path)
    assert done.stderr.splitlines()[-1] == "dateline: 1 read again, 0 up to date, 0 failed, 0 waiting"
    assert "0 articles to read again" in run("reread", cwd=tmp_path).stderr


def test_what_is_wrong_is_one_line(tmp_path: Path) -> None:
    for option, reason in (("sorce=x", "did you mean 'source'"), ("x", "write name=value"), ("url=x", "no database")):
        done = run("reread", option, cwd=tmp_path)
        assert (done.returncode, reason in done.stderr, "Traceback" in done.stderr) == (1, True, False)
