"""ASGI middleware that limits the size of request bodies and the time in which they must arrive.

FastAPI's own ``max_body_size`` answers with plain text, where this API promises problem details.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import problem
from app.settings import Settings

#: The route that takes larger bodies.
BATCHES = "/v1/articles/batch"
_CLOSE = {"Connection": "close"}
#: How many bytes of a body that is too large are read before the answer, and for how long.
_DISCARDED, _DISCARD_SECONDS = 16_000_000, 5.0


class RequestLimits:
    """Refuse bodies that are too large, by their declared length or while they arrive, and those that take too long."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings
        self.seconds = settings.request_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        longest = self._longest(scope)
        declared = Headers(scope=scope).get("content-length", "")
        if declared.isdecimal() and (len(declared) > 18 or int(declared) > longest):
            if "expect" not in Headers(scope=scope):  # or the client waits for the answer before it sends the body
                await self._discard(receive)
            response = problem(413, "Content Too Large", self._too_large(longest), headers=_CLOSE)
            await response(scope, receive, send)
            return
        await self.app(scope, self._limited(receive, longest), send)

    def _longest(self, scope: Scope) -> int:
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        return self.settings.max_batch_bytes if path == BATCHES else self.settings.max_body_bytes

    def _limited(self, receive: Receive, longest: int) -> Receive:
        received, complete = 0, False
        deadline = asyncio.get_running_loop().time() + self.seconds

        async def limited() -> Message:
            nonlocal received, complete
            try:
                async with asyncio.timeout_at(None if complete else deadline):
                    message = await receive()
            except TimeoutError:
                detail = f"The body did not arrive within {self.seconds:g} seconds (setting DATELINE_REQUEST_SECONDS)."
                raise HTTPException(408, detail, headers=_CLOSE) from None
            complete = not message.get("more_body", False)
            received += len(message.get("body", b""))
            if received > longest:
                if not complete:
                    await self._discard(receive)
                raise HTTPException(413, self._too_large(longest), headers=_CLOSE)
            return message

        return limited

    async def _discard(self, receive: Receive) -> None:
        """Let a body that is somewhat too large come to its end: many clients read no answer before it."""
        left = _DISCARDED
        with suppress(TimeoutError):
            async with asyncio.timeout(min(_DISCARD_SECONDS, self.seconds)):
                while left > 0 and (message := await receive()).get("more_body"):
                    left -= len(message["body"])

    def _too_large(self, longest: int) -> str:
        setting = "MAX_BODY_BYTES" if longest == self.settings.max_body_bytes else "MAX_BATCH_BYTES"
        return f"The body has more than {longest} bytes (setting DATELINE_{setting}). Send a smaller one."
