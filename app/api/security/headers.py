"""ASGI middleware that adds to every answer what browsers and caches need to know."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.security.access import known

#: For answers that are not pages: nothing may be loaded, and nobody may frame them. Pages have their own.
NOTHING_ALLOWED = "default-src 'none'; frame-ancestors 'none'"
ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_CACHEABLE = frozenset({200, 304})
_REVALIDATE, _NO_STORE = b"private, no-cache", b"no-store"


class ResponseHeaders:
    """Add security headers, the rate limit's standing, and ``Cache-Control`` where an answer has none."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        reads = scope["method"] in ("GET", "HEAD")
        facts = known(scope)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"] = list(message.get("headers", ()))
                given = {name.lower() for name, _ in headers}
                headers.extend(ALWAYS)
                if b"content-security-policy" not in given:
                    headers.append((b"content-security-policy", NOTHING_ALLOWED.encode()))
                if b"cache-control" not in given:
                    kept = reads and message["status"] in _CACHEABLE
                    headers.append((b"cache-control", _REVALIDATE if kept else _NO_STORE))
                standing = facts.get("standing")
                if standing and b"ratelimit-limit" not in given:
                    headers.extend((n.lower().encode(), v.encode()) for n, v in standing.headers.items())
            await send(message)

        await self.app(scope, receive, with_headers)
