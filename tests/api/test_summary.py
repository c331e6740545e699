"""Summaries over HTTP. The counting itself is tested in tests/query."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient


def test_counts_of_what_is_stored(client: TestClient, market: dict[str, Any]) -> None:
    answer = client.get("/v1/events/summary?group_by=type,day&country=SY").json()
    keys = [group["keys"] for group in answer["groups"]]
    assert {"type": "strike", "day": "2024-03-04"} in keys
    assert answer["group_by"] == ["type", "day"]
    assert answer["total"]["events"] == sum(group["events"] for group in answer["groups"])
    assert "caused_by" in answer["note"]


def test_cells_lie_around_their_events(client: TestClient, market: dict[str, Any]) -> None:
    (pin,) = {
        (e["places"][0]["longitude"], e["places"][0]["latitude"]) for e in market["events"] if e["type"] == "strike"
    }
    answer = client.get("/v1/events/summary?type=strike&group_by=cell&cell_degrees=0.5").json()
    (cell,) = [group["cell"] for group in answer["groups"]]
    west, south, east, north = cell["bounds"]
    assert west <= pin[0] < east
    assert south <= pin[1] < north
    assert (cell["longitude"], cell["latitude"]) == ((west + east) / 2, (south + north) / 2)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("group_by=nation", "group_by"),
        ("sort=-time", "sort"),
        ("grup_by=type", "grup_by"),
        ("cell_degrees=1", "cell_degrees"),
        ("place=Springfield", "place"),
        ("bbox=1", "bbox"),
    ],
)
def test_a_mistake_is_a_problem_that_names_its_parameter(client: TestClient, query: str, field: str) -> None:
    answer = client.get(f"/v1/events/summary?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert answer.json()["errors"][0]["field"] == field
