"""Traces with OpenTelemetry: a span for each request, the child of the caller's own; needs the extra ``otel``.

Where they go is set with OpenTelemetry's variables, such as ``OTEL_EXPORTER_OTLP_ENDPOINT`` and ``OTEL_SERVICE_NAME``.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import structlog
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.security.access import known
from app.errors import MissingExtraError

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor


def check_extra() -> None:
    """Raise ``MissingExtraError`` unless OpenTelemetry is installed."""
    if find_spec("opentelemetry") is None or find_spec("opentelemetry.sdk") is None:
        raise MissingExtraError(
            "DATELINE_TRACING needs OpenTelemetry: run uv sync --extra otel, or pip install 'dateline[otel]'."
        )


class Tracing:
    """A pure ASGI middleware that makes a span of each request between the start and the end of the server."""

    def __init__(self, app: ASGIApp, processor: SpanProcessor | None = None) -> None:
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 - an extra

        self.app, self.processor = app, processor
        self.provider = TracerProvider(shutdown_on_exit=False)
        self.tracer = self.provider.get_tracer("dateline")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "lifespan":
            self.provider.add_span_processor(self.processor or _exporting())
            try:
                await self.app(scope, receive, send)
            finally:
                self.provider.shutdown()
        elif scope["type"] == "http":
            await self._trace(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _trace(self, scope: Scope, receive: Receive, send: Send) -> None:
        from opentelemetry.propagate import extract  # noqa: PLC0415
        from opentelemetry.trace import SpanKind, StatusCode, format_trace_id  # noqa: PLC0415

        facts, method = known(scope), scope["method"]
        parent = extract(dict(Headers(scope=scope)))
        with self.tracer.start_as_current_span(method, parent, SpanKind.SERVER) as span:
            structlog.contextvars.bind_contextvars(trace_id=format_trace_id(span.get_span_context().trace_id))
            span.set_attributes(
                {"http.request.method": method, "url.path": scope["path"], "url.scheme": scope["scheme"]}
            )

            async def noted(message: Message) -> None:
                if message["type"] == "http.response.start":
                    span.set_attribute("http.response.status_code", message["status"])
                    if message["status"] >= 500:
                        span.set_status(StatusCode.ERROR)
                await send(message)

            await self.app(scope, receive, noted)
            if route := facts.get("route"):
                span.update_name(f"{method} {route}")
                span.set_attribute("http.route", route)


def _exporting() -> SpanProcessor:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    return BatchSpanProcessor(OTLPSpanExporter())
