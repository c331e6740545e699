"""Nobody waits for ever for a database that is frozen."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from fastapi.testclient import TestClient

from app.api import answer_limit
from app.api.answer_limit import AnswerLimit


@pytest.fixture
def thaw() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()  # else the thread would outlive the test


@pytest.fixture
def client(thaw: threading.Event, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setattr(answer_limit, "_MORE_SECONDS", 0.05)
    app = FastAPI()

    def frozen() -> str:
        thaw.wait(20)
        return "late"

    def slow_parts() -> Iterator[bytes]:
        yield b"first "
        thaw.wait(0.2)
        yield b"last"

    def own() -> None:
        raise TimeoutError("another time-out")

    app.get("/frozen")(frozen)
    app.post("/frozen")(lambda: "posted" if not thaw.wait(0.2) else "")
    app.get("/slow-parts")(lambda: StreamingResponse(slow_parts()))
    app.get("/quick")(lambda: "quick")
    app.get("/own")(own)
    app.add_middleware(AnswerLimit, query_seconds=0.01)
    return TestClient(app)


def test_a_read_that_hangs_is_503_and_the_next_is_answered(client: TestClient) -> None:
    answer = client.get("/frozen")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    assert answer.json()["detail"] == "The database did not answer in time; try again."
    assert client.get("/quick").json() == "quick"


def test_only_the_beginning_of_an_answer_has_a_limit(client: TestClient) -> None:
    assert client.get("/slow-parts").content == b"first last"


def test_changes_have_none(client: TestClient) -> None:
    assert client.post("/frozen").json() == "posted"


def test_another_time_out_stays_what_it_is(client: TestClient) -> None:
    with pytest.raises(TimeoutError, match="another time-out"):
        client.get("/own")
