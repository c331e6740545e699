"""The OpenAPI document: FastAPI's description of the routes, and the schemas that they reference by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.api.ogc_schemas import SCHEMAS
from app.api.problems import Problem, responses
from app.api.request_body import ArticleIn
from app.api.security.access import COOKIE
from app.api.security.scopes import guarded_routes
from app.api.security.session import SignIn
from app.corrections.fields import CorrectionIn, DecisionIn, MissedEventIn, RejectionIn
from app.domain.access import SCOPES, Scope
from app.query.parameters.schemas import SCHEMAS as PARAMETER_SCHEMAS

#: An event in a page when ``fields=`` selects some of its fields.
_SOME_FIELDS: dict[str, Any] = {
    "type": "object",
    "title": "SomeFields",
    "description": "An event with the fields that `fields=` selects, and its id.",
    "required": ["id"],
    "properties": {"id": {"type": "string", "description": "UUID of the event."}},
}
_KEYS = "Keys are made on the server: `dateline keys create NAME --scope read`."
SCHEMES: dict[str, Any] = {
    "bearer": {"type": "http", "scheme": "bearer", "description": f"A key. {_KEYS}"},
    "apiKey": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": f"A key. {_KEYS}"},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": COOKIE,
        "description": "The cookie of `POST /v1/session`, for pages. Changes need the header `X-CSRF-Token` too.",
    },
}
Operations = Iterator[tuple[dict[str, Any], Scope | None]]


def describe(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document of the app, made once."""
    if app.openapi_schema is None:
        made = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            routes=app.routes,
            tags=app.openapi_tags,
            license_info=app.license_info,
        )
        schemas = made.setdefault("components", {}).setdefault("schemas", {})
        for model in (ArticleIn, Problem, SignIn, CorrectionIn, DecisionIn, MissedEventIn, RejectionIn):
            schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas |= schema.pop("$defs", {}) | {model.__name__: schema}
        schemas |= SCHEMAS | PARAMETER_SCHEMAS | {"SomeFields": _SOME_FIELDS}
        made["components"]["securitySchemes"] = SCHEMES
        for operation, scope in _operations(app, made):
            _describe_access(operation, scope)
        events = schemas["EventPage"]["properties"]["events"]
        events["items"] = {"anyOf": [events["items"], {"$ref": "#/components/schemas/SomeFields"}]}
        app.openapi_schema = made
    return app.openapi_schema


def for_callers(description: dict[str, Any], anonymous: frozenset[Scope]) -> dict[str, Any]:
    """The document for those who may do something without a key: there, a key is optional."""
    paths = {
        path: {method: _optional(operation, anonymous) for method, operation in methods.items()}
        for path, methods in description["paths"].items()
    }
    return description | {"paths": paths}


def _optional(operation: dict[str, Any], anonymous: frozenset[Scope]) -> dict[str, Any]:
    needed = {scope for way in operation.get("security", ()) for scopes in way.values() for scope in scopes}
    if not needed or not needed <= anonymous:
        return operation
    return operation | {"security": [*operation["security"], {}]}


def _operations(app: FastAPI, description: dict[str, Any]) -> Operations:
    """Every described operation that is counted, with the scope that it needs."""
    for context, needed in guarded_routes(app):
        if needed.counted and context.include_in_schema:
            for method in context.methods or ():
                yield description["paths"][context.path_format][method.lower()], needed.scope


def _describe_access(operation: dict[str, Any], scope: Scope | None) -> None:
    """Add the keys that an operation takes, and the answers to requests without one and to too many."""
    if scope is not None:
        operation["security"] = [{name: [scope]} for name in SCHEMES]
        operation["description"] += f"\n\nScope: `{scope}` ({SCOPES[scope]})."
    refused = responses(429) if scope is None else responses(401, 403, 429)
    operation["responses"] = {str(k): v for k, v in refused.items()} | operation["responses"]
