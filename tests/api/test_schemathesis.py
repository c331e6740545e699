"""Schemathesis over every operation of the OpenAPI document: no server error and no undocumented answer.

Bounded and always the same: a fixed seed, few cases of each operation.
"""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.types import ASGIApp, Receive, Scope, Send

from app.main import create_app
from app.settings import Settings

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
#: Read without a server: the tests below send their cases to the one of the session.
schema = schemathesis.openapi.from_dict(create_app(Settings()).openapi())


@pytest.fixture
def running(app: FastAPI, client: TestClient, market: dict[str, Any]) -> ASGIApp:
    """The server of the session with an article in it, which schemathesis must neither start nor stop."""

    async def asgi(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await app(scope, receive, send)
            return
        while (await receive())["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})

    return asgi


@schema.parametrize()
@settings(max_examples=12, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
def test_every_operation(case: Any, running: ASGIApp) -> None:
    case.call_and_validate(app=running, checks=CHECKS)
