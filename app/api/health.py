"""Health checks for operators."""

from __future__ import annotations

from fastapi import APIRouter, Response

from app.api.dependencies import Services, ServicesOf
from app.api.examples import success
from app.api.responses import json_of
from app.api.schemas import Health
from app.errors import DatelineError
from app.storage.schema import check_schema

router = APIRouter(prefix="/health", tags=["operation"])


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
def ready(services: ServicesOf) -> Response:
    """200 when the database has the right schema, the extraction processes run and the gazetteer is open."""
    checks = {
        "database": _database(services),
        "extraction": services.pipeline,
        "gazetteer": f"{len(services.gazetteer)} places",
    }
    if checks["database"] == "ok":
        return json_of(Health("ready", checks))
    return json_of(Health("not ready", checks), 503, {"Retry-After": "5", "Cache-Control": "no-store"})


def _database(services: Services) -> str:
    try:
        check_schema(services.engine)
    except DatelineError as error:
        return str(error)
    return "ok"
