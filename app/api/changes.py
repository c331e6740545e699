"""For those who keep a copy of the events: what is gone. What is new or changed, ``GET /v1/events`` tells."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from app.api.dependencies import ServicesOf
from app.api.examples import success
from app.api.parameters import only
from app.api.problems import responses
from app.api.responses import next_link, read_of
from app.query.changes import DeletionPage, list_deletions
from app.query.filters import DEFAULT_LIMIT, MAX_LIMIT
from app.storage.engine import transaction

router = APIRouter(prefix="/v1", tags=["events"])


@router.get(
    "/events/deleted",
    operation_id="listDeletedEvents",
    summary="List deleted events",
    response_model=DeletionPage,
    responses=success("listDeletedEvents") | responses(422, 503),
    dependencies=[Depends(only("updated_since", "limit", "cursor"))],
)
def deleted(
    request: Request,
    services: ServicesOf,
    updated_since: Annotated[
        str | None,
        Query(
            min_length=1,
            max_length=100,
            description="From this change number or ISO 8601 date-time on.",
            examples=["1042"],
        ),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Deletions on a page.")] = DEFAULT_LIMIT,
    cursor: Annotated[str | None, Query(description="`next_cursor` of the page before.")] = None,
) -> Response:
    """Events that are gone, the oldest deletion first: their article was removed, or read anew without them.

    To keep a copy of all events, follow two feeds to their ends, again and again: this one, and
    `GET /v1/events?sort=updated&factuality=any`. Take out of the copy what this one names, and put in, by `id`,
    what the other gives. Begin each round with `updated_since` and the greatest `change` seen in that feed so
    far. Numbers become visible in their order, so nothing is ever missed; the last change is told again.
    An event that came back is no longer listed here. A copy of some events only (with filters) must be prepared
    for an event that no longer meets them: it is changed, not deleted.
    """
    with transaction(services.sessions) as session:
        page = list_deletions(session, updated_since, limit, cursor)
    return read_of(request, page, next_link(request, page.next_cursor))
