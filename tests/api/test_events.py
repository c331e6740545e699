"""Events over HTTP. The filters themselves are tested in tests/query."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.api.parameters import event_parameters
from app.query.parameters.table import PARAMETERS


def test_by_place_and_date(client: TestClient, market: dict[str, Any]) -> None:
    inside = client.get("/v1/events", params={"country": "SY", "datetime": "2024-03-04", "type": "strike"}).json()
    assert [e["id"] for e in inside["events"]] == [e["id"] for e in market["events"] if e["type"] == "strike"]
    outside = client.get("/v1/events", params={"country": "SY", "datetime": "2024-03-01", "type": "strike"}).json()
    assert outside == {"events": [], "next_cursor": None}


def test_an_event_names_the_article_that_reports_it(client: TestClient, market: dict[str, Any]) -> None:
    (event,) = client.get("/v1/events?type=strike").json()["events"]
    article = client.get(f"/v1/articles/{market['id']}").json()
    names = ("id", "title", "source", "url", "published_at", "external_id", "metadata")
    assert event["article"] == {name: article[name] for name in names}
    assert client.get(f"/v1/events/{event['id']}").json() == event


def test_pages_follow_the_link(client: TestClient, market: dict[str, Any]) -> None:
    path = "/v1/events?factuality=any&country=SY&country=IQ"
    whole = [e["id"] for e in client.get(path).json()["events"]]
    assert len(whole) > 1
    found = []
    page = client.get(f"{path}&limit=1")
    for _ in whole:
        found += [e["id"] for e in page.json()["events"]]
        if "next" in page.links:
            page = client.get(page.links["next"]["url"])
    assert found == whole
    assert "next" not in page.links


@pytest.mark.parametrize(
    ("query", "accept", "expected"),
    [
        ("", "*/*", "application/json"),
        ("", "application/geo+json", "application/geo+json"),
        ("", "application/geo+json;q=0.5, application/json", "application/json"),
        ("", "application/json;q=0.2, application/geo+json;q=0.9", "application/geo+json"),
        ("", "text/html, */*;q=0.8", "application/json"),
        ("", "application/geo+json, */*", "application/geo+json"),
        ("", "application/geo+json;q=zero", "application/json"),
        ("", ";;,,q=", "application/json"),
        ("format=geojson", "application/json", "application/geo+json"),
        ("format=json", "application/geo+json", "application/json"),
    ],
)
def test_the_form_is_negotiated(client: TestClient, query: str, accept: str, expected: str) -> None:
    answer = client.get(f"/v1/events?{query}", headers={"accept": accept})
    assert answer.headers["content-type"] == expected


def test_geojson_has_points_and_the_credit(client: TestClient, market: dict[str, Any]) -> None:
    found = client.get("/v1/events?type=strike&format=geojson").json()
    assert "GeoNames" in found["attribution"]
    (feature,) = found["features"]
    assert feature["geometry"]["type"] == "Point"
    longitude, latitude = feature["geometry"]["coordinates"]
    assert (round(longitude), round(latitude)) == (37, 36)
    assert client.get(f"/v1/events/{feature['id']}?format=geojson").json() == feature


def test_a_reader_who_has_it_gets_304(client: TestClient, market: dict[str, Any]) -> None:
    first = client.get("/v1/events")
    again = client.get("/v1/events", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    client.delete(f"/v1/articles/{market['id']}")
    assert client.get("/v1/events", headers={"if-none-match": first.headers["etag"]}).status_code == 200


def test_long_answers_are_compressed_for_those_who_want_it(client: TestClient, market: dict[str, Any]) -> None:
    assert client.get("/v1/events", headers={"accept-encoding": "gzip"}).headers["content-encoding"] == "gzip"
    assert "content-encoding" not in client.get("/v1/events", headers={"accept-encoding": "identity"}).headers


@pytest.mark.parametrize("event_id", ["abc", "00000000-0000-0000-0000-000000000000", "%00", "é" * 300])
def test_an_unknown_event_is_404(client: TestClient, event_id: str) -> None:
    answer = client.get(f"/v1/events/{event_id}")
    assert answer.status_code == 404
    assert answer.json()["type"] == "urn:dateline:error:not-found"


def test_every_filter_is_documented_and_nothing_else() -> None:
    assert [p["name"] for p in event_parameters()] == list(PARAMETERS)


@pytest.mark.parametrize("parameter", event_parameters(), ids=lambda p: p["name"])
def test_every_documented_example_is_a_good_value(client: TestClient, parameter: dict[str, Any]) -> None:
    if "example" not in parameter:
        pytest.skip("a cursor is not written by hand")
    needs = {"radius_km": {"near": "34.39,40.99"}, "bom": {"format": "csv"}}
    answer = client.get(
        "/v1/events", params={**needs.get(parameter["name"], {}), parameter["name"]: parameter["example"]}
    )
    assert answer.status_code == 200, answer.text
