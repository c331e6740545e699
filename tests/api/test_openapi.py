"""The OpenAPI document is complete."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from app.api import schemas
from app.api.examples import examples
from app.api.request_body import EXAMPLE, ArticleIn
from app.api.security.session import Session
from app.ingestion import prepare
from app.ingestion.answers import ArticleAnswer
from app.ingestion.fields import FIELDS
from app.main import create_app
from app.query.audit import AuditPage
from app.query.change_feed import DeletionPage
from app.query.summary import Summary
from app.settings import Settings
from tests.api import refresh_openapi

DESCRIPTION = create_app(Settings()).openapi()
OPERATIONS = [
    pytest.param(operation, id=f"{method} {path}")
    for path, methods in DESCRIPTION["paths"].items()
    for method, operation in methods.items()
]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_is_described(operation: dict[str, Any]) -> None:
    assert operation["operationId"].isalpha()
    assert operation["summary"]
    assert len(operation["description"]) > 25
    assert operation["tags"]
    for parameter in operation.get("parameters", []):
        assert parameter.get("description") or parameter["in"] == "path", parameter["name"]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_has_examples_and_error_responses(operation: dict[str, Any]) -> None:
    for status, response in operation["responses"].items():
        assert response["description"]
        if status == "204":
            continue
        for media_type, content in response["content"].items():
            binary = content.get("schema", {}).get("format") == "binary"  # nothing that can be shown
            assert binary or content["example"], (status, media_type)
            if status >= "4" and operation["tags"] != ["operation"]:
                assert media_type == "application/problem+json"
                assert content["example"]["status"] == int(status)
    wrong = "400" if operation["tags"] == ["ogc"] else "422"  # the standard's own status
    assert operation["tags"] == ["operation"] or wrong in operation["responses"]


@pytest.mark.parametrize("name", DESCRIPTION["components"]["schemas"])
def test_every_schema_and_property_is_described(name: str) -> None:
    schema = DESCRIPTION["components"]["schemas"][name]
    missing = [prop for prop, part in schema.get("properties", {}).items() if not part.get("description")]
    assert schema.get("description")
    assert missing == [], "describe the field at its source: field(metadata=doc(...)) or Field(description=...)"


def test_operation_ids_are_unique() -> None:
    ids = [param.values[0]["operationId"] for param in OPERATIONS]
    assert len(set(ids)) == len(ids)


def test_every_reference_is_defined() -> None:
    def references(value: Any) -> Any:
        if isinstance(value, dict):
            if "$ref" in value:
                yield value["$ref"]
            for part in value.values():
                yield from references(part)
        elif isinstance(value, list):
            for part in value:
                yield from references(part)

    known = {f"#/components/schemas/{name}" for name in DESCRIPTION["components"]["schemas"]}
    assert set(references(DESCRIPTION)) <= known


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("postArticle", ArticleAnswer),
        ("getArticle", schemas.ArticleOut),
        ("listArticles", schemas.ArticleList),
        ("findEvents", schemas.EventPage),
        ("listDeletedEvents", DeletionPage),
        ("summarizeEvents", Summary),
        ("getEvent", schemas.EventOut),
        ("listEventTypes", schemas.EventTypes),
        ("findPlaces", schemas.Places),
        ("getSession", Session),
        ("signIn", Session),
        ("listAudit", AuditPage),
        ("ready", schemas.Health),
        ("notReady", schemas.Health),
    ],
)
def test_the_examples_match_their_schemas(name: str, kind: type) -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(kind)
    assert adapter.dump_python(adapter.validate_python(examples()[name]), mode="json") == examples()[name]


def test_the_example_article_is_accepted_and_its_fields_are_those_that_are_checked() -> None:
    assert prepare(EXAMPLE, Settings()).title == EXAMPLE["title"]
    assert set(ArticleIn.model_fields) == set(FIELDS)


@pytest.mark.parametrize("page", ["/docs", "/redoc"])
def test_the_documentation_pages_work_offline(server: TestClient, app: FastAPI, page: str) -> None:
    html = server.get(page).text
    assert "http://" not in html.replace(str(server.base_url), "")
    assert "https://" not in html
    sources = [part.split('"')[0] for part in html.split('src="')[1:]]
    assert sources
    for source in sources:
        assert server.get(source).status_code == 200


def test_the_promised_document_changes_only_on_purpose() -> None:
    hint = "The OpenAPI document has changed. If on purpose: uv run python tests/api/refresh_openapi.py"
    assert refresh_openapi.text() == refresh_openapi.FILE.read_text("utf-8"), hint
