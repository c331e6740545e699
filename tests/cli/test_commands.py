"""The program as people run it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from app import __version__
from tests.cli.program import DATELINE, run, start


def test_version() -> None:
    assert start("--version").stdout == f"dateline {__version__}\n"


def test_extract_in_two_processes_keeps_the_order_and_goes_on_after_a_bad_line() -> None:
    rows = [json.dumps({"id": i, "text": f"Rebels attacked {i} villages on Friday."}) for i in range(70)]
    rows[33] = "broken"
    done = start("extract", "--workers", "2", "-", stdin="\n".join(rows))
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [f["id"] for f in found] == [*range(33), None, *range(34, 70)]
    assert [f["status"] for f in found if f["id"] is None] == ["failed"]
    assert (done.returncode, done.stderr) == (0, "")


def test_extract_says_when_nothing_could_be_opened(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    done = run("extract", str(tmp_path / "none.jsonl"), str(tmp_path / "a.pdf"), str(tmp_path))
    assert done.returncode == 1
    assert [json.loads(line)["status"] for line in done.stdout.splitlines()] == ["failed"] * 3
    for word, line in zip(("No such file", "not read", "no file"), done.stderr.splitlines(), strict=True):
        assert word in line


def test_incidents_of_articles_in_any_order() -> None:
    text = "A car bomb killed {} people at the fish market in Basra on Friday, police said. {} Ten stalls burned down."
    more = ("The governor promised new barriers on Corniche Street.", "Fishermen from Faw had come early that morning.")
    rows = [
        json.dumps({"id": n, "title": f"{9 + n} killed in Basra market", "text": text.format(9 + n, more[n])} | when)
        for n, when in enumerate([{"published_at": "2024-02-02"}, {"published_at": "2024-02-03"}])
    ]
    outputs = [run("incidents", "-", stdin="\n".join(given)) for given in (rows, rows[::-1])]
    found = [[json.loads(line) for line in done.stdout.splitlines()] for done in outputs]
    assert found[0] == found[1]
    (incident,) = found[0]
    assert incident["article_ids"] == incident["main_article_ids"] == [0, 1]
    assert incident["casualties"]["killed"] == {"low": 9, "best": 10, "high": 10, "rule": "latest"}


@pytest.mark.parametrize("command", [["export", "country=IQ"], ["db", "current"], ["db", "check"]])
def test_what_only_reads_makes_no_database(tmp_path: Path, command: list[str]) -> None:
    done = run(*command, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr == (
        "dateline: There is no database dateline.sqlite3 (DATELINE_DATABASE_URL); dateline serve makes one.\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [["export"], ["serve"], ["db", "check"]])
def test_a_file_that_is_no_database_is_one_line(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "dateline.sqlite3").write_text("a text of a hundred bytes and more " * 10)
    done = run(*command, cwd=tmp_path)
    assert done.returncode == 1
    assert "file is not a database" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_option_is_one_line(tmp_path: Path) -> None:
    done = run("extract", "--published-at", "soon", "-")
    assert done.returncode == 1
    assert done.stderr.startswith("dateline: 'published_at' must be an ISO 8601")
    assert "Traceback" not in done.stderr


def test_a_closed_pipe_is_quiet(tmp_path: Path) -> None:
    rows = [json.dumps({"id": i, "text": "A quiet day."}) for i in range(1000)]
    (tmp_path / "a.jsonl").write_text("\n".join(rows))
    command = [*DATELINE, "extract", str(tmp_path / "a.jsonl")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        assert program.stdout
        assert program.stderr
        program.stdout.readline()
        program.stdout.close()
        assert (program.stderr.read(), program.wait(timeout=60)) == ("", 0)


def test_settings_hide_the_password(monkeypatch: object, tmp_path: Path) -> None:
    done = subprocess.run(
        [*DATELINE, "settings"],
        env={"DATELINE_DATABASE_URL": "postgresql://me:secret@db/news", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "DATELINE_DATABASE_URL=postgresql+psycopg://me:***@db/news" in done.stdout
    assert "secret" not in done.stdout
