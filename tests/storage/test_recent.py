"""What was learnt lately is kept by engine, and not for long."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from cachetools import TTLCache
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from app.storage import recent
from app.storage.recent import Recent


def session_of(folder: Path, name: str) -> Session:
    return Session(create_engine(f"sqlite:///{folder / name}"))


def test_each_database_has_values_of_its_own(tmp_path: Path) -> None:
    kept: Recent[str, int] = Recent()
    one, other = session_of(tmp_path, "one"), session_of(tmp_path, "other")
    assert kept.get(one, "rows") is None
    kept.keep(one, "rows", 7)
    assert kept.get(one, "rows") == 7
    assert kept.get(other, "rows") is None


def test_a_value_is_kept_for_a_minute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0

    def clocked(most: int, seconds: float) -> TTLCache[str, int]:
        return TTLCache(most, seconds, timer=lambda: now)

    monkeypatch.setattr(recent, "TTLCache", clocked)
    kept: Recent[str, int] = Recent()
    session = session_of(tmp_path, "one")
    kept.keep(session, "rows", 7)
    now = recent.SECONDS - 1
    assert kept.get(session, "rows") == 7
    now = recent.SECONDS + 1
    assert kept.get(session, "rows") is None


def test_a_database_that_is_gone_is_forgotten(tmp_path: Path) -> None:
    kept: Recent[str, int] = Recent()
    session = session_of(tmp_path, "one")
    kept.keep(session, "rows", 7)
    assert len(kept._kept) == 1
    del session
    gc.collect()
    assert len(kept._kept) == 0
