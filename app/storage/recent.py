"""What was learnt about a database lately: for a minute, since rows come in."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from cachetools import TTLCache
from sqlalchemy.orm import Session

SECONDS, MOST = 60, 1_000
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Values by key, for each engine apart; threads may share it."""

    def __init__(self) -> None:
        self._kept: WeakKeyDictionary[Any, TTLCache[K, V]] = WeakKeyDictionary()
        self._lock = threading.Lock()

    def get(self, session: Session, key: K) -> V | None:
        """The value, unless a minute has passed or newer ones took its place."""
        with self._lock:
            kept = self._kept.get(session.get_bind())
            return None if kept is None else kept.get(key)

    def keep(self, session: Session, key: K, value: V) -> None:
        """Keep a value for a minute."""
        with self._lock:
            self._kept.setdefault(session.get_bind(), TTLCache(MOST, SECONDS))[key] = value
