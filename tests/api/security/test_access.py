"""Who may do what: with keys and without, from here and from elsewhere."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import Engine

from app.domain.access import new_token
from app.storage.access_keys import list_keys, revoke_key
from app.storage.engine import transaction
from tests.api.security.conftest import HERE, STRANGER, Serve, Served, bearer, served_on

EVENTS, AUDIT, SESSION = "/v1/events", "/v1/audit", "/v1/session"
NO_ARTICLE = "/v1/articles/00000000-0000-0000-0000-000000000000"


@pytest.mark.parametrize(
    ("client", "host", "headers", "status"),
    [
        (HERE, "127.0.0.1:8000", {}, 200),
        (("::1", 1), "[::1]:8000", {}, 200),
        (("::ffff:127.0.0.1", 1), "127.0.0.1", {}, 200),
        (("testclient", 1), "testserver", {}, 200),
        (STRANGER, "198.51.100.7", {}, 401),
        (STRANGER, "127.0.0.1", {}, 401),
        (HERE, "198.51.100.7", {}, 401),
        (HERE, "127.0.0.1", {"x-forwarded-for": "203.0.113.9"}, 401),
        (HERE, "127.0.0.1", {"x-forwarded-for": "127.0.0.1"}, 401),
        (HERE, "127.0.0.1", {"x-real-ip": "127.0.0.1"}, 401),
        (HERE, "127.0.0.1", {"via": "1.1 proxy"}, 401),
        (STRANGER, "198.51.100.7", {"x-forwarded-for": "127.0.0.1"}, 401),
    ],
)
def test_without_any_key_only_this_machine_is_served(
    serve: Serve, client: tuple[str, int], host: str, headers: dict[str, str], status: int
) -> None:
    caller = serve().client(client, host, headers=headers)
    assert [caller.get(path).status_code for path in (EVENTS, AUDIT)] == [status, status]
    assert caller.delete(NO_ARTICLE).status_code == (404 if status == 200 else status)


def test_the_first_key_closes_the_server_and_a_revoked_one_does_not_open_it(serve: Serve) -> None:
    served = serve()
    client = served.client()
    assert client.get(EVENTS).status_code == 200
    token = served.make_key("read")
    assert client.get(EVENTS).status_code == 401
    assert client.get(EVENTS, headers=bearer(token)).status_code == 200
    with transaction(served.sessions) as session:
        revoke_key(session, list_keys(session)[0].id, dt.datetime.now(dt.UTC))
    served.forget()
    assert client.get(EVENTS).status_code == 401
    refused = client.get(EVENTS, headers=bearer(token))
    assert (refused.status_code, "is revoked" in refused.json()["detail"]) == (401, True)


@pytest.mark.parametrize(
    ("settings", "keys", "expected"),
    [
        ({"anonymous": "none"}, True, [401, 401, 401]),
        ({"anonymous": "read"}, True, [200, 401, 401]),
        ({"anonymous": "read"}, False, [200, 401, 401]),
        ({"anonymous": "all"}, True, [200, 404, 200]),
        ({"insecure": True}, False, [200, 404, 200]),
        ({"insecure": True}, True, [401, 401, 401]),
    ],
)
def test_what_strangers_may_do(serve: Serve, settings: dict[str, object], keys: bool, expected: list[int]) -> None:
    served = serve(**settings)
    if keys:
        served.make_key("admin")
    client = served.client(STRANGER, "198.51.100.7")
    found = [client.get(EVENTS), client.delete(NO_ARTICLE), client.get(AUDIT)]
    assert [answer.status_code for answer in found] == expected


def test_a_key_comes_in_either_header(engine: Engine) -> None:
    served = served_on(engine)
    token = served.make_key("read")
    client = served.client(STRANGER, "198.51.100.7")
    for headers in (bearer(token), {"authorization": f"bearer  {token}"}, {"X-API-Key": token}):
        assert client.get(EVENTS, headers=headers).status_code == 200
    seen = client.get(SESSION, headers=bearer(token)).json()
    assert (seen["name"], seen["scopes"], seen["csrf_token"]) == ("desk", ["read"], None)


@pytest.mark.parametrize(
    "sent",
    ["", "x", "é", "Bearer", "a" * 5_000, "dateline_00000000_" + "A" * 43, "' OR 1=1 --", "dateline_%_" + "_" * 43],
)
def test_what_is_not_a_key_is_401_even_here(serve: Serve, sent: str) -> None:
    served = serve()
    served.make_key("admin")
    for headers in ({"Authorization": f"Bearer {sent}".encode()}, {"X-API-Key": sent.encode()}):
        refused = served.client().get(EVENTS, headers=headers)
        assert refused.status_code == 401
        assert refused.headers["www-authenticate"] == 'Bearer realm="dateline", error="invalid_token"'
        assert refused.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("other", ["Bearer", "Bearer x", "Digest x", "x", "", " "])
def test_a_key_beside_an_authorization_of_another_kind_is_refused(serve: Serve, other: str) -> None:
    served = serve()
    headers = {"Authorization": other, "X-API-Key": served.make_key("read")}
    assert served.client().get(EVENTS, headers=headers).status_code == 401


def test_a_key_beside_the_password_of_a_proxy(serve: Serve) -> None:
    served = serve()
    headers = {"Authorization": "Basic cHJveHk6c2VjcmV0", "X-API-Key": served.make_key("read")}
    assert served.client().get(EVENTS, headers=headers).status_code == 200


def test_a_key_of_another_secret_or_server_is_refused(serve: Serve) -> None:
    served = serve()
    token = served.make_key("admin")
    altered = token[:-1] + ("A" if token[-1] != "A" else "B")
    for other in (altered, token[:-1], token + "A", token.upper(), new_token()[1]):
        assert served.client().get(EVENTS, headers=bearer(other)).status_code == 401


def test_an_expired_key(serve: Serve) -> None:
    served = serve()
    token = served.make_key("read", expires_at=dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1))
    refused = served.client().get(EVENTS, headers=bearer(token))
    assert (refused.status_code, "is expired" in refused.json()["detail"]) == (401, True)


def test_a_missing_scope_is_named(serve: Serve) -> None:
    served = serve()
    token = served.make_key("read", "ingest")
    refused = served.client().delete(NO_ARTICLE, headers=bearer(token))
    assert refused.status_code == 403
    assert refused.json()["detail"] == "This needs the scope edit; the key 'desk' has read, ingest."
    assert 'scope="edit"' in refused.headers["www-authenticate"]
    unknown = served.client().delete(NO_ARTICLE)
    assert "dateline keys create NAME --scope edit" in unknown.json()["detail"]


def test_health_and_documentation_are_for_everybody(serve: Serve) -> None:
    served = serve()
    served.make_key("admin")
    client = served.client(STRANGER, "198.51.100.7")
    for path in ("/", "/docs", "/redoc", "/openapi.json", "/health/live", "/health/ready", SESSION):
        assert client.get(path).status_code == 200, path


def test_the_document_says_what_its_reader_needs(serve: Serve) -> None:
    def optional(served: Served, path: str, method: str = "get") -> bool:
        found = served.client(STRANGER, "198.51.100.7").get("/openapi.json").json()["paths"][path][method]
        assert {"bearer": found["security"][0]["bearer"]} == found["security"][0]
        return {} in found["security"]

    readable = serve(anonymous="read")
    assert optional(readable, EVENTS)
    assert not optional(readable, AUDIT)
    assert not optional(readable, "/v1/articles", "post")
    closed = serve()
    assert not optional(closed, EVENTS)
    assert {} in closed.client().get("/openapi.json").json()["paths"][AUDIT]["get"]["security"]


@pytest.mark.parametrize(
    ("headers", "settings", "status"),
    [
        ({"sec-fetch-site": "cross-site", "origin": "https://evil.example"}, {}, 403),
        ({"sec-fetch-site": "same-site", "origin": "http://localhost:3000"}, {}, 403),
        ({"sec-fetch-site": "same-origin", "origin": "http://127.0.0.1:8000"}, {}, 404),
        ({"sec-fetch-site": "none"}, {}, 404),
        ({}, {}, 404),
        ({"origin": "https://evil.example"}, {}, 403),
        ({"origin": "http://127.0.0.1.evil.example"}, {}, 403),
        ({"origin": "null"}, {}, 403),
        ({"origin": "http://127.0.0.1:8000"}, {}, 404),
        ({"origin": "https://127.0.0.1"}, {}, 404),
        ({"origin": "https://maps.example.org"}, {"cors_origins": "https://maps.example.org"}, 404),
        ({"origin": "https://evil.example"}, {"cors_origins": "*"}, 404),
        (
            {"sec-fetch-site": "cross-site", "origin": "https://maps.example.org"},
            {"cors_origins": "https://maps.example.org"},
            404,
        ),
        (
            {"sec-fetch-site": "cross-site", "origin": "https://evil.example"},
            {"cors_origins": "https://maps.example.org"},
            403,
        ),
    ],
)
def test_pages_of_other_sites_change_nothing_on_an_open_server(
    serve: Serve, headers: dict[str, str], settings: dict[str, str], status: int
) -> None:
    assert serve(**settings).client().delete(NO_ARTICLE, headers=headers).status_code == status
