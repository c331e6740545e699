"""``dateline serve`` as it runs: clients that dawdle or leave, a signal to stop, a start that fails."""

from __future__ import annotations

import errno
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.program import run

COMMAND = [sys.executable, "-m", "app.cli", "serve"]
#: Words of clauses inside clauses take the parser long: minutes, on purpose.
HEAVY = {"text": "He said that she said that they denied that he knew that " * 3000}


def post(body: bytes, length: int) -> bytes:
    """A request that declares ``length`` bytes of body."""
    head = ("POST /v1/articles HTTP/1.1", "Host: localhost", "Content-Type: application/json")
    return "\r\n".join([*head, f"Content-Length: {length}", "", ""]).encode() + body


START_SECONDS = 600  # on a machine that has much else to do

HALF = post(b'{"text": "a', 500)


@dataclass
class Server:
    """A server of its own process, with short patience."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def connect(self, sent: bytes = b"") -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        connection.sendall(sent)
        return connection

    def get(self, path: str) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=60) as answer:
            return int(answer.status)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("serve")
    port, log = free_port(), folder / "log"
    environment = os.environ | {"DATELINE_REQUEST_SECONDS": "1", "DATELINE_STOP_SECONDS": "1"}
    environment["DATELINE_DATABASE_URL"] = f"sqlite:///{folder}/test.sqlite3"
    with log.open("wb") as written:
        process = subprocess.Popen([*COMMAND, "--port", str(port)], stderr=written, env=environment)
    served = Server(process, port, log)
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            served.connect().close()
            break
        except OSError:
            time.sleep(0.2)
    yield served
    process.kill()
    process.wait()


def test_headers_that_do_not_come_close_the_connection(server: Server) -> None:
    for begun, answer in ((b"", b""), (b"GET /v1/events HTTP/1.1\r\nHos", b"HTTP/1.1 408 ")):
        with server.connect(begun) as connection:
            assert connection.recv(100).startswith(answer)
            assert connection.recv(100) == b""
    with server.connect(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n") as connection:
        answer = b""
        while not answer.endswith(b"}"):
            answer += connection.recv(1000)
        assert b"200 OK" in answer
        connection.sendall(b"GET /v1/ev")
        assert connection.recv(100).startswith(b"HTTP/1.1 408 ")


def test_a_body_that_does_not_come_is_408(server: Server) -> None:
    with server.connect(HALF) as connection:
        answer = b""
        while part := connection.recv(4000):
            answer += part
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"DATELINE_REQUEST_SECONDS" in answer


def test_a_body_that_is_too_long_is_answered_when_it_was_sent(server: Server) -> None:
    body = b" " * 6_000_000  # more than the buffers of a connection hold
    with server.connect(post(body, len(body))) as connection:
        answer = b""
        while part := connection.recv(4000):
            answer += part
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"DATELINE_MAX_BODY_BYTES" in answer


def test_a_client_that_leaves_in_mid_body_is_one_line(server: Server) -> None:
    before = server.log.read_text("utf-8")
    server.connect(HALF).close()
    time.sleep(0.5)
    assert server.get("/health/live") == 200
    said = server.log.read_text("utf-8").removeprefix(before).splitlines()
    [line] = said
    assert '"status": 499' in line


def test_a_signal_ends_it_whatever_clients_do(server: Server) -> None:
    """The last test of this module: it stops the server."""
    body = json.dumps(HEAVY).encode()
    before = server.log.read_text("utf-8")
    with server.connect(HALF), server.connect(post(body, len(body))) as heavy:
        time.sleep(0.5)
        begun = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(timeout=60)
        assert heavy.recv(100).startswith(b"HTTP/1.1 503 ")
    assert time.monotonic() - begun < 15
    assert "Traceback" not in server.log.read_text("utf-8").removeprefix(before)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_start_that_fails_is_a_line_and_status_1(tmp_path: Path, workers: str) -> None:
    broken = tmp_path / "broken_model"
    broken.mkdir()
    done = subprocess.run(
        [*COMMAND, "--port", str(free_port()), "--workers", workers],
        env=os.environ | {"DATELINE_MODEL": str(broken)},
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        timeout=START_SECONDS,
    )
    assert done.returncode == 1
    assert "DATELINE_MODEL" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["serve --port 0", "serve --port 0 --workers 2", "extract -"])
def test_a_start_without_a_folder_for_temporary_files_is_one_line(
    command: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def nowhere() -> str:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found in ['/nowhere']")

    monkeypatch.setattr(tempfile, "gettempdir", nowhere)
    monkeypatch.setenv("DATELINE_DATABASE_URL", f"sqlite:///{tmp_path}/a.sqlite3")
    done = run(*command.split(), stdin="Gunmen killed two people in Mosul.")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1] == (
        "dateline: There is no folder for temporary files that can be written to; set TMPDIR to one "
        "(No usable temporary directory found in ['/nowhere'])."
    )
