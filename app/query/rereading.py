"""A job that reads stored articles again."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.query.article_filter import ArticleFilter, failed_ids, outdated
from app.storage.audit import record
from app.storage.job_tables import JobRow
from app.storage.jobs import NewArticle, Request, add_job


def add_reread(
    session: Session, request: Request, article_filter: ArticleFilter, pipeline: str, *, failed: bool = False
) -> JobRow:
    """Make a job of the articles that another pipeline has read, or of those that are kept as ``failed``.

    Raises ``FilterError`` for a filter that cannot be read.
    """
    ids = list(failed_ids(session, article_filter) if failed else outdated(session, article_filter, pipeline))
    job = add_job(session, "reread", request, (NewArticle(article_id=each) for each in ids))
    record(session, request.caller, "job.created", job.id, {"kind": job.kind, "articles": job.total})
    return job
