"""``dateline keys`` and the check before ``dateline serve`` listens."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
from pathlib import Path

import pytest

from app.cli.access_check import check_access
from app.cli.keys import create, lines, moment, parse_scopes, revoke, rotate
from app.domain.access import digest_of
from app.errors import InputError, SetupError
from app.settings import Settings
from app.storage.access_keys import list_keys
from app.storage.engine import make_engine, make_sessions, transaction
from app.storage.tables import AuditRow
from tests.cli.program import run
from tests.databases import Databases

NOW = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(database_url=database_url)


@pytest.fixture
def on_file(databases: Databases) -> Settings:
    return Settings(database_url=databases.new("sqlite"))


def stored(settings: Settings) -> list[tuple[str, str]]:
    """Digest and state of every key."""
    engine = make_engine(settings.database_url)
    with transaction(make_sessions(engine)) as session:
        found = [(key.digest, key.state(dt.datetime.now(dt.UTC))) for key in list_keys(session)]
    engine.dispose()
    return found


def test_a_key_is_made_rotated_and_revoked_and_all_of_it_recorded(settings: Settings) -> None:
    first = create(settings, "desk", ["read,ingest"], "90d", "100/minute")
    assert stored(settings) == [(digest_of(first), "active")]
    with pytest.raises(InputError, match="There is a key 'desk' already"):
        create(settings, "desk", ["read"], None, None)
    second = rotate(settings, "desk", None)
    third = rotate(settings, "desk", "1h")
    assert stored(settings) == [
        (digest_of(first), "revoked"),
        (digest_of(second), "active"),
        (digest_of(third), "active"),
    ]
    assert "is revoked" in revoke(settings, "desk")
    assert [state for _, state in stored(settings)] == ["revoked"] * 3
    engine = make_engine(settings.database_url)
    with transaction(make_sessions(engine)) as session:
        rows = session.query(AuditRow).order_by(AuditRow.seq).all()
    engine.dispose()
    assert [row.action for row in rows] == ["key.created", *["key.rotated"] * 2, *["key.revoked"] * 2]
    assert all(row.actor.startswith("command line (") for row in rows)
    assert not any(token[-20:] in row.detail for row in rows for token in (first, second, third))


def test_the_list_shows_no_token(on_file: Settings) -> None:
    token = create(on_file, "desk", ["read", "edit"], "2999-12-31", None)
    table = list(lines(on_file))
    assert table[0].split() == ["id", "name", "scopes", "state", "created", "expires", "last", "used", "limit"]
    assert re.fullmatch(
        rf"{token.split('_')[1]}  desk  read,edit  active  \S+ \S+  2999-12-31 00:00  never      default", table[1]
    )
    assert token.split("_", 2)[2] not in "\n".join(table)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30m", NOW + dt.timedelta(minutes=30)),
        ("12h", NOW + dt.timedelta(hours=12)),
        ("90d", NOW + dt.timedelta(days=90)),
        ("2027-01-01", dt.datetime(2027, 1, 1, tzinfo=dt.UTC)),
        ("2027-01-01T02:00+02:00", dt.datetime(2027, 1, 1, tzinfo=dt.UTC)),
    ],
)
def test_moments(text: str, expected: dt.datetime) -> None:
    assert moment(text, NOW, "--expires") == expected


@pytest.mark.parametrize("text", ["", "soon", "0d", "-5d", "90", "2020-01-01", "9999999d"])
def test_moments_that_are_none_or_past(text: str) -> None:
    with pytest.raises(InputError, match="--expires"):
        moment(text, NOW, "--expires")


@pytest.mark.parametrize(("given", "reason"), [(["write"], "There is no scope 'write'"), ([","], "at least one scope")])
def test_wrong_scopes(given: list[str], reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        parse_scopes(given)


def test_scopes_are_in_their_order_and_once() -> None:
    assert parse_scopes(["edit, READ", "read"]) == ("read", "edit")


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("a\nb", ["read"], None, None), "cannot be the name of a key"),
        (("", ["read"], None, None), "cannot be the name of a key"),
        (("desk", ["read"], None, "many"), "--limit 'many': write a number"),
    ],
)
def test_wrong_options(on_file: Settings, options: tuple[str, list[str], None, str | None], reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        create(on_file, *options)


@pytest.mark.parametrize(("change", "word"), [(revoke, "does not exist"), (lambda s, n: rotate(s, n, None), "list")])
def test_a_key_that_does_not_exist(on_file: Settings, change: object, word: str) -> None:
    with pytest.raises(InputError, match=word):
        change(on_file, "nobody")  # type: ignore[operator]


@pytest.mark.parametrize(
    ("host", "insecure", "key", "starts"),
    [
        ("127.0.0.1", False, False, True),
        ("localhost", False, False, True),
        ("::1", False, False, True),
        ("0.0.0.0", False, False, False),
        ("::", False, False, False),
        ("192.0.2.1", False, False, False),
        ("news.example.org", False, False, False),
        ("0.0.0.0", True, False, True),
        ("0.0.0.0", False, True, True),
    ],
)
def test_other_machines_are_not_served_without_keys(
    databases: Databases, host: str, insecure: bool, key: bool, starts: bool
) -> None:
    settings = Settings(database_url=databases.new("sqlite"), insecure=insecure)
    if key:
        create(settings, "desk", ["read"], None, None)
    engine = make_engine(settings.database_url)
    try:
        if starts:
            check_access(engine, settings, host)
            return
        with pytest.raises(SetupError, match=r"dateline keys create NAME --scope admin.*--insecure"):
            check_access(engine, settings, host)
    finally:
        engine.dispose()


def test_the_program_prints_the_key_alone_on_standard_output(tmp_path: Path) -> None:
    def called(*words: str) -> subprocess.CompletedProcess[str]:
        return run(*words, cwd=tmp_path)

    assert called("keys", "list").stderr.startswith("dateline: There is no database dateline.sqlite3")
    made = called("keys", "create", "desk", "--scope", "read")
    assert re.fullmatch(r"dateline_[0-9a-f]{8}_[\w-]{43}\n", made.stdout)
    assert "cannot be shown again" in made.stderr
    again = called("keys", "create", "desk", "--scope", "read")
    assert (again.returncode, again.stdout) == (1, "")
    assert again.stderr.startswith("dateline: There is a key 'desk' already")
