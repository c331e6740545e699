"""Many articles at once: accepted, read as a job, followed and cancelled."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.api.conftest import MARKET

BATCH = "/v1/articles/batch"
NDJSON = {"content-type": "application/x-ndjson"}


def lines(*articles: Any) -> str:
    return "\n".join(json.dumps(article) for article in articles)


def ended(client: TestClient, job_id: str) -> dict[str, Any]:
    """The job when it is over."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        job: dict[str, Any] = client.get(f"/v1/jobs/{job_id}").json()
        if job["state"] in ("done", "cancelled"):
            return job
        time.sleep(0.05)
    raise AssertionError("the job does not end")


def test_a_batch_is_accepted_and_read(client: TestClient) -> None:
    others = [MARKET | {"external_id": str(n), "url": f"https://news.example.org/{n}"} for n in range(3)]
    accepted = client.post(BATCH, json=[*others, {"text": " "}, 7])
    assert accepted.status_code == 202
    assert accepted.headers["location"] == f"/v1/jobs/{accepted.json()['id']}"
    assert (accepted.json()["total"], accepted.json()["failed"]) == (5, 1)
    job = ended(client, accepted.json()["id"])
    assert (job["state"], job["stored"], job["known"], job["failed"], job["waiting"]) == ("done", 3, 0, 2, 0)
    assert len(client.get("/v1/articles").json()["articles"]) == 3
    failed = client.get(f"/v1/jobs/{job['id']}/articles?state=failed").json()["articles"]
    assert [(each["number"], each["reason"]) for each in failed] == [
        (4, "The text is empty: send at least one word in 'text'."),
        (5, "Article 5 is not a JSON object."),
    ]
    entry = client.get("/v1/audit?action=job.created").json()["entries"][0]
    assert (entry["target"], entry["detail"]) == (job["id"], {"kind": "articles", "articles": 5})


def test_its_articles_come_in_pages(client: TestClient) -> None:
    job = client.post(BATCH, content=lines(MARKET, MARKET, MARKET), headers=NDJSON).json()
    ended(client, job["id"])
    address = f"/v1/jobs/{job['id']}/articles?limit=2"
    first = client.get(address)
    assert [each["number"] for each in first.json()["articles"]] == [1, 2]
    rest = client.get(f"{address}&cursor={first.json()['next_cursor']}").json()
    assert ([each["number"] for each in rest["articles"]], rest["next_cursor"]) == ([3], None)
    states = [each["state"] for each in first.json()["articles"] + rest["articles"]]
    assert sorted(states) == ["known", "known", "stored"]


def test_the_same_request_makes_one_job(client: TestClient) -> None:
    key = {"Idempotency-Key": "monday"}
    first, second = (client.post(BATCH, json=[MARKET], headers=key) for _ in range(2))
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json()["id"] == second.json()["id"]
    other = client.post(BATCH, json=[MARKET, MARKET], headers=key)
    assert other.status_code == 422
    assert "another body" in other.json()["detail"]
    assert other.json()["type"] == "urn:dateline:error:reused-key"
    lines = client.post(BATCH, content=first.request.content, headers={**key, "Content-Type": "application/x-ndjson"})
    assert lines.status_code == 422
    ended(client, first.json()["id"])
    assert len(client.get("/v1/jobs").json()["jobs"]) == 1


@pytest.mark.parametrize(
    ("body", "media_type", "status", "detail"),
    [
        (b"", "application/json", 422, "not valid JSON"),
        (b"[]", "application/json", 422, "no articles"),
        (b"{}", "application/json", 422, "must be a JSON array"),
        (b"\n \n", "application/x-ndjson", 422, "no articles"),
        (b"[{}]", "text/plain", 415, "JSON Lines as application/x-ndjson"),
    ],
)
def test_a_bad_batch_is_refused(client: TestClient, body: bytes, media_type: str, status: int, detail: str) -> None:
    answer = client.post(BATCH, content=body, headers={"content-type": media_type})
    assert answer.status_code == status
    assert detail in answer.json()["detail"]
    assert client.get("/v1/jobs").json()["jobs"] == []


def test_a_batch_may_be_larger_than_an_article(client: TestClient, app: FastAPI) -> None:
    settings = app.state.services.settings
    filler = " " * settings.max_body_bytes
    media_type = {"content-type": "application/json"}
    assert client.post("/v1/articles", content="{}" + filler, headers=media_type).status_code == 413
    accepted = client.post(BATCH, content="[{}" + filler + "]", headers=media_type)
    assert accepted.status_code == 202
    ended(client, accepted.json()["id"])
    refused = client.post(BATCH, content="[" + " " * settings.max_batch_bytes + "]", headers=media_type)
    assert refused.status_code == 413
    assert "DATELINE_MAX_BATCH_BYTES" in refused.json()["detail"]


def test_a_job_can_be_followed(client: TestClient) -> None:
    job = client.post(BATCH, json=[MARKET]).json()
    state, until = "waiting", time.monotonic() + 60
    while state != "done" and time.monotonic() < until:  # streams end soon in these tests
        with client.stream("GET", f"/v1/jobs/{job['id']}/progress") as stream:
            assert stream.headers["content-type"].startswith("text/event-stream")
            written = "".join(stream.iter_text())
        lines = [line.removeprefix("data: ") for line in written.splitlines() if line.startswith("data: ")]
        state = json.loads(lines[-1])["state"]
    assert state == "done"
    assert {line for line in written.splitlines() if line.startswith("event:")} == {"event: job"}


def test_a_job_can_be_cancelled(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.storage.jobs.claim", lambda *_: [])  # nobody works
    job = client.post(BATCH, json=[MARKET, MARKET]).json()
    cancelled = client.post(f"/v1/jobs/{job['id']}/cancel").json()
    assert (cancelled["state"], cancelled["waiting"]) == ("cancelled", 2)
    assert client.post(f"/v1/jobs/{job['id']}/cancel").json() == cancelled
    entries = client.get(f"/v1/audit?action=job.cancelled&target={job['id']}").json()["entries"]
    assert len(entries) == 1


def test_there_is_no_other_job(client: TestClient) -> None:
    for path in ("x", "0f6f2a4e-7d1c-4a53-9b0e-2f4f6c1d9a37"):
        for more in ("", "/articles", "/progress"):
            assert client.get(f"/v1/jobs/{path}{more}").status_code == 404
        assert client.post(f"/v1/jobs/{path}/cancel").status_code == 404
