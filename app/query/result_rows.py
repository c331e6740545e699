"""The rows of a page: their columns, and the event that is read from one, with its article and its last change."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from app.domain.found import FoundEvent, TimeMatch
from app.domain.time import EventTime
from app.query.filters import Interval
from app.storage import dialects
from app.storage.mapping import interval, read_event
from app.storage.sql import Line, Sql, read_moment, sql

#: The columns of a row of ``events`` that ``select_results`` needs, beside ``rank``, its key in an order.
CARRIED = (
    "events.seq, events.article_seq, events.change,"
    " events.latitude, events.longitude, events.about_latitude, events.about_longitude"
)
_COLUMNS = " a.title, a.source, a.url, a.published_at, found.change, c.at, i.id, a.external_id, a.extra, "
_NO_METADATA = "{}"
#: Outer joins, though each row has its partner: databases keep their order, which is the fast one.
_JOINED = (
    " LEFT JOIN articles a ON a.seq = found.article_seq"
    " LEFT JOIN changes c ON c.number = found.change LEFT JOIN incident_events m ON m.event_seq = found.seq"
    " LEFT JOIN incidents i ON i.seq = m.incident_seq"
)


def select_results(dialect: str, rows: Sql, km: Sql | None = None, took_place: Sql | None = None) -> Sql:
    """The statement that completes some rows, the table ``found``, with documents, articles and changes.

    ``km`` and ``took_place`` are expressions of ``found``: its distance, and whether it took place where the filter
    looks.
    """
    match = sql("CASE WHEN ", took_place, " THEN 'at' ELSE 'about' END") if took_place else "NULL"
    documents, joined = dialects.documents(dialect, "found.seq")
    columns = f"SELECT found.seq, found.rank, {documents},{_COLUMNS}"
    return sql(columns, km or "NULL", " AS km, ", match, " AS place_match FROM ", rows, joined, _JOINED)


def read_result(row: Line, requested: Interval | None = None) -> FoundEvent:
    """The event of such a row; ``requested`` is the time of the filter."""
    _, _, found, line, title, source, url, published_at, change, at, incident_id, own_id, extra, km, place_match = row
    event = replace(read_event(dialects.document_in(found, line)), incident_id=incident_id)
    match = time_match(event.time, requested) if requested else None
    article = (source, url, title, published_at)
    sent: dict[str, Any] = {} if extra == _NO_METADATA else json.loads(extra)
    return FoundEvent(event, *article, km, match, place_match, change, read_moment(at), own_id, sent)


def time_match(time: EventTime | None, requested: Interval | None) -> TimeMatch | None:
    """Whether an event's own interval lies wholly within the requested one or only overlaps it.

    None when no time was requested. An event known to the month matches a day of that month, as ``overlaps``.
    """
    if requested is None or (when := interval(time)) is None:
        return None
    begins = requested.start is None or when[0] >= requested.start
    ends = requested.end is None or when[1] <= requested.end
    return "within" if begins and ends else "overlaps"
