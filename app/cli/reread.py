"""``dateline reread``: stored articles that an older version has read are read again, as a job."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from app.cli.environment import check_model, collecting_less
from app.cli.operator import operator
from app.cli.progress import shown
from app.cli.showing import existing_database
from app.errors import FilterError
from app.gazetteer import ensure_index
from app.ingestion import ReaderPool
from app.ingestion.job_runner import JobRunner, wait_for
from app.ingestion.loading import Loader
from app.ingestion.opening import Meter
from app.query.article_filter import parse_article_filter
from app.query.jobs import Job, job_of
from app.query.rereading import add_reread
from app.settings import Settings
from app.storage.engine import make_sessions, transaction
from app.storage.jobs import Request
from app.storage.schema import check_schema


def run(settings: Settings, filters: Sequence[str], workers: int, *, failed: bool) -> None:
    """Make the job and work on it until it is done; running servers and workers take part.

    Raises ``FilterError`` for a wrong filter, ``SetupError`` when there is no database.
    """
    chosen = parse_article_filter([_pair(text) for text in filters])
    check_model(settings)
    with existing_database(settings) as engine:
        check_schema(engine)
        ensure_index(settings)
        sessions = make_sessions(engine)
        with collecting_less(), ReaderPool(settings.model_copy(update={"extraction_workers": workers})) as pool:
            loader = Loader(sessions, pool, pool.start().result(), operator())
            with transaction(sessions) as session:
                job = job_of(add_reread(session, Request(operator()), chosen, loader.pipeline, failed=failed))
            print(f"dateline: job {job.id}: {job.total:,} articles to read again", file=sys.stderr)
            if job.total:
                job = _work(JobRunner(loader), job)
    print(f"dateline: {_line(job)}", file=sys.stderr)


def _work(runner: JobRunner, job: Job) -> Job:
    states = [job]
    for row in shown(wait_for(runner, job.id, runner.sessions), Meter(), lambda: _line(states[-1])):
        states[:] = [job_of(row)]
    return states[-1]


def _line(job: Job) -> str:
    return f"{job.stored:,} read again, {job.known:,} up to date, {job.failed:,} failed, {job.waiting:,} waiting"


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise FilterError(f"{text!r} is not a filter; write name=value, such as source=Reuters.", field=name)
    return name, value
