"""Behind proxies: who the client is, and links that begin with the prefix of the path."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from app.api.security.proxies import ForwardedHeaders
from app.storage.articles import save
from app.storage.engine import transaction
from tests.api.security.conftest import HERE, STRANGER, Serve, Served
from tests.factories import make_article, make_event, make_extraction

TRUSTED = ("127.0.0.1", "10.0.0.0/8")


def passed_on(client: str, headers: dict[str, str], trusted: tuple[str, ...] = TRUSTED, **given: Any) -> Scope:
    """The scope that the app behind the middleware sees."""
    seen: list[Scope] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope)

    async def nothing(message: Message) -> None:
        """Never called."""

    pairs = [(name.encode(), value.encode()) for name, value in {"host": "inner:8000", **headers}.items()]
    scope: Scope = {"type": "http", "client": (client, 1), "scheme": "http", "headers": pairs, "path": "/v1/events"}
    asyncio.run(ForwardedHeaders(app, trusted, **given)(scope, None, nothing))  # type: ignore[arg-type]
    return seen[0]


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "203.0.113.9, 10.1.2.3", "203.0.113.9"),
        ("127.0.0.1", "203.0.113.9:4711", "203.0.113.9"),
        ("127.0.0.1", "[2001:db8::1]:4711", "2001:db8::1"),
        ("127.0.0.1", "10.1.2.3", "10.1.2.3"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "unknown", "unknown"),
        ("::ffff:10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("203.0.113.77", "198.51.100.1", "203.0.113.77"),
        ("203.0.113.77", "127.0.0.1", "203.0.113.77"),
    ],
)
def test_the_client_is_the_last_that_no_trusted_proxy_is(peer: str, forwarded: str, client: str) -> None:
    assert passed_on(peer, {"x-forwarded-for": forwarded})["client"][0] == client


def test_scheme_host_and_prefix_are_believed_of_trusted_proxies_alone() -> None:
    sent = {"x-forwarded-proto": "https", "x-forwarded-host": "news.example.org", "x-forwarded-prefix": "/news"}
    believed, not_believed = passed_on("127.0.0.1", sent), passed_on("203.0.113.77", sent)
    assert (believed["scheme"], dict(believed["headers"])[b"host"]) == ("https", b"news.example.org")
    assert (believed["root_path"], believed["path"]) == ("/news", "/news/v1/events")
    assert (not_believed["scheme"], dict(not_believed["headers"])[b"host"]) == ("http", b"inner:8000")
    assert (not_believed["root_path"], not_believed["path"]) == ("", "/v1/events")


@pytest.mark.parametrize("wrong", [{"x-forwarded-proto": "gopher"}, {"x-forwarded-prefix": "//evil.example/%"}])
def test_nonsense_of_a_proxy_changes_nothing(wrong: dict[str, str]) -> None:
    scope = passed_on("127.0.0.1", wrong, root_path="/a")
    assert (scope["scheme"], scope["root_path"], scope["path"]) == ("http", "/a", "/a/v1/events")


@pytest.fixture
def prefixed(serve: Serve) -> Served:
    """A server under /dateline with three events."""
    served = serve(root_path="/dateline", allowed_hosts="news.example.org", anonymous="all")
    with transaction(served.sessions) as session:
        article = make_article(published_at="2024-02-03")
        save(session, article, make_extraction(article, make_event(), make_event(), make_event()))
    return served


@pytest.mark.parametrize("removed", [True, False])
def test_every_link_works_behind_a_prefix(prefixed: Served, removed: bool) -> None:
    """``removed``: whether the proxy removes the prefix before it passes a request on."""
    sent = {"x-forwarded-for": STRANGER[0], "x-forwarded-proto": "https", "x-forwarded-host": "news.example.org"}
    client = prefixed.client(HERE, headers=sent)
    site = "https://news.example.org/dateline"

    def get(address: str, **options: Any) -> Any:
        """What the proxy answers at an address of the site."""
        assert address.startswith((site, "/dateline/")), address
        path = address.removeprefix("https://news.example.org")
        answer = client.get(path.removeprefix("/dateline") if removed else path, **options)
        assert answer.status_code == 200, (address, answer.text)
        return answer

    page = get("/dateline/v1/events?limit=1")
    second = get(re.findall("<(.*)>", page.headers["link"])[0])
    assert second.json()["events"][0]["id"] != page.json()["events"][0]["id"]
    items = get(f"{site}/ogc/collections/events/items?limit=2").json()
    following = {link["rel"]: link["href"] for link in items["links"]}
    assert following["self"] == f"{site}/ogc/collections/events/items?limit=2"
    assert len(get(following["next"]).json()["features"]) == 1
    for link in get(f"{site}/ogc").json()["links"]:
        get(link["href"])
    for link in get(f"{site}/ogc/collections").json()["collections"][0]["links"]:
        get(link["href"])
    assert get(f"{site}/ogc/api").json()["servers"] == [{"url": f"{site}/ogc"}]
    assert get(f"{site}/openapi.json").json()["servers"] == [{"url": "/dateline"}]
    for source in re.findall('(?:src|href)="([^"]+)"', get(f"{site}/docs").text):
        get(source)
    for link in get(f"{site}/").json()["links"]:
        if link["href"] != "/dateline/health/ready":
            get(link["href"])
