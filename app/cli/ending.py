"""A server that was stopped ends, even if a thread waits for a database that does not answer: nothing else ends it."""

from __future__ import annotations

import logging
import os
import threading
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.main import create_app

logger = logging.getLogger(__name__)
#: Seconds for closing what is open, after the requests under way have had their time; it takes one or two.
SECONDS = 8.0


class EndsInTime:
    """A pure ASGI middleware that ends the process when its shutdown takes too long."""

    def __init__(self, app: ASGIApp, seconds: float = SECONDS) -> None:
        self.app, self.seconds = app, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        await self.app(scope, self._watched(receive) if scope["type"] == "lifespan" else receive, send)

    def _watched(self, receive: Receive) -> Receive:
        async def watched() -> Message:
            message = await receive()
            if message["type"] == "lifespan.shutdown":
                threading.Thread(target=self._end, name="end", daemon=True).start()
            return message

        return watched

    def _end(self) -> None:
        time.sleep(self.seconds)
        logger.error("the server ends although something still waits, probably for the database")
        os._exit(1)


def served_app() -> ASGIApp:
    """The application as ``dateline serve`` runs it, in a process that serves nothing else."""
    return EndsInTime(create_app())
