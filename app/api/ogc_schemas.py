"""The forms of the documents under ``/ogc`` and their documented answers, such as OpenAPI 3.0 can say them too."""

from __future__ import annotations

from typing import Any

from app.api import ogc_documents as documents
from app.api.examples import examples
from app.export import geojson

_EXAMPLE_BASE = "http://localhost:8000/ogc"
_LINK = {
    "type": "object",
    "required": ["href", "rel"],
    "properties": {name: {"type": "string"} for name in ("href", "rel", "type", "title")},
}
_LINKS = {"type": "array", "items": {"$ref": "#/components/schemas/OgcLink"}}
_TEXT = {"type": "string"}
_POINT = {
    "type": "object",
    "required": ["type", "coordinates"],
    "properties": {
        "type": {"type": "string", "enum": ["Point"]},
        "coordinates": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
    },
}
_FEATURE = {
    "type": "object",
    "required": ["type", "id", "geometry", "properties"],
    "properties": {
        "type": {"type": "string", "enum": ["Feature"]},
        "id": _TEXT,
        "geometry": {"anyOf": [{"$ref": "#/components/schemas/Point"}, {"type": "null"}]},
        "properties": {"type": "object"},
        "links": _LINKS,
    },
}
_FEATURES = {
    "type": "object",
    "required": ["type", "features"],
    "properties": {
        "type": {"type": "string", "enum": ["FeatureCollection"]},
        "attribution": _TEXT,
        "features": {"type": "array", "items": {"$ref": "#/components/schemas/Feature"}},
        "numberReturned": {"type": "integer", "minimum": 0},
        "timeStamp": {"type": "string", "format": "date-time"},
        "links": _LINKS,
    },
}
_COLLECTION = {
    "type": "object",
    "required": ["id", "links"],
    "properties": {
        **dict.fromkeys(("id", "title", "description", "attribution", "itemType"), _TEXT),
        "crs": {"type": "array", "items": _TEXT},
        "extent": {"type": "object"},
        "links": _LINKS,
    },
}


def _object(required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": ["links", required], "properties": {"links": _LINKS, **properties}}


#: The forms of these documents, by the names under which the API's description refers to them.
SCHEMAS: dict[str, dict[str, Any]] = {
    "OgcLink": _LINK,
    "OgcLandingPage": _object("title", title=_TEXT, description=_TEXT),
    "OgcConformance": {
        "type": "object",
        "required": ["conformsTo"],
        "properties": {"conformsTo": {"type": "array", "items": _TEXT}},
    },
    "OgcCollection": _COLLECTION,
    "OgcCollections": _object(
        "collections", collections={"type": "array", "items": {"$ref": "#/components/schemas/OgcCollection"}}
    ),
    "Point": _POINT,
    "Feature": _FEATURE,
    "FeatureCollection": _FEATURES,
}


def success(name: str) -> dict[int | str, dict[str, Any]]:
    """The documented success of an operation."""
    media_type, schema, example = _answers()[name]
    return {200: {"description": "Successful answer.", "content": {media_type: {"schema": schema, "example": example}}}}


def _answers() -> dict[str, tuple[str, dict[str, Any], dict[str, Any]]]:
    json, base = "application/json", _EXAMPLE_BASE
    one = documents.collection(base, "events", "Events", "What happened.")
    here = one["links"][0]["href"]
    page = examples()["findEventsGeoJsonPage"]
    feature = examples()["getEventGeoJson"]
    return {
        "landing": (json, _ref("OgcLandingPage"), documents.landing(base)),
        "conformance": (json, _ref("OgcConformance"), documents.conformance()),
        "api": (documents.API_TYPE, {"type": "object"}, {"openapi": "3.0.3", "servers": [{"url": base}]}),
        "collections": (json, _ref("OgcCollections"), documents.collections(base, [one])),
        "collection": (json, _ref("OgcCollection"), one),
        "features": (
            geojson.MEDIA_TYPE,
            _ref("FeatureCollection"),
            page | {"timeStamp": "2024-03-05T09:00:00Z", "links": documents.page_links(f"{here}/items", here)},
        ),
        "feature": (
            geojson.MEDIA_TYPE,
            _ref("Feature"),
            feature | {"links": documents.feature_links(f"{here}/items/{feature['id']}", here)},
        ),
    }


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}
