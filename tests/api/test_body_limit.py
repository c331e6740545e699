from __future__ import annotations

import pytest
from app.api.body_limit import BodyLimit
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient


async def length(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


CLIENT = TestClient(BodyLimit(Starlette(routes=[Route("/", length, methods=["POST"])]), longest=10))


@pytest.mark.parametrize("body", [b"", b"0123456789"])
def test_a_body_up_to_the_limit_passes(body: bytes) -> None:
    assert CLIENT.post("/", content=body).text == str(len(body))


@pytest.mark.parametrize("declared", ["11", "9" * 30])
def test_a_declared_length_above_the_limit_is_refused_at_once(declared: str) -> None:
    answer = CLIENT.post("/", content=b"", headers={"content-length": declared})
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")
    assert "DATELINE_MAX_BODY_BYTES" in answer.json()["detail"]


def test_a_body_without_a_declared_length_is_refused_when_it_exceeds_the_limit() -> None:
    assert CLIENT.post("/", content=iter([b"01234", b"56789", b"0"])).status_code == 413
