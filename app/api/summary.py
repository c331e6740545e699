"""Summaries: counts of events and of incidents for dashboards and maps."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from app.api.dependencies import ServicesOf
from app.api.examples import success
from app.api.parameters import incident_summary_parameters, summary_parameters
from app.api.problems import responses
from app.api.responses import read_of
from app.api.security.scopes import needs
from app.query.incident_summary import IncidentSummary, parse_incident_summary, summarize_incidents
from app.query.summary import Summary, summarize
from app.query.summary_parameters import parse_summary
from app.storage.engine import transaction

router = APIRouter(prefix="/v1", dependencies=[needs("read")])


@router.get(
    "/events/summary",
    tags=["events"],
    operation_id="summarizeEvents",
    summary="Count events",
    response_model=Summary,
    responses=success("summarizeEvents") | responses(422, 503),
    openapi_extra={"parameters": summary_parameters()},
)
def summary(request: Request, services: ServicesOf) -> Response:
    """The number of events, and of people killed and injured, by one or two keys.

    The filters are those of `GET /v1/events`, with the same default `factuality`. Every event counts once: under the
    country and first-level division (`admin1`) of its main place, and in the `day`, `week` (ISO 8601) or `month` in
    which it begins, if its time is known that exactly. An unknown key is null. `cell` is a grid of longitude and
    latitude with squares of `cell_degrees`; each group then has the centre and bounds of its cell. Groups are in order
    of time when a key is a time, else largest first; `truncated` means that the smallest were left out. With
    `articles=true` each group also has the number of articles that report its events. `note` defines the sums: reports
    of several articles are added up. For figures that count everybody once ask `GET /v1/incidents/summary`.

    Fast for any number of events: types and factuality with whole months (by `type`, `subtype` or `country`, and
    `month`), with whole days (by `type`, and `day`, `week` or `month`), or with countries and a box (by `type`,
    `country`, `admin1`, `cell`); and every narrow filter, such as a month, a town or an actor.
    """
    requested = parse_summary(request.query_params.multi_items())
    with transaction(services.sessions) as session:
        counted = summarize(session, requested, services.gazetteer)
    return read_of(request, counted)


@router.get(
    "/incidents/summary",
    tags=["incidents"],
    operation_id="summarizeIncidents",
    summary="Count incidents",
    response_model=IncidentSummary,
    responses=success("summarizeIncidents") | responses(422, 503),
    openapi_extra={"parameters": incident_summary_parameters()},
)
def incident_summary(request: Request, services: ServicesOf) -> Response:
    """The number of incidents, and of people killed and injured in them, by one or two keys: the figures to quote.

    Every incident counts once, whatever the number of its reports: under its own type, the country and first-level
    division (`admin1`) of its main place, and the `day`, `week` (ISO 8601) or `month` in which it begins, if its time
    is known that exactly. The filters are those of `GET /v1/incidents`. An unknown key is null. Groups are in order of
    time when a key is a time, else largest first; `truncated` means that the smallest were left out. `note` defines
    the sums `low`, `best` and `high`.
    """
    requested = parse_incident_summary(request.query_params.multi_items())
    with transaction(services.sessions) as session:
        counted = summarize_incidents(session, requested, services.gazetteer)
    return read_of(request, counted)
