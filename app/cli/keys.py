"""``dateline keys``: make, list, revoke and rotate the keys of the API."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from app.cli.operator import operator
from app.cli.showing import existing_database
from app.domain.access import SCOPES, AccessKey, Scope, digest_of, new_token
from app.errors import InputError
from app.settings import Settings, check_rate_limit
from app.storage.access_keys import add_key, list_keys, revoke_key
from app.storage.audit import record
from app.storage.engine import Session, make_sessions, transaction
from app.storage.schema import check_schema, prepare_database

_NAME = re.compile(r"[\w.@-][\w.@ -]{0,79}")
_SPAN = re.compile(r"(\d{1,6})([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_COLUMNS = ("id", "name", "scopes", "state", "created", "expires", "last used", "limit")


def create(settings: Settings, name: str, scopes: Sequence[str], expires: str | None, limit: str | None) -> str:
    """Make a key and return its token, which is not stored and cannot be shown again.

    Raises ``InputError`` for a name that another active key has, and for values that cannot be read.
    """
    now = dt.datetime.now(dt.UTC)
    key_id, token = new_token()
    key = AccessKey(
        id=key_id,
        name=_checked_name(name),
        digest=digest_of(token),
        scopes=parse_scopes(scopes),
        created_at=now,
        expires_at=moment(expires, now, "--expires") if expires else None,
        rate_limit=_checked_limit(limit),
    )
    with _session(settings, make=True) as session:
        if any(known.name == key.name and known.state(now) == "active" for known in list_keys(session)):
            raise InputError(f"There is a key {name!r} already: rotate or revoke it, or choose another name.")
        add_key(session, key)
        facts = {"name": key.name, "scopes": key.scopes, "expires_at": expires and str(key.expires_at)}
        record(session, operator(), "key.created", key.id, facts)
    return token


def revoke(settings: Settings, name: str) -> str:
    """End every active key of a name, or that of an id; return what was done."""
    now = dt.datetime.now(dt.UTC)
    with _session(settings) as session:
        keys = _active(session, name, now)
        for key in keys:
            revoke_key(session, key.id, now)
            record(session, operator(), "key.revoked", key.id, {"name": key.name})
    ids = ", ".join(key.id for key in keys)
    return f"The key {keys[0].name} ({ids}) is revoked; running servers refuse it within a few seconds."


def rotate(settings: Settings, name: str, grace: str | None) -> str:
    """Make a new token for a key and end the old one, after ``grace`` if given; return the new token."""
    now = dt.datetime.now(dt.UTC)
    until = moment(grace, now, "--grace") if grace else now
    key_id, token = new_token()
    with _session(settings) as session:
        old = _active(session, name, now)[-1]
        revoke_key(session, old.id, until)
        add_key(session, replace(old, id=key_id, digest=digest_of(token), created_at=now, revoked_at=None))
        record(session, operator(), "key.rotated", key_id, {"name": old.name, "replaces": old.id, "until": str(until)})
    return token


def lines(settings: Settings) -> Iterator[str]:
    """A table of every key, one line for each, without the tokens."""
    now = dt.datetime.now(dt.UTC)
    with _session(settings) as session:
        rows = [_COLUMNS, *(_row(key, now) for key in list_keys(session))]
    widths = [max(len(row[n]) for row in rows) for n in range(len(_COLUMNS))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def parse_scopes(given: Sequence[str]) -> tuple[Scope, ...]:
    """The scopes of options that are given several times or with commas. Raises ``InputError``."""
    words = [word.strip().lower() for part in given for word in part.split(",") if word.strip()]
    for word in words:
        if word not in SCOPES:
            raise InputError(f"There is no scope {word!r}. Scopes: {', '.join(SCOPES)}.")
    if not words:
        raise InputError(f"Give at least one scope: {', '.join(SCOPES)}.")
    return tuple(scope for scope in SCOPES if scope in words)


def moment(text: str, now: dt.datetime, option: str) -> dt.datetime:
    """A moment that lies ahead: a span such as ``90d``, ``12h`` or ``30m``, or an ISO 8601 date or date-time.

    Raises ``InputError`` for anything else. A date is the beginning of that day, UTC.
    """
    try:
        if span := _SPAN.fullmatch(text):
            found = now + dt.timedelta(**{_UNITS[span[2]]: int(span[1])})
        else:
            found = dt.datetime.fromisoformat(text)
            found = found.astimezone(dt.UTC) if found.tzinfo else found.replace(tzinfo=dt.UTC)
    except (ValueError, OverflowError):
        raise InputError(f"{option} {text!r}: write a span such as 90d or 12h, or a date such as 2030-12-31.") from None
    if found <= now:
        raise InputError(f"{option} {text!r} is in the past.")
    return found


def _active(session: Session, name: str, now: dt.datetime) -> list[AccessKey]:
    """The active keys of a name or an id: one, or several during a rotation, the newest last."""
    keys = [key for key in list_keys(session) if name in (key.id, key.name)]
    active = [key for key in keys if key.state(now) == "active"]
    if not active:
        state = f"is {keys[-1].state(now)}" if keys else "does not exist"
        raise InputError(f"The key {name!r} {state}; dateline keys list shows the keys.")
    return active


def _row(key: AccessKey, now: dt.datetime) -> tuple[str, ...]:
    def day(moment: dt.datetime | None, otherwise: str) -> str:
        return f"{moment:%Y-%m-%d %H:%M}" if moment else otherwise

    return (
        *(key.id, key.name, ",".join(key.scopes), key.state(now), day(key.created_at, "")),
        *(day(key.expires_at, "never"), day(key.last_used_at, "never"), key.rate_limit or "default"),
    )


def _checked_name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise InputError(f"{name!r} cannot be the name of a key: use up to 80 letters, digits, and . _ - @ or blanks.")
    return name


def _checked_limit(limit: str | None) -> str | None:
    try:
        return None if limit is None else check_rate_limit(limit)
    except ValueError as error:
        raise InputError(f"--limit {limit!r}: {error}.") from None


@contextmanager
def _session(settings: Settings, *, make: bool = False) -> Iterator[Session]:
    """A transaction on the database, which is made first if that is asked for and it is a file."""
    if make:
        engine = prepare_database(settings)
        try:
            with transaction(make_sessions(engine)) as session:
                yield session
        finally:
            engine.dispose()
        return
    with existing_database(settings) as engine:
        check_schema(engine)
        with transaction(make_sessions(engine)) as session:
            yield session
