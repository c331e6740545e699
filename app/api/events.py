"""Events found again."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response

from app.api.answers import next_link, read_of, wants_geojson
from app.api.examples import success
from app.api.parameters import event_parameters, only
from app.api.problems import responses
from app.api.schemas import EventOut, EventPage, event_out
from app.api.services import ServicesOf
from app.export import geojson
from app.query import find_events, get_event, parse_filter
from app.storage.engine import transaction

router = APIRouter(prefix="/v1", tags=["events"])


@router.get(
    "/events",
    operation_id="findEvents",
    summary="Find events",
    response_model=EventPage,
    responses=success("findEvents", "findEventsGeoJson") | responses(422, 503),
    openapi_extra={"parameters": event_parameters()},
)
def find(request: Request, services: ServicesOf) -> Response:
    """Events by type, place, time, people, figures and words; different parameters narrow, repeated ones widen.

    Without `factuality`, events that the article asserts or reports as alleged. Pages are stable while articles
    come in: follow the `Link` header with `rel="next"`, or send `next_cursor` as `cursor` with the same filters.
    As GeoJSON with `format=geojson` or `Accept: application/geo+json`. An unknown parameter is refused.
    """
    wish = parse_filter(request.query_params.multi_items())
    with transaction(services.sessions) as session:
        page = find_events(session, wish, services.gazetteer)
    link = next_link(request, page.next_cursor)
    if wants_geojson(request, wish.format):
        return read_of(request, geojson.feature_collection(page.items), link)
    return read_of(request, EventPage(tuple(map(event_out, page.items)), page.next_cursor), link)


@router.get(
    "/events/{event_id}",
    operation_id="getEvent",
    summary="Read one event",
    response_model=EventOut,
    responses=success("getEvent", "getEventGeoJson") | responses(404, 422, 503),
    dependencies=[Depends(only("format"))],
)
def get(
    event_id: str,
    request: Request,
    services: ServicesOf,
    format: Annotated[
        Literal["json", "geojson"] | None, Query(description="Form of the answer; else `Accept` decides.")
    ] = None,
) -> Response:
    """One event with its evidence: every span holds the exact words of the article that show it."""
    with transaction(services.sessions) as session:
        found = get_event(session, event_id)
    if wants_geojson(request, format):
        return read_of(request, geojson.feature(found))
    return read_of(request, event_out(found))
