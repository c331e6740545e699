"""A wrong setting is one line and exit status 2, whatever the command."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from app.cli.environment import check_model, collecting_less, load_settings
from app.errors import SettingsError
from app.settings import Settings
from tests.cli.program import run, start

WRONG = [
    ("LOG_LEVEL", "FOO", "'DEBUG'"),
    ("MAX_TEXT_LENGTH", "-5", "greater than or equal to 1"),
    ("MAX_BODY_BYTES", "many", "valid integer"),
    ("ARTICLE_SECONDS", "0", "greater than 0"),
    ("PLACE_CONFIDENCE", "2", "less than or equal to 1"),
    ("HISTORY_DAYS", "-1", "greater than or equal to 0"),
    *((name, "1000000", "less than or equal to 36500") for name in ("HISTORY_DAYS", "AUDIT_DAYS", "KEEP_JOBS")),
    ("ANONYMOUS", "some", "'none', 'read' or 'all'"),
    ("RATE_LIMIT", "100", "as in 600/minute"),
    ("RATE_LIMIT", "0/minute", "as in 600/minute"),
    ("ALLOWED_HOSTS", "http://news.example.org", "leave out scheme"),
    ("CORS_ORIGINS", "maps.example.org", "as in https://example.org"),
    ("TRUSTED_PROXIES", "127.0.0.1,proxy", "'proxy' is not an IP address"),
    ("ROOT_PATH", "dateline", "such as /dateline"),
    ("DATABASE_URL", "mysql://me:secret@host/news", "use sqlite:///FILE or postgresql://"),
    ("DATABASE_URL", "news.sqlite3", "use sqlite:///FILE or postgresql://"),
    ("DATABASE_URL", "sqlite://", "name a file"),
    ("DATABASE_URL", "sqlite:///:memory:", "name a file"),
    ("DATABASE_URL", "sqlite://news.sqlite3", "name a file"),
]


@pytest.mark.parametrize(("name", "value", "reason"), WRONG)
def test_a_wrong_value_names_its_variable(monkeypatch: pytest.MonkeyPatch, name: str, value: str, reason: str) -> None:
    monkeypatch.setenv(f"DATELINE_{name}", value)
    with pytest.raises(SettingsError) as error:
        load_settings()
    message = str(error.value)
    assert message.startswith(f"DATELINE_{name}")
    assert reason in message
    assert "secret" not in message
    assert "\n" not in message


def test_several_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_LOG_LEVEL", "FOO")
    monkeypatch.setenv("DATELINE_EXTRACTION_WORKERS", "0")
    with pytest.raises(SettingsError, match=r"DATELINE_EXTRACTION_WORKERS=0: .*; DATELINE_LOG_LEVEL=FOO: "):
        load_settings()


@pytest.mark.parametrize("url", ["sqlite:///a.db", "sqlite:////srv/a.db", "postgresql://h/n", "postgres://h/n"])
def test_databases_that_are_served(url: str) -> None:
    assert Settings(database_url=url).database_url == url


def test_lists_have_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_ALLOWED_HOSTS", "News.example.org, *.example.net,")
    monkeypatch.setenv("DATELINE_TRUSTED_PROXIES", "")
    monkeypatch.setenv("DATELINE_CORS_ORIGINS", "https://maps.example.org:8443")
    found = load_settings(root_path="/news/", insecure=None)
    assert found.allowed_hosts == ("news.example.org", "*.example.net")
    assert (found.trusted_proxies, found.cors_origins) == ((), ("https://maps.example.org:8443",))
    assert (found.root_path, found.insecure) == ("/news", False)


def test_a_level_in_small_letters() -> None:
    assert Settings(log_level="debug").log_level == "DEBUG"  # type: ignore[arg-type]


def test_a_model_that_is_not_installed() -> None:
    check_model(Settings())
    for name in ("no_such_model", "../x", "a b"):
        with pytest.raises(SettingsError, match="DATELINE_MODEL"):
            check_model(Settings(model=name))


@pytest.mark.parametrize("command", [["extract", "-"], ["serve"], ["export"], ["settings"], ["db", "current"]])
def test_every_command_stops_with_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]) -> None:
    monkeypatch.setenv("DATELINE_LOG_LEVEL", "FOO")
    done = (start if command == ["serve"] else run)(*command, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("dateline: DATELINE_LOG_LEVEL=FOO: ")
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_garbage_is_looked_for_less_often_and_then_as_before() -> None:
    before = gc.get_threshold()
    with collecting_less():
        assert gc.get_threshold()[0] > 10 * before[0]
    assert gc.get_threshold() == before
