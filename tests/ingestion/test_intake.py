"""Requests of a server: shared, cancelled, refused."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import pytest

from app.domain.article import Article
from app.errors import InputError, UnreadableError
from app.ingestion import Intake, ReaderPool, worker
from tests.factories import make_article
from tests.ingestion import hostile_work


@pytest.fixture
def intake(pool: ReaderPool) -> Intake:
    return Intake(pool)


async def extract(intake: Intake, article: Article, client: str = "a") -> str:
    with intake.admit(client) as place:
        return (await intake.extract(article, place)).id


def test_the_same_article_at_once_is_read_once(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    put, jobs = intake.pool.put, []

    def counted(job: Any) -> None:
        jobs.append(job)
        put(job)

    monkeypatch.setattr(intake.pool, "put", counted)
    article, other = make_article(), make_article()

    async def crowd() -> list[str]:
        return await asyncio.gather(extract(intake, article), extract(intake, article), extract(intake, other))

    first, second, third = asyncio.run(crowd())
    assert (first == second, first == third, len(jobs)) == (True, False, 2)
    assert asyncio.run(extract(intake, article)) == first
    assert len(jobs) == 3  # what was read is not kept
    assert intake._shared == {}


def spinning(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> Callable[[Article], asyncio.Task[str]]:
    monkeypatch.setattr(worker, "extract", hostile_work.spin)
    return lambda article: asyncio.create_task(extract(intake, article))


def test_what_nobody_waits_for_ends(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    begin = spinning(intake, monkeypatch)

    async def leave() -> None:
        article = make_article()
        tasks = [begin(article), begin(article), begin(make_article())]
        await asyncio.sleep(0.5)
        for task in tasks:
            assert not task.done()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task

    begun = time.monotonic()
    asyncio.run(leave())
    monkeypatch.undo()
    assert asyncio.run(extract(intake, make_article()))
    assert time.monotonic() - begun < 30  # the reader was ended, long before anybody's patience


def test_one_that_leaves_does_not_take_the_article_from_the_others(intake: Intake) -> None:
    article = Article("Gunmen killed three people in Sarn on Monday, police said. " * 100)

    async def leave() -> str:
        tasks = [asyncio.create_task(extract(intake, article)) for _ in range(2)]
        await asyncio.sleep(0.05)
        tasks[0].cancel()
        return await tasks[1]

    assert asyncio.run(leave())


def test_what_cannot_be_read_names_its_field(intake: Intake) -> None:
    async def prepare() -> None:
        with intake.admit("a") as place:
            await intake.prepare({"text": "a", "date": "2024-02-03"}, place)

    with pytest.raises(InputError, match="published_at") as error:
        asyncio.run(prepare())
    assert error.value.field == "date"


def test_a_crash_is_logged_and_the_client_sees_no_internals(
    intake: Intake, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(worker, "extract", hostile_work.crash)
    with pytest.raises(UnreadableError) as error:
        asyncio.run(extract(intake, make_article()))
    assert "secret" not in str(error.value)
    assert "secret detail" in caplog.text
    assert "hostile_work.py" in caplog.text  # the traceback of the reader process
