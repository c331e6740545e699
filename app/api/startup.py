"""A start that fails: one line that says what to change, where Starlette would send a traceback."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import DatelineError

_FAILED = "lifespan.startup.failed"


class StartupErrors:
    """A pure ASGI middleware that passes on our own errors of the start as their message alone."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "lifespan":
            await self.app(scope, receive, send)
            return
        failure: Message | None = None

        async def held_back(message: Message) -> None:
            nonlocal failure
            if message["type"] == _FAILED:
                failure = message  # the error that follows decides what is said of it
            else:
                await send(message)

        try:
            await self.app(scope, receive, held_back)
        except DatelineError as error:
            await send({"type": _FAILED, "message": str(error)})
        except BaseException:
            if failure:
                await send(failure)
            raise
