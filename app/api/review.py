"""The review queue."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.api.dependencies import ServicesOf
from app.api.examples import success
from app.api.parameters import Cursor
from app.api.problems import responses
from app.api.responses import next_link, read_of
from app.api.security.scopes import needs
from app.query import parse_filter
from app.query.filters import DEFAULT_LIMIT, MAX_LIMIT
from app.query.parameters.table import FILTERS
from app.query.review import ReviewKind, ReviewPage, review_page
from app.storage.engine import transaction

router = APIRouter(prefix="/v1/review", tags=["corrections"], dependencies=[needs("read")])
_OWN = ("kind", "limit", "cursor")


@router.get(
    "",
    operation_id="listReview",
    summary="See what to review",
    response_model=ReviewPage,
    responses=success("listReview") | responses(422, 503),
    openapi_extra={"parameters": [parameter.openapi() for parameter in FILTERS]},
)
def listed(
    request: Request,
    services: ServicesOf,
    kind: Annotated[
        ReviewKind,
        Query(
            description="`low_confidence`: events that nobody has reviewed, of at most `max_confidence` (0.4); "
            "`conflicting_claims`: incidents whose reports differ; `new_incidents`: those with an event that nobody "
            "has reviewed."
        ),
    ] = "low_confidence",
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Most entries on a page.")] = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Response:
    """What people should look at first, with the filters of `GET /v1/events`."""
    wanted = parse_filter([(name, value) for name, value in request.query_params.multi_items() if name not in _OWN])
    with transaction(services.sessions) as session:
        page = review_page(session, kind, wanted, limit=limit, cursor=cursor, gazetteer=services.gazetteer)
    return read_of(request, page, next_link(request, page.next_cursor))
