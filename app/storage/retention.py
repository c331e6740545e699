"""What is gone is remembered for some time only: deleted events, empty incidents, the histories of incidents.

Those who keep a copy learn of deletions from what is remembered. So each feed notes up to which change it lacks some
(``pruned``), and ``missing_since`` says whether a reader who has seen a change would miss any.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from sqlalchemy.orm import Session

from app.storage.dialects import lock_changes
from app.storage.sql import Line, Sql, fetch_rows, write_rows

Feed = Literal["deletions", "incidents"]
_AT_ONCE = 500  # rows removed in one transaction, for which other writers wait
_LAST_BEFORE = 'SELECT number FROM changes WHERE "at" < ? ORDER BY "at" DESC, number DESC LIMIT 1'
_FROM = "COALESCE((SELECT pruned.change FROM pruned WHERE feed = ?), 0)"
_EVENTS = (
    "DELETE FROM deletions WHERE event_id IN (SELECT event_id FROM deletions WHERE change <= ?"
    f" ORDER BY change, event_id LIMIT {_AT_ONCE}) RETURNING change"
)
#: Older ones than were removed before are not there: one that closes gets the number of its change.
_INCIDENTS = (
    f"DELETE FROM incidents WHERE seq IN (SELECT seq FROM incidents WHERE change >= {_FROM} AND change <= ?"
    f" AND document IS NULL ORDER BY change, seq LIMIT {_AT_ONCE}) RETURNING change"
)
_HISTORY = (
    "DELETE FROM incident_history WHERE seq IN (SELECT first.seq FROM (SELECT seq, change FROM incident_history"
    f" ORDER BY seq LIMIT {_AT_ONCE}) AS first WHERE first.change <= ?) RETURNING change"
)
_NOTE = "INSERT INTO pruned (feed, change) VALUES (?, ?) ON CONFLICT (feed) DO UPDATE SET change = excluded.change"


def remove_old_history(session: Session, days: int) -> int:
    """Remove some of what went or happened more than ``days`` ago; return how many rows, 0 when none are left.

    Incidents that have reports stay, without the older part of their history.
    """
    lock_changes(session)
    before = dt.datetime.now(dt.UTC) - dt.timedelta(days=days)
    last = fetch_rows(session, Sql(_LAST_BEFORE, (before,)))
    if not last:
        return 0
    number = int(last[0][0])
    removed = [
        _noted(session, "deletions", fetch_rows(session, Sql(_EVENTS, (number,)))),
        _noted(session, "incidents", fetch_rows(session, Sql(_INCIDENTS, ("incidents", number)))),
        len(fetch_rows(session, Sql(_HISTORY, (number,)))),
    ]
    return sum(removed)


def missing_since(session: Session, feed: Feed, change: int) -> int | None:
    """The change up to which a feed lacks some of what a reader has not seen who has seen ``change``; None for no lack.

    To be asked after the feed was read, since rows may go in between.
    """
    rows = fetch_rows(session, Sql("SELECT change FROM pruned WHERE feed = ? AND change > ?", (feed, change)))
    return int(rows[0][0]) if rows else None


def _noted(session: Session, feed: Feed, removed: list[Line]) -> int:
    if removed:
        write_rows(session, _NOTE, [(feed, max(change for (change,) in removed))])
    return len(removed)
