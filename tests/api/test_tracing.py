from __future__ import annotations

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from app.api.security.access import known
from app.api.tracing import Tracing
from app.errors import MissingExtraError
from app.main import create_app
from app.settings import Settings

TRACE = "0af7651916cd43dd8448eb211c80319c"


def test_a_request_is_a_span_of_the_callers_trace() -> None:
    exporter, app, router = InMemorySpanExporter(), FastAPI(openapi_url=None), APIRouter()

    @router.get("/v1/things/{name}")
    def thing(name: str) -> str:
        if name == "broken":
            raise RuntimeError
        return name

    app.include_router(router)
    app.add_middleware(Noted)
    app.add_middleware(Tracing, processor=SimpleSpanProcessor(exporter))
    with TestClient(app, raise_server_exceptions=False) as client:
        client.get("/v1/things/a", headers={"traceparent": f"00-{TRACE}-b7ad6b7169203331-01"})
        client.get("/v1/things/broken")
        first, second = exporter.get_finished_spans()
    assert first.name == "GET /v1/things/{name}"
    assert first.context is not None
    assert f"{first.context.trace_id:032x}" == TRACE
    assert first.attributes is not None
    assert first.attributes["http.response.status_code"] == 200
    assert second.status.status_code is StatusCode.ERROR


class Noted:
    """Notes the template of the route, as the scopes of the routes do."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app

    async def __call__(self, scope, receive, send) -> None:  # type: ignore[no-untyped-def]
        facts = known(scope)
        await self.app(scope, receive, send)
        facts["route"] = "/v1/things/{name}"


def test_without_the_extra_the_start_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.api.tracing.find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match="uv sync --extra otel"):
        create_app(Settings(tracing=True))


def test_it_is_off_by_default_and_a_setting_turns_it_on() -> None:
    def has(settings: Settings) -> bool:
        return any(each.cls is Tracing for each in create_app(settings).user_middleware)

    assert not has(Settings())
    assert has(Settings(tracing=True))
