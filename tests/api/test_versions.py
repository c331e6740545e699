"""Articles of older pipelines, and corrected texts of one address."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import text

from app.storage.engine import transaction
from tests.api.conftest import MARKET
from tests.api.test_jobs import ended

URL = "https://news.example.org/2024/market"
FIRST = MARKET | {"url": URL, "external_id": "m-1", "metadata": {"desk": 3}}
SECOND = FIRST | {"text": str(MARKET["text"]).replace("at least six", "at least nine")}


def make_older(app: FastAPI) -> None:
    with transaction(app.state.services.sessions) as session:
        session.execute(text("UPDATE articles SET pipeline = 'older'"))


def pipelines(app: FastAPI) -> list[str]:
    with transaction(app.state.services.sessions) as session:
        return list(session.scalars(text("SELECT pipeline FROM articles")))


def test_an_article_of_an_older_pipeline_is_stale_until_it_is_read_again(
    client: TestClient, app: FastAPI, market: dict[str, Any]
) -> None:
    assert market["stale"] is False
    make_older(app)
    known = client.post("/v1/articles", json=MARKET)
    assert (known.status_code, known.json()["stale"], known.json()["pipeline"]) == (200, True, "older")
    again = client.post("/v1/articles?reread=true", json=MARKET)
    assert (again.status_code, again.json()["stale"]) == (200, False)
    assert [event["id"] for event in again.json()["events"]] == [event["id"] for event in market["events"]]
    assert pipelines(app) == [market["pipeline"]]


def test_all_stale_articles_are_read_again_by_a_job(client: TestClient, app: FastAPI, market: dict[str, Any]) -> None:
    client.post("/v1/articles", json=FIRST)
    make_older(app)
    job = client.post("/v1/jobs/reread?external_id=m-1")
    assert (job.status_code, job.json()["kind"], job.json()["total"]) == (202, "reread", 1)
    assert ended(client, job.json()["id"])["stored"] == 1
    assert sorted(pipelines(app)) == sorted([market["pipeline"], "older"])
    whole = client.post("/v1/jobs/reread").json()
    assert (whole["total"], ended(client, whole["id"])["stored"]) == (1, 1)
    none = client.post("/v1/jobs/reread").json()
    assert (none["total"], none["state"]) == (0, "done")
    assert client.post("/v1/jobs/reread?statsu=failed").status_code == 422


def test_own_ids_come_back(client: TestClient) -> None:
    posted = client.post("/v1/articles", json=FIRST).json()
    event = client.get("/v1/events?limit=1&fields=article").json()["events"][0]
    assert event["article"]["external_id"] == "m-1"
    assert event["article"]["metadata"] == {"desk": 3}
    header, row = client.get("/v1/events?format=csv&fields=article&limit=1").text.splitlines()
    assert header.endswith(",published_at,external_id,metadata")
    assert row.endswith(',2024-03-05,m-1,"{""desk"": 3}"')
    for query in ("external_id=m-1", f"url={URL}", "source=example%20news", "published_from=2024-03"):
        assert [each["id"] for each in client.get(f"/v1/articles?{query}").json()["articles"]] == [posted["id"]]
    for query in ("external_id=m-2", "published_to=2024-03-04"):
        assert client.get(f"/v1/articles?{query}").json()["articles"] == []
    assert client.get("/v1/articles?external=m-1").status_code == 422


def test_both_texts_of_an_address_are_kept_and_linked(client: TestClient) -> None:
    first, second = (client.post("/v1/articles", json=article).json()["id"] for article in (FIRST, SECOND))
    assert client.get(f"/v1/articles/{first}").json()["same_url"] == [second]
    assert client.get(f"/v1/articles/{second}").json()["same_url"] == [first]


@pytest.mark.parametrize("known", [False, True])
def test_a_corrected_text_takes_the_place_of_the_first(client: TestClient, known: bool) -> None:
    first = client.post("/v1/articles", json=FIRST).json()
    if known:
        client.post("/v1/articles", json=SECOND)
    second = client.post("/v1/articles?replace=true", json=SECOND)
    assert second.status_code == (200 if known else 201)
    assert [each["id"] for each in client.get("/v1/articles").json()["articles"]] == [second.json()["id"]]
    moved = client.get(f"/v1/articles/{first['id']}", follow_redirects=False)
    assert moved.status_code == 301
    assert moved.json() == {"id": first["id"], "replaced_by": second.json()["id"]}
    assert moved.headers["location"] == f"/v1/articles/{second.json()['id']}"
    gone = {each["event_id"] for each in client.get("/v1/events/deleted?updated_since=0").json()["deletions"]}
    assert {event["id"] for event in first["events"]} <= gone
    entry = client.get("/v1/audit?action=article.replaced").json()["entries"][0]
    assert (entry["target"], entry["detail"]) == (second.json()["id"], {"replaces": [first["id"]]})
    third = client.post("/v1/articles?replace=true", json=FIRST).json()  # back again
    assert third["id"] == first["id"]
    assert client.get(f"/v1/articles/{first['id']}", follow_redirects=False).status_code == 200
    assert client.get(f"/v1/articles/{second.json()['id']}", follow_redirects=False).status_code == 301
