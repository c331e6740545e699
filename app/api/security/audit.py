"""The audit trail, for those who answer for the data."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from app.api.dependencies import ServicesOf
from app.api.examples import success
from app.api.parameters import Cursor, only
from app.api.problems import responses
from app.api.responses import next_link, read_of
from app.api.security.scopes import needs
from app.query.audit import AuditFilter, AuditPage, list_audit
from app.query.filters import DEFAULT_LIMIT, MAX_LIMIT
from app.storage.engine import transaction

router = APIRouter(prefix="/v1/audit", tags=["operation"], dependencies=[needs("admin")])


def _exact(description: str, example: str) -> Any:
    return Query(min_length=1, max_length=300, pattern=r"^[^\x00]+$", description=description, examples=[example])


@router.get(
    "",
    operation_id="listAudit",
    summary="Read the audit trail",
    response_model=AuditPage,
    responses=success("listAudit") | responses(404, 422, 503),
    dependencies=[Depends(only("actor", "action", "target", "limit", "cursor"))],
)
def listed(
    request: Request,
    services: ServicesOf,
    *,
    actor: Annotated[str | None, _exact("Only what this key did: its name.", "newsroom")] = None,
    action: Annotated[str | None, _exact("Only this kind of change.", "article.deleted")] = None,
    target: Annotated[str | None, _exact("Only changes of this article or key: its id.", "1f0c4a7e")] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Most entries on a page.")] = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Response:
    """Who posted and deleted articles and who made, rotated and revoked keys, the latest change first.

    Entries are never altered; `DATELINE_AUDIT_DAYS` says how long they are kept.
    """
    with transaction(services.sessions) as session:
        page = list_audit(session, AuditFilter(actor=actor, action=action, target=target), limit, cursor)
    return read_of(request, page, next_link(request, page.next_cursor))
