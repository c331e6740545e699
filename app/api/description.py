"""The OpenAPI document: FastAPI's description of the routes, and the schemas that they reference by name."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.api.ogc_schemas import SCHEMAS
from app.api.problems import Problem
from app.api.request_body import ArticleIn

#: An event in a page when ``fields=`` selects some of its fields.
_SOME_FIELDS: dict[str, Any] = {
    "type": "object",
    "title": "SomeFields",
    "description": "An event with the fields that `fields=` selects, and its id.",
    "required": ["id"],
    "properties": {"id": {"type": "string", "description": "UUID of the event."}},
}


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
        for model in (ArticleIn, Problem):
            schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas |= schema.pop("$defs", {}) | {model.__name__: schema}
        schemas |= SCHEMAS | {"SomeFields": _SOME_FIELDS}
        events = schemas["EventPage"]["properties"]["events"]
        events["items"] = {"anyOf": [events["items"], {"$ref": "#/components/schemas/SomeFields"}]}
        app.openapi_schema = made
    return app.openapi_schema
