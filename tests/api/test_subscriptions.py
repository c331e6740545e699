"""Subscriptions are made, listed, resumed and deleted."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

HOOK = {"url": "https://example.org/hook", "filter": "?type=strike&country=IQ"}
PATH = "/v1/subscriptions"


def test_the_life_of_a_subscription(client: TestClient) -> None:
    made = client.post(PATH, json=HOOK)
    assert made.status_code == 201
    body = made.json()
    assert body["secret"].startswith("whsec_")
    assert (body["url"], body["filter"], body["state"]) == (HOOK["url"], "type=strike&country=IQ", "active")
    shown = client.get(f"{PATH}/{body['id']}").json()
    assert shown == body | {"secret": None, "next_change": shown["next_change"]}
    assert client.get(PATH).json() == {"subscriptions": [shown]}
    assert client.post(f"{PATH}/{body['id']}/resume").json()["state"] == "active"
    assert client.delete(f"{PATH}/{body['id']}").status_code == 204
    assert client.get(PATH).json() == {"subscriptions": []}
    actions = [entry["action"] for entry in client.get(f"/v1/audit?target={body['id']}").json()["entries"]]
    assert actions == ["subscription.deleted", "subscription.resumed", "subscription.created"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "url"),
        ({"url": 7}, "url"),
        ({"url": "ftp://example.org"}, "url"),
        (HOOK | {"filter": "sorce=x"}, "sorce"),
        (HOOK | {"filter": "updated_since=1"}, "filter"),
        (HOOK | {"filter": "limit=5"}, "limit"),
        (HOOK | {"filter": "place=Springfield"}, "place"),
        (HOOK | {"more": 1}, "more"),
    ],
)
def test_a_wrong_one_names_the_field(client: TestClient, body: dict[str, Any], field: str) -> None:
    answer = client.post(PATH, json=body)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert client.get(PATH).json() == {"subscriptions": []}


def test_there_is_no_other(client: TestClient) -> None:
    for path in ("x", "0f6f2a4e-7d1c-4a53-9b0e-2f4f6c1d9a37"):
        assert client.get(f"{PATH}/{path}").status_code == 404
        assert client.delete(f"{PATH}/{path}").status_code == 404
        assert client.post(f"{PATH}/{path}/resume").status_code == 404
