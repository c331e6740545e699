"""Signing in with a key for pages: a cookie that scripts cannot read, and a token against other sites' requests."""

from __future__ import annotations

import datetime as dt
from http.cookies import SimpleCookie

import pytest

from tests.api.security.conftest import STRANGER, Serve, bearer

NO_ARTICLE = "/v1/articles/00000000-0000-0000-0000-000000000000"


def test_a_page_signs_in_reads_changes_and_signs_out(serve: Serve) -> None:
    served = serve()
    token = served.make_key("read", "edit")
    page = served.client(STRANGER, "198.51.100.7")
    assert page.get("/v1/session").json()["scopes"] == []
    signed_in = page.post("/v1/session", json={"key": token})
    cookie = SimpleCookie(signed_in.headers["set-cookie"])["dateline_key"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"].lower()) == (token, True, "strict")
    assert (cookie["path"], cookie["max-age"], cookie["secure"]) == ("/", str(30 * 86_400), "")
    assert signed_in.headers["cache-control"] == "no-store"
    session = page.get("/v1/session").json()
    assert session == signed_in.json()
    assert (session["name"], session["scopes"]) == ("desk", ["read", "edit"])
    assert page.get("/v1/events").status_code == 200
    refused = page.delete(NO_ARTICLE)
    assert (refused.status_code, "X-CSRF-Token" in refused.json()["detail"]) == (403, True)
    assert page.delete(NO_ARTICLE, headers={"x-csrf-token": "0" * 64}).status_code == 403
    assert page.delete(NO_ARTICLE, headers={"x-csrf-token": "é".encode()}).status_code == 403
    allowed = {"x-csrf-token": session["csrf_token"]}
    assert page.delete(NO_ARTICLE, headers=allowed).status_code == 404
    for foreign in ({"origin": "https://evil.example"}, {"sec-fetch-site": "same-site"}):  # even if it has the token
        refused = page.delete(NO_ARTICLE, headers=allowed | foreign)
        assert (refused.status_code, "another origin" in refused.json()["detail"]) == (403, True)
    assert page.delete("/v1/session").status_code == 403
    assert page.delete("/v1/session", headers=allowed).status_code == 204
    assert page.get("/v1/events").status_code == 401


def test_the_cookie_is_secure_over_tls_and_ends_with_the_key(serve: Serve) -> None:
    served = serve(allowed_hosts="news.example.org", root_path="/news")
    token = served.make_key("read", expires_at=dt.datetime.now(dt.UTC) + dt.timedelta(hours=1))
    page = served.client(headers={"x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.9"})
    answer = page.post("/v1/session", json={"key": token})
    cookie = SimpleCookie(answer.headers["set-cookie"])["dateline_key"]
    assert (cookie["secure"], cookie["path"]) == (True, "/news")
    assert 3_500 < int(cookie["max-age"]) <= 3_600


def test_a_cookie_that_is_no_longer_good_is_as_none(serve: Serve) -> None:
    served = serve(anonymous="read")
    served.make_key("read")
    page = served.client(STRANGER, "198.51.100.7", cookies={"dateline_key": "gone"})
    assert page.get("/v1/events").status_code == 200
    assert page.get("/v1/session").json() == {
        "name": "anonymous",
        "key_id": None,
        "scopes": ["read"],
        "expires_at": None,
        "csrf_token": None,
    }


def test_the_key_in_a_header_counts_before_the_cookie(serve: Serve) -> None:
    served = serve()
    token, other = served.make_key("read"), served.make_key("admin", name="chief")
    page = served.client(cookies={"dateline_key": token})
    found = page.get("/v1/session", headers=bearer(other)).json()
    assert (found["name"], found["csrf_token"]) == ("chief", None)
    assert page.get("/v1/audit", headers=bearer(other)).status_code == 200


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        (b"", "application/json", 400),
        (b"{", "application/json", 400),
        (b'{"key": "x"}', "text/plain", 415),
        (b"[]", "application/json", 422),
        (b"{}", "application/json", 422),
        (b'{"key": 5}', "application/json", 422),
        (b'{"key": "x", "more": 1}', "application/json", 422),
        (b'{"key": "' + b"x" * 201 + b'"}', "application/json", 422),
        (b'{"key": "x"}', "application/json", 401),
        (b'{"key": "\\ud800"}', "application/json", 400),
    ],
)
def test_what_is_not_a_key(serve: Serve, body: bytes, media_type: str, status: int) -> None:
    answer = serve().client().post("/v1/session", content=body, headers={"content-type": media_type})
    assert answer.status_code == status
    assert "set-cookie" not in answer.headers


def test_a_page_of_another_site_cannot_sign_a_reader_in(serve: Serve) -> None:
    served = serve()
    token = served.make_key("read")
    headers = {"sec-fetch-site": "cross-site", "origin": "https://evil.example"}
    assert served.client().post("/v1/session", json={"key": token}, headers=headers).status_code == 403
