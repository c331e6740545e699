"""Jobs are worked off, in turns, by any number of runners, and outlast their deaths."""

from __future__ import annotations

import datetime as dt
import json
import time
from typing import Any

import pytest
from sqlalchemy import select, text, update

from app.domain.access import EVERYTHING, Caller
from app.ingestion import ReaderPool, job_runner, loading
from app.ingestion.job_runner import JobRunner
from app.ingestion.loading import Loader
from app.query.jobs import Job, job_of
from app.storage import jobs
from app.storage.engine import Sessions, transaction
from app.storage.job_tables import JobArticleRow, JobRow
from app.storage.jobs import NewArticle, Request
from app.storage.tables import ArticleRow, AuditRow

ME = Caller("newsroom", EVERYTHING, "192.0.2.1")
TEXT = "A car bomb killed {} people at the fish market in Basra on Friday, police said."


@pytest.fixture
def runner(sessions: Sessions, pool: ReaderPool) -> JobRunner:
    return JobRunner(Loader.of_server(sessions, pool, pool.start().result()))


def articles(*numbers: int) -> list[NewArticle]:
    return [NewArticle(json.dumps({"id": n, "text": TEXT.format(n)})) for n in numbers]


def add(sessions: Sessions, given: list[NewArticle], kind: Any = "articles") -> str:
    with transaction(sessions) as session:
        return jobs.add_job(session, kind, Request(ME), given).id


def seen(sessions: Sessions, job_id: str) -> Job:
    with transaction(sessions) as session:
        row = jobs.find_job(session, job_id)
        assert row is not None
        return job_of(row)


def counts(sessions: Sessions, job_id: str) -> tuple[str, int, int, int]:
    job = seen(sessions, job_id)
    return job.state, job.stored, job.known, job.failed


def external_ids(sessions: Sessions) -> list[str | None]:
    with transaction(sessions) as session:
        return list(session.scalars(select(ArticleRow.external_id).order_by(ArticleRow.seq)))


def test_a_job_is_read_and_recorded(sessions: Sessions, runner: JobRunner) -> None:
    job = add(sessions, [*articles(3, 4), NewArticle('{"text": " "}'), *articles(3)])
    before = seen(sessions, job)
    assert (before.state, before.waiting, before.rate, before.seconds_left) == ("waiting", 4, None, None)
    assert runner.turn() == 4
    assert runner.turn() == 0
    assert counts(sessions, job) == ("done", 2, 1, 1)
    assert seen(sessions, job).waiting == 0
    assert external_ids(sessions) == ["3", "4"]
    with transaction(sessions) as session:
        assert set(session.execute(select(AuditRow.actor, AuditRow.address))) == {("newsroom", "192.0.2.1")}
        row = session.scalar(select(JobArticleRow).where(JobArticleRow.state == "failed"))
        assert row is not None
        assert (row.number, row.reason) == (3, "The text is empty: send at least one word in 'text'.")


def test_jobs_take_turns(sessions: Sessions, runner: JobRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_runner, "TURN", 2)
    add(sessions, articles(3, 4, 5, 6))
    add(sessions, articles(13, 14))
    while runner.turn():
        pass
    assert external_ids(sessions) == ["3", "4", "13", "14", "5", "6"]


def test_what_another_runner_has_claimed_is_left(sessions: Sessions, runner: JobRunner) -> None:
    job = add(sessions, articles(3, 4))
    with transaction(sessions) as session:
        found = jobs.find_job(session, job)
        assert found is not None
        jobs.claim(session, found.seq, "another", 1)
    assert runner.turn() == 1
    assert counts(sessions, job) == ("running", 1, 0, 0)
    with transaction(sessions) as session:  # it has died
        past = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)
        session.execute(update(JobArticleRow).where(JobArticleRow.claimed_by == "another").values(claimed_until=past))
    assert runner.turn() == 1
    assert counts(sessions, job) == ("done", 2, 0, 0)


def test_a_turn_that_fails_gives_its_articles_back(
    sessions: Sessions, runner: JobRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = add(sessions, articles(3))
    with monkeypatch.context() as patched:
        patched.setattr(jobs, "finish", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            runner.turn()
    assert external_ids(sessions) == []  # stored and counted in one transaction, or not at all
    assert runner.turn() == 1
    assert counts(sessions, job) == ("done", 1, 0, 0)


def test_threads_work_until_they_are_stopped(sessions: Sessions, runner: JobRunner) -> None:
    runner.start()
    job = add(sessions, articles(3, 4))
    runner.wake()
    deadline = time.monotonic() + 60
    while seen(sessions, job).state != "done" and time.monotonic() < deadline:
        time.sleep(0.05)
    runner.stop()
    assert counts(sessions, job) == ("done", 2, 0, 0)


def test_one_job_can_be_waited_for(sessions: Sessions, runner: JobRunner) -> None:
    add(sessions, articles(3))
    job = add(sessions, articles(4))
    states = [job_of(row).state for row in job_runner.wait_for(runner, job, sessions)]
    assert states == ["done"]
    assert external_ids(sessions) == ["4"]


def test_stored_articles_are_read_again(sessions: Sessions, runner: JobRunner) -> None:
    add(sessions, articles(3, 4))
    runner.turn()
    with transaction(sessions) as session:
        ids = list(session.scalars(select(ArticleRow.id).order_by(ArticleRow.seq)))
        before = list(session.execute(text("SELECT id, change FROM events ORDER BY id")))
        session.execute(text("UPDATE articles SET pipeline = 'older' WHERE external_id = '3'"))
    job = add(sessions, [NewArticle(article_id=each) for each in (*ids, "0" * 36)], "reread")
    assert runner.turn() == 3
    assert counts(sessions, job) == ("done", 1, 1, 1)
    with transaction(sessions) as session:
        after = list(session.execute(text("SELECT id, change FROM events ORDER BY id")))
        assert [row.id for row in after] == [row.id for row in before]
        assert [row.change > old.change for row, old in zip(after, before, strict=True)].count(True) == 3
        actions = session.scalars(select(AuditRow.action).order_by(AuditRow.seq)).all()
        assert actions == ["article.posted"] * 2 + ["article.reread"]
        assert session.scalar(text("SELECT count(*) FROM deletions")) == 0


def test_a_server_reads_a_few_at_a_time(runner: JobRunner) -> None:
    assert (runner.loader.at_once, runner.loader.client) == (loading.OF_SERVER, "jobs")


def test_jobs_are_listed_as_rows(sessions: Sessions) -> None:
    add(sessions, articles(3))
    with transaction(sessions) as session:
        assert [row.total for row in session.scalars(select(JobRow))] == [1]
