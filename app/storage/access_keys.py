"""The keys of the API. Rows are never removed: while one exists, even a revoked one, the server is not open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session

from app.domain.access import AccessKey
from app.storage.tables import AccessKeyRow


def add_key(session: Session, key: AccessKey) -> None:
    """Store a new key."""
    session.add(
        AccessKeyRow(
            id=key.id,
            name=key.name,
            digest=key.digest,
            scopes=",".join(key.scopes),
            created_at=key.created_at,
            expires_at=key.expires_at,
            rate_limit=key.rate_limit,
        )
    )
    session.flush()


def list_keys(session: Session) -> list[AccessKey]:
    """Every key that was ever made, the oldest first."""
    return [_key(row) for row in session.scalars(select(AccessKeyRow).order_by(AccessKeyRow.seq))]


def any_key(session: Session) -> bool:
    """Whether a key has ever been made."""
    return bool(session.scalar(select(func.count()).select_from(select(AccessKeyRow.seq).limit(1).subquery())))


def revoke_key(session: Session, key_id: str, at: dt.datetime) -> None:
    """End a key at a moment, which may lie ahead; a key that ends earlier keeps its end."""
    ends_later = or_(AccessKeyRow.revoked_at.is_(None), AccessKeyRow.revoked_at > at)
    session.execute(update(AccessKeyRow).where(AccessKeyRow.id == key_id, ends_later).values(revoked_at=at))


def note_use(session: Session, used: Mapping[str, dt.datetime]) -> None:
    """Store when keys were last used, by their ids."""
    for key_id, moment in used.items():
        session.execute(update(AccessKeyRow).where(AccessKeyRow.id == key_id).values(last_used_at=moment))


def _key(row: AccessKeyRow) -> AccessKey:
    return AccessKey(
        id=row.id,
        name=row.name,
        digest=row.digest,
        scopes=tuple(row.scopes.split(",")),  # type: ignore[arg-type]
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        last_used_at=row.last_used_at,
        rate_limit=row.rate_limit,
    )
