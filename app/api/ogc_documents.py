"""Documents under ``/ogc`` that are not features: landing page, conformance, collections, API definition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.export import geojson

TITLE = "Dateline"
DESCRIPTION = "News articles as structured events, with their places and dates. " + geojson.ATTRIBUTION + "."
API_TYPE = "application/vnd.oai.openapi+json;version=3.0"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
CONFORMANCE = tuple(f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{c}" for c in ("core", "oas30", "geojson"))
_JSON, _GEOJSON, _HTML = "application/json", geojson.MEDIA_TYPE, "text/html"


def link(href: str, rel: str, media_type: str, title: str) -> dict[str, str]:
    """Return a link of an OGC document."""
    return {"href": href, "rel": rel, "type": media_type, "title": title}


def landing(base: str) -> dict[str, Any]:
    """Return the landing page, where a client starts."""
    root = base.rpartition("/")[0]
    return {
        "title": TITLE,
        "description": DESCRIPTION,
        "links": [
            link(base, "self", _JSON, "This document"),
            link(f"{base}/api", "service-desc", API_TYPE, "The API definition"),
            link(f"{root}/docs", "service-doc", _HTML, "The API documentation"),
            link(f"{base}/conformance", "conformance", _JSON, "Conformance classes"),
            link(f"{base}/collections", "data", _JSON, "The collections"),
        ],
    }


def conformance() -> dict[str, Any]:
    """Return the conformance classes of the server."""
    return {"conformsTo": list(CONFORMANCE)}


def collections(base: str, described: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the list of collections."""
    return {"links": [link(f"{base}/collections", "self", _JSON, "This document")], "collections": list(described)}


def collection(base: str, name: str, title: str, description: str) -> dict[str, Any]:
    """Return one collection. Its extent is the world and all times, because the true one is expensive to compute."""
    here = f"{base}/collections/{name}"
    return {
        "id": name,
        "title": title,
        "description": description,
        "attribution": geojson.ATTRIBUTION,
        "itemType": "feature",
        "crs": [CRS84],
        "extent": {
            "spatial": {"bbox": [[-180, -90, 180, 90]], "crs": CRS84},
            "temporal": {"interval": [[None, None]], "trs": GREGORIAN},
        },
        "links": [
            link(here, "self", _JSON, "This document"),
            link(f"{here}/items", "items", _GEOJSON, title),
        ],
    }


def page_links(here: str, parent: str) -> list[dict[str, str]]:
    """Return the links of a page of features."""
    return [link(here, "self", _GEOJSON, "This page"), link(parent, "collection", _JSON, "The collection")]


def feature_links(here: str, parent: str) -> list[dict[str, str]]:
    """Return the links of one feature."""
    return [link(here, "self", _GEOJSON, "This feature"), link(parent, "collection", _JSON, "The collection")]


def definition(description: dict[str, Any], base: str, names: Sequence[str]) -> dict[str, Any]:
    """Return the paths under ``base`` as OpenAPI 3.0; each collection has its own, because GIS programs expect that."""
    prefix = f"/{base.rpartition('/')[2]}"
    paths: dict[str, Any] = {}
    for path, methods in description["paths"].items():
        if path == prefix or path.startswith(f"{prefix}/"):
            for name in names if "{collectionId}" in path else [""]:
                paths[path.removeprefix(prefix).replace("{collectionId}", name) or "/"] = {
                    method: _operation(operation, name) for method, operation in methods.items()
                }
    used = _used(paths, description["components"]["schemas"])
    made = {
        "openapi": "3.0.3",
        "info": {"title": TITLE, "version": description["info"]["version"], "description": DESCRIPTION},
        "servers": [{"url": base}],
        "paths": paths,
        "components": {"schemas": used, "securitySchemes": description["components"]["securitySchemes"]},
    }
    return {key: _older(value) for key, value in made.items()}


def _operation(operation: dict[str, Any], name: str) -> dict[str, Any]:
    """Return an operation for one collection."""
    kept = [p for p in operation.get("parameters", []) if not name or p["name"] != "collectionId"]
    ending = name.capitalize()
    # 3.0 has scopes for OAuth alone
    security: list[dict[str, list[str]]] = [{scheme: [] for scheme in way} for way in operation.get("security", ())]
    return operation | {"operationId": operation["operationId"] + ending, "parameters": kept, "security": security}


def _used(value: Any, schemas: dict[str, Any]) -> dict[str, Any]:
    """Return the schemas that are referenced, directly or by another schema."""
    found: dict[str, Any] = {}
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            name = str(part.get("$ref", "")).removeprefix("#/components/schemas/")
            if name in schemas and name not in found:
                found[name] = schemas[name]
                waiting.append(schemas[name])
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)
    return dict(sorted(found.items()))


def _older(value: Any) -> Any:
    """Convert a part of an OpenAPI 3.1 document to 3.0: ``nullable``, one example, exclusive bounds as flags."""
    if isinstance(value, list):
        return [_older(part) for part in value]
    if not isinstance(value, dict):
        return value
    made = {key: _older(part) for key, part in value.items() if key not in ("examples", "exclusiveMinimum")}
    if isinstance(value.get("examples"), list):
        made["example"] = value["examples"][0]
    if isinstance(value.get("exclusiveMinimum"), int | float):
        made |= {"minimum": value["exclusiveMinimum"], "exclusiveMinimum": True}
    if isinstance(value.get("anyOf"), list) and {"type": "null"} in value["anyOf"]:
        others = [part for part in made.pop("anyOf") if part != {"type": "null"}]
        made |= {"allOf": others, "nullable": True} if "$ref" in others[0] else {**others[0], "nullable": True}
    return made
