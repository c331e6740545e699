"""Every error as ``application/problem+json`` (RFC 9457): what is wrong, where, and what to change.

``type`` is a stable name for programs (``urn:dateline:error:…``), ``detail`` is for people, ``errors`` names each
wrong field or parameter. Unexpected errors are logged and answered with a plain 500 without internals.
"""

from __future__ import annotations

import http
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.routing import Match
from starlette.types import Receive, Scope, Send

from app.api.security.access import known
from app.errors import AccessError, AmbiguousPlaceError, BusyError, DatelineError, InputError, PlaceChoice

logger = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
REQUEST_ID_HEADER = "X-Request-ID"
_PREFIX = "urn:dateline:error:"


class ProblemField(BaseModel):
    """A wrong field or parameter."""

    field: str | None = Field(description="Name of the body's field or of the query parameter.", examples=["bbox"])
    detail: str = Field(description="What is wrong with it.", examples=["minLat must not be above maxLat."])


class Problem(BaseModel):
    """RFC 9457 problem details."""

    type: str = Field(description="Stable name of the kind of error.", examples=["urn:dateline:error:filter"])
    title: str = Field(description="The kind of error for people.", examples=["Bad query parameter"])
    status: int = Field(description="HTTP status.", examples=[422])
    detail: str = Field(description="What is wrong and what to change.", examples=["Unknown parameter 'contry'."])
    candidates: list[PlaceChoice] = Field(
        default=[],
        description="For an ambiguous place: the places it may refer to; send the `geonames_id` of one.",
    )
    errors: list[ProblemField] = Field(default=[], description="The wrong fields and parameters.")
    request_id: str | None = Field(
        default=None,
        description="Id of the request, as in the header `X-Request-ID`; the server's log has it in each line.",
        examples=["8a6c1f0e5d2b4b7f9a3c0d1e2f405162"],
    )


class ProblemResponse(JSONResponse):
    """A problem, whose kind is noted for the log and the metrics when it is sent."""

    media_type = MEDIA_TYPE

    def __init__(self, content: dict[str, Any], status: int, headers: Mapping[str, str] | None = None) -> None:
        self.kind = str(content["type"]).removeprefix(_PREFIX)
        request_id = structlog.contextvars.get_contextvars().get("request_id")
        more = {REQUEST_ID_HEADER: request_id} if request_id else {}
        super().__init__(content | {"request_id": request_id}, status, {**(headers or {}), **more})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        known(scope)["problem"] = self.kind
        await super().__call__(scope, receive, send)


def problem(
    status: int,
    title: str,
    detail: str,
    *,
    kind: str | None = None,
    errors: Sequence[Mapping[str, Any]] = (),
    headers: Mapping[str, str] | None = None,
    candidates: Sequence[PlaceChoice] = (),
) -> ProblemResponse:
    """Return a problem response. Lone surrogates that a client sent become ``\\ufffd``."""
    content: dict[str, Any] = {
        "type": _PREFIX + (kind or title.lower().replace(" ", "-")),
        "title": title,
        "status": status,
        "detail": _unicode(detail),
    }
    if errors:
        content["errors"] = [{k: v if v is None else _unicode(str(v)) for k, v in e.items()} for e in errors]
    if candidates:
        content["candidates"] = [asdict(candidate) for candidate in candidates]
    return ProblemResponse(content, status, headers)


