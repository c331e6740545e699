"""The progress of long commands."""

from __future__ import annotations

import pytest

from app.cli import progress
from app.ingestion.opening import Meter


def test_the_rest_is_estimated_from_what_was_read() -> None:
    assert progress.remaining(Meter(1000, 250), 60) == "; 25 % read, about 3 min left"
    assert progress.remaining(Meter(None, 250), 60) == progress.remaining(Meter(1000, 0), 60) == ""


def test_lines_now_and_then_where_there_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "_LINE_SECONDS", 0)
    assert list(progress.shown(range(2), Meter(), lambda: "some")) == [0, 1]
    assert capsys.readouterr().err == "dateline: some\n" * 2


def test_a_bar_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    assert list(progress.shown(range(3), Meter(10, 5), lambda: "")) == [0, 1, 2]
