from __future__ import annotations

from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.api.problems import MEDIA_TYPE
from app.storage.schema import downgrade, upgrade


def test_health(client: TestClient) -> None:
    assert client.get("/health/live").json() == {"status": "alive", "checks": {}}
    ready = client.get("/health/ready")
    assert (ready.status_code, ready.json()["status"]) == (200, "ready")
    assert set(ready.json()["checks"]) == {"database", "extraction", "gazetteer"}


def test_not_ready_without_a_schema(app: FastAPI, client: TestClient) -> None:
    url = app.state.services.settings.database_url
    downgrade(url, "base")
    try:
        ready = client.get("/health/ready")
        events = client.get("/v1/events")
    finally:
        upgrade(url)
    assert (ready.status_code, ready.json()["status"]) == (503, "not ready")
    assert "dateline db upgrade" in ready.json()["checks"]["database"]
    assert (events.status_code, events.headers["content-type"]) == (503, MEDIA_TYPE)