def _unicode(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def install(app: FastAPI) -> None:
    """Answer every error of ``app`` with problem details."""
    app.add_exception_handler(DatelineError, _dateline_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def from_error(error: DatelineError) -> ProblemResponse:
    """Return the problem response of a ``DatelineError``."""
    if error.status >= 500 and not isinstance(error, BusyError):
        logger.error("setup or internal error", exc_info=error)
        return problem(500, DatelineError.title, "The server failed; the reason is in its log.")
    field = error.field if isinstance(error, InputError) else None
    headers = error.headers if isinstance(error, AccessError) else None
    if isinstance(error, BusyError):
        headers = {"Retry-After": str(error.retry_after)}
    errors = [{"field": field, "detail": str(error)}] if field else []
    candidates = error.candidates if isinstance(error, AmbiguousPlaceError) else ()
    return problem(
        error.status,
        error.title,
        str(error),
        kind=_kind(error),
        errors=errors,
        headers=headers,
        candidates=candidates,
    )


def _kind(error: DatelineError) -> str:
    """``TextTooLongError`` is ``text-too-long``."""
    name = type(error).__name__.removesuffix("Error")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


async def _dateline_error(_: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, DatelineError)
    return from_error(error)


async def _invalid(_: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, RequestValidationError)
    return invalid(error.errors())


def invalid(errors: Sequence[Mapping[str, Any]]) -> ProblemResponse:
    """Return the problem response of pydantic's errors, each with its field."""
    found = [(_location(e["loc"]), str(e["msg"]).rstrip(".") + ".") for e in errors]
    detail = " ".join(f"{field}: {text}" if field else text for field, text in found)
    fields = [{"field": field, "detail": text} for field, text in found]
    return problem(422, InputError.title, detail, kind="input", errors=fields)


def _location(loc: Sequence[Any]) -> str | None:
    """``("query", "limit")`` is ``limit``; ``("metadata", 3)`` is ``metadata.3``."""
    parts = loc[1:] if loc and loc[0] in ("body", "query", "path", "header") else loc
    return ".".join(map(str, parts)) or None


async def _http(request: Request, error: Exception) -> ProblemResponse:
    assert isinstance(error, HTTPException)
    title = http.HTTPStatus(error.status_code).phrase
    detail = str(error.detail)
    if error.status_code == 404 and detail == title:
        detail = f"There is no {request.url.path}. The paths are listed at {request.scope.get('root_path', '')}/docs."
    elif error.status_code == 405:
        allowed = ", ".join(_methods(request))
        detail = f"{request.method} is not allowed here. Use {allowed}."
        return problem(405, title, detail, headers={"Allow": allowed})
    return problem(error.status_code, title, detail, headers=error.headers)


def _methods(request: Request) -> list[str]:
    """Return the methods of what a path names; Starlette's own ``Allow`` has only those of the first matching route.

    ``/v1/articles/batch`` is no article, though the path of one fits it.
    """
    found: dict[str, int] = {}  # methods, with how many parts of the path are parameters
    routes = [context.original_route for context in iter_route_contexts(request.app.routes)]
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        for route in routes:
            match, scope = route.matches({**request.scope, "path_params": {}, "method": method})
            if match is Match.FULL:
                found[method] = len(scope["path_params"])
                break
    return [method for method, parts in found.items() if parts == min(found.values())]


async def _unexpected(request: Request, error: Exception) -> ProblemResponse:
    logger.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return problem(500, DatelineError.title, "The server failed; the reason is in its log.")


#: Documentation of each error status.
_DESCRIPTIONS = {
    400: "The body is not valid JSON.",
    401: "A key is needed, or the one sent is not accepted.",
    403: "The key lacks the scope.",
    404: "Not found.",
    406: "This server cannot write the format.",
    409: "Somebody else has changed it since it was read, or it is in that state already.",
    410: "Some of what was requested is no longer kept; make the copy again.",
    413: "The body or the text is too long.",
    415: "The content type is not JSON.",
    422: "A field or parameter is wrong; `errors` names it.",
    429: "More requests than the rate limit allows; try again after `Retry-After` seconds.",
    503: "The server is busy or not ready; try again after `Retry-After` seconds.",
}


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the error responses of an operation for the OpenAPI document."""
    return {
        status: {
            "description": _DESCRIPTIONS[status],
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example(status)}},
        }
        for status in statuses
    }


def example(status: int) -> dict[str, Any]:
    """Return an example of a problem."""
    kind, title, detail, field = {
        400: ("bad-request", "Bad Request", "The body is not valid JSON: expected value at line 1 column 1.", None),
        401: (
            "key-required",
            "Key required",
            "This needs a key with the scope read. Send it as Authorization: Bearer KEY, or as X-API-Key: KEY.",
            None,
        ),
        403: ("forbidden", "Not allowed", "This needs the scope edit; the key 'desk' has read.", None),
        429: (
            "too-many-requests",
            "Too many requests",
            "More than 600 requests a minute. Try again in 9 seconds.",
            None,
        ),
        406: (
            "missing-extra",
            "Format not available",
            "Parquet needs pyarrow: run uv sync --extra parquet, or pip install pyarrow.",
            None,
        ),
        404: ("not-found", "Not found", "There is no event 00000000-0000-0000-0000-000000000000.", None),
        409: (
            "conflict",
            "Conflict",
            "Somebody has changed this event since you read it. Read it again and send the new ETag as If-Match.",
            None,
        ),
        410: (
            "no-longer-kept",
            "No longer kept",
            "What went up to change 1042 is no longer kept, and you have seen changes up to 17. Make your copy again, "
            "and begin with this feed without updated_since and cursor.",
            None,
        ),
        413: (
            "text-too-long",
            "Text too long",
            "The text has 240001 characters; at most 200000 are read.",
            "text",
        ),
        415: (
            "unsupported-media-type",
            "Unsupported Media Type",
            "Send JSON with the header Content-Type: application/json.",
            None,
        ),
        422: (
            "filter",
            "Bad query parameter",
            "Unknown parameter 'contry'; did you mean 'country'?",
            "contry",
        ),
        503: ("busy", "Busy", "64 articles wait already; try again in 5 seconds.", None),
    }[status]
    out: dict[str, Any] = {"type": _PREFIX + kind, "title": title, "status": status, "detail": detail}
    return out | ({"errors": [{"field": field, "detail": detail}]} if field else {})
