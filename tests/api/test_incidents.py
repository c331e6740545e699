"""Incidents over HTTP: found, read, exported, followed, and edited by analysts."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

TEXT = (
    "A car bomb killed {n} people at the fish market in Basra on Friday, police said. {more} "
    "The stalls of Hamid Jaber beside the Shatt al-Arab quay burned down."
)
MORE = (
    "The governor promised new barriers, and shops near the customs house stayed shut until Sunday evening.",
    "Fishermen from Faw had come early with their catch, since prices rise before the feast of the spring.",
    "A poet who lives above the ice factory said that he had counted nine ambulances before the power failed.",
)
OTHER = {
    "title": "Two farmers shot near Kano",
    "text": "Gunmen on motorbikes shot dead two farmers in Kano, Nigeria, on Tuesday. The yam fields lay empty.",
    "published_at": "2024-03-12",
    "source": "Yam Times",
}


def bomb(n: int) -> dict[str, Any]:
    return {
        "title": f"{9 + n} killed in Basra market",
        "text": TEXT.format(n=9 + n, more=MORE[n]),
        "published_at": f"2024-02-0{2 + n}",
        "source": f"Wire {n}",
    }


@pytest.fixture
def posted(client: TestClient) -> list[str]:
    """The ids of three reports of a bomb and one of something else."""
    return [client.post("/v1/articles", json=body).json()["id"] for body in (bomb(0), bomb(1), bomb(2), OTHER)]


def found(client: TestClient, query: str = "") -> list[dict[str, Any]]:
    answer = client.get(f"/v1/incidents{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()["incidents"]


def main(client: TestClient) -> dict[str, Any]:
    (incident,) = found(client, "?min_articles=3")
    return incident


def test_one_happening_is_one_incident_with_all_its_figures(client: TestClient, posted: list[str]) -> None:
    incident = main(client)
    assert [report["article_id"] for report in incident["reports"]] == posted[:3]
    assert {claim["low"] for claim in incident["claims"]} == {9, 10, 11}
    killed = incident["casualties"]["killed"]
    assert (killed["low"], killed["best"], killed["high"]) == (9, 11, 11)
    assert incident["places"][0]["name"] == "Basrah"
    assert (incident["articles"], incident["sources"]) == (3, 3)
    events = client.get(f"/v1/events?incident_id={incident['id']}").json()["events"]
    assert {event["incident_id"] for event in events} == {incident["id"]}
    assert {event["article"]["id"] for event in events} == set(posted[:3])


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 2),
        ("?country=IQ", 1),
        ("?type=strike", 2),
        ("?min_killed=11", 1),
        ("?min_killed=12", 0),
        ("?min_sources=2", 1),
        ("?min_sources=4", 0),
        ("?date_from=2024-03-01", 1),
        ("?bbox=40,25,50,35", 1),
        ("?near=30.5,47.8&radius_km=50", 1),
        ("?q=farmers", 1),
        ("?source=Wire%201", 1),
        ("?published_from=2024-03-01", 1),
        ("?updated_since=1", 2),
        ("?updated_since=999", 0),
        ("?sort=killed", 2),
        ("?sort=reported&limit=1", 1),
    ],
)
def test_filters(client: TestClient, posted: list[str], query: str, count: int) -> None:
    assert len(found(client, query)) == count


@pytest.mark.parametrize("sort", ["time", "-time", "reported", "-reported", "killed", "updated", "-updated"])
def test_pages_go_through_all_once(client: TestClient, posted: list[str], sort: str) -> None:
    whole = [incident["id"] for incident in found(client, f"?sort={sort}")]
    page = client.get(f"/v1/incidents?sort={sort}&limit=1").json()
    seen = []
    while True:
        seen += [incident["id"] for incident in page["incidents"]]
        if not page["next_cursor"]:
            break
        page = client.get(f"/v1/incidents?sort={sort}&limit=1&cursor={page['next_cursor']}").json()
    assert seen == whole
    assert len(seen) == 2


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("min_source=2", "min_sources"),
        ("min_sources=0", "whole number"),
        ("sort=distance&near=1,2", "sort=distance"),
        ("fields=time", "fields"),
        ("cursor=x", "cursor"),
        ("cursor=", "cursor"),
        ("incident_id=x", "UUID"),
        ("min_articles=2&min_articles=3", "only once"),
    ],
)
def test_a_wrong_parameter_is_named(client: TestClient, query: str, word: str) -> None:
    answer = client.get(f"/v1/incidents?{query}")
    assert answer.status_code == 422
    assert word in answer.json()["detail"]


def test_every_format_gives_the_same_figures(client: TestClient, posted: list[str]) -> None:
    total = sum(incident["casualties"]["killed"]["best"] for incident in found(client))
    texts = {name: client.get(f"/v1/incidents?format={name}").text for name in ("csv", "ndjson", "geojson")}
    rows = list(csv.DictReader(io.StringIO(texts["csv"])))
    assert sum(int(row["killed"]) for row in rows) == total == 13
    assert sum(json.loads(line)["casualties"]["killed"]["best"] for line in texts["ndjson"].splitlines()) == total
    features = json.loads(texts["geojson"])["features"]
    assert sum(feature["properties"]["killed"] for feature in features) == total
    assert all(feature["geometry"]["type"] == "Point" for feature in features)
    whole = client.get("/v1/incidents?format=geojson&limit=1000000000")
    assert whole.json()["features"] == features
    assert 'filename="dateline-incidents.geojson"' in whole.headers["content-disposition"]
    acled = list(csv.DictReader(io.StringIO(client.get("/v1/incidents?profile=acled").text)))
    assert sum(int(row["fatalities"]) for row in acled) == total
    ucdp = list(csv.DictReader(io.StringIO(client.get("/v1/incidents?profile=ucdp").text)))
    bombing = next(row for row in ucdp if row["number_of_sources"] == "3")
    assert (bombing["low"], bombing["best"], bombing["high"]) == ("9", "11", "11")
    assert client.get("/v1/incidents?format=parquet").content[:4] == b"PAR1"


def test_merge_split_and_pin_are_kept_audited_and_never_undone(client: TestClient, posted: list[str]) -> None:
    incident = main(client)
    (other,) = (i for i in found(client) if i["id"] != incident["id"])
    merged = client.post(f"/v1/incidents/{incident['id']}/merge?incident_id={other['id']}")
    assert (merged.status_code, merged.json()["id"], merged.json()["articles"]) == (200, incident["id"], 4)
    events = client.get(f"/v1/events?incident_id={incident['id']}").json()["events"]
    assert {event["article"]["id"] for event in events} == set(posted)
    moved = client.get(f"/v1/incidents/{other['id']}", follow_redirects=False)
    assert (moved.status_code, moved.json()["merged_into"]) == (301, incident["id"])
    assert client.get(f"/v1/incidents/{other['id']}").json()["id"] == incident["id"]

    halves = client.post(f"/v1/incidents/{incident['id']}/split?article_id={posted[3]}&article_id={posted[2]}")
    first, second = halves.json()["incidents"]
    assert first["id"] == incident["id"]
    assert {report["article_id"] for report in second["reports"]} == {posted[2], posted[3]}

    pinned = client.post(f"/v1/incidents/{incident['id']}/pin").json()
    assert pinned["pinned"] is True
    client.delete(f"/v1/articles/{posted[1]}")
    client.post("/v1/articles", json=bomb(1))  # what arrives again joins one of both, and the two stay apart
    after = found(client)
    assert len(after) == 2
    assert sorted(i["articles"] for i in after) in ([1, 3], [2, 2])

    actions = [entry["action"] for entry in client.get("/v1/audit").json()["entries"]]
    assert {"incident.merged", "incident.split", "incident.pinned"} <= set(actions)
    history = client.get(f"/v1/incidents/{incident['id']}/history").json()["history"]
    assert history[0]["action"] == "opened"
    assert {"report.joined", "absorbed", "split", "pinned"} <= {entry["action"] for entry in history}
    listed = client.get("/v1/incidents/deleted").json()
    assert [(one["id"], one["merged_into"]) for one in listed["incidents"]] == [(other["id"], incident["id"])]
    later = client.get(f"/v1/incidents/deleted?updated_since={listed['incidents'][0]['change'] + 1}").json()
    assert later == {"incidents": [], "last_change": listed["last_change"], "next_cursor": None}
    gone = client.get(f"/v1/incidents/{other['id']}/history").json()
    assert gone["merged_into"] == incident["id"]


@pytest.mark.parametrize(
    ("call", "status"),
    [
        ("merge", 422),
        ("merge?incident_id={own}", 422),
        ("merge?incident_id=none", 422),
        ("merge?incident_id=00000000-0000-0000-0000-000000000000", 404),
        ("split?article_id=none", 422),
        ("split?article_id={a}&article_id={b}&article_id={c}", 422),
        ("pin?pinned=perhaps", 422),
        ("pin?pined=true", 422),
    ],
)
def test_wrong_edits_are_refused(client: TestClient, posted: list[str], call: str, status: int) -> None:
    own = main(client)["id"]
    a, b, c, _ = posted
    assert client.post(f"/v1/incidents/{own}/{call.format(own=own, a=a, b=b, c=c)}").status_code == status
    assert main(client)["articles"] == 3


@pytest.mark.parametrize("path", ["none", "6b0d6c0e-5d0c-5e53-9d0f-1f6c2a9d7c11", "none/history"])
def test_there_is_no_such_incident(client: TestClient, path: str) -> None:
    assert client.get(f"/v1/incidents/{path}").status_code == 404


def test_deleting_its_articles_takes_an_incident_away(client: TestClient, posted: list[str]) -> None:
    incident = main(client)
    for n, article_id in enumerate(posted[:3]):
        client.delete(f"/v1/articles/{article_id}")
        answer = client.get(f"/v1/incidents/{incident['id']}")
        assert answer.status_code == (404 if n == 2 else 200)
    page = client.get("/v1/incidents/deleted?limit=1").json()
    seen = [one["id"] for one in page["incidents"]]
    while page["next_cursor"]:
        page = client.get(f"/v1/incidents/deleted?limit=1&cursor={page['next_cursor']}").json()
        seen += [one["id"] for one in page["incidents"]]
    assert incident["id"] in seen
    assert len(seen) == len(set(seen))
    assert client.get(f"/v1/incidents/{incident['id']}/history").json()["history"][-1]["action"] == "closed"


def test_gis_programs_find_incidents(client: TestClient, posted: list[str]) -> None:
    names = [collection["id"] for collection in client.get("/ogc/collections").json()["collections"]]
    assert names == ["events", "incidents"]
    page = client.get("/ogc/collections/incidents/items?bbox=40,25,50,35").json()
    (feature,) = page["features"]
    assert (feature["id"], feature["properties"]["killed"]) == (main(client)["id"], 11)
    one = client.get(f"/ogc/collections/incidents/items/{feature['id']}").json()
    assert one["properties"] == feature["properties"]
    first = client.get("/ogc/collections/incidents/items?limit=1").json()
    (onward,) = (link["href"] for link in first["links"] if link["rel"] == "next")
    second = client.get(onward).json()
    assert second["features"][0]["id"] != first["features"][0]["id"]
    assert client.get("/ogc/collections/incidents/items?sort=distance&near=1,2").status_code == 400
