"""Articles: sent, sent again, read, listed and deleted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.storage.articles import save
from app.storage.engine import transaction
from tests.factories import make_article, make_event, make_extraction
from tests.spans import spans_of

MARKET_TEXT = "Gunmen killed four people in Mosul, Iraq, on Friday, police said."


def test_posting_gives_the_events_and_keeps_them(client: TestClient) -> None:
    answer = client.post("/v1/articles", json={"text": MARKET_TEXT, "published_at": "2024-02-03"})
    assert answer.status_code == 201
    found = answer.json()
    assert found["status"] == "structured"
    assert found["anchor"] == {"date": "2024-02-03", "source": "given"}
    assert answer.headers["location"] == f"/v1/articles/{found['id']}"
    kept = client.get(answer.headers["location"]).json()
    assert (found.pop("stored_text"), found.pop("stale")) == (None, False)
    assert kept["text"] == MARKET_TEXT
    incidents = {event["id"]: event["incident_id"] for event in client.get("/v1/events").json()["events"]}
    assert any(incidents.values())
    assert {event["id"]: event["incident_id"] for event in kept["events"]} == incidents
    assert {name: kept[name] for name in found} == found


@pytest.mark.parametrize("truncated", [False, True])
def test_an_article_with_too_many_events_says_so_when_it_is_read_again(
    app: FastAPI, client: TestClient, truncated: bool
) -> None:
    article = make_article()
    extraction = replace(make_extraction(article, make_event()), truncated=truncated)
    with transaction(app.state.services.sessions) as session:
        save(session, article, extraction)
    kept = client.get(f"/v1/articles/{extraction.id}").json()
    assert (len(kept["events"]), kept["truncated"]) == (1, truncated)


def test_the_dateline_is_returned_and_stored(client: TestClient) -> None:
    text = "AL-QAIM, Iraq, Feb 3 (Reuters) — Gunmen killed four people on Friday, police said."
    found = client.post("/v1/articles", json={"text": text, "published_at": "2024-02-03"}).json()
    filed = found["dateline"]
    assert filed["span"] == {"start": 0, "end": 30, "text": "AL-QAIM, Iraq, Feb 3 (Reuters)"}
    assert [place["country_code"] for place in filed["places"]] == ["IQ"]
    assert (filed["date"]["value"], filed["agency"]["name"]) == ("2024-02-03", "Reuters")
    assert client.get(f"/v1/articles/{found['id']}").json()["dateline"] == filed


def test_posting_again_is_safe(client: TestClient) -> None:
    first, second = (client.post("/v1/articles", json={"text": MARKET_TEXT}) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert len(client.get("/v1/articles").json()["articles"]) == 1


def test_store_false_keeps_nothing(client: TestClient) -> None:
    answer = client.post("/v1/articles?store=false", json={"text": MARKET_TEXT})
    assert answer.status_code == 200
    assert answer.json()["events"]
    assert client.get("/v1/articles").json()["articles"] == []
    assert client.get(f"/v1/articles/{answer.json()['id']}").status_code == 404


def test_a_page_of_html_is_read(client: TestClient) -> None:
    paragraph = "Gunmen killed four people in Mosul on Friday, police said. " * 8
    html = (
        f"<html><head><title>Four dead in Mosul</title></head><body><article><p>{paragraph}</p></article></body></html>"
    )
    answer = client.post("/v1/articles", json={"html": html})
    assert answer.status_code == 201
    kept = client.get(answer.headers["location"]).json()
    assert kept["title"] == "Four dead in Mosul"
    assert kept["text"].startswith("Gunmen killed four people")


def test_every_span_slices_back(client: TestClient, market: dict[str, Any]) -> None:
    kept = client.get(f"/v1/articles/{market['id']}").json()
    stored_text = f"{kept['title']}\n\n{kept['text']}"
    spans = list(spans_of(kept))
    assert spans
    assert [stored_text[s["start"] : s["end"]] for s in spans] == [s["text"] for s in spans]


def test_what_is_known_of_an_article_is_kept(client: TestClient) -> None:
    known = {
        "source": "Example News",
        "url": "https://news.example.org/1",
        "external_id": "n-1",
        "language": "en",
        "metadata": {"desk": "world", "scores": [1, 2.5, None]},
    }
    answer = client.post("/v1/articles", json={"text": MARKET_TEXT, **known})
    kept = client.get(answer.headers["location"]).json()
    assert {name: kept[name] for name in known} == known


def test_articles_are_listed_page_by_page(client: TestClient) -> None:
    ids = [client.post("/v1/articles", json={"text": f"{n} people were hurt in Rome."}).json()["id"] for n in (3, 4, 5)]
    first = client.get("/v1/articles?limit=2")
    assert [a["id"] for a in first.json()["articles"]] == [ids[2], ids[1]]
    second = client.get(first.links["next"]["url"])
    assert [a["id"] for a in second.json()["articles"]] == [ids[0]]
    assert second.json()["next_cursor"] is None
    assert "link" not in second.headers


def test_removing_takes_the_events_along(client: TestClient, market: dict[str, Any]) -> None:
    path = f"/v1/articles/{market['id']}"
    assert client.delete(path).status_code == 204
    assert client.get(path).status_code == 404
    assert client.delete(path).status_code == 404
    assert client.get("/v1/events?factuality=any").json()["events"] == []


@pytest.mark.parametrize(
    ("article", "status", "field"),
    [
        ({}, 422, "text"),
        ({"text": None}, 422, "text"),
        ({"text": 5}, 422, "text"),
        ({"text": "  \n "}, 422, "text"),
        ({"text": "a", "html": "<p>a"}, 422, "html"),
        ({"text": "a", "titel": "b"}, 422, "titel"),
        ({"text": "a", "title": ["b"]}, 422, "title"),
        ({"text": "a", "published_at": "yesterday"}, 422, "published_at"),
        ({"text": "a", "published_at": "0001-01-01T00:00+14:00"}, 422, "published_at"),
        ({"text": "a", "metadata": "m"}, 422, "metadata"),
        ({"text": "a", "language": "de"}, 422, "language"),
        ({"text": "a", "language": "!"}, 422, "language"),
        ({"text": "Le président a déclaré jeudi que trois soldats avaient été tués dans le nord."}, 422, "language"),
        ({"text": "a" * 200_001}, 413, "text"),
    ],
)
def test_a_wrong_field_is_named(client: TestClient, article: dict[str, Any], status: int, field: str) -> None:
    answer = client.post("/v1/articles", json=article)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert [e["field"] for e in answer.json()["errors"]] == [field]
