"""The keys of the database, held in memory for a moment, so that a request costs no query."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

from app.domain.access import AccessKey, key_id_of
from app.errors import BusyError, KeyRequiredError
from app.storage.access_keys import list_keys, note_use
from app.storage.engine import DatabaseError, transaction

if TYPE_CHECKING:
    from app.storage.engine import Sessions

logger = logging.getLogger(__name__)
#: Seconds after which a new or revoked key is noticed.
REFRESH_SECONDS = 2.0
#: Seconds after which an unknown key is looked up again, so that a new key works at once.
_UNKNOWN_SECONDS = 0.2
#: A last use is stored when the stored one is older than this.
_USE_SECONDS = 60
_NEVER = AccessKey("", "", "0" * 64, (), dt.datetime.min.replace(tzinfo=dt.UTC))


@dataclass(slots=True)
class KeyRing:
    """Finds the key of a token. One for each web process; ``flush`` stores the last uses."""

    sessions: Sessions
    _keys: dict[str, AccessKey] = field(default_factory=dict)
    _read_at: float = float("-inf")
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _used: dict[str, dt.datetime] = field(default_factory=dict)

    async def is_empty(self) -> bool:
        """Whether no key has ever been made."""
        await self._refresh(REFRESH_SECONDS)
        return not self._keys

    async def find(self, token: str) -> AccessKey:
        """The key of a token. Raises ``KeyRequiredError`` for one that is unknown, expired or revoked."""
        await self._refresh(REFRESH_SECONDS)
        key_id = key_id_of(token)
        if key_id is not None and key_id not in self._keys:
            await self._refresh(_UNKNOWN_SECONDS)
        key = self._keys.get(key_id or "", _NEVER)
        now = dt.datetime.now(dt.UTC)
        if not key.opened_by(token):
            raise _refused(
                "The key is not valid. Send it as Authorization: Bearer KEY; dateline keys list shows those that exist."
            )
        if (state := key.state(now)) != "active":
            raise _refused(f"The key {key.name!r} is {state}. Ask for a new one (dateline keys rotate {key.name}).")
        self._used[key.id] = now
        return key

    def flush(self) -> None:
        """Store the last uses that are not stored yet; a database that cannot be written to is left as it is."""
        used = {key_id: moment for key_id, moment in list(self._used.items()) if self._is_news(key_id, moment)}
        if not used:
            return
        try:
            with transaction(self.sessions) as session:
                note_use(session, used)
        except (BusyError, DatabaseError) as error:
            logger.info("the last use of keys is not stored: %s", error)

    def _is_news(self, key_id: str, moment: dt.datetime) -> bool:
        key = self._keys.get(key_id)
        stored = key.last_used_at if key else None
        return stored is None or (moment - stored).total_seconds() > _USE_SECONDS

    async def _refresh(self, seconds: float) -> None:
        """Read the keys again unless that was done in the last ``seconds``."""
        if time.monotonic() - self._read_at > seconds:
            await run_in_threadpool(self._read, seconds)

    def _read(self, seconds: float) -> None:
        with self._lock:
            if time.monotonic() - self._read_at <= seconds:
                return  # another request has done it meanwhile
            with transaction(self.sessions) as session:
                self._keys = {key.id: key for key in list_keys(session)}
            self._read_at = time.monotonic()


def _refused(message: str) -> KeyRequiredError:
    return KeyRequiredError(message, WWW_Authenticate='Bearer realm="dateline", error="invalid_token"')
