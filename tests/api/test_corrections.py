"""Corrections over HTTP: correct, lock, confirm, reject, add, undo, history; exports give what people decided."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.api.corrections import expected_change


@pytest.fixture
def strike(client: TestClient, market: dict[str, Any]) -> str:
    """The path of the strike of the stored article."""
    (event,) = client.get("/v1/events?type=strike").json()["events"]
    return f"/v1/events/{event['id']}"


def correct(client: TestClient, path: str, fields: dict[str, Any], tag: str | None = None) -> Any:
    headers = {"If-Match": tag} if tag else {}
    return client.patch(path, json={"reason": "It was on Sunday.", "fields": fields}, headers=headers)


def test_every_form_of_an_answer_has_the_corrected_values(client: TestClient, strike: str) -> None:
    before = client.get(strike).json()
    answer = correct(client, strike, {"time": {"value": "2024-03-03"}, "places": [{"name": "Damascus, Syria"}]})
    assert answer.status_code == 200, answer.text
    event = answer.json()
    assert (event["time"]["value"], event["places"][0]["country_code"]) == ("2024-03-03", "SY")
    assert event["review"] | {"at": None} == {
        "status": "corrected",
        "fields": ["places", "time"],
        "by": "anonymous",
        "at": None,
        "reason": "It was on Sunday.",
    }
    assert event["summary"] == before["summary"].replace("2024-03-04", "2024-03-03").replace(
        "Idlib", event["places"][0]["name"]
    )
    assert client.get(strike).json() == event
    found = client.get("/v1/events?type=strike&date_to=2024-03-03").json()["events"]
    assert [one["id"] for one in found] == [event["id"]]
    (row,) = csv.DictReader(io.StringIO(client.get("/v1/events?type=strike&format=csv").text))
    assert (row["place"], row["start"], row["review"]) == (
        event["places"][0]["name"],
        "2024-03-03T00:00:00",
        "corrected",
    )
    assert json.loads(client.get("/v1/events?type=strike&format=ndjson").text)["places"] == event["places"]
    assert client.get("/v1/events/summary?type=strike&group_by=day").json()["groups"][0]["keys"] == {
        "day": "2024-03-03"
    }
    (incident,) = client.get("/v1/incidents?type=strike").json()["incidents"]
    assert (incident["id"], incident["places"][0]["name"]) == (before["incident_id"], event["places"][0]["name"])
    article = client.get(f"/v1/articles/{event['article_id']}").json()
    assert [one["review"] for one in article["events"] if one["id"] == event["id"]] == [event["review"]]


def test_an_etag_that_is_not_the_last_one_is_refused(client: TestClient, strike: str) -> None:
    tag = client.get(strike).headers["etag"]
    assert client.get(strike, headers={"If-None-Match": tag}).status_code == 304
    first = correct(client, strike, {"factuality": "alleged"}, tag)
    assert first.status_code == 200
    assert first.headers["etag"] == client.get(strike).headers["etag"] != tag
    second = correct(client, strike, {"factuality": "denied"}, tag)
    assert (second.status_code, second.json()["type"]) == (409, "urn:dateline:error:conflict")
    assert client.post(f"{strike}/undo", headers={"If-Match": tag}).status_code == 409
    assert correct(client, strike, {"factuality": "denied"}, first.headers["etag"]).status_code == 200
    assert correct(client, strike, {"factuality": "denied"}, "*").status_code == 200


@pytest.mark.parametrize(
    ("tag", "change"), [(None, None), ("*", None), ('W/"12-0af"', 12), ('"12-0af"', 12), ('W/"0af"', -1), ("x", -1)]
)
def test_what_an_if_match_expects(tag: str | None, change: int | None) -> None:
    assert expected_change(tag) == change


def test_the_history_has_every_step_and_the_machines_version(client: TestClient, strike: str) -> None:
    read = client.get(strike).json()
    correct(client, strike, {"subtype": "shelling"})
    client.post(f"{strike}/confirm", json={"reason": "Checked."})
    undone = client.post(f"{strike}/undo").json()
    assert undone == client.get(f"{strike}/history").json()
    assert (undone["status"], undone["machine"]["subtype"], undone["current"]["subtype"]) == (
        "corrected",
        read["subtype"],
        "shelling",
    )
    assert [(s["action"], s["reason"], s["fields"], s["before"], s["holds"]) for s in undone["steps"]] == [
        ("corrected", "It was on Sunday.", {"subtype": "shelling"}, {"subtype": read["subtype"]}, True),
        ("confirmed", "Checked.", {}, {}, False),
        ("undone", None, {}, {}, True),
    ]
    assert undone["steps"][2]["undoes"] == undone["steps"][1]["number"]
    assert client.post(f"{strike}/undo").json()["status"] == "machine"
    assert client.get(strike).json()["subtype"] == read["subtype"]
    assert client.post(f"{strike}/undo").status_code == 409
    actions = [entry["action"] for entry in client.get("/v1/audit?limit=5").json()["entries"]]
    assert actions[:4] == ["event.undone", "event.undone", "event.confirmed", "event.corrected"]


def test_a_rejected_event_is_nowhere_until_it_is_undone(client: TestClient, strike: str) -> None:
    answer = client.post(f"{strike}/reject", json={"reason": "A training exercise."})
    assert (answer.status_code, answer.json()["status"], answer.json()["current"]) == (200, "rejected", None)
    gone = client.get(strike)
    assert (gone.status_code, client.get("/v1/events?type=strike").json()["events"]) == (404, [])
    assert strike.rpartition("/")[2] in client.get("/v1/events/deleted").text
    assert client.post(f"{strike}/reject", json={"reason": "Again."}).status_code == 404
    assert client.post(f"{strike}/undo").json()["status"] == "machine"
    assert client.get(strike).status_code == 200


def test_a_missed_event_is_added_by_its_words(client: TestClient, market: dict[str, Any]) -> None:
    text = client.get(f"/v1/articles/{market['id']}").json()
    stored = f"{text['title']}\n\n{text['text']}"
    start = stored.index("There were no fighters")
    body = {
        "span": {"start": start, "end": start + 5, "text": "There"},
        "reason": "He reports a march.",
        "fields": {"type": "protest", "places": [{"name": "Idlib, Syria"}], "time": {"value": "2024-03-04"}},
    }
    answer = client.post(f"/v1/articles/{market['id']}/events", json=body)
    assert answer.status_code == 201
    added = client.get(answer.headers["location"]).json()
    assert added == answer.json()
    assert (added["trigger"]["text"], added["review"]["status"], added["confidence"]) == ("There", "added", 1.0)
    assert client.post(f"/v1/articles/{market['id']}/events", json=body).status_code == 409
    assert client.get("/v1/events?reviewed=true").json()["events"][0]["id"] == added["id"]


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (b"", 400, "empty"),
        (b"{", 400, "not valid JSON"),
        (b"[]", 422, "one JSON object"),
        (b'{"reason": "x"}', 422, "fields"),
        (b'{"reason": "x", "fields": {}}', 422, "at least one field"),
        (b'{"reason": " ", "fields": {"subtype": null}}', 422, "reason"),
        (b'{"reason": "x", "fields": {"confidence": 1}}', 422, "fields.confidence"),
        (b'{"reason": "x", "fields": {"subtype": "riot"}}', 422, "it has airstrike"),
        (b'{"reason": "x", "fields": {"casualties": [{"effect": "killed", "low": 1e99}]}}', 422, "casualties"),
        (b'{"reason": "a\\u0000", "fields": {"subtype": null}}', 422, "control characters"),
    ],
)
def test_a_wrong_body_is_explained(client: TestClient, strike: str, body: bytes, status: int, words: str) -> None:
    answer = client.patch(strike, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == status
    assert words in answer.json()["detail"]
    assert client.get(strike).json()["review"] is None


@pytest.mark.parametrize("call", ["confirm", "reject", "undo", "history"])
def test_there_is_no_such_event(client: TestClient, call: str) -> None:
    for key in ("none", "00000000-0000-4000-8000-000000000001"):
        path = f"/v1/events/{key}/{call}"
        answer = client.get(path) if call == "history" else client.post(path, json={"reason": "x"})
        assert answer.status_code == 404
