"""Schemathesis over every operation of the OpenAPI document, with all of its checks, with a key and without.

Bounded and always the same: a fixed seed, few cases of each operation. docs/reliability.md has the command for many.
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
from schemathesis.checks import CHECKS, CheckContext, load_all_checks
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.description import for_callers
from app.domain import access
from app.domain.access import AccessKey, digest_of, new_token
from app.main import create_app
from app.settings import Settings
from app.storage.access_keys import add_key
from app.storage.engine import transaction
from app.storage.tables import AccessKeyRow

#: Refusals of what no description can exclude: parameters that do not fit together, cursors that no page gave, names
#: of several places, idempotency keys sent before, pages without an article, texts in a language that is not read.
BEYOND_DESCRIPTION = {
    "ambiguous-place",
    "contradiction",
    "no-article",
    "reused-key",
    "unknown-cursor",
    "unsupported-language",
}
#: A query string in a body may be any text for its description.
BEYOND_DESCRIPTION_OF = {("/v1/subscriptions", "filter")}
load_all_checks()
LINES = "application/x-ndjson"
schemathesis.serializer.alias(LINES, "text/plain")


class Running:
    """The server of the session, which schemathesis must neither start nor stop."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "lifespan":
            await self.app(scope, receive, send)
            return
        while (await receive())["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})


def read(callers: frozenset[access.Scope]) -> Any:
    """The description for those who may do something without a key."""
    described = for_callers(create_app(Settings()).openapi(), callers)
    config = SchemathesisConfig()
    config.projects.default.phases.coverage.enabled = bool(callers)  # the limits of every parameter, once
    made = schemathesis.openapi.from_dict(described, config=config)
    made.app = RUNNING
    return made


RUNNING = Running()
open_to_all, guarded = read(access.EVERYTHING), read(access.NOTHING)


def accepted(context: CheckContext, response: schemathesis.Response, case: schemathesis.Case) -> bool | None:
    """What the description allows is accepted, or refused for a reason that it cannot state."""
    if response.status_code in (400, 422):
        kind = response.json()["type"].removeprefix("urn:dateline:error:")
        if kind in BEYOND_DESCRIPTION or (case.operation.path, kind) in BEYOND_DESCRIPTION_OF:
            return None
    return positive_data_acceptance(context, response, case)


def refused(context: CheckContext, response: schemathesis.Response, case: schemathesis.Case) -> bool | None:
    """What the description excludes is refused; but of JSON Lines any text is a list, whose bad lines fail alone."""
    return None if case.media_type == LINES else negative_data_rejection(context, response, case)


OURS = {positive_data_acceptance: accepted, negative_data_rejection: refused}
ALL = [OURS.get(check, check) for check in CHECKS.get_all()]


def cases(count: int) -> Any:
    """So many cases of each operation beside its examples and its limits."""
    return settings(
        max_examples=count, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )


@pytest.fixture(autouse=True)
def running(app: FastAPI, client: TestClient, market: dict[str, Any]) -> None:
    """A server with an article in it."""
    RUNNING.app = app


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


@open_to_all.parametrize()
@cases(12)
def test_every_operation(case: Any) -> None:
    case.call_and_validate(checks=ALL)


@pytest.mark.parametrize("header", ["Authorization", "X-API-Key"])
@guarded.parametrize()
@cases(4)
def test_every_operation_with_a_key(case: Any, token: str, header: str) -> None:
    headers = {header: f"Bearer {token}" if header == "Authorization" else token}
    case.call_and_validate(headers=headers, checks=ALL)


@guarded.parametrize()
@cases(3)
def test_every_operation_without_its_key(case: Any, token: str) -> None:
    answer = case.call_and_validate(checks=ALL)
    if case.operation.definition.raw.get("security"):
        assert answer.status_code in (401, 404, 405, 413), answer.text
