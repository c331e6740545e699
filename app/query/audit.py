"""The audit trail, page by page, the latest entry first."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.documentation import doc
from app.query.filters import DEFAULT_LIMIT
from app.query.pagination import Position, read_cursor, write_cursor
from app.storage.tables import AuditRow

_MARK = 2  # of the cursors of this list


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One change: who did what to which thing, and when."""

    at: dt.datetime = field(metadata=doc("When it was done (UTC)."))
    actor: str = field(metadata=doc("Name of the key; `anonymous`, or `command line` with the user's name."))
    key_id: str | None = field(metadata=doc("Id of the key; null without one."))
    address: str | None = field(metadata=doc("Network address of the client; null for the command line."))
    action: str = field(metadata=doc("What was done, such as `article.posted` or `key.created`."))
    target: str = field(metadata=doc("Id of what it was done to: an article, or a key."))
    detail: Mapping[str, Any] = field(metadata=doc("Further facts, by the kind of action."))


@dataclass(frozen=True, slots=True)
class AuditPage:
    """A page of the audit trail."""

    entries: tuple[AuditEntry, ...] = field(metadata=doc("The entries, the latest first."))
    next_cursor: str | None = field(metadata=doc("Send it as `cursor` for the next page; null on the last page."))


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """Which entries: those that match every value that is given."""

    actor: str | None = None
    action: str | None = None
    target: str | None = None


def list_audit(
    session: Session, wanted: AuditFilter, limit: int = DEFAULT_LIMIT, cursor: str | None = None
) -> AuditPage:
    """A page of entries. Raises ``FilterError`` for a bad cursor."""
    query = select(AuditRow).order_by(AuditRow.seq.desc())
    for column, value in (
        (AuditRow.actor, wanted.actor),
        (AuditRow.action, wanted.action),
        (AuditRow.target, wanted.target),
    ):
        if value is not None:
            query = query.where(column == value)
    if cursor is not None:
        query = query.where(AuditRow.seq < read_cursor(cursor, _MARK).seq)
    rows = session.scalars(query.limit(limit + 1)).all()
    entries = tuple(
        AuditEntry(row.at, row.actor, row.key_id, row.address, row.action, row.target, json.loads(row.detail))
        for row in rows[:limit]
    )
    more = write_cursor(Position(None, rows[limit - 1].seq), _MARK) if len(rows) > limit else None
    return AuditPage(entries, more)
