"""Many clients at once, a busy database, the ends of long lists: every client gets an answer, never a 500."""

from __future__ import annotations

import itertools
import json
import threading
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from app.storage.articles import save
from app.storage.dialects import connection
from app.storage.engine import make_engine, make_sessions, transaction
from tests.factories import make_article, make_event, make_extraction

READERS, ROUNDS = 24, 4
QUESTIONS = (
    "/v1/events",
    "/v1/events?format=csv",
    "/v1/events?country=IQ&sort=reported&limit=7",
    "/v1/events?q=market&bbox=40,25,50,35",
    "/v1/articles?limit=3",
    "/ogc/collections/events/items?limit=5",
    "/health/ready",
)


def write(app: FastAPI, events: int) -> None:
    """One more article, in a transaction of its own."""
    article = make_article()
    with transaction(app.state.services.sessions) as session:
        save(session, article, make_extraction(article, *(make_event() for _ in range(events))))


@pytest.fixture
def _filled(app: FastAPI, client: TestClient) -> None:
    for _ in range(10):
        write(app, 5)


@pytest.fixture
def impatient(app: FastAPI, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The server with at most two connections, and a tenth of a second to wait for one or for a lock."""
    services = app.state.services
    for name, value in (("POOL_SIZE", 1), ("BUSY_SECONDS", 0.1)):
        monkeypatch.setattr(connection, name, value)
    engine = make_engine(services.settings.database_url)
    app.state.services = replace(services, engine=engine, sessions=make_sessions(engine))
    yield engine
    app.state.services = services
    engine.dispose()


@pytest.fixture
def _locked(app: FastAPI, impatient: Engine) -> Iterator[None]:
    """A writer that never finishes."""
    blocker = make_engine(app.state.services.settings.database_url)
    with blocker.connect() as held:
        held.execute(text("BEGIN IMMEDIATE"))
        yield
        held.rollback()
    blocker.dispose()


def ask(url: str) -> tuple[int, float]:
    begun = time.monotonic()
    with urllib.request.urlopen(url, timeout=60) as answer:
        answer.read()
        return answer.status, time.monotonic() - begun


@pytest.mark.usefixtures("_filled")
def test_readers_and_a_writer_do_not_disturb_each_other(app: FastAPI, address: str) -> None:
    stop = threading.Event()

    def writing() -> int:
        for written in itertools.count():
            if stop.is_set():
                return written
            write(app, 5)

    with ThreadPoolExecutor(READERS + 1) as pool:
        writer = pool.submit(writing)
        urls = [address + question for question in QUESTIONS] * ROUNDS * (READERS // len(QUESTIONS))
        try:
            answers = list(pool.map(ask, urls))
        finally:
            stop.set()
        assert writer.result() > 3
    assert {status for status, _ in answers} == {200}
    assert max(seconds for _, seconds in answers) < 30


@pytest.mark.usefixtures("_locked")
def test_a_locked_database_is_busy_and_says_when_to_come_again(client: TestClient) -> None:
    answer = client.post("/v1/articles", json={"text": "Gunmen killed two people in Mosul on Friday."})
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
    assert int(answer.headers["retry-after"]) > 0
    assert answer.json()["type"] == "urn:dateline:error:busy"


@pytest.mark.usefixtures("_locked")
@pytest.mark.parametrize("question", QUESTIONS)
def test_who_reads_waits_for_no_writer(client: TestClient, question: str) -> None:
    assert client.get(question).status_code == 200


@pytest.mark.usefixtures("_filled")
def test_no_connection_left_is_busy_too(client: TestClient, impatient: Engine) -> None:
    taken = [impatient.connect() for _ in range(2)]
    paths = ("/v1/events", "/v1/events?format=csv", "/ogc/collections/events/items", "/health/ready")
    answers = [client.get(path) for path in paths]
    for held in taken:
        held.close()
    assert [answer.status_code for answer in answers] == [503] * len(paths)
    assert all(int(answer.headers["retry-after"]) > 0 for answer in answers)
    assert client.get("/v1/events").status_code == 200


@pytest.mark.usefixtures("_filled")
@pytest.mark.parametrize("sort", ["time", "-time", "reported", "-reported", "killed"])
def test_every_page_to_the_last(client: TestClient, sort: str) -> None:
    found: list[str] = []
    answer = client.get(f"/v1/events?limit=3&sort={sort}")
    for _ in range(50):
        found += [event["id"] for event in answer.json()["events"]]
        if "next" not in answer.links:
            break
        answer = client.get(answer.links["next"]["url"])
    assert len(found) == len(set(found)) == 50


@pytest.mark.usefixtures("_filled")
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/events?limit=1000", 200),
        ("/v1/events?limit=1001", 422),
        ("/v1/events?limit=99999999999999999999", 422),
        ("/v1/events?format=ndjson&limit=1000000000", 200),
        ("/v1/articles?limit=1001", 422),
        ("/v1/places?q=a&limit=101", 422),
        ("/ogc/collections/events/items?limit=99999999999999999999", 200),
        ("/v1/events?" + "&".join(f"place=p{n}" for n in range(201)), 422),
        ("/v1/events?q=" + "a" * 501, 422),
    ],
)
def test_giant_requests(client: TestClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status


EVIL = (
    "'; DROP TABLE events; --",
    '" OR 1=1 --',
    "x') UNION SELECT sql FROM sqlite_master --",
    'NEAR(a b) AND NOT c* ^d {col} : "',
    "%a_b%\\",
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
)


@pytest.mark.parametrize("evil", EVIL)
def test_stored_words_stay_words(client: TestClient, evil: str) -> None:
    article = {"text": f"Gunmen of the {evil} killed two people in Mosul, Iraq, on Friday.", "language": "en"}
    posted = client.post("/v1/articles", json=article | {"title": evil, "source": evil, "external_id": evil})
    assert posted.status_code == 201
    kept = client.get(posted.headers["location"]).json()
    assert (kept["title"], kept["source"], kept["external_id"]) == (evil, evil, evil)
    found = client.get("/v1/events?factuality=any").json()["events"]
    assert found
    by_source = client.get("/v1/events", params={"factuality": "any", "source": evil}).json()["events"]
    assert [event["id"] for event in by_source] == [event["id"] for event in found]
    for name in ("q", "place", "actor", "speaker", "weapon", "role", "source"):
        answer = client.get("/v1/events", params={name: evil})
        assert answer.status_code in (200, 422), (name, answer.text)
    for name in ("json", "geojson", "ndjson", "csv", "parquet"):
        answer = client.get(f"/v1/events?format={name}")
        assert answer.status_code == 200
        assert not answer.headers["content-type"].startswith("text/html")
    assert json.loads(client.get("/v1/events?format=ndjson").text.splitlines()[0])["article"]["title"] == evil
