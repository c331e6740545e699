"""The health checks wait for no database that hangs and for no thread."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.api import database_check
from app.api.database_check import DatabaseCheck, DatabaseState
from app.errors import SetupError


def test_a_database_that_hangs_is_said_within_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    thaw, looks = threading.Event(), []

    def hang(engine: Any) -> None:
        looks.append(engine)
        thaw.wait(30)

    monkeypatch.setattr(database_check, "check_schema", hang)
    check = DatabaseCheck()

    async def states() -> list[DatabaseState]:
        return await asyncio.gather(*(check.state(None) for _ in range(20)))  # type: ignore[arg-type]

    begun = time.monotonic()
    assert set(asyncio.run(states())) == {DatabaseState("The database did not answer within 1 second.", "unknown")}
    assert time.monotonic() - begun < 5
    assert len(looks) == 1
    thaw.set()
    time.sleep(0.2)
    assert asyncio.run(check.state(None)) == DatabaseState()  # type: ignore[arg-type]


def test_an_unexpected_error_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Any) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(database_check, "check_schema", broken)
    state = asyncio.run(DatabaseCheck().state(None))  # type: ignore[arg-type]
    assert state == DatabaseState("The database cannot be used: RuntimeError.", "unknown")


def test_a_stranger_learns_no_host(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: Any) -> None:
        raise SetupError("connection to server at db.example failed")

    monkeypatch.setattr(database_check, "check_schema", gone)
    state = asyncio.run(DatabaseCheck().state(None))  # type: ignore[arg-type]
    assert state == DatabaseState("The database cannot be used; the server's log says why.", "unknown")


def test_health_needs_no_free_thread(app: FastAPI, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: Any, **__: Any) -> Any:
        raise AssertionError("a thread of the pool was used")

    monkeypatch.setattr("starlette.concurrency.run_in_threadpool", forbidden)
    monkeypatch.setattr("fastapi.routing.run_in_threadpool", forbidden)
    monkeypatch.setattr("fastapi.dependencies.utils.run_in_threadpool", forbidden)
    assert client.get("/health/live").status_code == 200
    assert client.get("/health/ready").status_code == 200
