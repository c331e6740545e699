"""Jobs: send many articles at once, see how far they are, end them."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from pydantic import TypeAdapter
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from app.api.article_parameters import ArticlesOf
from app.api.dependencies import Services, ServicesOf
from app.api.event_streams import KEEPALIVE_COMMENT, documented, event_stream, sse
from app.api.examples import success
from app.api.parameters import Cursor, only
from app.api.problems import responses
from app.api.request_body import EXAMPLE
from app.api.responses import json_of, next_link, read_of
from app.api.security.scopes import CallerOf, needs
from app.api.write_turns import in_turn
from app.domain.access import Caller
from app.errors import InputError
from app.ingestion.batches import array_articles, line_articles
from app.query import Status
from app.query.article_filter import NAMES, ArticleFilter
from app.query.filters import DEFAULT_LIMIT, MAX_LIMIT
from app.query.jobs import Job, JobArticlePage, JobPage, get_job, job_of, list_job_articles, list_jobs
from app.query.rereading import add_reread
from app.storage import jobs
from app.storage.audit import record
from app.storage.engine import transaction
from app.storage.jobs import ArticleState

router = APIRouter(prefix="/v1", tags=["jobs"])
_JOB = TypeAdapter(Job)
_LINES = ("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines")
_LONGEST_KEY = 200
_LOOK_SECONDS, _ALIVE_SECONDS = 1.0, 15.0
IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=_LONGEST_KEY,
        description="Any string of yours, a new one for each batch; with the same body it gives the same job.",
    ),
]
_ARTICLES: dict[str, Any] = {
    "type": "array",
    "minItems": 1,
    "items": {"anyOf": [{"$ref": "#/components/schemas/ArticleIn"}, {"description": "Anything else fails alone."}]},
}
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "A JSON array of articles, or one article a line (NDJSON).",
        "content": {
            "application/json": {"schema": _ARTICLES, "example": [EXAMPLE]},
            "application/x-ndjson": {"schema": {"type": "string", "pattern": "[!-~]"}},  # not blank
        },
    }
}


@router.post(
    "/articles/batch",
    operation_id="postArticles",
    summary="Send many articles",
    status_code=202,
    response_model=Job,
    responses=success("postArticles", status=202, description="The articles are stored and will be read.")
    | responses(400, 413, 415, 422, 503),
    openapi_extra=_BODY,
    dependencies=[needs("ingest"), Depends(only())],
)
async def post_batch(
    request: Request, services: ServicesOf, caller: CallerOf, idempotency_key: IdempotencyKey = None
) -> Response:
    """Take many articles, as `POST /v1/articles` takes one, and read them as a job: 202 as soon as they are stored.

    The body is a JSON array or NDJSON of at most `DATELINE_MAX_BATCH_BYTES`. An article that cannot be read fails
    alone. Lines of `dateline extract` are stored without being read, if this version has written them. The articles
    outlast a crash of the server, and each ends stored exactly once. Where `DATELINE_FETCH_URLS` is true, an article
    may have its `url` alone: the page is fetched, unless an article with that address is stored.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and kind not in _LINES:
        raise HTTPException(415, "Send a JSON array as application/json, or JSON Lines as application/x-ndjson.")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise HTTPException(415, "Send the body without Content-Encoding.")
    body, lines = await request.body(), kind in _LINES
    digest = hashlib.sha256(b"lines" if lines else b"array")
    digest.update(body)
    asked = jobs.Request(caller, idempotency_key, digest.hexdigest())
    job = await in_turn(services.writes, caller, partial(_add, services, asked, body, lines=lines))
    services.wake_jobs()
    return json_of(job, 202, {"Location": _location(request, job)})


def _add(services: Services, asked: jobs.Request, body: bytes, *, lines: bool) -> Job:
    with transaction(services.sessions) as session:
        if same := jobs.find_same(session, asked):
            return job_of(same)
    articles = line_articles(body) if lines else array_articles(body)
    if not articles:
        raise InputError("The body has no articles.")
    with transaction(services.sessions) as session:
        job = jobs.add_job(session, "articles", asked, articles)
        record(session, asked.caller, "job.created", job.id, {"kind": job.kind, "articles": job.total})
        return job_of(job)


@router.post(
    "/jobs/reread",
    operation_id="rereadArticles",
    summary="Read stored articles again",
    status_code=202,
    response_model=Job,
    responses=success("rereadArticles", status=202, description="The articles will be read again.")
    | responses(422, 503),
    dependencies=[needs("ingest"), Depends(only("status", *NAMES))],
)
async def reread(
    request: Request,
    services: ServicesOf,
    caller: CallerOf,
    article_filter: ArticlesOf,
    status: Annotated[
        Status, Query(description="`failed`: the articles that could not be read, instead of those of older versions.")
    ] = "structured",
) -> Response:
    """Read stored articles again that an older version of the pipeline has read, as a job.

    Events that stay the same keep their ids, and those who keep a copy learn of changed ones by `updated_since`.
    """
    await request.body()  # nothing is expected in it
    asked, failed = jobs.Request(caller), status == "failed"
    job = await in_turn(services.writes, caller, partial(_add_reread, services, asked, article_filter, failed=failed))
    services.wake_jobs()
    return json_of(job, 202, {"Location": _location(request, job)})


