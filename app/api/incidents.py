"""Incidents: find, read, history, and what analysts do to them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse

from app.api import content_negotiation
from app.api.dependencies import Services, ServicesOf
from app.api.examples import success, success_in_formats
from app.api.head_requests import is_head
from app.api.parameters import Cursor, incident_parameters, only
from app.api.problems import responses
from app.api.responses import json_of, next_link, read_bytes, read_of
from app.api.security.scopes import CallerOf, needs
from app.domain.access import Caller
from app.domain.documentation import doc
from app.errors import ContradictionError, FilterError
from app.export import csv_table, incident_table
from app.export.registry import FORMATS
from app.linking.editing import merge, pin, split
from app.query.filters import DEFAULT_LIMIT, MAX_LIMIT
from app.query.incidents import (
    GonePage,
    IncidentHistory,
    IncidentOut,
    IncidentPage,
    IncidentRequest,
    MovedError,
    current_row,
    find_incidents,
    get_history,
    get_incident,
    list_gone,
    parse_incident_request,
)
from app.storage.audit import Action, record
from app.storage.engine import Session, transaction
from app.storage.incident_tables import IncidentRow

router = APIRouter(prefix="/v1/incidents", tags=["incidents"])
_BATCH = 200


@dataclass(frozen=True, slots=True)
class MergedIncident:
    """Where an incident went that was merged into another."""

    id: str = field(metadata=doc("UUID of the incident that was requested."))
    merged_into: str = field(metadata=doc("UUID of the incident that has its reports now."))


@dataclass(frozen=True, slots=True)
class SplitIncidents:
    """What came of a split."""

    incidents: tuple[IncidentOut, ...] = field(metadata=doc("The incident itself, then the new ones."))


_EXAMPLE = {"id": "6b0d6c0e-5d0c-5e53-9d0f-1f6c2a9d7c11", "merged_into": "0d3c1b62-8a0e-5f5d-9a53-1f3d2b7c9e10"}
_MOVED: dict[int | str, dict[str, Any]] = {
    301: {
        "description": "Merged into another incident; `Location` leads to it.",
        "model": MergedIncident,
        "content": {"application/json": {"example": _EXAMPLE}},
    }
}


@router.get(
    "",
    operation_id="findIncidents",
    summary="Find incidents",
    response_model=IncidentPage,
    responses=success_in_formats("findIncidents") | responses(406, 422, 503),
    openapi_extra={"parameters": incident_parameters()},
    dependencies=[needs("read")],
)
def find(request: Request, services: ServicesOf) -> Response:
    """Incidents: one happening each, with all articles that report it and figures that count everybody once.

    The filters are those of `GET /v1/events`: an incident is found when one of its events matches. `min_killed` and
    `min_injured` look at the incident's own figures, `updated_since` at its own changes; `min_sources` and
    `min_articles` at who reports it. `sort=distance` and `fields` are for events alone.

    The format is that of `format=`, else of `Accept`. Tables and GeoJSON have a row for each incident.
    `profile=acled` and `profile=ucdp` give CSV in the columns of those data sets: UCDP's `low`, `best` and `high` are
    those of all sources.
    """
    format_name = content_negotiation.negotiated(request, request.query_params.get("format"))
    query = parse_incident_request(
        request.query_params.multi_items(), content_negotiation.longest(format_name)
    )  # fmt: skip
    content_negotiation.check_profile(query.events.output, format_name)
    if query.events.output.fields:
        raise FilterError("fields= is for events; CSV of incidents has all columns.", field="fields")
    if content_negotiation.streams(request, format_name, query.events.page):
        return _stream(request, format_name, query, services)
    with transaction(services.sessions) as session:
        page = find_incidents(session, query, services.gazetteer)
    links = next_link(request, page.next_cursor)
    if format_name == "json":
        return read_of(request, page, links)
    profile = query.events.output.profile
    body = _mark(query) + b"".join(incident_table.write(format_name, [page.incidents], profile))
    media_type = content_negotiation.media_type(FORMATS[format_name])
    return read_bytes(request, body, media_type, links | _file(format_name, profile))


@router.get(
    "/deleted",
    operation_id="listDeletedIncidents",
    summary="List incidents that are gone",
    response_model=GonePage,
    responses=success("listDeletedIncidents") | responses(410, 422, 503),
    dependencies=[needs("read"), Depends(only("updated_since", "limit", "cursor"))],
)
def deleted(
    request: Request,
    services: ServicesOf,
    updated_since: Annotated[
        int | None, Query(ge=0, le=2**63 - 1, description="Only those that went with this change or a later one.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Most incidents on a page.")] = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Response:
    """Incidents that were merged into others, or whose articles were all deleted; the first to go comes first.

    To keep a copy, follow this feed and `GET /v1/incidents?sort=updated&factuality=any` to their last pages, this one
    first. Begin without `updated_since`; then send the `last_change` of this feed's last page here, and the highest
    `change` seen there. 410 says that some of what you have not seen went longer ago than `DATELINE_HISTORY_DAYS`:
    make the copy again.
    """
    with transaction(services.sessions) as session:
        page = list_gone(session, updated_since, limit, cursor)
    return read_of(request, page, next_link(request, page.next_cursor))


@router.get(
    "/{incident_id}",
    operation_id="getIncident",
    summary="Read one incident",
    response_model=IncidentOut,
    responses=success("getIncident") | _MOVED | responses(404, 422, 503),
    dependencies=[needs("read"), Depends(only())],
)
def get(incident_id: str, request: Request, services: ServicesOf) -> Response:
    """One incident: its reports with the reasons why they belong to it, every claim, and the figures made of them.

    The id of an incident stays when reports come and go. One that was merged into another answers 301.
    """
    with transaction(services.sessions) as session:
        found = get_incident(session, incident_id)
    return read_of(request, found)


@router.get(
    "/{incident_id}/history",
    operation_id="getIncidentHistory",
    summary="Read the history of an incident",
    response_model=IncidentHistory,
    responses=success("getIncidentHistory") | responses(404, 422, 503),
    dependencies=[needs("read"), Depends(only())],
)
def history(incident_id: str, request: Request, services: ServicesOf) -> Response:
    """Which reports joined it and left it, merges, splits and pins, oldest first; kept when the incident is gone."""
    with transaction(services.sessions) as session:
        found = get_history(session, incident_id)
    return read_of(request, found)


@router.post(
    "/{incident_id}/merge",
    operation_id="mergeIncidents",
    summary="Merge incidents",
    response_model=IncidentOut,
    responses=success("mergeIncidents") | _MOVED | responses(404, 422, 503),
    dependencies=[needs("edit"), Depends(only("incident_id", many=True))],
)
def merge_into(
    incident_id: str,
    services: ServicesOf,
    caller: CallerOf,
    others: Annotated[
        list[UUID], Query(alias="incident_id", min_length=1, max_length=50, description="Incidents to merge into it.")
    ],
) -> Response:
    """Merge other incidents into this one, which keeps its id. It is audited, and never undone by the machine."""
    with transaction(services.sessions) as session:
        target = current_row(session, incident_id)
        rows = {row.id: row for row in (_other(session, str(other)) for other in others)}
        if target.id in rows:
            raise ContradictionError("An incident cannot be merged with itself.", field="incident_id")
        merge(session, target, list(rows.values()))
        record(session, caller, "incident.merged", target.id, {"incidents": list(rows)})
        session.flush()
        found = get_incident(session, target.id)
    return json_of(found)


@router.post(
    "/{incident_id}/split",
    operation_id="splitIncident",
    summary="Split an incident",
    response_model=SplitIncidents,
    responses=success("splitIncident") | _MOVED | responses(404, 422, 503),
    dependencies=[needs("edit"), Depends(only("article_id", many=True))],
)
def split_off(
    incident_id: str,
    services: ServicesOf,
    caller: CallerOf,
    article_ids: Annotated[
        list[UUID],
        Query(alias="article_id", min_length=1, max_length=200, description="Articles that report another happening."),
    ],
) -> Response:
    """Take the reports of some articles out, into an incident of their own. Audited, never undone by the machine."""
    with transaction(services.sessions) as session:
        row = current_row(session, incident_id)
        articles = [str(article_id) for article_id in article_ids]
        ids = split(session, row, articles)
        record(session, caller, "incident.split", row.id, {"articles": articles, "incidents": ids[1:]})
        session.flush()
        found = SplitIncidents(tuple(get_incident(session, one) for one in ids))
    return json_of(found)


@router.post(
    "/{incident_id}/pin",
    operation_id="pinIncident",
    summary="Pin an incident",
    response_model=IncidentOut,
    responses=success("pinIncident") | _MOVED | responses(404, 422, 503),
    dependencies=[needs("edit"), Depends(only("pinned"))],
)
def pin_it(
    incident_id: str,
    services: ServicesOf,
    caller: CallerOf,
    pinned: Annotated[bool, Query(description="false: no longer.")] = True,
) -> Response:
    """Never merge this incident with another again, nor take reports out of it; new reports may still join."""
    with transaction(services.sessions) as session:
        found = _pinned(session, incident_id, caller, pinned=pinned)
    return json_of(found)


def _pinned(session: Session, incident_id: str, caller: Caller, *, pinned: bool) -> IncidentOut:
    row = current_row(session, incident_id)
    pin(session, row, pinned=pinned)
    action: Action = "incident.pinned" if pinned else "incident.unpinned"
    record(session, caller, action, row.id)
    session.flush()
    return get_incident(session, row.id)


def _other(session: Session, incident_id: str) -> IncidentRow:
    try:
        return current_row(session, incident_id)
    except MovedError as moved:
        return current_row(session, moved.incident_id)


def redirect(request: Request, moved: Exception) -> Response:
    """Answer a request for an incident that was merged into another: 301 to that one."""
    assert isinstance(moved, MovedError)
    headers = {"Location": f"{request.scope.get('root_path', '')}{router.prefix}/{moved.incident_id}"}
    return json_of(MergedIncident(request.path_params["incident_id"], moved.incident_id), 301, headers)


def _stream(request: Request, format_name: str, query: IncidentRequest, services: Services) -> Response:
    """Everything that matches, page by page; the first page is read before the answer begins."""
    batches = _batches(query, services, query.events.page.limit if "limit" in request.query_params else None)
    first = itertools.chain([next(batches)], batches)
    profile = query.events.output.profile
    parts = itertools.chain([_mark(query)], incident_table.write(format_name, first, profile))
    media_type = content_negotiation.media_type(FORMATS[format_name])
    headers = {"Vary": "Accept", **_download(format_name, profile)}
    if is_head(request):
        return Response(headers=headers, media_type=media_type)
    return StreamingResponse(parts, headers=headers, media_type=media_type)


def _batches(query: IncidentRequest, services: Services, left: int | None) -> Iterator[tuple[IncidentOut, ...]]:
    cursor = query.events.page.cursor
    while True:
        size = _BATCH if left is None else min(_BATCH, left)
        page = replace(query.events.page, limit=size, cursor=cursor)
        with transaction(services.sessions) as session:
            found = find_incidents(session, replace(query, events=replace(query.events, page=page)), services.gazetteer)
        yield found.incidents
        cursor = found.next_cursor
        left = None if left is None else left - len(found.incidents)
        if cursor is None or left == 0:
            return


def _mark(query: IncidentRequest) -> bytes:
    return csv_table.BYTE_ORDER_MARK if query.events.output.bom == "true" else b""


def _file(format_name: str, profile: str | None) -> dict[str, str]:
    return {} if format_name == "geojson" else _download(format_name, profile)


def _download(format_name: str, profile: str | None) -> dict[str, str]:
    name = f"dateline-incidents{f'-{profile}' if profile else ''}{FORMATS[format_name].suffix}"
    return {"Content-Disposition": f'attachment; filename="{name}"'}
