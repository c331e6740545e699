from __future__ import annotations

import collections
import shutil

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.api.problems import MEDIA_TYPE
from app.storage.schema import downgrade, upgrade

WELL = dict.fromkeys(("database", "schema", "pool", "queue", "disk", "gazetteer"), "ok")


def test_health(client: TestClient) -> None:
    assert client.get("/health/live").json() == {"status": "alive", "checks": {}, "details": None}
    ready = client.get("/health/ready")
    assert (ready.status_code, ready.json()["status"], ready.json()["checks"]) == (200, "ready", WELL)


def test_not_ready_without_a_schema(app: FastAPI, client: TestClient) -> None:
    url = app.state.services.settings.database_url
    downgrade(url, "base")
    try:
        ready = client.get("/health/ready")
        events = client.get("/v1/events")
    finally:
        upgrade(url)
    assert (ready.status_code, ready.json()["status"]) == (503, "not ready")
    assert "dateline db upgrade" in ready.json()["checks"]["schema"]
    assert (events.status_code, events.headers["content-type"]) == (503, MEDIA_TYPE)


def test_a_full_queue_and_a_full_disk_are_said_and_queries_go_on(
    app: FastAPI, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = collections.namedtuple("usage", "free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(1_000))
    monkeypatch.setattr(app.state.services.intake.admissions, "limit", 0)
    ready = client.get("/health/ready")
    assert (ready.status_code, ready.json()["checks"]) == (200, WELL | {"queue": "full", "disk": "nearly full"})


def test_readers_that_cannot_be_started_are_not_ready(
    app: FastAPI, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = app.state.services.intake.pool
    monkeypatch.setattr(pool, "ready", 0)
    assert client.get("/health/ready").status_code == 200  # one is being replaced: that takes seconds
    monkeypatch.setattr(pool, "failing", True)
    ready = client.get("/health/ready")
    assert (ready.status_code, ready.json()["status"]) == (503, "not ready")
