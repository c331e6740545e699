"""Jobs: a page of them, one with its progress, and the articles of one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.documentation import doc
from app.errors import NotFoundError
from app.query.events import canonical_id
from app.query.pagination import Position, read_cursor, write_cursor
from app.storage.job_tables import JobArticleRow, JobRow
from app.storage.jobs import ArticleState, JobKind, find_job

JobState = Literal["waiting", "running", "done", "cancelled"]
_JOBS, _ARTICLES = 21, 22  # marks of the cursors of the two lists


@dataclass(frozen=True, slots=True)
class Job:
    """Long work on many articles, and how far it is."""

    id: str = field(metadata=doc("UUID of the job."))
    kind: JobKind = field(metadata=doc("`articles` were sent to be read; `reread`: stored ones are read again."))
    state: JobState = field(metadata=doc("`waiting` before the first article is read, then `running`, then `done`."))
    created_by: str = field(metadata=doc("Name of the key that made it."))
    created_at: dt.datetime = field(metadata=doc("When it was made (UTC)."))
    started_at: dt.datetime | None = field(metadata=doc("When the first article was taken up (UTC)."))
    finished_at: dt.datetime | None = field(metadata=doc("When it was done or cancelled (UTC)."))
    total: int = field(metadata=doc("Number of articles."))
    waiting: int = field(metadata=doc("Articles that are not read yet; of a cancelled job, those that will not be."))
    stored: int = field(metadata=doc("Articles that were read and stored."))
    known: int = field(metadata=doc("Articles that were stored already and stay as they are."))
    failed: int = field(metadata=doc("Articles that could not be read; see the job's `articles` for the reasons."))
    rate: float | None = field(metadata=doc("Articles per second since the first was taken up; null before."))
    seconds_left: int | None = field(metadata=doc("Estimate for what waits, at this rate; null when it is unknown."))


@dataclass(frozen=True, slots=True)
class JobPage:
    """A page of jobs."""

    jobs: tuple[Job, ...] = field(metadata=doc("The jobs, the newest first."))
    next_cursor: str | None = field(metadata=doc("Send it as `cursor` for the next page; null on the last page."))


@dataclass(frozen=True, slots=True)
class JobArticle:
    """An article of a job."""

    number: int = field(metadata=doc("Position in what was sent, from 1."))
    state: ArticleState = field(metadata=doc("`waiting`, `stored`, `known` or `failed`."))
    article_id: str | None = field(metadata=doc("UUID of the article, once it is known."))
    reason: str | None = field(metadata=doc("Why it could not be read; null otherwise."))


@dataclass(frozen=True, slots=True)
class JobArticlePage:
    """A page of the articles of a job."""

    articles: tuple[JobArticle, ...] = field(metadata=doc("The articles, in the order in which they were sent."))
    next_cursor: str | None = field(metadata=doc("Send it as `cursor` for the next page; null on the last page."))


def job_of(row: JobRow) -> Job:
    """A stored job as clients see it."""
    done = row.stored + row.known + row.failed
    began, now = row.started_at, row.finished_at or row.updated_at
    seconds = (now - began).total_seconds() if began else 0.0
    rate = done / seconds if seconds > 0 and done else None
    waiting = row.total - done
    open_state: JobState = "running" if began else "waiting"
    return Job(
        id=row.id,
        kind=cast(JobKind, row.kind),
        state=open_state if row.state == "open" else cast(JobState, row.state),
        created_by=row.actor,
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        total=row.total,
        waiting=waiting,
        stored=row.stored,
        known=row.known,
        failed=row.failed,
        rate=round(rate, 2) if rate else None,
        seconds_left=round(waiting / rate) if rate and row.state == "open" else None,
    )


def get_job(session: Session, job_id: str) -> JobRow:
    """The row of a job. Raises ``NotFoundError``."""
    found = find_job(session, canonical_id("job", job_id))
    if found is None:
        raise NotFoundError(f"There is no job {job_id!r}.")
    return found


def list_jobs(session: Session, limit: int, cursor: str | None) -> JobPage:
    """A page of all jobs. Raises ``FilterError`` for a bad cursor."""
    query = select(JobRow).order_by(JobRow.seq.desc()).limit(limit + 1)
    if cursor is not None:
        query = query.where(JobRow.seq < read_cursor(cursor, _JOBS).seq)
    rows = session.scalars(query).all()
    more = write_cursor(Position(None, rows[limit - 1].seq), _JOBS) if len(rows) > limit else None
    return JobPage(tuple(map(job_of, rows[:limit])), more)


def list_job_articles(
    session: Session, job_seq: int, state: ArticleState | None, limit: int, cursor: str | None
) -> JobArticlePage:
    """A page of the articles of a job, of one state if that is given. Raises ``FilterError`` for a bad cursor."""
    query = select(JobArticleRow).where(JobArticleRow.job_seq == job_seq).order_by(JobArticleRow.number)
    if state:
        query = query.where(JobArticleRow.state == state)
    if cursor is not None:
        query = query.where(JobArticleRow.number > read_cursor(cursor, _ARTICLES).seq)
    rows = session.scalars(query.limit(limit + 1)).all()
    more = write_cursor(Position(None, rows[limit - 1].number), _ARTICLES) if len(rows) > limit else None
    lines = (JobArticle(r.number, cast(ArticleState, r.state), r.article_id, r.reason) for r in rows[:limit])
    return JobArticlePage(tuple(lines), more)
