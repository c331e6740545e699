"""What is told of a found event: its document, and something of its article and of the change that touched it."""

from __future__ import annotations

from app.domain.found import FoundEvent
from app.query.conditions import distance
from app.query.filters import Interval, Near
from app.query.overlap import time_match
from app.storage.mapping import read_event
from app.storage.sql import Line, Sql, read_moment, sql

#: What is carried of a row of ``events`` until it is told: ``LITTLE`` where many rows are looked at for a page, and its
#: own are found again then; else ``ENOUGH``.
LITTLE = "events.seq, events.article_seq"
ENOUGH = f"{LITTLE}, events.change, events.latitude, events.longitude"
_COLUMNS = "found.seq, found.rank, d.document, a.title, a.source, a.url, a.published_at, {row}.change, c.at"
#: Outer joins, though each has its row: their order is kept, and it is the quick one.
_JOINED = (
    " LEFT JOIN documents d ON d.event_seq = found.seq LEFT JOIN articles a ON a.seq = found.article_seq"
    " LEFT JOIN changes c ON c.number = {row}.change"
)
_AGAIN = " LEFT JOIN events ON events.seq = found.seq"


def told(dialect: str, rows: Sql, near: Near | None, more: str = "", *, carried: str = LITTLE) -> Sql:
    """The statement that tells some rows, the table ``found``, and more columns of theirs.

    Found is what is carried, and ``rank``, the key of an order.
    """
    row, again = ("found", "") if carried == ENOUGH else ("events", _AGAIN)
    km = distance(dialect, near, (f"{row}.latitude", f"{row}.longitude")) if near else Sql("NULL")
    first = sql(f"SELECT {_COLUMNS.format(row=row)}, ", km, f" AS km{more} FROM ")
    return sql(first, rows, again, _JOINED.format(row=row))


def read_found(row: Line, asked: Interval | None = None) -> FoundEvent:
    """The event of such a row; ``asked`` is the time that it was asked by."""
    _, _, document, title, source, url, published_at, change, at, km, *_ = row
    event = read_event(document)
    match = time_match(event.time, asked) if asked else None
    return FoundEvent(event, source, url, title, published_at, km, match, change, read_moment(at))
