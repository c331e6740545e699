"""What becomes of a server under a long load, and under hostile clients? It starts one, on a database of its own.

::

    uv run --no-sync python tests/benchmarks/bench_reliability.py soak --requests 100000
    uv run --no-sync python tests/benchmarks/bench_reliability.py hostile --seconds 120 --clients 80

Without ``--addresses``, hostile and ordinary clients are one client to the server, and no rate limit applies.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import http.client
import itertools
import json
import multiprocessing
import os
import random
import re
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).parent))
from texts import articles

_JSON = {"Content-Type": "application/json"}
_MEGABYTE = 1_000_000
QUESTIONS = (
    "/v1/events",
    "/v1/events?country=IQ&limit=20",
    "/v1/events?q=market&sort=reported",
    "/v1/events?place=Mosul&type=strike",
    "/v1/events?bbox=35,30,50,38",
    "/v1/events?near=36.3,43.1&radius_km=100",
    "/v1/events?format=csv&limit=100",
    "/v1/events/summary?group_by=country",
    "/v1/articles?limit=5",
    "/v1/event-types",
    "/v1/places?q=Mosul",
    "/ogc/collections/events/items?limit=5",
    "/health/ready",
    "/metrics",
    "/v1/events?contry=IQ",  # a mistake
    "/v1/events?cursor=nonsense",  # another
)
#: Articles that take long, or as much memory as they can.
HOSTILE = (
    "=" * 20_000,
    "(" * 100_000,
    "a-" * 100_000,
    "He said he said " * 12_000,
    "He said that she said that they denied that he knew that " * 3_000,
    "“ ” ‘ ’ " * 20_000,
    "Gunmen killed two people in Mosul and wounded three. " * 3_700,
    "x" * 200_000,
    "no verbs " * 20_000,
    "Mosul " * 30_000,
)


@dataclass
class Client:
    """One connection, opened again when it breaks."""

    port: int
    headers: dict[str, str] = field(default_factory=dict)
    connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)

    def ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        try:
            self.connection.request(method, path, body, (_JSON if body else {}) | self.headers)
            answer = self.connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            return 0, b""


@contextmanager
def server(folder: Path, *options: str) -> Iterator[tuple[psutil.Process, int]]:
    """A server that is ready, and its port."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = int(found.getsockname()[1])
    command = [sys.executable, "-m", "app.cli", "serve", "--port", str(port), *options]
    environment = os.environ | {
        "DATELINE_DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
        "DATELINE_INSECURE": "true",  # for clients that a proxy passes on
    }
    with (Path(os.environ.get("BENCH_LOG") or folder / "log")).open("wb") as log:
        process = psutil.Popen(command, stderr=log, env=environment)
    client = Client(port)
    while client.ask("GET", "/health/ready")[0] != 200:
        time.sleep(0.2)
    try:
        yield process, port
    finally:
        process.terminate()
        process.wait(60)


