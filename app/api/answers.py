"""Answers: JSON written in one pass by pydantic, an ETag on reads, and the link to the next page."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response
from pydantic import TypeAdapter
from pydantic_core import to_json

_JSON, _GEOJSON = "application/json", "application/geo+json"
_ETAG_BYTES = 12


_adapters: dict[type[Any], TypeAdapter[Any]] = {}


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    """Made once for each kind of answer: building one takes milliseconds."""
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def json_of(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A dataclass of the domain, or of ``schemas``, as JSON."""
    return Response(_adapter(type(value)).dump_json(value), status, headers, _JSON)


def read_of(request: Request, value: Any, headers: dict[str, str] | None = None) -> Response:
    """The answer of a read: 304 without a body when the client has it already."""
    is_geojson = isinstance(value, dict)
    body = to_json(value) if is_geojson else _adapter(type(value)).dump_json(value)
    # weak, for the same content may be sent compressed or not
    etag = f'W/"{hashlib.blake2b(body, digest_size=_ETAG_BYTES).hexdigest()}"'
    kept = {"ETag": etag, "Vary": "Accept", **(headers or {})}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=kept)
    return Response(body, headers=kept, media_type=_GEOJSON if is_geojson else _JSON)


def next_link(request: Request, cursor: str | None) -> dict[str, str]:
    """The ``Link`` header (RFC 8288) to the next page, relative to this one; nothing on the last page."""
    if cursor is None:
        return {}
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    return {"Link": f'<{request.url.path}?{urlencode([*kept, ("cursor", cursor)])}>; rel="next"'}


def wants_geojson(request: Request, asked: str | None) -> bool:
    """``format=`` decides, else the ``Accept`` header: GeoJSON when it ranks above JSON."""
    if asked:
        return asked == "geojson"
    ranks = dict(map(_rank, request.headers.get("accept", "").split(",")))
    plain = max(ranks.get(_JSON, 0.0), ranks.get("application/*", 0.0), ranks.get("*/*", 0.0))
    return ranks.get(_GEOJSON, 0.0) > plain or (_GEOJSON in ranks and _JSON not in ranks and ranks[_GEOJSON] > 0)


def _rank(part: str) -> tuple[str, float]:
    """``application/json;q=0.5`` is ("application/json", 0.5)."""
    media_type, *parameters = part.split(";")
    quality = next((p.strip()[2:] for p in parameters if p.strip().startswith("q=")), "1")
    try:
        return media_type.strip().lower(), float(quality)
    except ValueError:
        return media_type.strip().lower(), 0.0
