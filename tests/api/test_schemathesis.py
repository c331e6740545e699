"""Schemathesis over every operation of the OpenAPI document, with all of its checks, with a key and without.

Bounded and always the same: a fixed seed, few cases of each operation. docs/reliability.md has the command for many.
"""

from __future__ import annotations

import copy
import datetime as dt
import functools
import itertools
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings
from schemathesis.checks import CHECKS, CheckContext, load_all_checks
from schemathesis.config import SchemathesisConfig
from schemathesis.pytest.lazy import get_all_tests
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance
from starlette.types import Receive, Scope, Send

from app.api.description import for_callers
from app.domain import access
from app.domain.access import AccessKey, digest_of, new_token
from app.linking.store import save_linked
from app.storage.access_keys import add_key
from app.storage.articles import find
from app.storage.engine import transaction
from app.storage.mapping import StoredArticle
from app.storage.tables import AccessKeyRow
from tests.api.conftest import MARKET

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

    app: FastAPI

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "lifespan":
            await self.app(scope, receive, send)
            return
        while (await receive())["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        await send({"type": "lifespan.shutdown.complete"})


FEW = 5
#: The limits of its body are tried at another operation, which has the same fields: POST …/events.
SAME_BODY = "PATCH /v1/events/{event_id}"
DOCUMENT = json.loads(Path(__file__).with_name("openapi.json").read_text("utf-8"))  # test_openapi.py compares it
OPERATIONS = [f"{method.upper()} {path}" for path, methods in DOCUMENT["paths"].items() for method in methods]


@functools.cache
def read(callers: frozenset[access.Scope], limits: bool = False) -> Any:
    """The description for those who may do something without a key: to draw cases from, or the ``limits`` to try."""
    described = copy.deepcopy(for_callers(RUNNING.app.openapi(), callers))
    config = SchemathesisConfig()
    phases = config.projects.default.phases
    phases.coverage.enabled, phases.fuzzing.enabled, phases.examples.enabled = limits, not limits, not limits
    if limits:
        each_parameter_once(described)
        each_field_once(described)
    made = schemathesis.openapi.from_dict(described, config=config)
    made.app = RUNNING
    return made


def each_parameter_once(described: dict[str, Any]) -> None:
    """Leave an optional parameter only at the first operation that has it: the same code reads it for all.

    Of a long enumeration the first values are left, which are found in one table.
    """
    seen = set()
    for _, methods in sorted(described["paths"].items()):
        for operation in methods.values():
            given = {json.dumps([p["name"], p["in"], p["schema"]]): p for p in operation.get("parameters", [])}
            operation["parameters"] = [p for key, p in given.items() if p.get("required") or key not in seen]
            seen.update(given)
            for parameter in operation["parameters"]:
                parameter["schema"] = shortened(parameter["schema"], described["components"]["schemas"])


def each_field_once(described: dict[str, Any]) -> None:
    """Leave an optional field that is an object only at the first place that has such an object: one model reads it."""
    named = described["components"]["schemas"]
    for _, methods in sorted(described["paths"].items()):
        for operation in methods.values():
            seen: set[str] = set()
            waiting = references(operation.get("requestBody"))
            while waiting:
                parent = named[waiting.pop(0)]
                fields = parent.get("properties", {})
                for field, schema in list(fields.items()):
                    inner = references(schema)
                    new = [name for name in inner if name not in seen]
                    if inner and not new and field not in parent.get("required", ()):
                        del fields[field]
                    seen.update(new)
                    waiting += new


def references(schema: Any) -> list[str]:
    """The names of the schemas that one refers to itself."""
    if isinstance(schema, list):
        return [name for inner in schema for name in references(inner)]
    if not isinstance(schema, dict):
        return []
    own = [schema["$ref"].rpartition("/")[2]] if "$ref" in schema else []
    return own + [name for inner in schema.values() for name in references(inner)]


def shortened(schema: Any, named: dict[str, Any]) -> Any:
    """A schema with the first values of each of its enumerations."""
    if isinstance(schema, list):
        return [shortened(inner, named) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    of_name = named.get(str(schema.get("$ref", "")).rpartition("/")[2], {})
    if "enum" in of_name:
        schema = of_name
    if "enum" in schema:
        return schema | {"enum": schema["enum"][:FEW]}
    return {key: shortened(inner, named) for key, inner in schema.items()}


RUNNING = Running()


def accepted(context: CheckContext, response: schemathesis.Response, case: schemathesis.Case) -> bool | None:
    """What the description allows is accepted, or refused for a reason that it cannot state."""
    if response.status_code in (400, 422):
        kind = response.json()["type"].removeprefix("urn:dateline:error:")
        if kind in BEYOND_DESCRIPTION or (case.operation.path, kind) in BEYOND_DESCRIPTION_OF:
            return None
    return positive_data_acceptance(context, response, case)


def refused(context: CheckContext, response: schemathesis.Response, case: schemathesis.Case) -> bool | None:
    """What the description excludes is refused; but of JSON Lines any text is a list, whose bad lines fail alone."""
    if case.media_type == LINES:
        return None
    return negative_data_rejection(context, response, case)


OURS = {positive_data_acceptance: accepted, negative_data_rejection: refused}
ALL = [OURS.get(check, check) for check in CHECKS.get_all()]


def cases(count: int) -> Any:
    """So many cases of each operation beside its examples or its limits."""
    return settings(
        max_examples=count, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )


@pytest.fixture(scope="module")
def read_once(app: FastAPI, server: TestClient) -> StoredArticle:
    """An article with what is read in it."""
    article_id = server.post("/v1/articles", json=MARKET).json()["id"]
    with transaction(app.state.services.sessions) as session:
        found = find(session, article_id)
    assert found is not None
    return found


@pytest.fixture(autouse=True)
def running(app: FastAPI, read_once: StoredArticle, client: TestClient) -> None:
    """A server with an article in it, which is not read again for each test."""
    with transaction(app.state.services.sessions) as session:
        assert save_linked(session, read_once.article, read_once.extraction).new
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


def check(operation: str, schema: Any, count: int, test: Callable[[Any], None]) -> None:
    """Run the test with each case of an operation; they are made here, as it takes seconds and every process collects.

    Raises what the test raises, for the smallest case that fails.
    """
    one = schema.include(name=operation)
    (made,) = get_all_tests(schema=one, test_func=test, settings=cases(count), given_kwargs=None)
    made.ok()[1]()


@pytest.mark.parametrize("operation", [operation for operation in OPERATIONS if operation != SAME_BODY])
def test_the_limits_of_every_operation(operation: str) -> None:
    """On a server without keys."""

    def accepts(case: Any) -> None:
        case.call_and_validate(checks=ALL)

    check(operation, read(access.EVERYTHING, limits=True), 1, accepts)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_with_a_key_and_without(operation: str, token: str) -> None:
    """Each case is sent with a key, in one header or the other, and then without."""
    headers = itertools.cycle([{"Authorization": f"Bearer {token}"}, {"X-API-Key": token}])

    def accepts_and_refuses(case: Any) -> None:
        case.call_and_validate(headers=next(headers), checks=ALL)
        answer = case.call_and_validate(checks=ALL)
        if case.operation.definition.raw.get("security"):
            assert answer.status_code in (401, 404, 405, 413), answer.text

    check(operation, read(access.NOTHING), 10, accepts_and_refuses)
