"""HEAD answers as GET, without the body."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient


@pytest.mark.parametrize(
    "path",
    ["/v1/events", "/v1/events?format=csv&limit=5", "/v1/articles", "/v1/event-types", "/health/live", "/v1/nowhere"],
)
def test_the_same_headers_and_no_body(client: TestClient, market: dict[str, Any], path: str) -> None:
    got, head = client.get(path), client.head(path)
    assert head.status_code == got.status_code
    assert head.content == b""
    of_each = ("date", "x-request-id")
    assert {n: v for n, v in head.headers.items() if n not in of_each} == {
        n: v for n, v in got.headers.items() if n not in of_each
    }


def test_a_stream_is_not_made_for_it(client: TestClient, market: dict[str, Any]) -> None:
    head = client.head("/v1/events?format=csv")
    assert (head.status_code, head.content) == (200, b"")
    assert "content-length" not in head.headers
    assert head.headers["content-type"].startswith("text/csv")


def test_what_cannot_be_read_has_no_head(client: TestClient) -> None:
    assert client.head("/v1/events?contry=IQ").status_code == 422
