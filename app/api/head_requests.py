"""ASGI middleware that answers HEAD as GET without the body (RFC 9110, section 9.3.2)."""

from __future__ import annotations

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_MARK = "dateline.head"


class Heads:
    """Answer HEAD as GET without its body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET", _MARK: True}, receive, without_body)


def is_head(request: Request) -> bool:
    """Return whether the client sent HEAD, so that a long body need not be made."""
    return _MARK in request.scope
