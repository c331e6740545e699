"""Every error is answered with problem details that say what to change and show no internals."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.api.problems import MEDIA_TYPE
from app.ingestion import worker
from tests.ingestion import hostile_work

JSON = {"content-type": "application/json"}


@pytest.mark.parametrize(
    ("method", "path", "status", "word"),
    [
        ("GET", "/nowhere", 404, "/nowhere"),
        ("GET", "/v1/articles/none", 404, "none"),
        ("PUT", "/v1/articles", 405, "GET, POST"),
        ("POST", "/v1/events", 405, "GET"),
        ("OPTIONS", "/v1/articles/batch", 405, "Use POST."),
        ("GET", "/v1/events?contry=IQ", 422, "'country'"),
        ("GET", "/v1/events?limit=5&limit=6", 422, "limit"),
        ("GET", "/v1/audit?limit=5&limit=6", 422, "'limit' may be given only once"),
        ("GET", "/v1/events/x?limit=5", 422, "send one of format"),
        ("GET", "/v1/events/x?format=xml", 422, "format"),
        ("GET", "/v1/articles?offset=5", 422, "cursor"),
        ("GET", "/v1/articles?limit=many", 422, "limit"),
        ("GET", "/v1/articles?cursor=x", 422, "cursor"),
        ("GET", "/v1/places", 422, "q"),
        ("GET", "/v1/places?q=", 422, "q"),
        ("GET", "/v1/event-types?type=strike", 422, "type"),
        ("POST", "/v1/articles?store=maybe", 422, "store"),
    ],
)
def test_problems(client: TestClient, method: str, path: str, status: int, word: str) -> None:
    answer = client.request(method, path, headers=JSON if method == "POST" else {}, content=b'{"text": "a"}')
    problem = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (status, MEDIA_TYPE)
    assert problem["status"] == status
    assert problem["type"].startswith("urn:dateline:error:")
    assert problem["title"]
    assert word in problem["detail"]


def test_a_body_without_a_declared_length_is_stopped_when_it_grows_too_long(client: TestClient) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(40):
            yield b" " * 100_000

    answer = client.post("/v1/articles", content=chunks(), headers=JSON)
    assert (answer.status_code, answer.headers["content-type"]) == (413, MEDIA_TYPE)


def test_too_many_articles_at_once_are_answered_with_retry_after(
    app: FastAPI, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.state.services.intake.admissions, "limit", 0)
    answer = client.post("/v1/articles", json={"text": "A quiet day."})
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert answer.json()["type"] == "urn:dateline:error:busy"


def test_a_crash_in_the_extraction_is_logged_and_no_500(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(worker, "extract", hostile_work.crash)
    answer = client.post("/v1/articles", json={"text": "A quiet day."})
    assert answer.status_code == 422
    assert answer.json()["type"] == "urn:dateline:error:unreadable"
    assert "secret" not in answer.text
    assert "secret detail" in caplog.text


def test_unexpected_errors_are_logged_and_hidden(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> Any:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("app.api.events.find_events", broken)
    with caplog.at_level(logging.ERROR):
        answer = client.get("/v1/events")
    assert (answer.status_code, answer.headers["content-type"]) == (500, MEDIA_TYPE)
    assert "secret" not in answer.text
    assert "secret detail" in caplog.text


def test_an_ambiguous_place_is_answered_with_the_candidates(client: TestClient) -> None:
    answer = client.get("/v1/events?place=Springfield")
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (422, "urn:dateline:error:ambiguous-place")
    assert problem["errors"][0]["field"] == "place"
    assert problem["candidates"][0]["country_code"] == "US"
    for candidate in problem["candidates"]:
        assert client.get(f"/v1/events?place={candidate['geonames_id']}").status_code == 200
