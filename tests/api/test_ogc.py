"""OGC API – Features, requirement by requirement (OGC 17-069r4, the abstract test suite of core and GeoJSON)."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

ITEMS = "/ogc/collections/events/items"


def links(document: dict[str, Any]) -> dict[str, dict[str, str]]:
    return {link["rel"]: link for link in document["links"]}


@pytest.fixture
def events(client: TestClient, market: dict[str, Any]) -> list[str]:
    """Return the ids of all features."""
    return [event["id"] for event in client.get("/v1/events").json()["events"] if event["places"]]


def test_the_landing_page_leads_to_everything(client: TestClient) -> None:
    for address in ("/ogc", "/ogc/", "/ogc?f=json"):
        found = links(client.get(address).json())
        for rel in ("self", "service-desc", "service-doc", "conformance", "data"):
            answer = client.get(found[rel]["href"])
            assert (answer.status_code, answer.headers["content-type"].partition("; charset")[0]) == (
                200,
                found[rel]["type"],
            )


def test_conformance(client: TestClient) -> None:
    kept = client.get("/ogc/conformance").json()["conformsTo"]
    assert {name.rpartition("/")[2] for name in kept} == {"core", "oas30", "geojson"}


@pytest.mark.parametrize(("number", "name"), [(0, "events"), (1, "incidents")])
def test_a_collection_is_the_same_in_the_list_and_by_itself(client: TestClient, number: int, name: str) -> None:
    listed = client.get("/ogc/collections").json()["collections"][number]
    alone = client.get(links(listed)["self"]["href"]).json()
    assert alone == listed
    assert listed["id"] == name
    assert listed["extent"]["spatial"]["bbox"] == [[-180, -90, 180, 90]]
    assert client.get(links(listed)["items"]["href"]).headers["content-type"] == "application/geo+json"


def test_a_page_of_features(client: TestClient, events: list[str]) -> None:
    page = client.get(ITEMS).json()
    assert [feature["id"] for feature in page["features"]] == events
    assert page["type"] == "FeatureCollection"
    assert page["numberReturned"] == len(events)
    assert page["timeStamp"].endswith("Z")
    assert "numberMatched" not in page
    assert "GeoNames" in page["attribution"]
    assert client.get(links(page)["self"]["href"]).json()["features"] == page["features"]


def test_pages_follow_next(client: TestClient, events: list[str]) -> None:
    page = client.get(f"{ITEMS}?limit=1").json()
    found = [feature["id"] for feature in page["features"]]
    while "next" in links(page):
        page = client.get(links(page)["next"]["href"]).json()
        assert page["numberReturned"] <= 1
        found += [feature["id"] for feature in page["features"]]
    assert found == events


@pytest.mark.parametrize("collection", ["events", "incidents"])
def test_every_feature_has_a_point(client: TestClient, events: list[str], collection: str) -> None:
    placeless = {"text": "Gunmen killed four people on Friday, officials said.", "published_at": "2024-03-09"}
    assert client.post("/v1/articles", json=placeless).json()["events"][0]["places"] == []
    found = client.get(f"/ogc/collections/{collection}/items").json()["features"]
    assert found
    assert all(feature["geometry"] for feature in found)


def test_one_feature(client: TestClient, events: list[str]) -> None:
    answer = client.get(f"{ITEMS}/{events[0]}")
    feature = answer.json()
    assert answer.headers["content-type"] == "application/geo+json"
    assert (feature["type"], feature["id"]) == ("Feature", events[0])
    assert client.get(links(feature)["self"]["href"]).json() == feature
    assert client.get(links(feature)["collection"]["href"]).json()["id"] == "events"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("bbox=30,30,40,40", True),
        ("bbox=30,30,-500,40,40,9000", True),
        ("bbox=-20,-20,-10,-10", False),
        ("bbox=170,30,-170,40", False),
        ("datetime=2024-03-04", True),
        ("datetime=2024-03-04T12:00:00Z", True),
        ("datetime=2024-03-01/..", True),
        ("datetime=/2024-03-31", True),
        ("datetime=../2024-03-03T00:00:00Z", False),
        ("datetime=2024-03-04T/2024-03-05T", True),
        ("country_code=SY", True),
        ("country=Syria", True),
        ("country_code=IQ", False),
        ("type=protest", False),
        ("subtype=shelling&factuality=planned", False),
        ("place=Idlib&min_killed=1&source=Example%20News&q=market", True),
        ("limit=1000000000000", True),
        ("limit=1001", True),
        ("limit=0000000000000000000000000000005", True),
    ],
)
def test_filters(client: TestClient, events: list[str], query: str, found: bool) -> None:
    answer = client.get(f"{ITEMS}?{query}")
    assert answer.status_code == 200, answer.text
    assert bool(answer.json()["features"]) is found


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("bbox=1,2,3", "bbox"),
        ("bbox=1,2,3,4,5", "bbox"),
        ("bbox=1,50,3,40", "bbox"),
        ("bbox=a,b,c,d", "bbox"),
        ("datetime=yesterday", "datetime"),
        ("datetime=2024-02-03/2024-02-01", "datetime"),
        ("limit=0", "limit"),
        ("limit=-1", "limit"),
        ("limit=ten", "limit"),
        ("cursor=x", "cursor"),
        ("unknown=1", "unknown"),
        ("crs=x", "crs"),
        ("f=html", "f"),
        ("format=csv", "format"),
        ("profile=acled", "profile"),
        ("place_match=about", "place_match"),
    ],
)
def test_a_bad_parameter_is_400(client: TestClient, query: str, field: str) -> None:
    answer = client.get(f"{ITEMS}?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert [e["field"] for e in answer.json()["errors"]] == [field]


@pytest.mark.parametrize(
    "path", ["/ogc", "/ogc/api", "/ogc/conformance", "/ogc/collections", "/ogc/collections/events"]
)
def test_documents_take_no_other_parameter(client: TestClient, path: str) -> None:
    assert client.get(f"{path}?limit=5").status_code == 400
    assert client.get(f"{path}?f=json").status_code == 200


@pytest.mark.parametrize(
    "path", ["/ogc/collections/x", "/ogc/collections/x/items", f"{ITEMS}/x", "/ogc/collections/%00", "/ogc/x"]
)
def test_unknown_collections_and_features_are_404(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_client_who_has_it_gets_304_though_the_moment_is_another(client: TestClient, events: list[str]) -> None:
    first = client.get(ITEMS)
    again = client.get(ITEMS, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_text_of_an_article_is_neither_markup_nor_query(client: TestClient) -> None:
    evil = '<script>alert(1)</script> "; DROP TABLE events; -- '
    client.post(
        "/v1/articles", json={"title": evil, "text": "Gunmen killed two people in Mosul on Friday.", "language": "en"}
    )
    answer = client.get(ITEMS)
    assert answer.headers["content-type"] == "application/geo+json"
    assert answer.json()["features"][0]["properties"]["headline"].startswith("<script>")
    assert client.get(ITEMS, params={"q": evil, "source": evil, "place": evil}).status_code == 200
    assert client.get("/v1/events").json()["events"]
