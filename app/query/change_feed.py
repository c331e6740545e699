"""Deletions, for clients that keep a copy of the events: in the order in which they became visible.

Together with the events in ``sort=updated``, whose numbers come from the same sequence, a copy needs nothing else: an
event that was stored again after its deletion is not listed as deleted, so the two may be read in any order.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from sqlalchemy import ColumnElement, literal, select, tuple_
from sqlalchemy.orm import Session

from app.domain.documentation import doc
from app.errors import FilterError, NoLongerKeptError
from app.query.conditions import changed_since
from app.query.filters import DEFAULT_LIMIT, MAX_LIMIT, EventFilter
from app.query.pagination import Position, read_cursor, write_cursor
from app.query.parameters.values import change_or_moment
from app.storage.changes import first_change_at, last_change
from app.storage.deletion_tables import DeletionRow
from app.storage.retention import Feed, missing_since
from app.storage.sql import fetch_rows
from app.storage.tables import ChangeRow

_MARK = 3  # of the cursors of this list


@dataclass(frozen=True, slots=True)
class Deletion:
    """A deleted event, the article it was read in, and the change that deleted it."""

    event_id: str = field(metadata=doc("UUID of the deleted event."))
    article_id: str = field(metadata=doc("UUID of the article that reported it."))
    change: int = field(metadata=doc("Number of the change that deleted it."))
    deleted_at: dt.datetime = field(metadata=doc("When it was deleted (UTC)."))


@dataclass(frozen=True, slots=True)
class DeletionPage:
    """A page of deletions."""

    deletions: tuple[Deletion, ...] = field(metadata=doc("Deleted events, the oldest deletion first."))
    last_change: int = field(
        metadata=doc("Number of the last change of all: send that of the last page as `updated_since` next time.")
    )
    next_cursor: str | None = field(metadata=doc("Send it as `cursor` for the next page; null on the last page."))


def by_number(session: Session, event_filter: EventFilter) -> EventFilter:
    """The same filter with the number of a change in place of a moment."""
    if not isinstance(event_filter.updated_since, dt.datetime):
        return event_filter
    return replace(event_filter, updated_since=first_change_at(session, event_filter.updated_since))


def row_numbers(session: Session, event_filter: EventFilter) -> tuple[int, int] | None:
    """The half-open range of the row numbers of events since a change; None when that is every event."""
    since = event_filter.updated_since
    if not isinstance(since, int):
        return None
    first = fetch_rows(session, "SELECT seq FROM events WHERE ", changed_since(since), " ORDER BY change, seq LIMIT 1")
    if not first:
        return 0, 0
    ((lowest, last),) = fetch_rows(session, "SELECT (SELECT min(seq) FROM events), (SELECT max(seq) FROM events)")
    return (first[0][0], last + 1) if first[0][0] > lowest else None


def list_deletions(
    session: Session, updated_since: str | None = None, limit: int = DEFAULT_LIMIT, cursor: str | None = None
) -> DeletionPage:
    """A page of deletions, without ``updated_since`` from the first that is kept.

    Raises ``FilterError`` for a bad parameter, and ``NoLongerKeptError`` when later deletions were removed already.
    """
    if not 1 <= limit <= MAX_LIMIT:
        raise FilterError(f"limit={limit} must be a whole number from 1 to {MAX_LIMIT}.", field="limit")
    last = last_change(session)
    since, seen = _since(session, updated_since)
    after = read_cursor(cursor, _MARK) if cursor is not None else None
    query = select(DeletionRow.event_id, DeletionRow.article_id, DeletionRow.change, ChangeRow.at).join(
        ChangeRow, ChangeRow.number == DeletionRow.change
    )
    query = query.where(DeletionRow.change >= since)
    if after:
        query = query.where(_after(after))
    rows = session.execute(query.order_by(DeletionRow.change, DeletionRow.event_id).limit(limit + 1)).all()
    check_kept(session, "deletions", after.seq - 1 if after else seen)
    items = tuple(Deletion(row.event_id, row.article_id, row.change, row.at) for row in rows[:limit])
    more = write_cursor(Position(items[-1].event_id, items[-1].change), _MARK) if len(rows) > limit else None
    return DeletionPage(items, last, more)


def check_kept(session: Session, feed: Feed, seen: int | None) -> None:
    """Raise ``NoLongerKeptError`` when a feed lacks some of what went after a change; None asks for what there is."""
    if seen is not None and (lost := missing_since(session, feed, seen)):
        raise NoLongerKeptError(
            f"What went up to change {lost} is no longer kept, and you have seen changes up to {seen}. Make your copy "
            "again, and begin with this feed without updated_since and cursor."
        )


def _since(session: Session, since: str | None) -> tuple[int, int | None]:
    """The first change that is requested, and the last one that the client has seen; None if it begins."""
    if since is None:
        return 0, None
    found = change_or_moment("updated_since", since)
    if isinstance(found, int):
        return found, found
    number = first_change_at(session, found)
    return number, number - 1


def _after(after: Position) -> ColumnElement[bool]:
    row = tuple_(DeletionRow.change, DeletionRow.event_id)
    here = tuple_(literal(after.seq, DeletionRow.change.type), literal(str(after.key), DeletionRow.event_id.type))
    beyond: ColumnElement[bool] = row > here
    return beyond
