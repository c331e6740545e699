"""The audit trail: who changed what. Rows are added in the transaction of the change, and are never altered.

The database itself refuses to update a row, and to delete one that is younger than a day.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, Literal, cast

from sqlalchemy import CursorResult, delete
from sqlalchemy.orm import Session

from app.domain.access import Caller
from app.storage.sql import write_rows
from app.storage.tables import AuditRow

#: What is recorded.
Action = Literal[
    "article.posted",
    "article.reread",
    "article.failed",
    "article.deleted",
    "article.replaced",
    "job.created",
    "job.cancelled",
    "event.added",
    "event.corrected",
    "event.confirmed",
    "event.rejected",
    "event.undone",
    "incident.merged",
    "incident.split",
    "incident.pinned",
    "incident.unpinned",
    "subscription.created",
    "subscription.deleted",
    "subscription.resumed",
    "key.created",
    "key.revoked",
    "key.rotated",
]
_RECORD = 'INSERT INTO audit ("at", actor, key_id, address, action, target, detail) VALUES (?, ?, ?, ?, ?, ?, ?)'


def record(
    session: Session, caller: Caller, action: Action, target: str, detail: Mapping[str, Any] | None = None
) -> None:
    """Add an entry; it is kept if and only if the transaction of the change is."""
    now, key_id = dt.datetime.now(dt.UTC), caller.key.id if caller.key else None
    written = json.dumps(dict(detail or {}), ensure_ascii=False)
    write_rows(session, _RECORD, [(now, caller.name, key_id, caller.address, action, target, written)])


def purge(session: Session, days: int) -> int:
    """Remove the entries that are older than ``days``, at least one; return how many there were."""
    before = dt.datetime.now(dt.UTC) - dt.timedelta(days=max(days, 1), minutes=1)
    removed = cast("CursorResult[Any]", session.execute(delete(AuditRow).where(AuditRow.at < before)))
    return removed.rowcount
