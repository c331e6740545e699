"""Responses: JSON written in one pass by pydantic, an ETag for reads, and the link to the next page."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response
from pydantic import TypeAdapter
from pydantic_core import to_json

_JSON, _GEOJSON = "application/json", "application/geo+json"
_ETAG_BYTES = 12


_adapters: dict[type[Any], TypeAdapter[Any]] = {}


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    """Return the adapter of a type, made once because building one takes milliseconds."""
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def json_of(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Return a dataclass of the domain, or of ``schemas``, as a JSON response."""
    return Response(_adapter(type(value)).dump_json(value), status, headers, _JSON)


def read_of(
    request: Request,
    value: Any,
    headers: Mapping[str, str] | None = None,
    include: Any = None,
    *,
    change: int | None = None,
) -> Response:
    """Return a read as JSON, or as GeoJSON when it is a dictionary; 304 when the client has it already.

    ``include`` restricts the fields that pydantic writes; ``change`` is as in ``etag_of``.
    """
    if isinstance(value, dict):
        return read_bytes(request, to_json(value), _GEOJSON, headers, change=change)
    body = _adapter(type(value)).dump_json(value, include=include)
    return read_bytes(request, body, _JSON, headers, change=change)


def etag_of(content: bytes, change: int | None = None) -> str:
    """The ETag of some content; it begins with the number of the change where ``If-Match`` is to be compared with it.

    It is weak, because the same content may be sent with or without compression.
    """
    version = "" if change is None else f"{change}-"
    return f'W/"{version}{hashlib.blake2b(content, digest_size=_ETAG_BYTES).hexdigest()}"'


def read_bytes(
    request: Request,
    body: bytes,
    media_type: str,
    headers: Mapping[str, str] | None = None,
    *,
    same: bytes = b"",
    change: int | None = None,
) -> Response:
    """Return a read; 304 without a body when the client has it already.

    ``same`` replaces the body in the ETag where the body also contains something else, such as a time stamp.
    """
    etag = etag_of(same or body, change)
    kept = {"ETag": etag, "Vary": "Accept", **(headers or {})}
    if _has(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers=kept)
    return Response(body, headers=kept, media_type=media_type)


def _has(known: str, etag: str) -> bool:
    """Return whether ``If-None-Match`` has an ETag; the comparison is weak (RFC 9110)."""
    tags = [tag.strip().removeprefix("W/") for tag in known.split(",")]
    return "*" in tags or etag.removeprefix("W/") in tags


def next_link(request: Request, cursor: str | None) -> dict[str, str]:
    """Return the ``Link`` header (RFC 8288) to the next page, relative to this one; nothing on the last page."""
    return {} if cursor is None else {"Link": f'<{next_href(request, cursor)}>; rel="next"'}


def next_href(request: Request, cursor: str) -> str:
    """Return the path and parameters of the next page."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    return f"{request.url.path}?{urlencode([*kept, ('cursor', cursor)])}"
