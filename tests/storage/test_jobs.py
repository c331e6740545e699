"""The queue: claimed once, taken over from the dead, counted once."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select, update

from app.domain.access import EVERYTHING, Caller
from app.errors import InputError
from app.storage import jobs
from app.storage.engine import Sessions, transaction
from app.storage.job_tables import JobArticleRow, JobRow
from app.storage.jobs import Done, NewArticle, Request

ME = Caller("me", EVERYTHING, "192.0.2.1")
TEXTS = [NewArticle(f'{{"text": "Day {n}."}}') for n in range(5)]


def made(sessions: Sessions, articles: list[NewArticle] = TEXTS, request: Request | None = None) -> JobRow:
    with transaction(sessions) as session:
        return jobs.add_job(session, "articles", request or Request(ME), articles)


def claimed(sessions: Sessions, job: JobRow, worker: str, most: int = 2) -> list[int]:
    with transaction(sessions) as session:
        return [each.number for each in jobs.claim(session, job.seq, worker, most)]


def finish(sessions: Sessions, job: JobRow, worker: str, *done: Done) -> JobRow:
    with transaction(sessions) as session:
        jobs.finish(session, job.seq, worker, done)
    with transaction(sessions) as session:
        found = jobs.find_job(session, job.id)
    assert found is not None
    return found


def test_each_article_is_claimed_by_one_worker(sessions: Sessions) -> None:
    job = made(sessions)
    assert [claimed(sessions, job, name) for name in ("a", "b", "c", "a")] == [[1, 2], [3, 4], [5], []]


def test_a_job_is_done_when_all_its_articles_are(sessions: Sessions) -> None:
    job = made(sessions, [*TEXTS[:3], NewArticle(reason="Line 4 is not JSON.")])
    claimed(sessions, job, "a", 9)
    half = finish(sessions, job, "a", Done(1, "stored", "0" * 36), Done(2, "failed", reason="why"))
    assert (half.state, half.stored, half.known, half.failed) == ("open", 1, 0, 2)
    assert half.started_at is not None
    whole = finish(sessions, job, "a", Done(3, "known"))
    assert (whole.state, whole.stored, whole.known, whole.failed) == ("done", 1, 1, 2)
    assert whole.finished_at is not None
    with transaction(sessions) as session:
        rows = session.scalars(select(JobArticleRow).order_by(JobArticleRow.number)).all()
        assert [(r.state, r.article, r.reason) for r in rows] == [
            ("stored", None, None),
            ("failed", None, "why"),
            ("known", None, None),
            ("failed", None, "Line 4 is not JSON."),
        ]
        assert jobs.open_jobs(session) == []


def test_what_a_dead_worker_has_claimed_is_taken_over(sessions: Sessions) -> None:
    job = made(sessions, TEXTS[:2])
    assert claimed(sessions, job, "dead") == [1, 2]
    with transaction(sessions) as session:
        past = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)
        session.execute(update(JobArticleRow).values(claimed_until=past))
        jobs.renew(session, "another")
    assert claimed(sessions, job, "heir", 1) == [1]
    assert finish(sessions, job, "dead", Done(1, "stored")).stored == 0  # it is the heir's to write
    assert finish(sessions, job, "heir", Done(1, "stored")).stored == 1
    assert finish(sessions, job, "heir", Done(1, "stored")).stored == 1  # not twice
    with transaction(sessions) as session:
        jobs.renew(session, "dead")  # it lives after all
    assert claimed(sessions, job, "heir") == []


def test_an_article_whose_workers_die_is_given_up(sessions: Sessions) -> None:
    job = made(sessions, TEXTS[:1])
    for _ in range(jobs.MOST_ATTEMPTS):
        assert claimed(sessions, job, "a") == [1]
        with transaction(sessions) as session:
            jobs.release(session, "a", failed=True)
    assert claimed(sessions, job, "a") == []
    assert finish(sessions, job, "a").failed == 1


def test_what_a_worker_gives_back_is_no_attempt(sessions: Sessions) -> None:
    job = made(sessions, TEXTS[:1])
    for _ in range(jobs.MOST_ATTEMPTS + 2):
        assert claimed(sessions, job, "a") == [1]
        with transaction(sessions) as session:
            jobs.release(session, "a", failed=False)


def test_a_cancelled_job_is_not_worked_on(sessions: Sessions) -> None:
    job = made(sessions)
    claimed(sessions, job, "a")
    with transaction(sessions) as session:
        found = jobs.find_job(session, job.id)
        assert found is not None
        jobs.cancel(session, found)
        assert jobs.open_jobs(session) == []
    after = finish(sessions, job, "a", Done(1, "stored"))
    assert (after.state, after.stored) == ("cancelled", 0)


def test_the_same_request_makes_one_job(sessions: Sessions) -> None:
    first = made(sessions, request=Request(ME, "key", "digest"))
    with transaction(sessions) as session:
        same = jobs.find_same(session, Request(ME, "key", "digest"))
        assert same is not None
        assert same.id == first.id
        assert jobs.find_same(session, Request(Caller("you", EVERYTHING, "192.0.2.2"), "key", "other")) is None
        assert jobs.find_same(session, Request(ME)) is None
        with pytest.raises(InputError, match="another body"):
            jobs.find_same(session, Request(ME, "key", "other"))


def test_a_job_without_articles_is_done(sessions: Sessions) -> None:
    assert made(sessions, []).state == "done"


def test_old_jobs_go(sessions: Sessions) -> None:
    old, new = made(sessions, []), made(sessions)
    with transaction(sessions) as session:
        long_ago = dt.datetime.now(dt.UTC) - dt.timedelta(days=31)
        session.execute(update(JobRow).where(JobRow.seq == old.seq).values(finished_at=long_ago))
        assert jobs.remove_old_jobs(session, 30) == 1
        assert session.scalars(select(JobRow.id)).all() == [new.id]
