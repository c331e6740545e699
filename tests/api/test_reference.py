from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from app.ontology import catalogue


def test_every_event_type_is_listed(client: TestClient) -> None:
    types = client.get("/v1/event-types").json()["event_types"]
    assert [kind["code"] for kind in types] == list(catalogue().types)


@pytest.mark.parametrize(
    ("query", "first"), [("Ramadi", "IQ"), ("Paris, Texas", "US"), ("92138", "IQ"), ("Al-Qaim", "IQ")]
)
def test_places_are_found_by_name_and_id(client: TestClient, query: str, first: str) -> None:
    answer = client.get("/v1/places", params={"q": query, "limit": 3}).json()
    assert answer["places"][0]["country_code"] == first
    assert len(answer["places"]) <= 3
    assert "GeoNames" in answer["attribution"]
