"""``dateline worker`` as people run it: one is killed, another goes on."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from app.domain.access import EVERYTHING, Caller
from app.storage import jobs
from app.storage.engine import make_engine, make_sessions, transaction
from app.storage.job_tables import JobArticleRow, JobRow
from app.storage.jobs import NewArticle, Request
from tests.databases import Databases

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "app.cli", "worker"]
ARTICLES = 100


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_killed_worker_loses_nothing(databases: Databases, kind: str) -> None:
    url = databases.new(kind)
    engine = make_engine(url)
    sessions = make_sessions(engine)
    given = [NewArticle(json.dumps({"id": n, "text": f"Rebels attacked {n} villages."})) for n in range(ARTICLES)]
    with transaction(sessions) as session:
        job_id = jobs.add_job(session, "articles", Request(Caller("me", EVERYTHING)), given).id

    def worker() -> subprocess.Popen[bytes]:
        environment = os.environ | {"DATELINE_DATABASE_URL": url, "DATELINE_LOG_LEVEL": "WARNING"}
        return subprocess.Popen(COMMAND, env=environment, cwd=ROOT)

    def wait_until(kept: int) -> None:
        deadline = time.monotonic() + 240
        while time.monotonic() < deadline:
            with engine.connect() as connection:
                if int(connection.scalar(text("SELECT count(*) FROM articles")) or 0) >= kept:
                    return
            time.sleep(0.05)

    with worker() as first:
        wait_until(1)
        first.send_signal(signal.SIGKILL)
    with transaction(sessions) as session:  # the time of its claims goes by
        past = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)
        session.execute(update(JobArticleRow).where(JobArticleRow.claimed_by.is_not(None)).values(claimed_until=past))
    with worker() as second:
        wait_until(ARTICLES)
        second.send_signal(signal.SIGTERM)
        assert second.wait(timeout=60) == 0
    with transaction(sessions) as session:
        job = session.scalar(select(JobRow).where(JobRow.id == job_id))
        assert job is not None
        assert (job.state, job.stored, job.failed) == ("done", ARTICLES, 0)
    engine.dispose()
