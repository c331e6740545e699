"""Who calls, and what they may do: scopes, keys and their tokens.

A token is ``dateline_<id>_<secret>``. The id finds the key; only the SHA-256 of the token is stored. A fast hash is
right here: the secret has 256 random bits, so nobody can guess it, and passwords' slow hashes would cost each request
a fifth of a second.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Scope = Literal["read", "ingest", "edit", "admin"]
#: What each scope allows. ``admin`` includes the others; the others include nothing.
SCOPES: dict[Scope, str] = {
    "read": "search and read events, articles and places",
    "ingest": "send articles",
    "edit": "delete articles and correct events",
    "admin": "everything, and the audit trail",
}
EVERYTHING: frozenset[Scope] = frozenset(SCOPES)
NOTHING: frozenset[Scope] = frozenset()
_PREFIX = "dateline"
_ID_BYTES, _SECRET_BYTES = 4, 32
_TOKEN = re.compile(rf"{_PREFIX}_([0-9a-f]{{{2 * _ID_BYTES}}})_[A-Za-z0-9_-]{{43}}")


def implied(scopes: Iterable[Scope]) -> frozenset[Scope]:
    """The scopes with those that they include."""
    given = frozenset(scopes)
    return EVERYTHING if "admin" in given else given


@dataclass(frozen=True, slots=True)
class AccessKey:
    """A key as it is stored. Times are UTC."""

    id: str
    name: str
    digest: str
    scopes: tuple[Scope, ...]
    created_at: dt.datetime
    expires_at: dt.datetime | None = None
    revoked_at: dt.datetime | None = None
    last_used_at: dt.datetime | None = None
    rate_limit: str | None = None

    def state(self, now: dt.datetime) -> Literal["active", "expired", "revoked"]:
        """Whether the key is accepted at a moment, or why not."""
        if self.revoked_at is not None and self.revoked_at <= now:
            return "revoked"
        if self.expires_at is not None and self.expires_at <= now:
            return "expired"
        return "active"

    def opened_by(self, token: str) -> bool:
        """Whether a token is this key's; takes the same time for every token of this length."""
        return hmac.compare_digest(self.digest, digest_of(token))


def new_token() -> tuple[str, str]:
    """A random id of a key and the token with it."""
    key_id = secrets.token_hex(_ID_BYTES)
    return key_id, f"{_PREFIX}_{key_id}_{secrets.token_urlsafe(_SECRET_BYTES)}"


def key_id_of(token: str) -> str | None:
    """The id in a token; None when the text is not a token."""
    found = _TOKEN.fullmatch(token)
    return found[1] if found else None


def digest_of(token: str) -> str:
    """SHA-256 of a token in hexadecimal digits."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sends a request: the holder of a key, or somebody without one.

    Attributes
    ----------
    name
        Name of the key; ``anonymous`` without one.
    address
        Network address, after trusted proxies; None where there is no network.
    trusted
        Whether nothing is limited: a program on this machine while no key has been made.
    """

    name: str
    scopes: frozenset[Scope]
    address: str | None = None
    key: AccessKey | None = None
    trusted: bool = False

    @property
    def identity(self) -> str:
        """What requests are counted by: the key, else the address."""
        return f"key {self.key.id}" if self.key else f"address {self.address}"
