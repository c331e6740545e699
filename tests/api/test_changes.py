"""The feed of deleted events, and the change numbers of events, over HTTP."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient


def test_removed_events_are_listed(client: TestClient, market: dict[str, Any]) -> None:
    (first, *_), path = client.get("/v1/events?type=strike").json()["events"], "/v1/events/deleted"
    assert client.get(f"/v1/events?updated_since={first['change']}").json()["events"]
    assert client.get(f"/v1/events?updated_since={first['change'] + 1}").json()["events"] == []
    assert client.get(f"/v1/events?updated_since={first['updated_at']}").json()["events"]
    since = {"updated_since": str(first["change"] + 1), "limit": "2"}
    assert client.get(path, params=since).json() == {"deletions": [], "next_cursor": None}
    assert client.delete(f"/v1/articles/{market['id']}").status_code == 204
    page = client.get(path, params=since)
    gone = page.json()["deletions"]
    while "next" in page.links:
        page = client.get(page.links["next"]["url"])
        gone += page.json()["deletions"]
    assert [g["event_id"] for g in gone] == sorted(event["id"] for event in market["events"])
    assert {g["article_id"] for g in gone} == {market["id"]}


def test_a_mistake_names_its_parameter(client: TestClient) -> None:
    for query, field in (
        ("updated_sinc=5", "updated_sinc"),
        ("updated_since=soon", "updated_since"),
        ("cursor=~", "cursor"),
    ):
        answer = client.get(f"/v1/events/deleted?{query}")
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == field


def test_only_the_requested_fields_are_returned(client: TestClient, market: dict[str, Any]) -> None:
    whole = client.get("/v1/events?type=strike").json()["events"]
    page = client.get("/v1/events?type=strike&fields=summary,places&fields=change").json()
    names = ("id", "summary", "places", "change")
    assert page == {"events": [{n: e[n] for n in names} for e in whole], "next_cursor": None}
    lines = client.get("/v1/events?type=strike&format=ndjson&fields=summary").text.splitlines()
    assert lines == [f'{{"id":"{e["id"]}","summary":"{e["summary"]}"}}' for e in whole]


def test_a_found_event_says_how_surely_it_was_then(client: TestClient, market: dict[str, Any]) -> None:
    def match(more: str) -> set[Any]:
        events = client.get(f"/v1/events?type=strike{more}").json()["events"]
        return {event["time_match"] for event in events}

    assert match("&datetime=2024-03-04") == {"within"}
    assert match("") == {None}
