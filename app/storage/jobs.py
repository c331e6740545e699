"""Jobs and their queue, the same on both databases. Nothing here commits; the caller does.

An article of a job is claimed by a worker until a moment that the worker puts off while it lives. What a dead worker
has claimed is free again after that, and is done again; that an article is done is written in the transaction that
stores it, so it is stored once.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from sqlalchemy import CursorResult, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from app.domain.access import Caller
from app.errors import ReusedKeyError
from app.storage.job_tables import JobArticleRow, JobRow

JobKind = Literal["articles", "reread"]
ArticleState = Literal["waiting", "stored", "known", "failed"]
#: How long a worker that has gone silent keeps what it has claimed.
CLAIM = dt.timedelta(seconds=30)
#: How often an article is begun at most when its worker dies each time.
MOST_ATTEMPTS = 3
_AT_ONCE = 500  # rows in one statement
_DONE = ("stored", "known", "failed")


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article for a new job: as JSON, by the id of a stored one, or with the reason why it cannot be read."""

    article: str | None = None
    article_id: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """An article that a worker is to read."""

    number: int
    article: str | None
    article_id: str | None


@dataclass(frozen=True, slots=True)
class Done:
    """What became of an article of a job."""

    number: int
    state: ArticleState
    article_id: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks for a job, and by which request, so that one that is sent twice makes one job."""

    caller: Caller
    idempotency_key: str | None = None
    digest: str | None = None


def find_same(session: Session, request: Request) -> JobRow | None:
    """The job that the same request has made before.

    Raises ``ReusedKeyError`` when the idempotency key was used with another body.
    """
    if request.idempotency_key is None:
        return None
    found = session.scalar(
        select(JobRow).where(
            JobRow.sender == request.caller.identity, JobRow.idempotency_key == request.idempotency_key
        )
    )
    if found and found.digest != request.digest:
        raise ReusedKeyError(
            "This Idempotency-Key was sent before with another body. Send a new key for a new batch.",
            field="Idempotency-Key",
        )
    return found


def add_job(session: Session, kind: JobKind, request: Request, articles: Iterable[NewArticle]) -> JobRow:
    """Store a new job with its articles; one without articles is done at once."""
    now = dt.datetime.now(dt.UTC)
    caller = request.caller
    job = JobRow(
        id=str(uuid.uuid4()),
        kind=kind,
        state="open",
        actor=caller.name,
        key_id=caller.key.id if caller.key else None,
        address=caller.address,
        sender=caller.identity,
        idempotency_key=request.idempotency_key,
        digest=request.digest,
        total=0,
        stored=0,
        known=0,
        failed=0,
        created_at=now,
        updated_at=now,
    )
    session.add(job)
    session.flush()
    rows: list[dict[str, Any]] = []
    for number, each in enumerate(articles, start=1):
        rows.append(
            {
                "job_seq": job.seq,
                "number": number,
                "state": "failed" if each.reason else "waiting",
                "article": each.article,
                "article_id": each.article_id,
                "reason": each.reason,
            }
        )
        job.total, job.failed = number, job.failed + bool(each.reason)
        if len(rows) == _AT_ONCE:
            session.execute(insert(JobArticleRow), rows)
            rows = []
    if rows:
        session.execute(insert(JobArticleRow), rows)
    _finish_if_done(job, now)
    session.flush()
    return job


def find_job(session: Session, job_id: str) -> JobRow | None:
    """The job of an id."""
    return session.scalar(select(JobRow).where(JobRow.id == job_id).execution_options(populate_existing=True))


def open_jobs(session: Session, most: int = 100) -> Sequence[JobRow]:
    """Jobs that have articles to be read, the oldest first."""
    query = select(JobRow).where(JobRow.state == "open").order_by(JobRow.seq).limit(most)
    return session.scalars(query.execution_options(populate_existing=True)).all()


def claim(session: Session, job_seq: int, worker: str, most: int) -> list[Claimed]:
    """Claim the next articles of a job for a worker."""
    now = dt.datetime.now(dt.UTC)
    free = (
        JobArticleRow.job_seq == job_seq,
        JobArticleRow.state == "waiting",
        or_(JobArticleRow.claimed_until.is_(None), JobArticleRow.claimed_until < now),
    )
    next_ones = select(JobArticleRow.number).where(*free).order_by(JobArticleRow.number).limit(most)
    numbers = session.scalars(next_ones.with_for_update(skip_locked=True)).all()
    if not numbers:
        return []
    found = session.execute(
        update(JobArticleRow)
        .where(*free, JobArticleRow.number.in_(numbers))  # on SQLite another may have claimed them meanwhile
        .values(claimed_by=worker, claimed_until=now + CLAIM, attempts=JobArticleRow.attempts + 1)
        .returning(JobArticleRow.number, JobArticleRow.article, JobArticleRow.article_id, JobArticleRow.attempts)
        .execution_options(synchronize_session=False)
    ).all()
    if found:
        started = func.coalesce(JobRow.started_at, now)
        session.execute(update(JobRow).where(JobRow.seq == job_seq).values(started_at=started, updated_at=now))
    lost = [row.number for row in found if row.attempts > MOST_ATTEMPTS]
    if lost:
        reason = f"The process that read it has ended {MOST_ATTEMPTS} times; it is not tried again."
        finish(session, job_seq, worker, [Done(number, "failed", reason=reason) for number in lost])
    return sorted(
        (Claimed(row.number, row.article, row.article_id) for row in found if row.number not in lost),
        key=lambda each: each.number,
    )


def renew(session: Session, worker: str) -> None:
    """Keep what a worker has claimed for another while."""
    session.execute(
        update(JobArticleRow)
        .where(JobArticleRow.claimed_by == worker)
        .values(claimed_until=dt.datetime.now(dt.UTC) + CLAIM)
    )


def release(session: Session, worker: str, *, failed: bool) -> None:
    """Give back what a worker has claimed and not done; it counts as an attempt when the worker ``failed``."""
    attempts = JobArticleRow.attempts - (0 if failed else 1)
    session.execute(
        update(JobArticleRow)
        .where(JobArticleRow.claimed_by == worker)
        .values(claimed_by=None, claimed_until=None, attempts=attempts)
    )


def finish(session: Session, job_seq: int, worker: str, done: Sequence[Done]) -> None:
    """Write what became of articles that a worker has claimed, unless another has taken them over meanwhile."""
    counts: dict[str, int] = dict.fromkeys(_DONE, 0)
    for each in done:
        written = session.execute(
            update(JobArticleRow)
            .where(
                JobArticleRow.job_seq == job_seq,
                JobArticleRow.number == each.number,
                JobArticleRow.state == "waiting",
                JobArticleRow.claimed_by == worker,
            )
            .values(
                state=each.state,
                article_id=each.article_id or JobArticleRow.article_id,
                reason=each.reason,
                article=None,
                claimed_by=None,
                claimed_until=None,
            )
        )
        counts[each.state] += cast("CursorResult[Any]", written).rowcount
    _count(session, job_seq, counts)


def cancel(session: Session, job: JobRow) -> None:
    """End an open job: what waits is not read."""
    if job.state == "open":
        job.state, job.finished_at = "cancelled", dt.datetime.now(dt.UTC)
        session.flush()
        forget_texts = update(JobArticleRow).where(JobArticleRow.job_seq == job.seq, JobArticleRow.state == "waiting")
        session.execute(forget_texts.values(article=None, claimed_by=None, claimed_until=None))


def remove_old_jobs(session: Session, days: int) -> int:
    """Remove jobs that ended more than ``days`` ago; return how many there were."""
    before = dt.datetime.now(dt.UTC) - dt.timedelta(days=days)
    seqs = session.scalars(select(JobRow.seq).where(JobRow.finished_at < before).limit(_AT_ONCE)).all()
    for seq in seqs:
        session.execute(delete(JobArticleRow).where(JobArticleRow.job_seq == seq))
        session.execute(delete(JobRow).where(JobRow.seq == seq))
    return len(seqs)


def _count(session: Session, job_seq: int, counts: Mapping[str, int]) -> None:
    now = dt.datetime.now(dt.UTC)
    columns = {name: getattr(JobRow, name) + number for name, number in counts.items() if number}
    session.execute(update(JobRow).where(JobRow.seq == job_seq).values(updated_at=now, **columns))
    job = session.get(JobRow, job_seq, populate_existing=True)
    if job is not None:
        _finish_if_done(job, now)


def _finish_if_done(job: JobRow, now: dt.datetime) -> None:
    if job.state == "open" and job.stored + job.known + job.failed >= job.total:
        job.state, job.finished_at = "done", now
