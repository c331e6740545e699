"""Ids of requests, and the lines of the log."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.api.problems import REQUEST_ID_HEADER
from app.cli.logs import formatter
from tests.api.conftest import MARKET


class Lines(logging.Handler):
    """The lines that a server would write."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(formatter(text=False))
        self.found: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(json.loads(self.format(record)))

    def of(self, event: str) -> list[dict[str, Any]]:
        return [line for line in self.found if line["event"] == event]


@pytest.fixture
def lines() -> Iterator[Lines]:
    handler, logger = Lines(), logging.getLogger("app")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel("INFO")
    yield handler
    logger.removeHandler(handler)
    logger.setLevel(level)


def test_an_id_is_taken_or_made(client: TestClient) -> None:
    given = client.get("/v1/events", headers={REQUEST_ID_HEADER: "desk-7/abc"})
    assert given.headers[REQUEST_ID_HEADER] == "desk-7/abc"
    made = {client.get("/v1/events").headers[REQUEST_ID_HEADER] for _ in range(3)}
    assert len(made) == 3
    assert all(len(each) == 32 for each in made)


@pytest.mark.parametrize("sent", ["", "a b", "x" * 101, '"}', "é", "<b>"])
def test_an_odd_id_is_replaced(client: TestClient, sent: str) -> None:
    answer = client.get("/v1/events", headers={REQUEST_ID_HEADER.encode(): sent.encode()})
    assert len(answer.headers[REQUEST_ID_HEADER]) == 32


def test_a_problem_has_the_id_of_its_request(client: TestClient) -> None:
    for path in ("/v1/events?contry=IQ", "/no/such/page", "/v1/events/none"):
        answer = client.get(path, headers={REQUEST_ID_HEADER: "mine"})
        assert (answer.json()["request_id"], answer.headers[REQUEST_ID_HEADER]) == ("mine", "mine")


def test_an_unexpected_error_has_it_too(
    app: FastAPI, client: TestClient, monkeypatch: pytest.MonkeyPatch, lines: Lines
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("app.api.articles.list_articles", broken)
    answer = client.get("/v1/articles", headers={REQUEST_ID_HEADER: "mine"})
    assert (answer.status_code, answer.json()["request_id"], answer.headers[REQUEST_ID_HEADER]) == (500, "mine", "mine")
    [failed] = [line for line in lines.found if line["level"] == "error"]
    assert failed["request_id"] == "mine"
    assert "RuntimeError: secret" in failed["exception"]
    assert lines.of("request")[0]["status"] == 500


def test_a_request_is_one_line(client: TestClient, lines: Lines) -> None:
    client.get("/v1/events?contry=IQ&q=private", headers={REQUEST_ID_HEADER: "mine"})
    [line] = lines.of("request")
    assert line.pop("ms") >= 0
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "request",
        "level": "info",
        "logger": "app.requests",
        "request_id": "mine",
        "method": "GET",
        "path": "/v1/events",
        "status": 422,
        "problem": "filter",
        "client": "testclient",
    }


def test_health_checks_are_quiet(client: TestClient, lines: Lines) -> None:
    client.get("/health/live")
    client.get("/metrics")
    assert lines.found == []


def test_a_path_cannot_forge_a_line(client: TestClient, lines: Lines) -> None:
    client.get("/v1/articles/a%0Ab%1B[31m" + "x" * 500)
    [line] = lines.of("request")
    assert line["path"].startswith("/v1/articles/a%0Ab%1B")
    assert len(line["path"]) == 300


def test_an_article_is_one_line(client: TestClient, lines: Lines) -> None:
    posted = client.post("/v1/articles", json=MARKET, headers={REQUEST_ID_HEADER: "mine"}).json()
    client.post("/v1/articles?store=false", json=MARKET)
    client.post("/v1/articles", json=MARKET)
    client.post("/v1/articles", json={"text": ""})
    first, second, third = lines.of("article")
    assert first.pop("ms") > 0
    assert first.pop("timestamp")
    assert first == {
        "event": "article",
        "level": "info",
        "logger": "app.articles",
        "request_id": "mine",
        "id": posted["id"],
        "outcome": "stored",
        "words": len(MARKET["text"].split()),
        "events": len(posted["events"]),
        "pipeline": posted["pipeline"],
    }
    assert (second["outcome"], third["outcome"]) == ("read", "known")
