"""Real worker processes, that read, fail, die and are replaced. They share one pool: each start takes seconds."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from app.domain.article import Article, identify
from app.errors import BusyError, InputError, SetupError
from app.ingestion import ExtractionPool, ingest
from app.ingestion.articles import read_again
from app.settings import Settings
from app.storage.articles import count
from app.storage.engine import transaction
from tests.factories import make_article, make_event, make_extraction

LONG = Article("Gunmen killed three people in Sarn on Monday, police said. " * 300)


@pytest.fixture(scope="module")
def pool() -> Iterator[ExtractionPool]:
    with ExtractionPool(Settings(extraction_queue=2)) as made:
        assert "dateline" in made.start().result()
        yield made


def worker(pool: ExtractionPool) -> int:
    return next(iter(pool._executors[0]._processes))


def test_an_article_is_read_elsewhere(pool: ExtractionPool) -> None:
    article = make_article(published_at="2024-02-03")
    found = pool.extract(article)
    assert found.id == identify(article)
    assert found == asyncio.run(_wait(pool, article))


async def _wait(pool: ExtractionPool, article: Article) -> object:
    return await asyncio.wrap_future(pool.submit(article))


def test_what_cannot_be_read_raises_here(pool: ExtractionPool) -> None:
    with pytest.raises(InputError, match="empty") as error:
        pool.extract(Article("  "))
    assert error.value.field == "text"


def test_too_many_are_turned_away(pool: ExtractionPool) -> None:
    waiting = [pool.submit(LONG) for _ in range(3)]
    with pytest.raises(BusyError, match="Too many"):
        pool.submit(LONG)
    for future in waiting[1:]:
        future.cancel()
    assert waiting[0].result().status == "structured"
    assert pool.extract(make_article()).status == "structured"


def test_a_worker_that_dies_takes_only_its_own_article(pool: ExtractionPool) -> None:
    pool.start().result()
    reading = pool.submit(LONG)
    time.sleep(0.3)
    waiting = pool.submit(make_article())
    os.kill(worker(pool), signal.SIGKILL)
    with pytest.raises(BusyError, match="died"):
        reading.result()
    assert waiting.result().status == "structured"


def test_a_worker_that_dies_idle_is_replaced_unseen(pool: ExtractionPool) -> None:
    pool.start().result()
    os.kill(worker(pool), signal.SIGKILL)
    time.sleep(0.5)
    assert pool.extract(make_article()).status == "structured"


def test_a_missing_model_says_so() -> None:
    with ExtractionPool(Settings(model="no_such_model")) as pool, pytest.raises(SetupError, match="no_such_model"):
        pool.start().result()


def test_a_closed_pool_takes_nothing() -> None:
    pool = ExtractionPool(Settings())
    pool.close()
    with pytest.raises(BusyError):
        pool.submit(make_article())


def test_the_server_process_needs_no_spacy() -> None:
    code = "import sys, app.ingestion, app.query, app.export.geojson; sys.exit('spacy' in sys.modules)"
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def test_ingest_reads_once(sessions: sessionmaker[Session]) -> None:
    article = make_article()
    read: list[str] = []

    def extract(given: Article) -> object:
        read.append(given.text)
        return make_extraction(given, make_event())

    outcomes = []
    for _ in range(2):
        with transaction(sessions) as session:
            outcomes.append(ingest(session, extract, article))  # type: ignore[arg-type]
    assert [created for _, created in outcomes] == [True, False]
    assert outcomes[0][0] == outcomes[1][0]
    assert len(read) == 1


def test_what_fails_while_read_keeps_nothing(sessions: sessionmaker[Session]) -> None:
    def fail(_: Article) -> object:
        raise InputError("unreadable")

    with pytest.raises(InputError), transaction(sessions) as session:
        ingest(session, fail, make_article())  # type: ignore[arg-type]
    with transaction(sessions) as session:
        assert count(session) == 0


def test_read_again_replaces_what_an_older_pipeline_found(sessions: sessionmaker[Session]) -> None:
    article = make_article()
    with transaction(sessions) as session:
        ingest(session, lambda a: make_extraction(a, make_event(), pipeline="1"), article)
    with transaction(sessions) as session:
        stored = read_again(session, lambda a: make_extraction(a, pipeline="2"), identify(article))
        assert read_again(session, make_extraction, "nobody") is None
    assert stored is not None
    assert (stored.extraction.pipeline, stored.extraction.events) == ("2", ())
