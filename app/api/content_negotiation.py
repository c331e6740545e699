"""The format in which a client wants events, and the response in it: a page or a stream.

``format=`` decides, else ``Accept``. JSON comes in pages. The other formats are pages too where a ``limit`` of a page
is given; above it everything that matches streams in bounded memory, and without one too, but for GeoJSON.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from app.api.dependencies import Services
from app.api.head_requests import is_head
from app.api.responses import next_link, read_bytes, read_of
from app.api.schemas import EventPage
from app.errors import ContradictionError
from app.export import csv_table, event_json, geojson
from app.export.event_json import event_out
from app.export.registry import FORMATS, ExportFormat, Profile, has_row
from app.query import EventRequest, Page, event_batches
from app.query.filters import MAX_LIMIT, MAX_ROWS, OutputOptions, PageRequest

#: Media types by format, the preferred format first; the first type of each is the one of an answer.
MEDIA_TYPES = {"json": ("application/json",)} | {each.name: each.media_types for each in FORMATS.values()}
PAGED = ("json", *(each.name for each in FORMATS.values() if each.paged))


def negotiated(request: Request, requested: str | None, offered: Sequence[str] = tuple(MEDIA_TYPES)) -> str:
    """The ``requested`` format, else the one that the client prefers; the first when it prefers none.

    Of several that are wanted alike, the one that is named most exactly, then the first offered.
    """
    if requested in offered:
        return str(requested)
    if request.query_params.get("profile") and "csv" in offered:
        return "csv"
    ranks = dict(map(_rank, request.headers.get("accept", "*/*").split(",")))
    wanted = [(*_preference(ranks, MEDIA_TYPES[name]), -number) for number, name in enumerate(offered)]
    quality, _, number = max(wanted)
    return offered[-number] if quality > 0 else offered[0]


def _preference(ranks: dict[str, float], media_types: Sequence[str]) -> tuple[float, int]:
    """How much a format is wanted, and how exactly it was named (RFC 9110, section 12.5.1)."""
    for exactness, ranges in (
        (2, media_types),
        (1, [f"{t.partition('/')[0]}/*" for t in media_types]),
        (0, ["*/*"]),
    ):
        found = [ranks[r] for r in ranges if r in ranks]
        if found:
            return max(found), exactness
    return 0.0, 0


def _rank(part: str) -> tuple[str, float]:
    """``application/json;q=0.5`` is ("application/json", 0.5)."""
    media_type, *parameters = part.split(";")
    quality = next((p.strip()[2:] for p in parameters if p.strip().startswith("q=")), "1")
    try:
        return media_type.strip().lower(), float(quality)
    except ValueError:
        return media_type.strip().lower(), 0.0


def longest(format_name: str) -> int:
    """The largest ``limit`` of a format."""
    return MAX_LIMIT if format_name == "json" else MAX_ROWS


def streams(request: Request, format_name: str, page: PageRequest) -> bool:
    """Whether the answer is a stream rather than a page."""
    return page.limit > MAX_LIMIT or (format_name not in PAGED and "limit" not in request.query_params)


def check_profile(output: OutputOptions, format_name: str) -> None:
    """Raise ``ContradictionError`` when a profile or a byte order mark is requested in a format that has none."""
    if output.profile and format_name != "csv":
        raise ContradictionError(f"profile={output.profile} is a table: send format=csv.", field="profile")
    if output.bom == "true" and format_name != "csv":
        raise ContradictionError("bom=true is for tables: send format=csv.", field="bom")


def page_answer(request: Request, format_name: str, query: EventRequest, page: Page) -> Response:
    """A page in any format, with its ETag and links."""
    links = next_link(request, page.next_cursor)
    fields, profile = query.output.fields, query.output.profile
    if format_name == "json":
        include = {"events": {"__all__": event_json.included(fields)}, "next_cursor": True} if fields else None
        return read_of(request, EventPage(tuple(map(event_out, page.items)), page.next_cursor), links, include)
    if format_name == "geojson":
        return read_of(request, geojson.feature_collection(page.items, fields), links)
    chosen = FORMATS[format_name]
    body = _mark(query) + b"".join(chosen.write([page.items], profile, query.event_filter.near is not None, fields))
    return read_bytes(request, body, media_type(chosen), links | _file(chosen, profile))


def stream_answer(request: Request, format_name: str, query: EventRequest, services: Services) -> Response:
    """Everything that matches, or ``limit`` rows of it, read page by page while the client takes it.

    The first page is read before the answer begins, so that an invalid query is answered with a problem.
    """
    chosen, profile = FORMATS[format_name], query.output.profile
    batches = event_batches(
        services.sessions,
        query.event_filter,
        query.page,
        services.gazetteer,
        at_most=query.page.limit if "limit" in request.query_params else None,
        keep=(lambda found: has_row(found, profile)) if profile else None,
    )
    first = itertools.chain([next(batches)], batches)
    written = chosen.write(first, profile, query.event_filter.near is not None, query.output.fields)
    parts = itertools.chain([mark], written) if (mark := _mark(query)) else written
    headers = {"Vary": "Accept", **_file(chosen, profile)}
    if is_head(request):
        return _unsized(Response(headers=headers, media_type=media_type(chosen)))
    return StreamingResponse(parts, headers=headers, media_type=media_type(chosen))


def _mark(query: EventRequest) -> bytes:
    return csv_table.BYTE_ORDER_MARK if query.output.bom == "true" else b""


def _unsized(response: Response) -> Response:
    """Without a length: that of the body is not known before it is made."""
    del response.headers["content-length"]
    return response


def media_type(chosen: ExportFormat) -> str:
    """The media type of an answer in a format, with the parameters that it has."""
    return f"{chosen.media_type}; charset=utf-8; header=present" if chosen.name == "csv" else chosen.media_type


def _file(chosen: ExportFormat, profile: Profile | None) -> dict[str, str]:
    name = f"dateline-events{f'-{profile}' if profile else ''}{chosen.suffix}"
    return {"Content-Disposition": f'attachment; filename="{name}"'}
