"""Events found again."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response

from app.api import content_negotiation
from app.api.dependencies import ServicesOf
from app.api.examples import success, success_in_formats
from app.api.parameters import event_parameters, only
from app.api.problems import responses
from app.api.responses import read_of
from app.api.schemas import EventPage
from app.api.security.scopes import needs
from app.export import geojson
from app.export.event_json import EventOut, event_out
from app.query import find_events, get_event, parse_request
from app.storage.engine import transaction

router = APIRouter(prefix="/v1", tags=["events"], dependencies=[needs("read")])


@router.get(
    "/events",
    operation_id="findEvents",
    summary="Find events",
    response_model=EventPage,
    responses=success_in_formats("findEvents") | responses(406, 422, 503),
    openapi_extra={"parameters": event_parameters()},
)
def find(request: Request, services: ServicesOf) -> Response:
    """Events by type, place, time, people, figures and words; different parameters narrow, repeated ones widen.

    Without `factuality`, events that the article asserts or reports as alleged. Pages are stable while articles
    come in: follow the `Link` header with `rel="next"`, or send `next_cursor` as `cursor` with the same filters.
    An unknown parameter is refused.

    The format is that of `format=`, else of `Accept`. All but JSON stream with a `limit` above 1000, and all but JSON
    and GeoJSON stream everything that matches without `limit`; with a smaller one they are pages with the same `Link`
    header. `profile=acled` and `profile=ucdp` give CSV in the columns of those data sets, with a row for each event
    that they would code.
    """
    format_name = content_negotiation.negotiated(request, request.query_params.get("format"))
    query = parse_request(request.query_params.multi_items(), content_negotiation.longest(format_name))
    content_negotiation.check_profile(query.output, format_name)
    if content_negotiation.streams(request, format_name, query.page):
        return content_negotiation.stream_answer(request, format_name, query, services)
    with transaction(services.sessions) as session:
        page = find_events(session, query.event_filter, query.page, services.gazetteer)
    return content_negotiation.page_answer(request, format_name, query, page)


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
        Literal["json", "geojson"] | None, Query(description="Format of the answer; else `Accept` decides.")
    ] = None,
) -> Response:
    """One event with its evidence: every span holds the exact words of the article that show it.

    Its `ETag` is sent as `If-Match` with a correction. `review` says what people have done with it.
    """
    with transaction(services.sessions) as session:
        found = get_event(session, event_id)
    if content_negotiation.negotiated(request, format, content_negotiation.PAGED) == "geojson":
        return read_of(request, geojson.feature(found), change=found.change)
    return read_of(request, event_out(found), change=found.change)
