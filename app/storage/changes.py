"""Which change touched a row last, and what is gone: what those need who keep a copy of the events.

Every transaction that changes something takes the next number of ``changes`` and writes it on the rows that it
touches. Numbers become visible in their order: a reader who has seen number 7 will never see a 6 for the first time.
A clock or a sequence alone does not give that, for a transaction that began earlier may commit later.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import func, insert, literal, select
from sqlalchemy.orm import Session

from app.storage.deletion_tables import DeletionRow
from app.storage.dialects import lock_changes
from app.storage.dialects.lists import in_list
from app.storage.sql import Sql, fetch_rows, write_rows
from app.storage.tables import ChangeRow, EventRow

_LAST = 'SELECT "at" FROM changes ORDER BY number DESC LIMIT 1'
_NEXT = (
    'INSERT INTO changes ("at") SELECT max(moments."at") FROM'
    f' (SELECT ? AS "at" UNION ALL SELECT "at" FROM ({_LAST}) AS last) AS moments RETURNING number'
)


def new_change(session: Session) -> int:
    """The number of a change that begins here; other writers wait until this transaction ends.

    To be taken before any other row is locked, so that two writers never wait for each other. Its moment is
    never before that of the change before, whatever the clocks of several machines say.
    """
    lock_changes(session)
    rows = fetch_rows(session, Sql(_NEXT, (dt.datetime.now(dt.UTC),)))
    return int(rows[0][0])


def last_change(session: Session) -> int:
    """The number of the last change that is visible; 0 before the first."""
    return session.scalar(select(func.max(ChangeRow.number))) or 0


def first_change_at(session: Session, moment: dt.datetime) -> int:
    """The number of the first change at a moment or after it; the next one when there is none yet."""
    found = session.scalar(
        select(ChangeRow.number).where(ChangeRow.at >= moment).order_by(ChangeRow.at, ChangeRow.number).limit(1)
    )
    if found is not None:
        return found
    return last_change(session) + 1


def remember_deleted(session: Session, article_seq: int, article_id: str, change: int) -> None:
    """Note that the events of an article go with this change; to be called before they do."""
    gone = select(EventRow.id, literal(article_id), literal(change)).where(EventRow.article_seq == article_seq)
    session.execute(insert(DeletionRow).from_select(["event_id", "article_id", "change"], gone))


def remember_deleted_events(session: Session, article_id: str, event_ids: Collection[str], change: int) -> None:
    """Note that some events of an article go with this change."""
    if event_ids:
        gone = [{"event_id": event_id, "article_id": article_id, "change": change} for event_id in event_ids]
        session.execute(insert(DeletionRow), gone)


def forget_deleted(session: Session, event_ids: Collection[str]) -> None:
    """Events that are there again are no longer listed as deleted."""
    if event_ids:
        of_these = in_list(session, "event_id", event_ids)
        write_rows(session, f"DELETE FROM deletions WHERE {of_these.text}", [of_these.values])
