"""Web processes that share the readers of another process; here they are pools of this one, at its socket."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest

from app.errors import InputError, OverBudgetError, SetupError
from app.ingestion import ReaderPool, make_pool, shared_readers, worker
from app.ingestion.process import ReaderDiedError
from app.ingestion.shared_readers import ADDRESS, RemoteReader
from app.settings import Settings
from tests.factories import make_article
from tests.ingestion import hostile_work

SETTINGS = Settings(article_seconds=1, article_megabytes=1500)


@pytest.fixture(scope="module")
def _shared() -> Iterator[None]:
    with shared_readers(SETTINGS):
        yield


@pytest.fixture
def pools(_shared: None) -> Iterator[tuple[ReaderPool, ReaderPool]]:
    """The pools of two web processes."""
    with make_pool(SETTINGS) as first, make_pool(SETTINGS) as second:
        assert first.start().result(timeout=60) == second.start().result(timeout=60)
        yield first, second


def read(pool: ReaderPool) -> str:
    written = pool.submit(worker.extract, make_article()).future.result(timeout=60)
    return worker.read_extraction(written).status


def test_both_read_with_the_same_reader(pools: tuple[ReaderPool, ReaderPool]) -> None:
    assert [read(pool) for pool in (*pools, *pools)] == ["structured"] * 4
    pids = {pool.submit(hostile_work.process_id).future.result(timeout=60) for pool in pools}
    assert len(pids) == 1
    assert pids != {os.getpid()}


def test_errors_come_as_they_are(pools: tuple[ReaderPool, ReaderPool]) -> None:
    first, second = pools
    with pytest.raises(InputError, match="empty") as error:
        first.submit(worker.prepare_article, {"text": ""}).future.result(timeout=60)
    assert error.value.field == "text"
    with pytest.raises(IndexError):
        first.submit(hostile_work.crash).future.result(timeout=60)
    assert read(second) == "structured"


def test_a_reader_that_uses_too_much_or_dies_is_replaced_for_all(pools: tuple[ReaderPool, ReaderPool]) -> None:
    first, second = pools
    with pytest.raises(OverBudgetError, match="DATELINE_ARTICLE_SECONDS"):
        first.submit(hostile_work.spin).future.result(timeout=60)
    with pytest.raises(ReaderDiedError):
        second.submit(hostile_work.die).future.result(timeout=60)
    assert [read(pool) for pool in pools] == ["structured"] * 2
    assert (first.ready, second.ready) == (1, 1)


@pytest.mark.usefixtures("_shared")
def test_what_nobody_waits_for_ends() -> None:
    with make_pool(Settings(article_seconds=600)) as pool:
        pool.start().result(timeout=60)
        job = pool.submit(hostile_work.spin)
        time.sleep(0.5)
        job.abandon()
        begun = time.monotonic()
        assert read(pool) == "structured"
        assert time.monotonic() - begun < 30


def test_without_a_socket_readers_are_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ADDRESS, raising=False)
    assert make_pool(SETTINGS)._make_reader is not RemoteReader
    with pytest.raises(ReaderDiedError):
        RemoteReader("nowhere/at-all")


def test_a_pool_that_cannot_start_says_why() -> None:
    with pytest.raises(SetupError, match="DATELINE_MODEL"), shared_readers(Settings(model="no_such_pipeline")):
        raise AssertionError("nothing is offered")
