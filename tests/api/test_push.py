"""Events as they come, and as a feed."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.api.conftest import MARKET

ATOM = "{http://www.w3.org/2005/Atom}"


class Stream:
    """A stream of a real server, read event by event."""

    def __init__(self, address: str, query: str = "", **headers: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
        self._connection.request("GET", f"/v1/stream{query}", headers=headers)
        self.answer = self._connection.getresponse()

    def next(self) -> dict[str, str]:
        """The next event; comments are passed over."""
        found: dict[str, str] = {}
        while True:
            line = self.answer.readline().decode().rstrip("\r\n")
            if not line and found:
                return found
            name, sign, value = line.partition(": ")
            if sign and name:
                found[name] = value

    def __enter__(self) -> Stream:
        return self

    def __exit__(self, *_: object) -> None:
        self.answer.close()
        self._connection.close()


def post(client: TestClient, number: int) -> Any:
    return client.post("/v1/articles", json=MARKET | {"url": f"https://news.example.org/{number}"}).json()


@pytest.fixture
def patient(app: FastAPI, client: TestClient) -> Iterator[TestClient]:
    """A server whose streams last longer."""
    services = app.state.services
    settings = services.settings.model_copy(update={"stream_seconds": 30})
    app.state.services = replace(services, settings=settings)
    yield client
    app.state.services = services


def test_events_come_while_they_are_stored(patient: TestClient, address: str) -> None:
    client = patient
    post(client, 1)
    with Stream(address, "?type=strike") as stream:
        assert stream.answer.status == 200
        assert stream.answer.headers["content-type"].startswith("text/event-stream")
        stream.answer.readline()  # it has begun
        second = post(client, 2)
        event = stream.next()
        assert (event["event"], json.loads(event["data"])["article"]["id"]) == ("event", second["id"])
    third = post(client, 3)
    with Stream(address, "?type=strike", **{"Last-Event-ID": event["id"]}) as stream:
        assert json.loads(stream.next()["data"])["article"]["id"] == third["id"]
    with Stream(address, f"?type=strike&updated_since={event['id']}") as stream:
        assert [json.loads(stream.next()["data"])["article"]["id"] for _ in range(2)] == [second["id"], third["id"]]


@pytest.mark.parametrize(
    ("query", "headers"), [("?sorce=x", {}), ("", {"Last-Event-ID": "x"}), ("?place=Springfield", {})]
)
def test_a_wrong_stream_is_a_problem(client: TestClient, query: str, headers: dict[str, str]) -> None:
    answer = client.get(f"/v1/stream{query}", headers=headers)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_feed_has_the_events_of_a_filter(client: TestClient, market: dict[str, Any]) -> None:
    answer = client.get("/v1/events.atom?type=strike")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(answer.content)
    strikes = [event for event in market["events"] if event["type"] == "strike"]
    assert [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")] == [
        f"urn:uuid:{event['id']}" for event in strikes
    ]
    link = root.find(f"{ATOM}entry/{ATOM}link")
    assert link is not None
    assert client.get(str(link.get("href"))).json()["id"] == strikes[0]["id"]
    assert client.get("/v1/events.atom", headers={"if-none-match": "*"}).status_code == 304


def test_a_stream_ends_and_head_has_none(client: TestClient) -> None:
    with client.stream("GET", "/v1/stream") as stream:
        assert "".join(stream.iter_text()).startswith(":")
    assert client.head("/v1/stream").status_code == 200


@pytest.mark.parametrize("query", ["format=csv", "fields=id", "cursor=x", "limit=0", "sorce=x"])
def test_a_feed_takes_filters_and_no_more(client: TestClient, query: str) -> None:
    assert client.get(f"/v1/events.atom?{query}").status_code == 422
