"""Health checks for operators. They wait neither for the thread pool nor, longer than a second, for the database."""

from __future__ import annotations

from fastapi import APIRouter, Response

from app.api.database_check import OK
from app.api.dependencies import ServicesOf
from app.api.examples import success
from app.api.responses import json_of
from app.api.schemas import Health
from app.api.security.scopes import UNGUARDED

router = APIRouter(prefix="/health", tags=["operation"], dependencies=[UNGUARDED])


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
async def ready(services: ServicesOf) -> Response:
    """200 when the database has the right schema, the extraction processes run and the gazetteer is open."""
    checks = {
        "database": await services.database.state(services.engine),
        "extraction": services.pipeline,
        "gazetteer": f"{len(services.gazetteer)} places",
    }
    if checks["database"] == OK:
        return json_of(Health("ready", checks))
    return json_of(Health("not ready", checks), 503, {"Retry-After": "5", "Cache-Control": "no-store"})
