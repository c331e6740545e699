"""Is the server alive, and can it work? For those who operate it."""

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
    summary="Is the process alive?",
    response_model=Health,
    responses=success("live"),
)
async def live() -> Response:
    """Answers as long as the process does."""
    return json_of(Health("alive"))


@router.get(
    "/ready",
    operation_id="ready",
    summary="Can the server work?",
    response_model=Health,
    responses=success("ready") | success("notReady", status=503, description="Something is missing."),
)
def ready(services: ServicesOf) -> Response:
    """200 when the database answers with the right schema, readers are running and the gazetteer is open."""
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
