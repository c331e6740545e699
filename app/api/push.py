"""Events as they come: server-sent events, and an Atom feed with points (GeoRSS)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request, Response
from pydantic import TypeAdapter
from starlette.concurrency import run_in_threadpool

from app.api.dependencies import Services, ServicesOf
from app.api.event_streams import KEEPALIVE_COMMENT, documented, event_stream, sse
from app.api.parameters import filter_parameters, page_parameters
from app.api.problems import responses
from app.api.responses import read_bytes
from app.api.security.scopes import needs
from app.errors import BusyError, FilterError
from app.export import atom
from app.export.event_json import EventOut, event_out
from app.query import EventFilter, find_events, parse_filter, parse_request
from app.query.news import check_filter, latest_change, news_since
from app.storage.changes import first_change_at
from app.storage.engine import DatabaseError, transaction

router = APIRouter(prefix="/v1", tags=["events"], dependencies=[needs("read")])
_EVENT = TypeAdapter(EventOut)
_LOOK_SECONDS, _ALIVE_SECONDS = 1.0, 15.0
_ATOM_EXAMPLE = '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">…</feed>\n'
_ATOM: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "An Atom feed.",
        "content": {atom.MEDIA_TYPE: {"schema": {"type": "string"}, "example": _ATOM_EXAMPLE}},
    }
}
LastEventId = Annotated[
    str,
    Header(pattern="^[0-9]{0,18}$", description="`id` of the last event that was received: go on behind it."),
]


@router.get(
    "/stream",
    operation_id="streamEvents",
    summary="Follow events",
    response_class=Response,
    responses=documented("event") | responses(422, 503),
    openapi_extra={"parameters": filter_parameters()},
)
async def stream(request: Request, services: ServicesOf, last_event_id: LastEventId = "") -> Response:
    """Events that are stored or changed from now on, as server-sent events; the filters are those of `/v1/events`.

    With `Last-Event-ID`, which browsers send by themselves, or `updated_since`, it begins behind that change. The last
    event of each change has its number as `id`; after a break, events of the last change may come again. A stream ends
    after `DATELINE_STREAM_SECONDS`; browsers connect again by themselves.
    """
    event_filter = parse_filter(request.query_params.multi_items())
    first = await run_in_threadpool(_beginning, services, event_filter, last_event_id)
    await run_in_threadpool(check_filter, services.sessions, event_filter, services.gazetteer)
    return event_stream(request, _events(services, event_filter, first))


def _beginning(services: Services, event_filter: EventFilter, last_event_id: str) -> int:
    """The number of the first change to be sent."""
    if last_event_id:
        return int(last_event_id) + 1
    since = event_filter.updated_since
    if isinstance(since, int):
        return since
    with transaction(services.sessions) as session:
        if since is not None:
            return first_change_at(session, since)
    return latest_change(services.sessions) + 1


async def _events(services: Services, event_filter: EventFilter, change: int) -> AsyncIterator[bytes]:
    silent, end = 0.0, time.monotonic() + services.settings.stream_seconds
    yield KEEPALIVE_COMMENT
    while time.monotonic() < end:
        try:
            news = await run_in_threadpool(news_since, services.sessions, event_filter, change, services.gazetteer)
        except (BusyError, DatabaseError):
            news = None
        if news is not None and news.events:
            for number, found in news.changes():
                *others, last = [_EVENT.dump_json(event_out(each)) for each in found]
                for written in others:
                    yield sse("event", written)
                yield sse("event", last, str(number))
            silent = 0.0
        else:
            await asyncio.sleep(min(_LOOK_SECONDS, max(0.0, end - time.monotonic())))
            silent += _LOOK_SECONDS
        if silent >= _ALIVE_SECONDS:
            silent = 0.0
            yield KEEPALIVE_COMMENT
        change = news.next_change if news is not None else change


@router.get(
    "/events.atom",
    operation_id="eventsAtom",
    summary="Events as a feed",
    response_class=Response,
    responses=_ATOM | responses(422, 503),
    openapi_extra={"parameters": page_parameters()},
)
def feed(request: Request, services: ServicesOf) -> Response:
    """The events of a filter as an Atom feed with GeoRSS points, last changed first."""
    pairs = request.query_params.multi_items()
    given = {name for name, _ in pairs}
    query = parse_request(pairs if "sort" in given else [*pairs, ("sort", "-updated")])
    if unfit := given & {"format", "profile", "fields", "bom", "cursor"}:
        name = min(unfit)
        raise FilterError(f"{name} is not for feeds; leave it out.", field=name)
    with transaction(services.sessions) as session:
        page = find_events(session, query.event_filter, query.page, services.gazetteer)
    base = str(request.base_url).rstrip("/")
    written = atom.feed(page.items, str(request.url), f"{base}/v1/events/")
    return read_bytes(request, written, atom.MEDIA_TYPE)
