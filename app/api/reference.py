"""Reference data: the ontology and the gazetteer."""

from __future__ import annotations

import functools
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from app.api.dependencies import ServicesOf
from app.api.examples import success
from app.api.parameters import only
from app.api.problems import responses
from app.api.responses import read_of
from app.api.schemas import EventTypes, Places, event_type_out
from app.api.security.scopes import needs
from app.export.geojson import ATTRIBUTION
from app.gazetteer import search
from app.ontology import catalogue

router = APIRouter(prefix="/v1", tags=["reference"], dependencies=[needs("read")])


@functools.cache
def _event_types() -> EventTypes:
    return EventTypes(tuple(map(event_type_out, catalogue().types.values())))


@router.get(
    "/event-types",
    operation_id="listEventTypes",
    summary="List event types",
    response_model=EventTypes,
    responses=success("listEventTypes") | responses(422),
    dependencies=[Depends(only())],
)
def event_types(request: Request) -> Response:
    """Every event type with its definition, sub-types, roles, and codes in PLOVER, CAMEO and ACLED."""
    return read_of(request, _event_types())


@router.get(
    "/places",
    operation_id="findPlaces",
    summary="Find a place by name",
    response_model=Places,
    responses=success("findPlaces") | responses(422),
    dependencies=[Depends(only("q", "limit"))],
)
def places(
    request: Request,
    services: ServicesOf,
    q: Annotated[
        str,
        Query(
            min_length=1,
            max_length=200,
            description="A name or its beginning, `Name, Country`, or a GeoNames id.",
            examples=["Ramadi"],
        ),
    ],
    limit: Annotated[int, Query(ge=1, le=100, description="Maximum number of places.")] = 10,
) -> Response:
    """Places of a name, most likely first. The filter `place=` accepts the same names.

    Place data © GeoNames, CC BY 4.0.
    """
    return read_of(request, Places(tuple(search(services.gazetteer, q, limit)), ATTRIBUTION))
