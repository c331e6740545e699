"""The server answers every request of the README."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
PATHS = sorted(set(re.findall(r"'localhost:8000(/[^']*)'", README)))


@pytest.mark.parametrize("path", PATHS)
def test_the_request_is_answered(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_every_kind_of_query_is_shown() -> None:
    shown = {path.split("?")[0] for path in PATHS}
    assert shown >= {"/v1/events", "/v1/events/summary", "/v1/event-types", "/v1/places"}
