"""ASGI middleware that believes what trusted proxies say about the client and the address that it used."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.security.addresses import parse_address

_PREFIX = re.compile(r"(/[A-Za-z0-9._~-]+)+")


class ForwardedHeaders:
    """Take client, scheme, host and path prefix from ``X-Forwarded-*`` of trusted proxies, and from nobody else.

    ``root_path`` is the prefix where no proxy names one. A path may come with the prefix or without it.
    """

    def __init__(self, app: ASGIApp, trusted: Iterable[str], root_path: str = "") -> None:
        self.app = app
        self.root_path = root_path
        networks = list(trusted)
        self._everybody = "*" in networks
        self._networks = [ipaddress.ip_network(n, strict=False) for n in networks if n != "*"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "http":
            prefix = self.root_path or scope.get("root_path", "")
            client = scope.get("client")
            if client and self._trusts(client[0]):
                prefix = self._believe(scope, prefix)
            _set_prefix(scope, prefix)
        await self.app(scope, receive, send)

    def _believe(self, scope: Scope, prefix: str) -> str:
        """Change the scope as the headers say; return the path prefix."""
        headers = Headers(scope=scope)
        if address := self._client(headers.get("x-forwarded-for", "")):
            scope["client"] = (address, 0)
        if (scheme := _first(headers, "x-forwarded-proto")) in ("http", "https"):
            scope["scheme"] = scheme
        if host := _first(headers, "x-forwarded-host"):
            MutableHeaders(scope=scope)["host"] = host
        given = _first(headers, "x-forwarded-prefix").rstrip("/")
        return given if _PREFIX.fullmatch(given) else prefix

    def _client(self, forwarded: str) -> str | None:
        """The last address that a trusted proxy has not added for another trusted proxy."""
        found = None
        for part in reversed(forwarded.split(",")):
            address = _bare(part.strip())
            if not address:
                break
            found = address
            if not self._trusts(address):
                break
        return found

    def _trusts(self, address: str) -> bool:
        if self._everybody:
            return True
        parsed = parse_address(address)
        return parsed is not None and any(parsed in network for network in self._networks)


def _first(headers: Headers, name: str) -> str:
    return headers.get(name, "").partition(",")[0].strip()


def _bare(address: str) -> str:
    """An address without brackets and port."""
    if address.startswith("["):
        return address.partition("]")[0][1:]
    return address.partition(":")[0] if address.count(":") == 1 else address


def _set_prefix(scope: Scope, prefix: str) -> None:
    """Let the path begin with the prefix, as ASGI has it; a proxy may have removed it."""
    scope["root_path"] = prefix
    path = scope["path"]
    if prefix and path != prefix and not path.startswith(f"{prefix}/"):
        scope["path"] = prefix + path
