"""Real reader processes that read, fail, die, use too much and are replaced."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.domain.article import Article, identify
from app.errors import BusyError, InputError, OverBudgetError, SetupError
from app.ingestion import ReaderPool, worker
from app.ingestion.process import ReaderDiedError
from app.settings import Settings
from tests.factories import make_article
from tests.ingestion import hostile_work

LONG = Article("Gunmen killed three people in Sarn on Monday, police said. " * 300)


def reader_pid(pool: ReaderPool) -> int:
    (reader,) = pool._readers
    return reader.pid


def read(pool: ReaderPool) -> str:
    written = pool.submit(worker.extract, make_article()).future.result(timeout=60)
    return worker.read_extraction(written).status


def test_an_article_is_prepared_and_read_elsewhere(pool: ReaderPool) -> None:
    raw = {"text": "Gunmen killed two people.\r\n", "published_at": "20240203"}
    article = pool.submit(worker.prepare_article, raw).future.result(timeout=60)
    assert (article.text, article.published_at) == ("Gunmen killed two people.", "2024-02-03")
    written = pool.submit(worker.extract, article).future.result(timeout=60)
    assert worker.read_extraction(written).id == identify(article)


def test_what_cannot_be_read_raises_here(pool: ReaderPool) -> None:
    with pytest.raises(InputError, match="empty") as error:
        pool.submit(worker.prepare_article, {"text": "  "}).future.result(timeout=60)
    assert error.value.field == "text"


@pytest.mark.parametrize(
    ("work", "setting"), [(hostile_work.spin, "ARTICLE_SECONDS"), (hostile_work.grow, "ARTICLE_MEGABYTES")]
)
def test_too_much_time_or_memory_ends_the_reader_and_the_next_article_is_read(
    pool: ReaderPool, work: object, setting: str
) -> None:
    before = reader_pid(pool)
    with pytest.raises(OverBudgetError, match=f"DATELINE_{setting}"):
        pool.submit(work).future.result(timeout=60)  # type: ignore[arg-type]
    assert read(pool) == "structured"
    assert reader_pid(pool) != before


def test_a_reader_that_dies_is_replaced_and_its_article_read_again(pool: ReaderPool, tmp_path: Path) -> None:
    job = pool.submit(hostile_work.die_once, str(tmp_path / "flag"))
    waiting = pool.submit(worker.extract, make_article())
    assert job.future.result(timeout=60) == "done"
    assert waiting.future.result(timeout=60)


def test_an_article_that_ends_every_reader_is_given_up(pool: ReaderPool) -> None:
    with pytest.raises(ReaderDiedError):
        pool.submit(hostile_work.die).future.result(timeout=60)
    assert read(pool) == "structured"


def test_a_reader_that_dies_idle_is_replaced_unseen(pool: ReaderPool) -> None:
    read(pool)
    os.kill(reader_pid(pool), signal.SIGKILL)
    time.sleep(0.3)
    assert read(pool) == "structured"


def test_a_missing_model_says_so() -> None:
    with ReaderPool(Settings(model="no_such_model")) as pool, pytest.raises(SetupError, match="no_such_model"):
        pool.start().result()


def test_a_closed_pool_takes_nothing_and_ends_what_is_read() -> None:
    with ReaderPool(Settings()) as pool:
        pool.start().result()
        running = pool.submit(hostile_work.spin)
        waiting = pool.submit(worker.extract, LONG)
        time.sleep(0.3)
    for job in (running, waiting):
        with pytest.raises(BusyError, match="shutting down"):
            job.future.result(timeout=10)
    with pytest.raises(BusyError):
        pool.submit(worker.extract, LONG)


def test_the_server_process_needs_no_spacy() -> None:
    code = "import sys, app.ingestion, app.query, app.export.geojson; sys.exit('spacy' in sys.modules)"
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
