"""Articles that are sent as an address alone: their pages are fetched, where that is allowed, and each once."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator

import pytest

from app.domain.access import EVERYTHING, Caller
from app.ingestion import ReaderPool
from app.ingestion.batch_reading import read_all
from app.ingestion.fetching import concurrently, fetched
from app.ingestion.items import Item
from app.ingestion.loading import Loader
from app.ingestion.worker import Reading
from app.settings import Settings
from app.storage.engine import Sessions

TEXT = "A car bomb killed seven people at the fish market in Basra on Friday, police said. Nobody claimed it."
PAGE = f"<html><head><title>Bomb</title></head><body><article><p>{TEXT}</p><p>{TEXT[:60]}</p></article></body></html>"
ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/page": (200, {"Content-Type": "text/html; charset=utf-8"}, PAGE.encode()),
    "/plain": (200, {"Content-Type": "text/plain"}, TEXT.encode()),
    "/latin": (200, {"Content-Type": "text/html; charset=latin-1"}, "<p>Málaga</p>".encode("latin-1")),
    "/moved": (301, {"Location": "/page"}, b""),
    "/paper": (200, {"Content-Type": "application/pdf"}, b"%PDF"),
    "/packed": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, b"\x1f\x8b"),
    "/gone": (410, {}, b""),
    "/inside": (302, {"Location": "http://10.0.0.1/"}, b""),
}


class Handler(http.server.BaseHTTPRequestHandler):
    seen: list[str]

    def do_GET(self) -> None:
        self.seen.append(self.path)
        status, headers, body = ANSWERS[self.path]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    Handler.seen = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as made:
        thread = threading.Thread(target=made.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{made.server_port}"
        made.shutdown()
        thread.join()


@pytest.fixture
def allowed() -> Settings:
    return Settings(fetch_urls=True, fetch_seconds=5, outbound_networks=("127.0.0.0/8",))


def addresses(server: str, *paths: str) -> list[Item]:
    return [Item(path, {"url": f"{server}{path}", "source": "Example News"}) for path in paths]


def test_pages_come_in_the_order_of_their_addresses(server: str, allowed: Settings) -> None:
    sent = Item(7, {"text": "x", "url": f"{server}/never"})
    found = list(fetched([*addresses(server, "/page", "/plain", "/latin", "/moved"), sent], allowed))
    kept = [{name: value for name, value in (item.raw or {}).items() if name in ("text", "html")} for item in found]
    assert kept == [{"html": PAGE}, {"text": TEXT}, {"html": "<p>Málaga</p>"}, {"html": PAGE}, {"text": "x"}]
    assert [item.raw["source"] for item in found[:4] if item.raw] == ["Example News"] * 4
    assert "/never" not in Handler.seen


def test_what_is_no_page_has_a_reason_and_keeps_its_address(server: str, allowed: Settings) -> None:
    paths = ("/gone", "/paper", "/packed", "/inside")
    found = list(fetched(addresses(server, *paths), allowed))
    assert [item.reason for item in found] == [
        f"{server}/gone answered 410.",
        f"{server}/paper is not a page but application/pdf.",
        f"{server}/packed answered with a compressed page, although none was requested.",
        "10.0.0.1 is not at a public address (setting DATELINE_OUTBOUND_NETWORKS).",
    ]
    assert [item.raw["url"] for item in found if item.raw] == [f"{server}{path}" for path in paths]


def test_a_page_that_is_too_long_is_not_read(server: str, allowed: Settings) -> None:
    (found,) = fetched(addresses(server, "/page"), allowed.model_copy(update={"max_body_bytes": 100}))
    assert found.reason == "The answer has more than 100 bytes."


def test_private_addresses_are_refused_by_default(server: str) -> None:
    (found,) = fetched(addresses(server, "/page"), Settings(fetch_urls=True))
    assert found.reason == "127.0.0.1 is not at a public address (setting DATELINE_OUTBOUND_NETWORKS)."
    assert Handler.seen == []


def test_nothing_is_fetched_unless_it_is_allowed(server: str, pool: ReaderPool) -> None:
    ((_, outcome),) = read_all(addresses(server, "/page"), pool)
    assert "only where DATELINE_FETCH_URLS is true" in str(outcome)
    assert Handler.seen == []


def test_pages_are_extracted(server: str, allowed: Settings, pool: ReaderPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "settings", allowed)
    (_, page), (_, gone) = read_all(addresses(server, "/page", "/gone"), pool)
    assert isinstance(page, Reading)
    assert (page.article.url, page.article.title) == (f"{server}/page", "Bomb")
    assert gone is None


def test_a_second_load_fetches_nothing(
    server: str, allowed: Settings, pool: ReaderPool, sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "settings", allowed)
    loader = Loader(sessions, pool, pool.start().result(), Caller("me", EVERYTHING))
    sent = addresses(server, "/page", "/gone")
    assert [each.state for each in loader.load(sent)] == ["stored", "failed"]
    (first, second) = loader.load(sent)
    assert (first.state, second.state, second.reason) == ("known", "failed", f"{server}/gone answered 410.")
    assert (second.item.raw or {})["url"] == f"{server}/gone"
    assert sorted(Handler.seen) == ["/gone", "/gone", "/page"]


def test_a_stream_is_not_read_far_ahead() -> None:
    read = []

    def numbers() -> Iterator[int]:
        for number in range(100):
            read.append(number)
            yield number

    found = concurrently(numbers(), lambda number: number, lambda _: False)
    assert [next(found), next(found)] == [0, 1]
    assert len(read) == 2
    assert list(concurrently(range(100), lambda number: -number, lambda number: bool(number % 3))) == [
        -number if number % 3 else number for number in range(100)
    ]
