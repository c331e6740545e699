"""Schemas and documented responses of ``/ogc``, limited to what OpenAPI 3.0 can express too."""

from __future__ import annotations

from typing import Any

from app.api import ogc_documents as documents
from app.api.examples import examples
from app.export import geojson
from app.export.flat import columns

_EXAMPLE_BASE = "http://localhost:8000/ogc"
Schema = dict[str, Any]


def _typed(kind: str, description: str, **more: Any) -> Schema:
    return {"type": kind, "description": description, **more}


def _text(description: str, **more: Any) -> Schema:
    return _typed("string", description, **more)


def _object(meaning: str, required: list[str], /, **properties: Schema) -> Schema:
    return _typed("object", meaning, required=required, properties=properties)


_LINKS = _typed("array", "Links to related documents.", items={"$ref": "#/components/schemas/OgcLink"})
_TITLE, _DESCRIPTION = _text("Name for people."), _text("What it contains.")
_ATTRIBUTION = _text("Credit that must be shown with the place data.")
_KINDS = {
    "text": "string", "number": "number", "integer": "integer", "boolean": "boolean", "timestamp": "string",
}  # fmt: skip
_PROPERTIES: Schema = {
    name: {"description": column.description, "anyOf": [{"type": _KINDS[column.kind]}, {"type": "null"}]}
    for name, column in columns(near=True, as_properties=True).items()
}

#: Schemas of these documents, by the names under which the OpenAPI document references them.
SCHEMAS: dict[str, Schema] = {
    "OgcLink": _object(
        "A link.",
        ["href", "rel"],
        href=_text("Address of the linked document."),
        rel=_text("Relation to this document, such as `next`."),
        type=_text("Media type of the linked document."),
        title=_text("Name for people."),
    ),
    "OgcLandingPage": _object(
        "The entry document.", ["links", "title"], links=_LINKS, title=_TITLE, description=_DESCRIPTION
    ),
    "OgcConformance": _object(
        "Conformance classes of the server.",
        ["conformsTo"],
        conformsTo=_typed("array", "Addresses of the conformance classes.", items={"type": "string"}),
    ),
    "OgcCollection": _object(
        "A collection of features.",
        ["id", "links"],
        id=_text("Name of the collection in paths."),
        title=_TITLE,
        description=_DESCRIPTION,
        attribution=_ATTRIBUTION,
        itemType=_text("Always `feature`."),
        crs=_typed("array", "Coordinate reference systems.", items={"type": "string"}),
        extent=_typed("object", "Bounds in space and time; always the whole world and all times."),
        links=_LINKS,
    ),
    "OgcCollections": _object(
        "The collections of the server.",
        ["links", "collections"],
        links=_LINKS,
        collections=_typed("array", "The collections.", items={"$ref": "#/components/schemas/OgcCollection"}),
    ),
    "Point": _object(
        "A GeoJSON point (WGS 84).",
        ["type", "coordinates"],
        type=_text("GeoJSON type.", enum=["Point"]),
        coordinates=_typed(
            "array", "Longitude and latitude in degrees.", items={"type": "number"}, minItems=2, maxItems=2
        ),
    ),
    "FeatureProperties": _typed(
        "object",
        "The event as flat properties; `fields=` selects some of them. An incident has those of its table.",
        properties=_PROPERTIES,
    ),
    "Feature": _object(
        "One event as a GeoJSON feature.",
        ["type", "id", "geometry", "properties"],
        type=_text("GeoJSON type.", enum=["Feature"]),
        id=_text("UUID of the event."),
        geometry={
            "description": "Point of the main place; null without a pin.",
            "anyOf": [{"$ref": "#/components/schemas/Point"}, {"type": "null"}],
        },
        properties={"description": "The event.", "allOf": [{"$ref": "#/components/schemas/FeatureProperties"}]},
        links=_LINKS,
    ),
    "FeatureCollection": _object(
        "A page of events as GeoJSON.",
        ["type", "features"],
        type=_text("GeoJSON type.", enum=["FeatureCollection"]),
        attribution=_ATTRIBUTION,
        features=_typed("array", "The features.", items={"$ref": "#/components/schemas/Feature"}),
        numberReturned=_typed("integer", "Number of features on this page.", minimum=0),
        timeStamp=_text("When the answer was made (UTC); only under `/ogc`.", format="date-time"),
        links=_LINKS,
    ),
}


def success(name: str) -> dict[int | str, dict[str, Any]]:
    """Return the documented success response of an operation."""
    media_type, schema, example = _answers()[name]
    return {200: {"description": "Successful answer.", "content": {media_type: {"schema": schema, "example": example}}}}


def _answers() -> dict[str, tuple[str, dict[str, Any], dict[str, Any]]]:
    json, base = "application/json", _EXAMPLE_BASE
    one = documents.collection(base, "events", "Events", "What happened.")
    here = one["links"][0]["href"]
    page = examples()["findEvents.geojson"]
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
