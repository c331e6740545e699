"""Health checks for operators. They wait neither for the thread pool nor, longer than a second, for the database.

What they say to everybody has no path, host or number of this machine; ``details`` are for programs on the machine and
for holders of an admin key.
"""

from __future__ import annotations

import asyncio
import shutil

from fastapi import APIRouter, Request, Response

from app import __version__
from app.api.database_check import OK, PATIENCE
from app.api.dependencies import Services, ServicesOf
from app.api.examples import success
from app.api.responses import json_of
from app.api.schemas import Health
from app.api.security.access import COOKIE, header_token
from app.api.security.addresses import is_local
from app.api.security.scopes import UNGUARDED
from app.errors import DatelineError
from app.storage.engine import data_folder, public_url

router = APIRouter(prefix="/health", tags=["operation"], dependencies=[UNGUARDED])
_LEAST_DISK = 100_000_000  # bytes: below it the disk is nearly full
_MEGABYTE = 1_000_000


@router.get(
    "/live",
    operation_id="live",
    summary="Check that the process is alive",
    response_model=Health,
    responses=success("live"),
)
async def live() -> Response:
    """200 as long as the process answers."""
    return json_of(Health("alive"))


@router.get(
    "/ready",
    operation_id="ready",
    summary="Check that the server is ready",
    response_model=Health,
    responses=success("ready") | success("notReady", status=503, description="Not ready; `checks` says why."),
)
async def ready(request: Request, services: ServicesOf) -> Response:
    """200 when the database has the right schema and articles can be read.

    A full queue or disk is reported and changes nothing, because queries are still answered. `details` are for programs
    on the server's machine and for keys with the scope admin.
    """
    database = await services.database.state(services.engine)
    free = shutil.disk_usage(data_folder(services.engine)).free
    checks = {
        "database": database.database,
        "schema": database.schema,
        "pool": _pool(services),
        "queue": OK if services.intake.admissions.taken < services.intake.admissions.limit else "full",
        "disk": OK if free >= _LEAST_DISK else "nearly full",
        "gazetteer": OK,
    }
    details = _details(services, free) if await _may_know(request, services) else None
    headers = {"Cache-Control": "no-store"}
    if all(checks[name] == OK for name in ("database", "schema", "pool")):
        return json_of(Health("ready", checks, details), headers=headers)
    return json_of(Health("not ready", checks, details), 503, headers | {"Retry-After": "5"})


def _pool(services: Services) -> str:
    pool = services.intake.pool
    return "Readers cannot be started; the server's log says why." if pool.failing and not pool.ready else OK


def _details(services: Services, free: int) -> dict[str, str | int]:
    pool, admissions = services.intake.pool, services.intake.admissions
    return {
        "version": __version__,
        "pipeline": services.pipeline,
        "database": public_url(services.engine),
        "readers": pool.workers,
        "readers_ready": pool.ready,
        "articles_under_way": admissions.taken,
        "articles_at_most": admissions.limit,
        "places": len(services.gazetteer),
        "disk_folder": str(data_folder(services.engine)),
        "disk_free_megabytes": free // _MEGABYTE,
    }


async def _may_know(request: Request, services: Services) -> bool:
    """Whether a request comes from this machine or has an admin key; no for a key that cannot be checked in time."""
    if is_local(request):
        return True
    if header_token(request) is None and COOKIE not in request.cookies:
        return False
    try:
        async with asyncio.timeout(PATIENCE):
            return "admin" in (await services.access.identify(request)).scopes
    except (DatelineError, TimeoutError):
        return False
