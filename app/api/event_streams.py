"""Server-sent events: a response that stays open, with a comment now and then so that proxies keep it."""

from __future__ import annotations

from collections.abc import AsyncIterator

from fastapi import Request
from fastapi.sse import KEEPALIVE_COMMENT, EventSourceResponse, format_sse_event

from app.api.head_requests import is_head

__all__ = ["KEEPALIVE_COMMENT", "documented", "event_stream", "sse"]
_EXAMPLE = 'event: {name}\nid: 1042\ndata: {{"…": "…"}}\n\n'


def sse(name: str, data: bytes, event_id: str | None = None) -> bytes:
    """One event with JSON as its data."""
    return format_sse_event(event=name, data_str=data.decode(), id=event_id)


def event_stream(request: Request, parts: AsyncIterator[bytes]) -> EventSourceResponse:
    """The response; HEAD gets its headers alone."""
    return EventSourceResponse(
        _nothing() if is_head(request) else parts, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    )


async def _nothing() -> AsyncIterator[bytes]:
    empty: tuple[bytes, ...] = ()
    for part in empty:
        yield part


def documented(name: str) -> dict[int | str, dict[str, object]]:
    """The documented success of such an operation, whose events have a name."""
    fields = {"event": {"const": name}, "id": {"type": "string"}, "data": {"type": "string", "description": "JSON."}}
    item = {"type": "object", "properties": fields, "required": ["event", "data"]}
    content = {"text/event-stream": {"itemSchema": item, "example": _EXAMPLE.format(name=name)}}
    return {200: {"description": "A stream of server-sent events.", "content": content}}
