"""``create_app`` puts the parts of the server together. Importing this module has no side effects."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from fastapi import FastAPI, Request, Response
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.requests import ClientDisconnect

from app import __version__
from app.api import (
    article_parameters,
    articles,
    changes,
    corrections,
    documentation,
    events,
    health,
    incidents,
    jobs,
    landing,
    mcp_endpoint,
    metrics,
    ogc,
    problems,
    push,
    reference,
    review,
    subscriptions,
    summary,
)
from app.api.answer_limit import AnswerLimit
from app.api.database_check import DatabaseCheck
from app.api.dependencies import Services
from app.api.description import describe
from app.api.disconnects import client_left
from app.api.head_requests import Heads
from app.api.metrics import Metrics
from app.api.observation import Observation
from app.api.problems import REQUEST_ID_HEADER
from app.api.request_limits import RequestLimits
from app.api.security import audit, session
from app.api.security.access import CSRF_HEADER, Access
from app.api.security.headers import ResponseHeaders
from app.api.security.hosts import AllowedHosts
from app.api.security.key_ring import KeyRing
from app.api.security.proxies import ForwardedHeaders
from app.api.security.rate_limits import RateLimits
from app.api.security.scopes import check_scopes
from app.api.security.upkeep import upkeep
from app.api.startup import StartupErrors
from app.api.tracing import Tracing, check_extra
from app.api.turns import TakeTurns
from app.errors import BusyError
from app.export.registry import FORMATS
from app.gazetteer import ensure_index, open_gazetteer
from app.ingestion import Intake, make_pool
from app.ingestion.job_runner import JobRunner
from app.ingestion.loading import Loader
from app.query.articles import ReplacedError
from app.query.incidents import MovedError
from app.settings import Settings
from app.storage.engine import make_sessions, measure
from app.storage.schema import prepare_database
from app.subscriptions import Deliverer

if TYPE_CHECKING:
    from starlette.types import Lifespan

logger = logging.getLogger(__name__)
DESCRIPTION = """\
News articles as structured events, searchable by place and date.

Send articles to `POST /v1/articles` and query events with `GET /v1/events`. Errors are `application/problem+json`
(RFC 9457) and say what to change.

Where a key is needed, send it as `Authorization: Bearer KEY` or as `X-API-Key: KEY`; each operation names its scope. On
the machine that serves it, no key is needed until the first one is made with `dateline keys create`.

Place data © [GeoNames](https://www.geonames.org), licensed under
[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/).
"""
TAGS = [
    {"name": "articles", "description": "Send, list, read and delete articles."},
    {"name": "jobs", "description": "Many articles at once, and how far they are."},
    {"name": "events", "description": "Search, count and export events."},
    {
        "name": "corrections",
        "description": "Correct, confirm, reject, add and undo; what to review; history.",
    },
    {"name": "subscriptions", "description": "Events sent to an address as they come."},
    {"name": "incidents", "description": "One happening each, with all that report it and its figures counted once."},
    {"name": "reference", "description": "The ontology and the gazetteer."},
    {"name": "ogc", "description": "OGC API – Features: the address for GIS programs is `/ogc`."},
    {"name": "session", "description": "Who is calling; signing in for pages."},
    {"name": "operation", "description": "Health checks, metrics and the audit trail, for operators."},
]
_ROUTES = (
    documentation,
    landing,
    mcp_endpoint,
    articles,
    jobs,
    push,
    subscriptions,
    changes,
    summary,
    corrections,
    events,
    review,
    incidents,
    reference,
    ogc,
    session,
    audit,
    health,
    metrics,
)
_GZIP_FROM_BYTES, _GZIP_LEVEL = 1_000, 3
_PACKED = tuple(each.media_type for each in FORMATS.values() if each.binary)  # need no compression
#: How long a thread that computes keeps the others waiting, among them the one that answers: Python's 0.005 makes
#: ordinary queries a third slower beside costly ones.
_SWITCH_SECONDS = 0.0005
_OWN_HEADERS = (CSRF_HEADER, REQUEST_ID_HEADER)
_RATE_LIMIT_HEADERS = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the application; nothing is opened before its lifespan starts."""
    settings = settings or Settings()
    app = FastAPI(
        title="Dateline",
        version=__version__,
        description=DESCRIPTION,
        openapi_tags=TAGS,
        license_info={"name": "MIT", "identifier": "MIT"},
        lifespan=_lifespan(settings, measured := Metrics()),
        openapi_url=None,  # documentation.py
    )
    documentation.mount_files(app)
    landing.mount_files(app)
    for module in _ROUTES:
        app.include_router(module.router)
    check_scopes(app)
    problems.install(app)
    app.add_exception_handler(OperationalError, _database_gone)
    app.add_exception_handler(ClientDisconnect, client_left)
    app.add_exception_handler(MovedError, incidents.redirect)
    app.add_exception_handler(ReplacedError, article_parameters.redirect)
    _add_middleware(app, settings, measured)
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]
    return app


