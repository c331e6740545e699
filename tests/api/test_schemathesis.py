"""Schemathesis over every operation of the OpenAPI document: no server error and no undocumented answer.

Bounded and always the same: a fixed seed, few cases of each operation.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    ignored_auth,
    missing_required_header,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from starlette.types import ASGIApp, Receive, Scope, Send

from app.domain.access import AccessKey, digest_of, new_token
from app.main import create_app
from app.settings import Settings
from app.storage.access_keys import add_key
from app.storage.engine import transaction
from app.storage.tables import AccessKeyRow

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    missing_required_header,
    unsupported_method,
    allow_header_conformance,
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


@pytest.fixture
def token(app: FastAPI) -> Iterator[str]:
    """A key for everything; while there is one, requests without it are refused."""
    services, (key_id, made) = app.state.services, new_token()
    key = AccessKey(key_id, "chief", digest_of(made), ("admin",), dt.datetime.now(dt.UTC), rate_limit="")
    with transaction(services.sessions) as session:
        add_key(session, key)
    services.access.keys._read_at = float("-inf")
    yield made
    with transaction(services.sessions) as session:
        session.query(AccessKeyRow).delete()
    services.access.keys._read_at = float("-inf")


@schema.parametrize()
@settings(max_examples=6, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
def test_every_operation_with_a_key(case: Any, running: ASGIApp, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    case.call_and_validate(app=running, headers=headers, checks=[*CHECKS, ignored_auth])


@schema.parametrize()
@settings(max_examples=3, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
def test_every_operation_without_its_key(case: Any, running: ASGIApp, token: str) -> None:
    answer = case.call_and_validate(app=running, checks=CHECKS)
    if case.operation.definition.raw.get("security"):
        assert answer.status_code in (401, 404, 405, 413), answer.text
