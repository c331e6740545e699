from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from app.api.problems import MEDIA_TYPE

JSON = {"content-type": "application/json"}


@pytest.mark.parametrize(
    ("body", "headers", "status", "word"),
    [
        (b"", JSON, 400, "empty"),
        (b" \n", JSON, 400, "empty"),
        (b"text", JSON, 400, "expected"),
        (b'{"text": "a"', JSON, 400, "EOF"),
        (b'{"text": "\xff"}', JSON, 400, "unicode"),
        (b'{"text": "\\ud800"}', JSON, 400, "hex escape"),
        (b'{"text": "a", "metadata": {"x": NaN}}', JSON, 400, "expected value"),
        (b'{"text": "a", "metadata": {"x": 1e999}}', JSON, 422, "metadata"),
        (b"[" * 100_000, JSON, 400, "recursion limit"),
        (b'{"a":' * 100_000, JSON, 400, "recursion limit"),
        (b'{"text": ' + b"9" * 5000 + b"}", JSON, 400, "out of range"),
        (b'[{"text": "a"}]', JSON, 422, "one JSON object"),
        (b"null", JSON, 422, "one JSON object"),
        (b'{"text": "a"}', {}, 415, "Content-Type: application/json"),
        (b"text=a", {"content-type": "application/x-www-form-urlencoded"}, 415, "Content-Type"),
        (b"\x1f\x8b", {**JSON, "content-encoding": "gzip"}, 415, "Content-Encoding"),
        (b'"' + b"a" * 3_000_000, JSON, 413, "DATELINE_MAX_BODY_BYTES"),
    ],
)
def test_bodies_that_are_not_articles(
    client: TestClient, body: bytes, headers: dict[str, str], status: int, word: str
) -> None:
    answer = client.post("/v1/articles", content=body, headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (status, MEDIA_TYPE)
    assert word in answer.json()["detail"]


def test_a_byte_order_mark_is_accepted(client: TestClient) -> None:
    body = b'\xef\xbb\xbf{"text": "A quiet day."}'
    assert client.post("/v1/articles?store=false", content=body, headers=JSON).status_code == 200
