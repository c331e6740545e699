"""One database gives one total: rows, profiles, summaries and incidents add up to the same number of people killed.

The articles are a mix of what is hard to count: an act with its casualties, rival claims, running tolls, deaths
reported without an act, reports of one happening by several outlets.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "articles.jsonl"
MIX = (
    "A suicide bomber killed 12 worshippers and wounded 30 at a mosque in Peshawar, Pakistan, on Friday, police said. "
    "The Red Crescent put the number of dead at 15. More than 210 people have been killed in the province this year.",
    "Gunmen shot dead three farmers near Kano, Nigeria, on Tuesday. Two of them were brothers, a priest said. On "
    "the same day, five soldiers were killed when their truck hit a mine near Maiduguri.",
    "Rebels said that they had killed 40 soldiers in an attack on a base near Goma on Sunday. The army said that nine "
    "soldiers were killed. No attack was reported on Monday.",
    "More than 300 people have been killed in Port-au-Prince since January. On Wednesday gangs killed four more.",
    "At least 8 people died and 20 were hurt when shells hit a bus station in Aden, Yemen, on Thursday evening.",
    "Three civilians were killed in shelling of Kherson on Saturday, the governor said. One of the dead was a nurse.",
)


@pytest.fixture
def filled(client: TestClient) -> TestClient:
    for line in EXAMPLES.read_text("utf-8").splitlines():
        raw = json.loads(line)
        raw.pop("id", None)
        assert client.post("/v1/articles", json=raw).status_code == 201
    for n, text in enumerate(MIX):
        body = {"text": text, "published_at": f"2024-02-{11 + n}", "source": f"Wire {n}"}
        assert client.post("/v1/articles", json=body).status_code == 201
    return client


def rows(client: TestClient, query: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(f"/v1/{query}").text)))


def added(found: list[dict[str, str]], column: str) -> int:
    return sum(int(row[column]) for row in found if row["counted"] == "true" and row[column])


def test_every_form_gives_the_same_total(filled: TestClient) -> None:
    lines = filled.get("/v1/events?format=ndjson").text.splitlines()
    events = [json.loads(line) for line in lines]
    total = sum(e["figures"].get("killed", {}).get("best") or 0 for e in events if e["counted"])
    features = filled.get("/v1/events?format=geojson&limit=1000").json()["features"]
    summary = filled.get("/v1/events/summary?group_by=type").json()
    totals = {
        "csv": added(rows(filled, "events?format=csv"), "killed"),
        "geojson": sum(f["properties"]["killed"] or 0 for f in features if f["properties"]["counted"]),
        "summary": sum(group["killed"] or 0 for group in summary["groups"]),
    }
    assert total > 40
    assert totals == dict.fromkeys(totals, total)


def test_profiles_give_the_total_of_what_those_data_sets_code(filled: TestClient) -> None:
    """They have no row for deaths of which the article does not report the act: nothing else may be missing."""
    every = rows(filled, "events?format=csv")
    acled, ucdp = rows(filled, "events?profile=acled"), rows(filled, "events?profile=ucdp")
    coded = {row["event_id_cnty"] for row in acled}
    actless = [row for row in every if row["type"] == "casualties" and not row["caused_by"] and row["id"] not in coded]
    assert added(acled, "fatalities") == added(every, "killed") - added(actless, "killed")
    assert added(ucdp, "best") == added(acled, "fatalities")


def test_incidents_give_one_total_in_every_form(filled: TestClient) -> None:
    lines = filled.get("/v1/incidents?format=ndjson&factuality=any").text.splitlines()
    incidents = [json.loads(line) for line in lines]
    total = sum(i["casualties"].get("killed", {}).get("best") or 0 for i in incidents)
    table = rows(filled, "incidents?format=csv&factuality=any")
    features = filled.get("/v1/incidents?format=geojson&factuality=any&limit=1000").json()["features"]
    summaries = {
        key: filled.get(f"/v1/incidents/summary?factuality=any&group_by={key}").json()
        for key in ("type", "country", "admin1", "month", "day,subtype")
    }
    totals = {
        "csv": sum(int(row["killed"] or 0) for row in table),
        "geojson": sum(f["properties"]["killed"] or 0 for f in features),
        **{key: sum((g["killed"] or {"best": 0})["best"] for g in one["groups"]) for key, one in summaries.items()},
        "total": summaries["type"]["total"]["killed"]["best"],
    }
    assert total > 40
    assert totals == dict.fromkeys(totals, total)
    coded = {i["id"]: i for i in incidents if i["codes"].get("acled", {}).get("event_type")}
    acled = rows(filled, "incidents?profile=acled&factuality=any")
    assert {row["event_id_cnty"] for row in acled} <= {i["id"] for i in incidents}
    left_out = [i for i in incidents if i["id"] not in {row["event_id_cnty"] for row in acled}]
    assert {i["type"] for i in left_out if i["casualties"].get("killed")} <= {"casualties"}
    killed = sum(int(row["fatalities"] or 0) for row in acled)
    assert killed == total - sum(i["casualties"].get("killed", {}).get("best") or 0 for i in left_out)
    assert sum(int(row["best"]) for row in rows(filled, "incidents?profile=ucdp&factuality=any")) == killed
    assert len(coded) <= len(acled)


def test_tolls_rivals_and_linked_casualties_are_in_no_sum(filled: TestClient) -> None:
    found = rows(filled, "events?format=csv")
    left = [row for row in found if row["counted"] == "false" and row["killed"]]
    assert any(row["cumulative"] == "true" for row in found)
    assert any(row["caused_by"] for row in left)
    caused = {row["id"] for row in found}
    assert {row["caused_by"] for row in left if row["caused_by"]} <= caused
