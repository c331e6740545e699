"""The OpenAPI 3.0 document that OGC clients read."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.api.ogc_documents import _older, definition


@pytest.fixture
def api(client: TestClient) -> dict[str, Any]:
    answer = client.get("/ogc/api")
    assert answer.headers["content-type"] == "application/vnd.oai.openapi+json;version=3.0"
    document: dict[str, Any] = answer.json()
    return document


def parts(value: Any) -> Any:
    yield value
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from parts(part)


def test_each_collection_has_paths_of_its_own(api: dict[str, Any]) -> None:
    assert api["openapi"].startswith("3.0.")
    assert api["servers"] == [{"url": "http://testserver/ogc"}]
    assert "/collections/events/items/{featureId}" in api["paths"]
    parameters = api["paths"]["/collections/events/items"]["get"]["parameters"]
    assert {"limit", "bbox", "datetime", "type", "country_code"} <= {p["name"] for p in parameters}
    assert all(p["in"] == "query" for p in parameters)
    ids = [operation["operationId"] for methods in api["paths"].values() for operation in methods.values()]
    assert len(set(ids)) == len(ids)


def test_it_says_nothing_that_only_3_1_knows(api: dict[str, Any]) -> None:
    for part in parts(api):
        if isinstance(part, dict):
            assert part.get("type") != "null"
            assert not isinstance(part.get("type"), list)
            assert not isinstance(part.get("exclusiveMinimum"), float | int) or part["exclusiveMinimum"] is True
            assert "const" not in part
            assert not isinstance(part.get("examples"), list)


def test_references_lead_somewhere(api: dict[str, Any]) -> None:
    known = {f"#/components/schemas/{name}" for name in api["components"]["schemas"]}
    used = {part["$ref"] for part in parts(api) if isinstance(part, dict) and "$ref" in part}
    assert used == known


def test_two_collections_have_two_sets_of_paths(client: TestClient) -> None:
    description = client.get("/openapi.json").json()
    paths = definition(description, "http://x.example/ogc", ["events", "incidents"])["paths"]
    assert {"/collections/events", "/collections/incidents", "/collections"} <= set(paths)
    operations = [paths[f"/collections/{name}"]["get"]["operationId"] for name in ("events", "incidents")]
    assert operations == ["ogcCollectionEvents", "ogcCollectionIncidents"]


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, {"type": "string", "nullable": True}),
        ({"anyOf": [{"$ref": "#/x"}, {"type": "null"}]}, {"allOf": [{"$ref": "#/x"}], "nullable": True}),
        ({"type": "number", "exclusiveMinimum": 0}, {"type": "number", "minimum": 0, "exclusiveMinimum": True}),
        ({"type": "string", "examples": ["a", "b"]}, {"type": "string", "example": "a"}),
        ({"enum": ["a"], "items": [{"type": "string"}]}, {"enum": ["a"], "items": [{"type": "string"}]}),
    ],
)
def test_newer_words_have_older_ones(newer: dict[str, Any], older: dict[str, Any]) -> None:
    assert _older(newer) == older
