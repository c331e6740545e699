"""The doctor says what is right and what is wrong, each in a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli import doctor
from app.settings import Settings


def test_each_check_is_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_model", lambda _: "loaded")  # a reader process takes seconds to start
    file = tmp_path / "d.sqlite3"
    file.write_text("no database " * 100)
    found = dict(
        line.split(": ", 1) for _, line in list(doctor.lines(Settings(database_url=f"sqlite:///{file}"), 0))[1:]
    )
    assert list(found) == ["database", "disk", "memory", "places", "model", "port"]
    assert "not a database" in found["database"]
    healthy = list(doctor.lines(Settings(database_url=f"sqlite:///{tmp_path}/new.sqlite3"), 0))
    assert (True, f"database: {tmp_path}/new.sqlite3 is made at the first start") in healthy
