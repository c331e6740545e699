"""Articles that cannot be read: the answer says so, and they are kept until they can."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import delete

from app.domain.article import Article, identify
from app.errors import ReadOnlyError
from app.ingestion import worker
from app.storage.engine import transaction
from app.storage.tables import FailureRow
from tests.api.conftest import MARKET
from tests.api.test_observation import Lines, lines  # noqa: F401 - a fixture
from tests.ingestion.hostile_work import crash, die, spin

HEAVY = {"text": "An article on which the reader fails, from Lyon.", "title": "Heavy", "metadata": {"desk": 3}}
ID = identify(Article(HEAVY["text"], "Heavy"))  # type: ignore[arg-type]


@pytest.fixture
def failing(
    app: FastAPI, client: TestClient, budget: Callable[[float], None], monkeypatch: pytest.MonkeyPatch
) -> TestClient:
    """A server whose readers fail on every article, at the latest after half a second of processor time."""
    budget(0.5)
    with transaction(app.state.services.sessions) as session:
        session.execute(delete(FailureRow))
    monkeypatch.setattr(worker, "extract", crash)
    return client


def post(client: TestClient, path: str = "/v1/articles") -> dict[str, Any]:
    answer = client.post(path, json=HEAVY)
    assert answer.status_code == 422
    problem: dict[str, Any] = answer.json()
    return problem


@pytest.mark.parametrize(
    ("work", "kind", "said"),
    [
        (crash, "unreadable", "makes the extraction fail"),
        (die, "unreadable", "makes the extraction fail"),
        (spin, "over-budget", "more than 0.5 seconds of processor time"),
    ],
)
def test_it_is_kept_and_the_answer_says_so(
    failing: TestClient, monkeypatch: pytest.MonkeyPatch, work: Any, kind: str, said: str
) -> None:
    monkeypatch.setattr(worker, "extract", work)
    problem = post(failing)
    assert problem["type"] == f"urn:dateline:error:{kind}"
    assert said in problem["detail"]
    assert f"It is kept as failed: see GET /v1/articles/{ID}; POST /v1/articles/{ID}/reread" in problem["detail"]
    kept = failing.get(f"/v1/articles/{ID}").json()
    assert (kept["status"], kept["title"], kept["text"]) == ("failed", "Heavy", HEAVY["text"])
    assert kept["metadata"] == {"desk": 3}
    assert said in kept["reason"]


def test_it_is_listed_apart(failing: TestClient) -> None:
    post(failing)
    post(failing)
    [line] = failing.get("/v1/articles?status=failed").json()["articles"]
    assert (line["id"], line["status"], line["events"]) == (ID, "failed", 0)
    assert failing.get("/v1/articles").json()["articles"] == []
    assert failing.get("/v1/articles?status=lost").status_code == 422
    assert failing.get("/v1/audit?action=article.failed").json()["entries"][0]["target"] == ID


def test_it_can_be_read_again(failing: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    post(failing)
    assert failing.post(f"/v1/articles/{ID}/reread").status_code == 422
    monkeypatch.undo()
    read = failing.post(f"/v1/articles/{ID}/reread")
    assert (read.status_code, read.json()["status"], read.json()["metadata"]) == (200, "structured", {"desk": 3})
    assert failing.get("/v1/articles?status=failed").json()["articles"] == []
    assert [each["id"] for each in failing.get("/v1/articles").json()["articles"]] == [ID]


def test_it_can_be_sent_again_or_deleted(failing: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    post(failing)
    assert failing.delete(f"/v1/articles/{ID}").status_code == 204
    assert failing.get(f"/v1/articles/{ID}").status_code == 404
    assert failing.post(f"/v1/articles/{ID}/reread").status_code == 404
    post(failing)
    monkeypatch.undo()
    assert failing.post("/v1/articles", json=HEAVY).status_code == 201
    assert failing.get("/v1/articles?status=failed").json()["articles"] == []


def test_it_is_not_kept_where_nothing_may_be_stored(
    failing: TestClient, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "kept" not in post(failing, "/v1/articles?store=false")["detail"]

    def refuse(*_: Any) -> None:
        raise ReadOnlyError("an archive")

    monkeypatch.setattr("app.api.structuring.keep_failure", refuse)
    assert "kept" not in post(failing)["detail"]
    assert failing.get("/v1/articles?status=failed").json()["articles"] == []


def test_an_article_that_was_read_before_stays_read(
    client: TestClient, app: FastAPI, market: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.api.structuring._known", lambda *_: None)
    monkeypatch.setattr(worker, "extract", crash)
    answer = client.post("/v1/articles", json=MARKET)
    assert (answer.status_code, "kept" in answer.json()["detail"]) == (422, False)
    assert client.get(f"/v1/articles/{market['id']}").json()["status"] == "structured"


def test_its_line_says_failed(failing: TestClient, lines: Lines) -> None:  # noqa: F811
    post(failing)
    [line] = lines.of("article")
    assert (line["id"], line["outcome"], line["words"]) == (ID, "failed", 9)
    assert "makes the extraction fail" in line["reason"]


def test_reading_a_stored_article_again_changes_nothing(client: TestClient, market: dict[str, Any]) -> None:
    again = client.post(f"/v1/articles/{market['id']}/reread")
    assert (again.status_code, again.json()) == (200, client.get(f"/v1/articles/{market['id']}").json())
