from __future__ import annotations

import io
import json
import logging
import logging.config
from collections.abc import Iterator

import pytest

from app.api.logs import logger_of
from app.cli.logs import logging_of
from app.settings import LogFormat


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


def written(log_format: LogFormat, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What two loggers write."""
    out = io.StringIO()
    monkeypatch.setattr("sys.stderr", out)
    logging.config.dictConfig(logging_of("info", log_format))
    logging.getLogger("app.old").warning("the disk of %s is full", "x")
    logger_of("app.new").info("article", words=12)
    logger_of("app.new").debug("nothing")
    logging.getLogger("uvicorn.access").info("GET /")
    return out.getvalue().splitlines()


@pytest.mark.parametrize("log_format", ["json", "auto"])
def test_lines_are_json_where_no_terminal_is(log_format: LogFormat, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = (json.loads(line) for line in written(log_format, monkeypatch))
    assert (old["event"], old["level"], old["logger"]) == ("the disk of x is full", "warning", "app.old")
    assert (new["event"], new["level"], new["logger"], new["words"]) == ("article", "info", "app.new", 12)
    assert old["timestamp"].endswith("Z")


def test_lines_are_text_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = written("text", monkeypatch)
    assert "the disk of x is full" in old
    assert "article" in new
    assert "words=12" in new
