"""ASGI middleware that limits the size of request bodies and answers larger ones with problem details.

FastAPI's own ``max_body_size`` answers with plain text, where this API promises problem details.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import problem


class BodyLimit:
    """Refuse bodies of more than ``longest`` bytes: by their declared length, else while they arrive."""

    def __init__(self, app: ASGIApp, longest: int) -> None:
        self.app = app
        self.longest = longest
        self.detail = f"The body has more than {longest} bytes (setting DATELINE_MAX_BODY_BYTES). Send a smaller one."

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdecimal() and (len(declared) > 18 or int(declared) > self.longest):
            response = problem(413, "Content Too Large", self.detail, headers={"Connection": "close"})
            await response(scope, receive, send)
            return
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self.longest:
                raise HTTPException(413, self.detail)
            return message

        await self.app(scope, counted, send)