def _add_middleware(app: FastAPI, settings: Settings, measured: Metrics) -> None:
    """Wrap the app; what is added last sees a request first."""
    app.add_middleware(
        GZipMiddleware,
        minimum_size=_GZIP_FROM_BYTES,
        compresslevel=_GZIP_LEVEL,
        exclude_content_types=(*DEFAULT_EXCLUDED_CONTENT_TYPES, *_PACKED),
    )
    app.add_middleware(TakeTurns)
    app.add_middleware(AnswerLimit, query_seconds=settings.query_seconds)
    app.add_middleware(RequestLimits, settings=settings)
    app.add_middleware(Heads)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=[
                "Authorization",
                "X-API-Key",
                "Content-Type",
                "If-Match",
                "If-None-Match",
                "Last-Event-ID",
                CSRF_HEADER,
                REQUEST_ID_HEADER,
            ],
            expose_headers=["Link", "Location", "ETag", "Retry-After", REQUEST_ID_HEADER, *_RATE_LIMIT_HEADERS],
        )
    app.add_middleware(AllowedHosts, names=settings.allowed_hosts)
    app.add_middleware(ResponseHeaders)
    app.add_middleware(ForwardedHeaders, trusted=settings.trusted_proxies, root_path=settings.root_path)
    if settings.tracing:
        check_extra()
        app.add_middleware(Tracing)
    app.add_middleware(Observation, metrics=measured)
    app.add_middleware(StartupErrors)


def prepare(settings: Settings) -> Engine:
    """Build the gazetteer's index and prepare the database; return the engine."""
    ensure_index(settings)
    return prepare_database(settings)


def _lifespan(settings: Settings, measured: Metrics) -> Lifespan[FastAPI]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        sys.setswitchinterval(_SWITCH_SECONDS)
        engine = await asyncio.to_thread(prepare, settings)
        measure(engine, measured.database.observe)
        pool = make_pool(settings)
        sessions = make_sessions(engine)
        runner: JobRunner | None = None
        deliverer: Deliverer | None = None
        try:
            access = Access(settings, KeyRing(sessions), RateLimits())
            app.state.services = Services(
                settings=settings,
                engine=engine,
                sessions=sessions,
                intake=Intake(pool),
                gazetteer=await asyncio.to_thread(open_gazetteer, settings),
                database=DatabaseCheck(),
                access=access,
                metrics=measured,
                pipeline=(pipeline := await asyncio.wrap_future(pool.start())),
                wake_jobs=lambda: runner.wake() if runner else None,
            )
            if settings.run_jobs and not settings.read_only:
                runner = JobRunner(Loader.of_server(sessions, pool, pipeline), measured.loaded)
                runner.start()
            if not settings.read_only:
                deliverer = Deliverer(sessions, app.state.services.gazetteer, settings)
                deliverer.start()
            tools = mcp_endpoint.mcp_sessions(sessions, app.state.services.gazetteer)
            async with upkeep(access), tools as app.state.mcp:
                yield
        finally:
            if runner:
                runner.end()
            await asyncio.to_thread(pool.close)
            if deliverer:
                await asyncio.to_thread(deliverer.stop)
            if runner:
                await asyncio.to_thread(runner.stop)
            engine.dispose()

    return lifespan


async def _database_gone(request: Request, error: Exception) -> Response:
    """Answer 503 when the database cannot be reached, because it may be available again soon.

    One line of the log for each request, for there may be many; the traceback is for ``DATELINE_LOG_LEVEL=DEBUG``.
    """
    reason = " ".join(str(getattr(error, "orig", None) or error).split())
    logger.error("%s %s: the database failed: %s", request.method, request.url.path, reason)
    logger.debug("the database failed", exc_info=error)
    return problems.from_error(BusyError("The database is not available; try again.", retry_after=10))
