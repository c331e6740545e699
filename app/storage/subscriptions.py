"""Subscriptions and how far each is. Nothing here commits; the caller does."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.storage.subscription_tables import SubscriptionRow

#: For which a process that delivers has a subscription for itself.
CLAIM = dt.timedelta(seconds=60)
#: After this number of failures in a row a subscription is paused: after about eleven hours.
MOST_FAILURES = 12
_FIRST_PAUSE, _LONGEST_PAUSE = dt.timedelta(seconds=10), dt.timedelta(hours=6)


def add_subscription(
    session: Session, *, url: str, event_filter: str, secret: str, actor: str, position: int
) -> SubscriptionRow:
    """Store a subscription for events from the change ``position`` on."""
    now = dt.datetime.now(dt.UTC)
    row = SubscriptionRow(
        id=str(uuid.uuid4()),
        url=url,
        filter=event_filter,
        secret=secret,
        state="active",
        actor=actor,
        position=position,
        failures=0,
        created_at=now,
        next_at=now,
    )
    session.add(row)
    session.flush()
    return row


def find_subscription(session: Session, subscription_id: str) -> SubscriptionRow | None:
    """The subscription of an id."""
    return session.scalar(select(SubscriptionRow).where(SubscriptionRow.id == subscription_id))


def list_subscriptions(session: Session) -> Sequence[SubscriptionRow]:
    """Every subscription, the oldest first."""
    return session.scalars(select(SubscriptionRow).order_by(SubscriptionRow.seq)).all()


def remove_subscription(session: Session, subscription_id: str) -> None:
    """Remove a subscription."""
    session.execute(delete(SubscriptionRow).where(SubscriptionRow.id == subscription_id))


def claim_due(session: Session) -> SubscriptionRow | None:
    """The subscription whose turn it is, kept from other processes for a minute; None when none is due."""
    now = dt.datetime.now(dt.UTC)
    due = (SubscriptionRow.state == "active", SubscriptionRow.next_at <= now)
    chosen = select(SubscriptionRow.seq).where(*due).order_by(SubscriptionRow.next_at).limit(1)
    seq = session.scalar(chosen.with_for_update(skip_locked=True))
    if seq is None:
        return None
    return session.scalar(
        update(SubscriptionRow)
        .where(SubscriptionRow.seq == seq, *due)
        .values(next_at=now + CLAIM)
        .returning(SubscriptionRow)
        .execution_options(synchronize_session=False, populate_existing=True)
    )


def delivered(session: Session, seq: int, position: int, wait: dt.timedelta, *, sent: bool) -> None:
    """Go on behind what was delivered, after ``wait``."""
    now = dt.datetime.now(dt.UTC)
    values: dict[str, object] = {"position": position, "next_at": now + wait}
    if sent:
        values |= {"failures": 0, "reason": None, "delivered_at": now}
    session.execute(update(SubscriptionRow).where(SubscriptionRow.seq == seq).values(**values))


def failed(session: Session, seq: int, reason: str, *, for_good: bool) -> None:
    """Note that a delivery has failed; the next try comes later each time, until the subscription is paused."""
    row = session.get(SubscriptionRow, seq, populate_existing=True)
    if row is None:
        return
    row.failures, row.reason = row.failures + 1, reason
    row.next_at = dt.datetime.now(dt.UTC) + min(_FIRST_PAUSE * 2 ** (row.failures - 1), _LONGEST_PAUSE)
    if for_good or row.failures >= MOST_FAILURES:
        row.state = "paused"
    session.flush()


def resume(session: Session, row: SubscriptionRow) -> None:
    """Let a paused subscription go on where it was."""
    row.state, row.failures, row.next_at = "active", 0, dt.datetime.now(dt.UTC)
    session.flush()
