"""``dateline worker`` as people run it: one is killed, another goes on."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from app.domain.access import EVERYTHING, Caller
from app.storage import jobs
from app.storage.engine import make_engine, make_sessions, transaction
from app.storage.job_tables import JobArticleRow, JobRow
from app.storage.jobs import NewArticle, Request
from tests.cli.program import run
from tests.databases import Databases

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "app.cli", "worker"]
ARTICLES = 100


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_killed_worker_loses_nothing(databases: Databases, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    url = databases.new(kind)
    monkeypatch.setenv("DATELINE_DATABASE_URL", url)
    monkeypatch.setenv("DATELINE_LOG_LEVEL", "WARNING")
    engine = make_engine(url)
    sessions = make_sessions(engine)
    given = [NewArticle(json.dumps({"id": n, "text": f"Rebels attacked {n} villages."})) for n in range(ARTICLES)]
    with transaction(sessions) as session:
        job_id = jobs.add_job(session, "articles", Request(Caller("me", EVERYTHING)), given).id

    def stored() -> int:
        with engine.connect() as connection:
            return int(connection.scalar(text("SELECT count(*) FROM articles")) or 0)

    with subprocess.Popen(COMMAND, cwd=ROOT) as first:
        while not stored() and first.poll() is None:
            time.sleep(0.05)
        first.send_signal(signal.SIGKILL)
    assert stored() < ARTICLES
    with transaction(sessions) as session:  # the time of its claims goes by
        past = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)
        session.execute(update(JobArticleRow).where(JobArticleRow.claimed_by.is_not(None)).values(claimed_until=past))
    assert second_worker(lambda: stored() == ARTICLES) == 0
    with transaction(sessions) as session:
        job = session.scalar(select(JobRow).where(JobRow.id == job_id))
        assert job is not None
        assert (job.state, job.stored, job.failed) == ("done", ARTICLES, 0)
    engine.dispose()


def second_worker(done: Callable[[], bool]) -> int:
    """The exit status of a worker in this process, which gets SIGTERM when the work is done, or after minutes."""
    ended, deadline = threading.Event(), time.monotonic() + 240

    def watch() -> None:
        while not ended.wait(0.1):
            if done() or time.monotonic() > deadline:
                os.kill(os.getpid(), signal.SIGTERM)
                return

    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    watching = threading.Thread(target=watch)
    watching.start()
    try:
        return run("worker").returncode
    finally:
        ended.set()
        watching.join()
        for number, handler in handlers.items():
            signal.signal(number, handler)
