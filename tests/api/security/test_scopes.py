"""Every route of the server, with the scope that it needs."""

from __future__ import annotations

import pytest
from fastapi import FastAPI

from app.api.security.scopes import check_scopes, guarded_routes
from app.domain.access import SCOPES, Scope
from app.main import create_app
from app.settings import Settings
from app.web.files import VIEWS
from tests.api.security.conftest import STRANGER, Serve, bearer

#: Whoever adds a route decides here who may call it.
ROUTES: dict[tuple[str, str], Scope | None] = {
    ("GET", "/"): None,
    ("GET", "/incidents/{incident_id}"): None,
    ("GET", "/articles/{article_id}"): None,
    ("GET", "/read"): None,
    ("GET", "/review"): None,
    ("GET", "/mcp"): "read",
    ("POST", "/mcp"): "read",
    ("DELETE", "/mcp"): "read",
    ("GET", "/docs"): None,
    ("GET", "/redoc"): None,
    ("GET", "/openapi.json"): None,
    ("GET", "/health/live"): None,
    ("GET", "/health/ready"): None,
    ("GET", "/metrics"): "read",
    ("GET", "/v1/session"): None,
    ("POST", "/v1/session"): None,
    ("DELETE", "/v1/session"): None,
    ("POST", "/v1/articles"): "ingest",
    ("POST", "/v1/articles/batch"): "ingest",
    ("GET", "/v1/stream"): "read",
    ("GET", "/v1/events.atom"): "read",
    ("POST", "/v1/subscriptions"): "admin",
    ("GET", "/v1/subscriptions"): "admin",
    ("GET", "/v1/subscriptions/{subscription_id}"): "admin",
    ("POST", "/v1/subscriptions/{subscription_id}/resume"): "admin",
    ("DELETE", "/v1/subscriptions/{subscription_id}"): "admin",
    ("POST", "/v1/jobs/reread"): "ingest",
    ("GET", "/v1/jobs"): "ingest",
    ("GET", "/v1/jobs/{job_id}"): "ingest",
    ("GET", "/v1/jobs/{job_id}/articles"): "ingest",
    ("GET", "/v1/jobs/{job_id}/progress"): "ingest",
    ("POST", "/v1/jobs/{job_id}/cancel"): "ingest",
    ("GET", "/v1/articles"): "read",
    ("GET", "/v1/articles/{article_id}"): "read",
    ("POST", "/v1/articles/{article_id}/reread"): "ingest",
    ("DELETE", "/v1/articles/{article_id}"): "edit",
    ("GET", "/v1/events"): "read",
    ("GET", "/v1/events/deleted"): "read",
    ("GET", "/v1/events/summary"): "read",
    ("GET", "/v1/events/{event_id}"): "read",
    ("PATCH", "/v1/events/{event_id}"): "edit",
    ("POST", "/v1/events/{event_id}/confirm"): "edit",
    ("POST", "/v1/events/{event_id}/reject"): "edit",
    ("POST", "/v1/events/{event_id}/undo"): "edit",
    ("GET", "/v1/events/{event_id}/history"): "read",
    ("POST", "/v1/articles/{article_id}/events"): "edit",
    ("GET", "/v1/review"): "read",
    ("GET", "/v1/incidents"): "read",
    ("GET", "/v1/incidents/summary"): "read",
    ("GET", "/v1/incidents/deleted"): "read",
    ("GET", "/v1/incidents/{incident_id}"): "read",
    ("GET", "/v1/incidents/{incident_id}/history"): "read",
    ("POST", "/v1/incidents/{incident_id}/merge"): "edit",
    ("POST", "/v1/incidents/{incident_id}/split"): "edit",
    ("POST", "/v1/incidents/{incident_id}/pin"): "edit",
    ("GET", "/v1/event-types"): "read",
    ("GET", "/v1/places"): "read",
    ("GET", "/v1/audit"): "admin",
    ("GET", "/ogc"): "read",
    ("GET", "/ogc/api"): "read",
    ("GET", "/ogc/conformance"): "read",
    ("GET", "/ogc/collections"): "read",
    ("GET", "/ogc/collections/{collectionId}"): "read",
    ("GET", "/ogc/collections/{collectionId}/items"): "read",
    ("GET", "/ogc/collections/{collectionId}/items/{featureId}"): "read",
}
GUARDED = {route: scope for route, scope in ROUTES.items() if scope}


def test_every_route_needs_what_the_table_says() -> None:
    found = {
        (method, str(context.path)): needed.scope
        for context, needed in guarded_routes(create_app(Settings()))
        for method in context.methods or ()
    }
    assert found == ROUTES


def test_the_description_names_the_same_scopes() -> None:
    paths = create_app(Settings()).openapi()["paths"]
    found = {
        (method.upper(), path): [next(iter(way.values())) for way in operation.get("security", [])]
        for path, methods in paths.items()
        for method, operation in methods.items()
    }
    assert found == {
        route: [[scope]] * 3 if scope else []
        for route, scope in ROUTES.items()
        if route[1] not in (*VIEWS, "/mcp", "/docs", "/redoc", "/openapi.json")
    }


def test_a_route_without_a_scope_stops_the_start() -> None:
    app = FastAPI(openapi_url=None)
    app.add_api_route("/forgotten", lambda: None)
    with pytest.raises(RuntimeError, match="/forgotten has no scope"):
        check_scopes(app)


def test_every_route_refuses_all_other_scopes_and_admits_its_own(serve: Serve) -> None:
    served = serve()
    tokens = {scope: served.make_key(scope, name=scope) for scope in SCOPES}
    client = served.client(STRANGER, "198.51.100.7")
    for (method, path), needed in GUARDED.items():
        address = path.replace("{collectionId}", "events").replace("{", "").replace("}", "")
        assert client.request(method, address).status_code == 401, (method, path)
        for scope, token in tokens.items():
            answer = client.request(method, address, headers=bearer(token))
            refused = answer.status_code == 403
            assert refused is (scope not in (needed, "admin")), (method, path, scope, answer.text)
            assert answer.status_code != 401
