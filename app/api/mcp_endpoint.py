"""The Model Context Protocol at ``/mcp``, for programs that ask with tools; it needs the extra ``mcp``."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.types import Receive, Scope, Send

from app.api.mcp_tools import make_server
from app.api.security.scopes import needs
from app.errors import MissingExtraError

if TYPE_CHECKING:
    from app.gazetteer.index import Gazetteer
    from app.storage.engine import Sessions

router = APIRouter(include_in_schema=False, dependencies=[needs("read")])


@asynccontextmanager
async def mcp_sessions(sessions: Sessions, gazetteer: Gazetteer) -> AsyncIterator[Any]:
    """What answers requests while the server runs; None without the extra."""
    try:
        server = make_server(sessions, gazetteer)
    except MissingExtraError:
        yield None
        return
    from mcp.server.transport_security import TransportSecuritySettings  # noqa: PLC0415 - an optional extra

    checked = TransportSecuritySettings(enable_dns_rebinding_protection=False)  # AllowedHosts does that
    server.streamable_http_app(stateless_http=True, json_response=True, transport_security=checked)
    async with server.session_manager.run():
        yield server.session_manager


class _Through(Response):
    """A response that another ASGI application sends."""

    def __init__(self, manager: Any) -> None:
        super().__init__()
        self.manager = manager

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        await self.manager.handle_request(scope, receive, send)


@router.api_route("/mcp", methods=["GET", "POST", "DELETE"])
async def endpoint(request: Request) -> Response:
    """Answer a message of the protocol. Raises ``MissingExtraError`` without the extra."""
    manager = getattr(request.app.state, "mcp", None)
    if manager is None:
        raise MissingExtraError("MCP needs an extra: run uv sync --extra mcp, or pip install mcp.")
    return _Through(manager)
