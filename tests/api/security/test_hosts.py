from __future__ import annotations

import pytest

from app.api.security.addresses import host_name
from tests.api.security.conftest import Serve


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("Localhost:8000", "localhost"),
        ("news.example.org.", "news.example.org"),
        ("[::1]:8000", "::1"),
        ("192.0.2.1:80", "192.0.2.1"),
        ("", ""),
        ("localhost:80@evil.example", "localhost:80@evil.example"),
        ("localhost:evil.example", "localhost:evil.example"),
    ],
)
def test_the_name_in_a_host_header(host: str, name: str) -> None:
    assert host_name(host) == name


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("localhost:8000", 200),
        ("app.localhost", 200),
        ("127.0.0.1:8000", 200),
        ("[::1]:8000", 200),
        ("192.0.2.1", 200),
        ("news.example.org", 200),
        ("NEWS.example.org:443", 200),
        ("a.b.example.net", 200),
        ("example.net", 421),
        ("localhost:80@evil.example", 421),
        ("evil.example", 421),
        ("news.example.org.evil.example", 421),
        ("localhost.evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("evilexample.net", 421),
    ],
)
def test_only_the_servers_own_names(serve: Serve, host: str, status: int) -> None:
    client = serve(allowed_hosts="news.example.org, *.example.net").client()
    answer = client.get("/health/live", headers={"host": host})
    assert answer.status_code == status
    if status == 421:
        assert f"DATELINE_ALLOWED_HOSTS={host_name(host)}" in answer.json()["detail"]
        assert answer.headers["content-type"] == "application/problem+json"


def test_any_name_where_that_is_wanted(serve: Serve) -> None:
    assert serve(allowed_hosts="*").client().get("/health/live", headers={"host": "x.example"}).status_code == 200
