"""The feed of deleted events, and the change numbers of events, over HTTP."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.storage.engine import transaction
from app.storage.retention import remove_old_history


def test_removed_events_are_listed(client: TestClient, market: dict[str, Any]) -> None:
    (first, *_), path = client.get("/v1/events?type=strike").json()["events"], "/v1/events/deleted"
    assert client.get(f"/v1/events?updated_since={first['change']}").json()["events"]
    assert client.get(f"/v1/events?updated_since={first['change'] + 1}").json()["events"] == []
    assert client.get(f"/v1/events?updated_since={first['updated_at']}").json()["events"]
    since = {"updated_since": str(first["change"] + 1), "limit": "2"}
    last = client.get(path).json()["last_change"]
    assert client.get(path, params=since).json() == {"deletions": [], "last_change": last, "next_cursor": None}
    assert client.delete(f"/v1/articles/{market['id']}").status_code == 204
    page = client.get(path, params=since)
    gone = page.json()["deletions"]
    while "next" in page.links:
        page = client.get(page.links["next"]["url"])
        gone += page.json()["deletions"]
    assert [g["event_id"] for g in gone] == sorted(event["id"] for event in market["events"])
    assert {g["article_id"] for g in gone} == {market["id"]}


def test_what_is_no_longer_kept_is_410(app: FastAPI, client: TestClient, market: dict[str, Any]) -> None:
    """A reader who has not seen the deletions that were removed hears of it; one who begins does not."""
    change = max(event["change"] for event in client.get("/v1/events?limit=100").json()["events"])
    incidents = len(client.get("/v1/incidents?factuality=any").json()["incidents"])
    assert client.delete(f"/v1/articles/{market['id']}").status_code == 204
    for path, name, count in (("events", "deletions", len(market["events"])), ("incidents", "incidents", incidents)):
        assert len(client.get(f"/v1/{path}/deleted?updated_since={change}").json()[name]) == count > 0
    with transaction(app.state.services.sessions) as session:
        assert remove_old_history(session, 0) > 0
    for path, name in (("events", "deletions"), ("incidents", "incidents")):
        refused = client.get(f"/v1/{path}/deleted?updated_since={change}")
        assert (refused.status_code, refused.json()["type"]) == (410, "urn:dateline:error:no-longer-kept")
        assert f"you have seen changes up to {change}." in refused.json()["detail"]
        begun = client.get(f"/v1/{path}/deleted").json()
        assert begun == {name: [], "last_change": begun["last_change"], "next_cursor": None}
        assert begun["last_change"] > change
        later = client.get(f"/v1/{path}/deleted?updated_since={begun['last_change']}")
        assert (later.status_code, later.json()) == (200, begun)


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