def _add_reread(services: Services, asked: jobs.Request, article_filter: ArticleFilter, *, failed: bool) -> Job:
    with transaction(services.sessions) as session:
        return job_of(add_reread(session, asked, article_filter, services.pipeline, failed=failed))


@router.get(
    "/jobs",
    operation_id="listJobs",
    summary="List jobs",
    response_model=JobPage,
    responses=success("listJobs") | responses(422, 503),
    dependencies=[needs("ingest"), Depends(only("limit", "cursor"))],
)
def listed(
    request: Request,
    services: ServicesOf,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Most jobs on a page.")] = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Response:
    """All jobs, the newest first. Those that ended are removed after `DATELINE_KEEP_JOBS` days."""
    with transaction(services.sessions) as session:
        page = list_jobs(session, limit, cursor)
    return read_of(request, page, next_link(request, page.next_cursor))


@router.get(
    "/jobs/{job_id}",
    operation_id="getJob",
    summary="Read one job",
    response_model=Job,
    responses=success("getJob") | responses(404, 422, 503),
    dependencies=[needs("ingest"), Depends(only())],
)
def get(job_id: str, request: Request, services: ServicesOf) -> Response:
    """State, counts and rate of a job."""
    return read_of(request, _job(services, job_id))


@router.get(
    "/jobs/{job_id}/articles",
    operation_id="listJobArticles",
    summary="List the articles of a job",
    response_model=JobArticlePage,
    responses=success("listJobArticles") | responses(404, 422, 503),
    dependencies=[needs("ingest"), Depends(only("state", "limit", "cursor"))],
)
def articles_of(
    job_id: str,
    request: Request,
    services: ServicesOf,
    *,
    state: Annotated[ArticleState | None, Query(description="Only articles of this state, such as `failed`.")] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Most articles on a page.")] = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Response:
    """What became of each article, and why those failed that could not be read."""
    with transaction(services.sessions) as session:
        page = list_job_articles(session, get_job(session, job_id).seq, state, limit, cursor)
    return read_of(request, page, next_link(request, page.next_cursor))


@router.get(
    "/jobs/{job_id}/progress",
    operation_id="followJob",
    summary="Follow a job",
    response_class=Response,
    responses=documented("job") | responses(404, 422, 503),
    dependencies=[needs("ingest"), Depends(only())],
)
async def follow(job_id: str, request: Request, services: ServicesOf) -> Response:
    """The job as a server-sent event whenever it has changed, until it has ended."""
    first = await run_in_threadpool(_job, services, job_id)
    return event_stream(request, _progress(services, first))


async def _progress(services: Services, job: Job) -> AsyncIterator[bytes]:
    silent, end = 0.0, time.monotonic() + services.settings.stream_seconds
    yield sse("job", _JOB.dump_json(job))
    while job.state in ("waiting", "running") and time.monotonic() < end:
        await asyncio.sleep(min(_LOOK_SECONDS, max(0.0, end - time.monotonic())))
        now = await run_in_threadpool(_job, services, job.id)
        silent = 0.0 if now != job else silent + _LOOK_SECONDS
        if now != job:
            yield sse("job", _JOB.dump_json(now))
        elif silent >= _ALIVE_SECONDS:
            silent = 0.0
            yield KEEPALIVE_COMMENT
        job = now


@router.post(
    "/jobs/{job_id}/cancel",
    operation_id="cancelJob",
    summary="Cancel a job",
    response_model=Job,
    responses=success("cancelJob") | responses(404, 422, 503),
    dependencies=[needs("ingest"), Depends(only())],
)
async def cancel(job_id: str, services: ServicesOf, caller: CallerOf) -> Response:
    """End a job: articles that wait are not read; those that are stored stay. A job that has ended stays as it is."""
    return json_of(await in_turn(services.writes, caller, partial(_cancel, services, job_id, caller)))


def _cancel(services: Services, job_id: str, caller: Caller) -> Job:
    with transaction(services.sessions) as session:
        job = get_job(session, job_id)
        if job.state == "open":
            jobs.cancel(session, job)
            record(session, caller, "job.cancelled", job.id)
        return job_of(job)


def _job(services: Services, job_id: str) -> Job:
    with transaction(services.sessions) as session:
        return job_of(get_job(session, job_id))


def _location(request: Request, job: Job) -> str:
    return f"{request.scope.get('root_path', '')}/v1/jobs/{job.id}"
