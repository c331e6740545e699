"""Headers for browsers and caches, and other origins."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest

from tests.api.security.conftest import Serve, bearer


@pytest.mark.parametrize(
    ("method", "path", "status", "cache"),
    [
        ("GET", "/v1/events", 200, "private, no-cache"),
        ("HEAD", "/v1/events", 200, "private, no-cache"),
        ("GET", "/v1/session", 200, "no-store"),
        ("GET", "/v1/events?nonsense=1", 422, "no-store"),
        ("GET", "/nowhere", 404, "no-store"),
        ("PUT", "/v1/events", 405, "no-store"),
        ("DELETE", "/v1/session", 204, "no-store"),
        ("GET", "/static-offline-docs/swagger-ui.css", 200, "private, no-cache"),
    ],
)
def test_every_answer_has_them(serve: Serve, method: str, path: str, status: int, cache: str) -> None:
    answer = serve().client().request(method, path)
    assert (answer.status_code, answer.headers["cache-control"]) == (status, cache)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert answer.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"


@pytest.mark.parametrize("path", ["/", "/docs", "/redoc"])
def test_pages_allow_their_own_scripts_alone(serve: Serve, path: str) -> None:
    page = serve().client().get(path, headers={"accept": "text/html"})
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in policy
    scripts = re.search("script-src ([^;]*)", policy)
    inline = re.findall(r"<script>(.*?)</script>", page.text, re.DOTALL)
    hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in inline}
    assert set(scripts[1].split()) - {"'self'"} == hashes if scripts else not inline


def test_no_other_origin_by_default(serve: Serve) -> None:
    client = serve().client()
    asked = {"origin": "https://maps.example.org", "access-control-request-method": "GET"}
    assert "access-control-allow-origin" not in client.get("/v1/events", headers=asked).headers
    assert client.options("/v1/events", headers=asked).status_code == 405


def test_origins_that_are_allowed(serve: Serve) -> None:
    served = serve(cors_origins="https://maps.example.org")
    token = served.make_key("read")
    client = served.client()
    asked = {
        "origin": "https://maps.example.org",
        "access-control-request-method": "GET",
        "access-control-request-headers": "authorization, x-csrf-token",
    }
    answer = client.options("/v1/events", headers=asked)
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, "https://maps.example.org")
    assert "access-control-allow-credentials" not in answer.headers
    read = client.get("/v1/events", headers={"origin": "https://maps.example.org", **bearer(token)})
    assert read.headers["access-control-allow-origin"] == "https://maps.example.org"
    assert "Link" in read.headers["access-control-expose-headers"]
    refused = client.get("/v1/events", headers={"origin": "https://maps.example.org"})
    assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (401, "https://maps.example.org")
    other = client.options("/v1/events", headers=asked | {"origin": "https://evil.example"})
    assert "access-control-allow-origin" not in other.headers
