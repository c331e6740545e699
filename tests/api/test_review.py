"""The review queue over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.test_incidents import bomb


def queue(client: TestClient, query: str) -> dict[str, Any]:
    answer = client.get(f"/v1/review?{query}")
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


def test_unsure_events_that_nobody_has_reviewed(client: TestClient, market: dict[str, Any]) -> None:
    wide = queue(client, "max_confidence=1")
    assert {event["id"] for event in wide["events"]} == {event["id"] for event in market["events"]}
    assert all(event["confidence"] <= 0.4 for event in queue(client, "kind=low_confidence")["events"])
    client.post(f"/v1/events/{wide['events'][0]['id']}/confirm")
    assert wide["events"][0]["id"] not in {event["id"] for event in queue(client, "max_confidence=1")["events"]}
    first = queue(client, "max_confidence=1&limit=1")
    second = queue(client, f"max_confidence=1&limit=1&cursor={first['next_cursor']}")
    assert first["events"][0]["id"] != second["events"][0]["id"]


def test_incidents_whose_claims_conflict_and_new_ones(client: TestClient, market: dict[str, Any]) -> None:
    for n in range(2):
        client.post("/v1/articles", json=bomb(n))
    (incident,) = queue(client, "kind=conflicting_claims")["incidents"]
    assert incident["articles"] == 2
    assert not queue(client, "kind=conflicting_claims&country=SY")["incidents"]
    assert len(queue(client, "kind=new_incidents")["incidents"]) == 2
    for event_id in incident["event_ids"]:
        client.post(f"/v1/events/{event_id}/confirm")
    assert [one["places"][0]["country_code"] for one in queue(client, "kind=new_incidents")["incidents"]] == ["SY"]


@pytest.mark.parametrize(
    "query", ["kind=all", "knd=low_confidence", "limit=0", "cursor=x", "cursor=", "place=Qqxyzzy&cursor=0"]
)
def test_a_wrong_parameter_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/v1/review?{query}").status_code == 422
