"""ASGI middleware that answers only to the server's own names.

A page of an attacker's site may have its name point to this machine (DNS rebinding) and would then be taken by the
browser for a page of this server. Its requests still carry the name of the attacker's site in ``Host``.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.problems import from_error
from app.api.security.addresses import host_name, parse_address
from app.errors import WrongHostError


class AllowedHosts:
    """Refuse requests whose ``Host`` is neither an IP address nor a name of this server."""

    def __init__(self, app: ASGIApp, names: Iterable[str]) -> None:
        self.app = app
        own = socket.gethostname().lower()
        self.names = frozenset(names) | {"localhost", "*.localhost", own}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http" or self._is_ours(scope):
            await self.app(scope, receive, send)
            return
        name = host_name(Headers(scope=scope).get("host", ""))
        error = WrongHostError(
            f"This server is not called {name!r}. Set DATELINE_ALLOWED_HOSTS={name} if it is, or use its IP address."
        )
        await from_error(error)(scope, receive, send)

    def _is_ours(self, scope: Scope) -> bool:
        name = host_name(Headers(scope=scope).get("host", ""))
        server = scope.get("server")
        if not name or "*" in self.names or name in self.names or parse_address(name):
            return True
        if server and name == server[0]:
            return True  # a call within the process
        return any(f"*{name[n:]}" in self.names for n, mark in enumerate(name) if mark == ".")
