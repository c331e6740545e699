"""The feed of deleted events, for clients that keep a copy; ``GET /v1/events`` returns new and changed ones."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from app.api.dependencies import ServicesOf
from app.api.examples import success
from app.api.parameters import Cursor, only
from app.api.problems import responses
from app.api.responses import next_link, read_of
from app.api.security.scopes import needs
from app.query.change_feed import DeletionPage, list_deletions
from app.query.filters import DEFAULT_LIMIT, MAX_LIMIT
from app.query.parameters import patterns
from app.storage.engine import transaction

router = APIRouter(prefix="/v1", tags=["events"], dependencies=[needs("read")])


@router.get(
    "/events/deleted",
    operation_id="listDeletedEvents",
    summary="List deleted events",
    response_model=DeletionPage,
    responses=success("listDeletedEvents") | responses(410, 422, 503),
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
            description="Only deletions from this change number or ISO 8601 date-time on.",
            examples=["1042"],
            json_schema_extra={"pattern": patterns.SINCE},
        ),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Most deletions on a page.")] = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Response:
    """Deleted events, oldest deletion first: their article was deleted, or extracted again without them.

    To keep a copy of all events, follow two feeds to their last page, repeatedly: this one first, then
    `GET /v1/events?sort=updated&factuality=any`. Remove from the copy the events of this feed; insert or replace, by
    `id`, the events of the other. Begin without `updated_since`. Then send here the `last_change` of the last page, and
    there the highest `change` seen in that feed. Changes become visible in the order of their numbers, so none is
    missed; what went or changed with the one that you send is returned again. An event that came back is no longer
    listed here. If your copy has filters, an event that no longer matches them counts as changed, not as deleted.

    Deletions are kept for `DATELINE_HISTORY_DAYS`. When some that you have not seen were removed, the answer is 410:
    make the copy again.
    """
    with transaction(services.sessions) as session:
        page = list_deletions(session, updated_since, limit, cursor)
    return read_of(request, page, next_link(request, page.next_cursor))
