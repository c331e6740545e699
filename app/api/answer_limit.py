"""ASGI middleware: a read whose answer does not begin in time is 503, whatever holds it up.

The database ends its own long queries. One that is frozen, or a network that has gone silent, ends nothing, and the
thread that waits for it cannot be stopped: but its client need not wait with it.
"""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import from_error
from app.api.security.access import SAFE_METHODS
from app.errors import BusyError

_MORE_SECONDS = 10.0


class AnswerLimit:
    """Wait for the beginning of an answer for twice the time that a query may take, and ten seconds."""

    def __init__(self, app: ASGIApp, query_seconds: float) -> None:
        self.app = app
        self.seconds = 2 * query_seconds + _MORE_SECONDS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http" or scope["method"] not in SAFE_METHODS:
            await self.app(scope, receive, send)
            return
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            if not begun:
                begun = True
                limit.reschedule(None)
            await send(message)

        limit = asyncio.timeout(self.seconds)
        try:
            async with limit:
                await self.app(scope, receive, noted)
        except TimeoutError:
            if begun or not limit.expired():
                raise
            error = BusyError("The database did not answer in time; try again.", retry_after=10)
            await from_error(error)(scope, receive, send)
