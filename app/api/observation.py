"""Every request is measured, logged in one line, and has an id: taken from ``X-Request-ID`` or made.

The id is in the answer's header, in problem details, and in each line that is logged on the way.
"""

from __future__ import annotations

import asyncio
import re
import time
import uuid
from typing import Any

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.logs import logger_of
from app.api.metrics import Metrics
from app.api.problems import REQUEST_ID_HEADER, problem
from app.api.security.access import known

_SANE = re.compile(r"[A-Za-z0-9._:/+=-]{1,100}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_OTHER = "other"  # whatever clients send, there are few labels
_QUIET = frozenset({"/health/live", "/health/ready", "/metrics"})  # requested every few seconds
_LONGEST_PATH = 300
_STOPPING = "The server is being stopped. Send the request again in a moment."
logger = logger_of("app.requests")


class Observation:
    """A pure ASGI middleware around all others."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = _id_of(scope)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        facts = known(scope)
        began, status = time.perf_counter(), 0

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID_HEADER] = request_id
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except asyncio.CancelledError:  # the server stops, and the time for requests under way is over
            if not status:
                headers = {"Retry-After": "5", "Connection": "close"}
                await problem(503, "Stopping", _STOPPING, headers=headers)(scope, receive, noted)
        finally:
            self._note(scope, facts, status or 500, time.perf_counter() - began)

    def _note(self, scope: Scope, facts: dict[str, Any], status: int, seconds: float) -> None:
        route = str(facts.get("route", _OTHER))
        method = scope["method"] if scope["method"] in _METHODS else _OTHER
        self.metrics.requests.labels(method, route, str(status)).inc()
        self.metrics.latency.labels(method, route).observe(seconds)
        problem = facts.get("problem")
        if problem or status >= 500:
            self.metrics.problems.labels(problem or "dateline").inc()
        log = logger.debug if route in _QUIET and status < 400 else logger.info
        client = scope["client"][0] if scope.get("client") else None
        more = {"problem": problem} if problem else {}
        log(
            "request",
            method=method,
            path=_path(scope),
            status=status,
            ms=round(1000 * seconds, 1),
            client=client,
            **more,
        )


def _id_of(scope: Scope) -> str:
    sent = Headers(scope=scope).get(REQUEST_ID_HEADER, "")
    return sent if _SANE.fullmatch(sent) else uuid.uuid4().hex


def _path(scope: Scope) -> str:
    """The path as it was sent, in which every odd character is encoded, and no parameters, which may be secret."""
    sent: bytes = scope.get("raw_path") or scope["path"].encode("ascii", "backslashreplace")
    return sent.partition(b"?")[0][:_LONGEST_PATH].decode("ascii", "backslashreplace")