def memory(process: psutil.Process) -> str:
    """Megabytes of the server's first process, of which so much is mapped files, and of its children."""
    sizes = []
    for each in (process, *process.children(recursive=True)):
        with contextlib.suppress(psutil.Error):
            sizes.append(each.memory_info().rss // _MEGABYTE)
    return f"{sizes[0]} ({_mapped(process)} of files) + {sum(sizes[1:])} MB"


def _mapped(process: psutil.Process) -> int:
    with contextlib.suppress(OSError):
        found = re.search(r"RssFile:\s+(\d+) kB", Path(f"/proc/{process.pid}/status").read_text())
        return int(found[1]) * 1024 // _MEGABYTE if found else 0
    return 0


def fill(port: int, count: int) -> list[str]:
    """Post articles; return their addresses."""
    client = Client(port)
    return [
        f"/v1/articles/{json.loads(client.ask('POST', '/v1/articles', article(title, text, day(n)))[1])['id']}"
        for n, (title, text) in enumerate(articles(count))
    ]


def article(title: str, text: str, published_at: str) -> bytes:
    return json.dumps({"title": title, "text": text, "published_at": published_at}).encode()


def day(number: int) -> str:
    """One of four thousand days: reports of one day about the same few towns would all be one incident."""
    return (dt.date(2014, 1, 1) + dt.timedelta(days=number * 37 % 4000)).isoformat()


def soak(requests: int, stored: int, threads: int, changes: float) -> None:
    """Many requests of all kinds; as many articles are deleted as are stored."""
    with tempfile.TemporaryDirectory() as folder, server(Path(folder)) as (process, port):
        kept = fill(port, stored)
        numbers, statuses, times, lock = itertools.count(), Counter[int](), list[float](), threading.Lock()
        failures = Counter[str]()
        texts = [text for _, text in articles(200, seed=11)]

        def run() -> None:
            client, rng = Client(port), random.Random(threading.get_ident())
            while (number := next(numbers)) < requests:
                began = time.perf_counter()
                status, what = one(client, rng, number)
                took = time.perf_counter() - began
                with lock:
                    statuses[status] += 1
                    times.append(took)
                    if status >= 500 or not status:
                        failures[f"{status} {what}"] += 1
                        print(f"{dt.datetime.now():%H:%M:%S} {number}: {status} {what} after {took:.1f} s", flush=True)

        def one(client: Client, rng: random.Random, number: int) -> tuple[int, str]:
            kind = rng.random()
            if kind < changes / 2:
                text = rng.choice(texts)[:1500]
                status, answer = client.ask("POST", "/v1/articles", article(f"Report {number}", text, day(number)))
                if status == 201:
                    kept.append(f"/v1/articles/{json.loads(answer)['id']}")
                return status, f"POST {_reason(answer)}"
            if kind < changes and len(kept) > stored:
                with lock:
                    path = kept.pop(rng.randrange(len(kept)))
                status, answer = client.ask("DELETE", path)
                return status, f"DELETE {_reason(answer)}"
            if kind < changes + 0.08:
                return client.ask("GET", rng.choice(kept))[0], "GET article"
            if kind < changes + 0.1:
                return client.ask("POST", "/v1/articles", b"{" * rng.randrange(1, 2000))[0], "POST mistake"
            question = rng.choice(QUESTIONS)
            return client.ask("GET", question)[0], question

        workers = [threading.Thread(target=run) for _ in range(threads)]
        began = time.perf_counter()
        for worker in workers:
            worker.start()
        done, step = 0, max(1, requests // 10)
        while any(worker.is_alive() for worker in workers):
            time.sleep(0.5)
            if len(times) >= done + step:
                done += step
                print(
                    f"{done:>8} requests  {memory(process)}  {time.perf_counter() - began:6.0f} s",
                    dict(failures),
                    flush=True,
                )
        print(f"{len(times)} requests in {time.perf_counter() - began:.0f} s, {memory(process)}")
        print("statuses", dict(sorted(statuses.items())), "milliseconds", quantiles(times))
        print("server errors and broken connections", dict(failures))


def _reason(answer: bytes) -> str:
    """What a problem says in words; nothing for an answer that is none."""
    with contextlib.suppress(ValueError):
        return str(json.loads(answer).get("detail", ""))
    return ""


def quantiles(times: list[float]) -> str:
    """Median, 99th percentile and longest, in milliseconds."""
    cuts = statistics.quantiles(times, n=100)
    return f"p50 {1000 * cuts[49]:.0f}, p99 {1000 * cuts[98]:.0f}, longest {1000 * max(times):.0f}"


def attack(port: int, clients: int, until: float, addresses: int) -> None:
    """The life of the process of the hostile clients."""
    everybody = [Client(port, _from(number % addresses) if addresses else {}) for number in range(clients)]
    threads = [
        threading.Thread(target=_hostile, args=(client, number, until), daemon=True)
        for number, client in enumerate(everybody)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, until + 5 - time.time()))


def _from(number: int) -> dict[str, str]:
    return {"X-Forwarded-For": f"203.0.113.{number}"}


def _hostile(client: Client, number: int, until: float) -> None:
    rng = random.Random(number)
    while time.time() < until:
        kind = number % 8
        if kind < 4:  # heavy articles, each another one
            text = rng.choice(HOSTILE)[: rng.randrange(10_000, 200_000)] + f" {rng.random()}"
            client.ask("POST", "/v1/articles", json.dumps({"text": text, "language": "en"}).encode())
        elif kind == 4:  # large pages
            page = "<div><p>" * 40_000 + str(rng.random())
            client.ask("POST", "/v1/articles", json.dumps({"html": page}).encode())
        elif kind == 5:  # bodies that do not come
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", client.port)) as half:
                half.sendall(b"POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n")
                half.sendall(b"Content-Length: 100000\r\n\r\n{")
                time.sleep(rng.random() * 5)
        elif kind == 6:  # costly queries
            client.ask(
                "GET", f"/v1/events?q={'+'.join(rng.sample(('attack', 'market', 'said', 'killed'), 3))}&limit=1000"
            )
        else:  # everything
            client.ask("GET", "/v1/events?format=ndjson&limit=100000")


def hostile(seconds: float, clients: int, stored: int, patient: int, addresses: int) -> None:
    """Times of ordinary queries while others do their worst."""
    with tempfile.TemporaryDirectory() as folder, server(Path(folder)) as (process, port):
        fill(port, stored)
        print("alone:  ", quantiles(_ordinary(port, patient, time.time() + min(20, seconds))[0]), flush=True)
        until = time.time() + seconds
        context = multiprocessing.get_context("spawn")
        attackers = context.Process(target=attack, args=(port, clients, until, addresses), daemon=True)
        attackers.start()
        time.sleep(3)
        times, statuses = _ordinary(port, patient, until)
        print(f"among {clients} hostile clients:", quantiles(times), f"of {len(times)}", dict(statuses))
        print(f"memory {memory(process)}")
        attackers.join(10)
        attackers.kill()
        time.sleep(2)
        print("afterwards:", quantiles(_ordinary(port, patient, time.time() + 10)[0]))


def _ordinary(port: int, count: int, until: float) -> tuple[list[float], Counter[int]]:
    """Times and statuses of a few clients that query once in a while."""
    times, statuses, lock = list[float](), Counter[int](), threading.Lock()

    def run(number: int) -> None:
        client, rng = Client(port), random.Random(number)
        while time.time() < until:
            began = time.perf_counter()
            status = client.ask("GET", rng.choice(QUESTIONS[:12]))[0]
            with lock:
                times.append(time.perf_counter() - began)
                statuses[status] += 1
            time.sleep(0.1)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, statuses


def main() -> None:
    """Run one of the two."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("soak", "hostile"))
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--stored", type=int, default=200, help="articles in the database")
    parser.add_argument("--changes", type=float, default=0.12, help="part of the soak that posts or deletes an article")
    parser.add_argument("--threads", type=int, default=6, help="clients of the soak")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=80, help="hostile clients")
    parser.add_argument("--addresses", type=int, default=0, help="of the hostile clients; 0 for this machine's own")
    parser.add_argument("--patient", type=int, default=4, help="ordinary clients among them")
    given = parser.parse_args()
    if given.what == "soak":
        soak(given.requests, given.stored, given.threads, given.changes)
    else:
        hostile(given.seconds, given.clients, given.stored, given.patient, given.addresses)


if __name__ == "__main__":
    main()
