"""Requests to addresses that others have named reach nothing that is not public."""

from __future__ import annotations

import http.server
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from app.errors import InputError, OutboundError
from app.outbound import Bounds, check_url, public_addresses, send

HERE = Bounds(2, 1_000, redirects=2, networks=("127.0.0.0/8",))


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        number = self.path.strip("/")
        if self.path == "/slow-headers":
            self.send_response(200)
            for n in range(40):
                self.send_header(f"X-{n}", "x")
                self.flush_headers()
                time.sleep(0.2)
        elif self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(40):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.2)
        elif self.path == "/inside":
            self.send_response(302)
            self.send_header("Location", "http://169.254.169.254/latest/meta-data")
            self.end_headers()
        elif number.isdecimal() and int(number):
            self.send_response(302)
            self.send_header("Location", f"/{int(number) - 1}")
            self.end_headers()
        else:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"y" * (5_000 if self.path == "/long" else 5))

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as made:
        made.daemon_threads = True
        made.block_on_close = False
        thread = threading.Thread(target=made.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{made.server_port}"
        made.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.5.5",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::10.0.0.1",
        "ff02::1",
        "2130706433",
        "0x7f.1",
    ],
)
def test_addresses_that_are_not_public_are_refused(host: str) -> None:
    with pytest.raises(OutboundError):
        public_addresses(host, 80)


def test_public_addresses_and_allowed_networks_are_not() -> None:
    assert public_addresses("93.184.215.14", 80) == ["93.184.215.14"]
    assert public_addresses("127.0.0.1", 80, ("127.0.0.0/8",)) == ["127.0.0.1"]


def test_one_private_address_of_several_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(0, 0, 0, "", (address, 80)) for address in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(OutboundError, match=r"example\.org is not at a public address"):
        public_addresses("example.org", 80)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp://example.org",
        "https://",
        "//example.org",
        "https://me@example.org/",
        "https://a.example.org/\r\nX: 1",
        "https://example.org:99999/",
        "file:///etc/passwd",
        "https://example.org/" + "a" * 4_000,
        "https://exämple.org/",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(InputError):
        check_url(url)


def test_an_answer_is_read(server: str) -> None:
    answer = send("GET", server, HERE)
    assert (answer.status, answer.body) == (200, b"yyyyy")
    with pytest.raises(OutboundError, match="not at a public address"):
        send("GET", server, Bounds(2, 1_000))


def test_redirects_are_followed_within_bounds_and_checked(server: str) -> None:
    assert send("GET", f"{server}/2", HERE).url == f"{server}/0"
    assert send("GET", f"{server}/2", Bounds(2, 1_000, networks=HERE.networks)).status == 302
    with pytest.raises(OutboundError, match="redirects more than 2 times"):
        send("GET", f"{server}/3", HERE)
    with pytest.raises(OutboundError, match=r"169\.254\.169\.254 is not at a public address"):
        send("GET", f"{server}/inside", HERE)


def test_size_and_time_are_bounded(server: str) -> None:
    with pytest.raises(OutboundError, match="more than 1000 bytes"):
        send("GET", f"{server}/long", HERE)
    for slow in ("slow", "slow-headers"):
        began = time.monotonic()
        with pytest.raises(OutboundError, match="it takes too long"):
            send("GET", f"{server}/{slow}", HERE)
        assert time.monotonic() - began < 6


def test_nobody_there_is_clear() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(OutboundError, match=r"127\.0\.0\.1 cannot be reached"):
        send("GET", f"http://127.0.0.1:{port}/", HERE)
