"""OGC API – Features (part 1: core, GeoJSON, OpenAPI 3.0), for GIS programs.

A collection is one entry of ``COLLECTIONS``. Parameters are those of ``GET /v1/events`` and are checked in the same
way. As the standard requires, a wrong parameter is 400 here, and a ``limit`` above the maximum gives the largest page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from pydantic_core import to_json

from app.api import ogc_documents as documents
from app.api.dependencies import Services, ServicesOf
from app.api.description import for_callers
from app.api.ogc_parameters import COLLECTION_ID, FEATURE_ID, FORMAT, format_alone, item_parameters, read_request
from app.api.ogc_schemas import success
from app.api.problems import responses
from app.api.responses import next_href, read_bytes
from app.api.security.scopes import needs
from app.errors import BadParameterError, ContradictionError, FilterError, NotFoundError, UnknownCursorError
from app.export import geojson, incident_table
from app.query import EventRequest, find_events, get_event
from app.query.incidents import IncidentRequest, MovedError, find_incidents, get_incident
from app.storage.engine import Session, transaction

router = APIRouter(prefix="/ogc", tags=["ogc"], dependencies=[needs("read")])
_JSON, _GEOJSON = "application/json", geojson.MEDIA_TYPE


class GeoJsonAnswer(JSONResponse):
    """Documents the media type."""

    media_type = _GEOJSON


class DefinitionAnswer(JSONResponse):
    """Documents the media type."""

    media_type = documents.API_TYPE


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection of features: its texts, and how a page and one feature are read."""

    title: str
    description: str
    page: Callable[[Session, EventRequest, Services], Features]
    one: Callable[[Session, str], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Features:
    """A page of features; ``next_cursor`` is None on the last page."""

    features: list[dict[str, Any]]
    next_cursor: str | None


def _events(session: Session, query: EventRequest, services: Services) -> Features:
    page = find_events(session, query.event_filter, query.page, services.gazetteer)
    return Features([geojson.feature(item) for item in page.items], page.next_cursor)


def _incidents(session: Session, query: EventRequest, services: Services) -> Features:
    page = find_incidents(session, IncidentRequest(query), services.gazetteer)
    return Features([incident_table.feature(incident) for incident in page.incidents], page.next_cursor)


def _incident(session: Session, feature_id: str) -> dict[str, Any]:
    try:
        return incident_table.feature(get_incident(session, feature_id))
    except MovedError as moved:  # a feature has no redirects: the one that has its reports is given
        return incident_table.feature(get_incident(session, moved.incident_id))


COLLECTIONS: dict[str, Collection] = {
    "events": Collection(
        "Events",
        "Events that have a place with coordinates, each as one article reports it. The point is the main place. "
        "Filters by place find what took place there, not statements about it.",
        page=_events,
        one=lambda session, feature_id: geojson.feature(get_event(session, feature_id)),
    ),
    "incidents": Collection(
        "Incidents",
        "One happening each, reported by one or many articles, with figures that count everybody once. The point is "
        "the main place. An incident is found when one of its events has coordinates and matches the filters.",
        page=_incidents,
        one=_incident,
    ),
}


@router.get(
    "",
    operation_id="ogcLandingPage",
    summary="Landing page",
    responses=success("landing") | responses(400),
    openapi_extra={"parameters": [FORMAT]},
    dependencies=[Depends(format_alone)],
)
def landing(request: Request) -> Response:
    """The address to give to a GIS program; its links lead to everything else."""
    return _json(request, documents.landing(_base(request)))


@router.get(
    "/conformance",
    operation_id="ogcConformance",
    summary="Conformance classes",
    responses=success("conformance") | responses(400),
    openapi_extra={"parameters": [FORMAT]},
    dependencies=[Depends(format_alone)],
)
def conformance(request: Request) -> Response:
    """The conformance classes of OGC API – Features that this server supports."""
    return _json(request, documents.conformance())


@router.get(
    "/api",
    operation_id="ogcApiDefinition",
    summary="OpenAPI 3.0 document of this part",
    response_class=DefinitionAnswer,
    responses=success("api") | responses(400),
    openapi_extra={"parameters": [FORMAT]},
    dependencies=[Depends(format_alone)],
)
async def api(request: Request, services: ServicesOf) -> Response:
    """The paths under `/ogc` as OpenAPI 3.0, for OGC clients; `/openapi.json` describes the whole API."""
    description = for_callers(request.app.openapi(), await services.access.anonymous_scopes(request))
    made = documents.definition(description, _base(request), list(COLLECTIONS))
    return read_bytes(request, to_json(made), documents.API_TYPE)


@router.get(
    "/collections",
    operation_id="ogcCollections",
    summary="List the collections",
    responses=success("collections") | responses(400),
    openapi_extra={"parameters": [FORMAT]},
    dependencies=[Depends(format_alone)],
)
def collections(request: Request) -> Response:
    """The collections of features."""
    base = _base(request)
    return _json(request, documents.collections(base, [_described(base, name) for name in COLLECTIONS]))


@router.get(
    "/collections/{collectionId}",
    operation_id="ogcCollection",
    summary="Describe one collection",
    responses=success("collection") | responses(400, 404),
    openapi_extra={"parameters": [COLLECTION_ID, FORMAT]},
    dependencies=[Depends(format_alone)],
)
def collection(request: Request) -> Response:
    """The content of a collection and the address of its features."""
    name, _ = _collection(request)
    return _json(request, _described(_base(request), name))


@router.get(
    "/collections/{collectionId}/items",
    operation_id="ogcFeatures",
    summary="Find features",
    response_class=GeoJsonAnswer,
    responses=success("features") | responses(400, 404, 503),
    openapi_extra={"parameters": [COLLECTION_ID, *item_parameters()]},
)
def items(request: Request, services: ServicesOf) -> Response:
    """A page of features, latest first, with the filters of `GET /v1/events`; follow the link `next`."""
    name, wanted = _collection(request)
    with _as_400(), transaction(services.sessions) as session:
        page = wanted.page(session, read_request(request.query_params.multi_items()), services)
    features = page.features
    links = documents.page_links(str(request.url), f"{_base(request)}/collections/{name}")
    if page.next_cursor:
        href = str(request.url.replace(path="", query="")) + next_href(request, page.next_cursor)
        links.append(documents.link(href, "next", _GEOJSON, "Next page"))
    body: dict[str, Any] = {
        "type": "FeatureCollection",
        "attribution": geojson.ATTRIBUTION,
        "links": links,
        "numberReturned": len(features),
        "features": features,
    }
    same = to_json(body)  # without the time stamp, which differs each time
    body["timeStamp"] = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return read_bytes(request, to_json(body), _GEOJSON, same=same)


@router.get(
    "/collections/{collectionId}/items/{featureId}",
    operation_id="ogcFeature",
    summary="Read one feature",
    response_class=GeoJsonAnswer,
    responses=success("feature") | responses(400, 404, 503),
    openapi_extra={"parameters": [COLLECTION_ID, FEATURE_ID, FORMAT]},
    dependencies=[Depends(format_alone)],
)
def item(request: Request, services: ServicesOf) -> Response:
    """One feature with links to itself and its collection."""
    name, wanted = _collection(request)
    with transaction(services.sessions) as session:
        feature = wanted.one(session, request.path_params["featureId"])
    here = f"{_base(request)}/collections/{name}"
    feature["links"] = documents.feature_links(f"{here}/items/{feature['id']}", here)
    return read_bytes(request, to_json(feature), _GEOJSON)


def _collection(request: Request) -> tuple[str, Collection]:
    name = request.path_params["collectionId"]
    if name not in COLLECTIONS:
        raise NotFoundError(f"There is no collection {name!r}. Collections: {', '.join(COLLECTIONS)}.")
    return name, COLLECTIONS[name]


def _described(base: str, name: str) -> dict[str, Any]:
    found = COLLECTIONS[name]
    return documents.collection(base, name, found.title, found.description)


def _base(request: Request) -> str:
    """Return the address of the landing page, with the host that the client used."""
    return f"{str(request.base_url).rstrip('/')}{router.prefix}"


def _json(request: Request, document: dict[str, Any]) -> Response:
    return read_bytes(request, to_json(document), _JSON)


@contextmanager
def _as_400() -> Iterator[None]:
    """Turn 422 for a wrong parameter into 400, which this standard requires."""
    try:
        yield
    except (ContradictionError, UnknownCursorError) as error:
        error.status = BadParameterError.status
        raise
    except FilterError as error:
        raise BadParameterError(str(error), field=error.field) from error
