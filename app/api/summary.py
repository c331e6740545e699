"""Events counted: for dashboards and maps."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from app.api.dependencies import ServicesOf
from app.api.examples import success
from app.api.parameters import summary_parameters
from app.api.problems import responses
from app.api.responses import read_of
from app.query.counting import parse_summary
from app.query.summary import Summary, summarize
from app.storage.engine import transaction

router = APIRouter(prefix="/v1", tags=["events"])


@router.get(
    "/events/summary",
    operation_id="summarizeEvents",
    summary="Count events",
    response_model=Summary,
    responses=success("summarizeEvents") | responses(422, 503),
    openapi_extra={"parameters": summary_parameters()},
)
def summary(request: Request, services: ServicesOf) -> Response:
    """How many events there are, and how many were killed and injured, by one or two keys.

    The same filters as `GET /v1/events`, with the same default `factuality`. Every event counts once: by the
    country and the first-level division (`admin1`, told with its country) of its main place, and in the `day`,
    `week` (ISO 8601) or `month` in which it begins, if its time is known as exactly as that. A key is null where it
    is not known. `cell` is a grid of longitude and latitude for maps, with squares of `cell_degrees`; each tells its
    centre and bounds. Groups come in the order of time where they are grouped by it, else the largest first;
    `truncated` says that the smallest were left out. `note` says what the sums of killed and injured are. With
    `articles=true` each group tells how many articles tell its events, else null.

    Quick however much is stored is what asks for nothing but types, factuality and whole months (by `type`, `subtype`
    or `country`, and `month`), or whole days (by `type`, and `day`, `week` or `month`), or countries and a box (by
    `type`, `country`, `admin1`, `cell`); and whatever is narrow: a month, a town, an actor.
    """
    wish = parse_summary(request.query_params.multi_items())
    with transaction(services.sessions) as session:
        counted = summarize(session, wish, services.gazetteer)
    return read_of(request, counted)
