"""Incidents: a page of those that match a filter, one by its id, its history.

An incident matches a filter of events when one of its events does; ``min_killed`` and ``min_injured`` look at its own
figures, ``updated_since`` and the order ``updated`` at its own changes.
"""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from sqlalchemy.orm import Session

from app.domain.documentation import doc
from app.domain.incident import Incident
from app.errors import ContradictionError, NotFoundError, UnknownCursorError
from app.gazetteer.index import Gazetteer
from app.query.change_feed import check_kept
from app.query.events import canonical_id
from app.query.filters import DEFAULT_LIMIT, EventRequest, PageRequest, Sort
from app.query.incident_filter import OWN, IncidentFilter, incident_conditions, own_parameters
from app.query.pagination import Position, read_cursor, write_cursor
from app.query.parameters.parsing import parse_request, read
from app.query.parameters.table import FILTERS, OUTPUT, PAGING
from app.storage.changes import last_change
from app.storage.incident_tables import IncidentRow
from app.storage.incidents import history_of, read_incident, row_of
from app.storage.sql import Line, Sql, every, fetch_rows, read_local, read_moment

_MOST_HOPS = 50  # from an incident to the one that it was merged into, and on
_SELECTED = "i.seq, i.document, i.pinned, i.change, c.at"
_CHANGES = "LEFT JOIN changes c ON c.number = i.change"
_GONE = (
    f"SELECT i.seq, i.id, i.merged_into, i.change, c.at FROM incidents i {_CHANGES} WHERE i.document IS NULL"
    " AND i.change >= ? AND (i.change, i.seq) > (?, ?) ORDER BY i.change, i.seq LIMIT ?"
)
SORTS = tuple(sort for sort in get_args(Sort) if sort != "distance")
_COLUMNS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "time": ("i.time_start", read_local),
    "reported": ("i.reported_at", read_moment),
    "killed": ("i.killed", int),
    "updated": ("i.change", int),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentOut(Incident):
    """An incident with the change that last touched it."""

    pinned: bool = field(metadata=doc("Whether a person has pinned it: it is never merged with another by itself."))
    change: int = field(metadata=doc("Number of the change that last touched it."))
    updated_at: dt.datetime | None = field(metadata=doc("When that change was made (UTC)."))


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """Incidents in the requested order."""

    incidents: tuple[IncidentOut, ...] = field(metadata=doc("The incidents, in the requested order."))
    next_cursor: str | None = field(metadata=doc("Send it as `cursor` for the next page; null on the last page."))


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """Something that happened to an incident."""

    at: dt.datetime = field(metadata=doc("When (UTC)."))
    change: int = field(metadata=doc("Number of the change."))
    action: str = field(
        metadata=doc(
            "`opened`, `report.joined`, `report.left`, `merged`, `absorbed`, `closed`, `split`, `pinned`, `unpinned`."
        )
    )
    detail: dict[str, Any] = field(metadata=doc("What belongs to the action, such as the report and the reasons."))


@dataclass(frozen=True, slots=True)
class IncidentHistory:
    """All that happened to an incident."""

    id: str = field(metadata=doc("UUID of the incident."))
    merged_into: str | None = field(metadata=doc("UUID of the incident that it was merged into; else null."))
    history: tuple[HistoryEntry, ...] = field(metadata=doc("The entries, oldest first."))


@dataclass(frozen=True, slots=True)
class GoneIncident:
    """An incident that has no reports any more."""

    id: str = field(metadata=doc("UUID of the incident."))
    merged_into: str | None = field(
        metadata=doc("UUID of the incident that has its reports now; null when they were deleted.")
    )
    change: int = field(metadata=doc("Number of the change with which it went."))
    deleted_at: dt.datetime | None = field(metadata=doc("When it went (UTC)."))


@dataclass(frozen=True, slots=True)
class GonePage:
    """A page of incidents that are gone."""

    incidents: tuple[GoneIncident, ...] = field(
        metadata=doc("Incidents that are gone, in the order in which they went.")
    )
    last_change: int = field(
        metadata=doc("Number of the last change of all: send that of the last page as `updated_since` next time.")
    )
    next_cursor: str | None = field(metadata=doc("Send it as `cursor` for the next page; null on the last page."))


@dataclass(frozen=True, slots=True)
class IncidentRequest:
    """A whole query for incidents."""

    events: EventRequest
    min_sources: int = 1
    min_articles: int = 1

    @property
    def wanted(self) -> IncidentFilter:
        """Which incidents match."""
        return IncidentFilter(self.events.event_filter, self.min_sources, self.min_articles)


class MovedError(Exception):
    """The incident was merged into another one."""

    def __init__(self, incident_id: str) -> None:
        super().__init__(incident_id)
        self.incident_id = incident_id


def parse_incident_request(params: Sequence[tuple[str, str]], most: int) -> IncidentRequest:
    """The query of some parameters. Raises ``FilterError`` as ``parse_request``."""
    read(params, (*FILTERS, *PAGING, *OUTPUT, *OWN))  # names an unknown parameter with the nearest of all
    own, others = own_parameters(params)
    return IncidentRequest(parse_request(others, most), **own)


def find_incidents(session: Session, request: IncidentRequest, gazetteer: Gazetteer | None = None) -> IncidentPage:
    """A page of the incidents that match. Raises ``FilterError`` for a bad cursor, ``AmbiguousPlaceError``."""
    page = request.events.page
    if page.sort == "distance":
        raise ContradictionError(f"sort=distance is for events; send one of {', '.join(SORTS)}.", field="sort")
    mark = zlib.crc32(repr((replace(request, events=EventRequest(request.events.event_filter)), page.sort)).encode())
    after = read_cursor(page.cursor, mark) if page.cursor is not None else None
    rows = _rows(session, request, after, gazetteer)
    more = write_cursor(_position(rows[page.limit - 1], page), mark) if len(rows) > page.limit else None
    return IncidentPage(tuple(_read(row) for row in rows[: page.limit]), more)


def get_incident(session: Session, incident_id: str) -> IncidentOut:
    """One incident. Raises ``NotFoundError``, or ``MovedError`` when it was merged into another."""
    row = current_row(session, incident_id)
    found = fetch_rows(
        session, f"SELECT {_SELECTED}, NULL FROM incidents i {_CHANGES} WHERE ", Sql("i.seq = ?", (row.seq,))
    )
    return _read(found[0])


def current_row(session: Session, incident_id: str) -> IncidentRow:
    """The row of an incident that still has reports. Raises as ``get_incident``."""
    row = row_of(session, canonical_id("incident", incident_id))
    hops = 0
    while row and row.merged_into and hops < _MOST_HOPS:
        row, hops = row_of(session, row.merged_into), hops + 1
    if row is None or row.document is None:
        raise NotFoundError(f"There is no incident {incident_id!r}.")
    if hops:
        raise MovedError(row.id)
    return row


def list_gone(
    session: Session, updated_since: int | None = None, limit: int = DEFAULT_LIMIT, cursor: str | None = None
) -> GonePage:
    """Incidents that went with a change of this number or a later one; without it from the first that is kept.

    Raises ``FilterError`` for a bad cursor, and ``NoLongerKeptError`` when later ones were removed already.
    """
    number = last_change(session)
    mark = 0 if updated_since is None else updated_since + 1
    after = read_cursor(cursor, mark) if cursor is not None else Position(0, 0)
    if not isinstance(after.key, int):
        raise UnknownCursorError("Invalid cursor. Send next_cursor from the previous page unchanged.", field="cursor")
    rows = fetch_rows(session, Sql(_GONE, (updated_since or 0, after.key, after.seq, limit + 1)))
    check_kept(session, "incidents", updated_since if cursor is None else after.key - 1)
    last = rows[limit - 1] if len(rows) > limit else None
    found = tuple(GoneIncident(i, into, change, read_moment(at)) for _, i, into, change, at in rows[:limit])
    return GonePage(found, number, write_cursor(Position(last[3], last[0]), mark) if last else None)


def get_history(session: Session, incident_id: str) -> IncidentHistory:
    """The history of an incident, also of one that is gone. Raises ``NotFoundError``."""
    row = row_of(session, canonical_id("incident", incident_id))
    if row is None:
        raise NotFoundError(f"There is no incident {incident_id!r}.")
    entries = (HistoryEntry(e.at, e.change, e.action, json.loads(e.detail)) for e in history_of(session, row.id))
    return IncidentHistory(row.id, row.merged_into, tuple(entries))


def _rows(
    session: Session, request: IncidentRequest, after: Position | None, gazetteer: Gazetteer | None
) -> list[Line]:
    page = request.events.page
    column, down = _order(page)
    where = list(incident_conditions(session, request.wanted, gazetteer))
    rows: list[Line] = []
    for known in (True, False):
        if after and after.key is None and known:
            continue
        part = [*where, Sql(f"{column} IS {'NOT ' if known else ''}NULL")]
        if after and (after.key is None) is not known:
            sign = "<" if down else ">"
            compared = Sql(f"({column}, i.seq) {sign} (?, ?)", (after.key, after.seq))
            part.append(compared if known else Sql(f"i.seq {sign} ?", (after.seq,)))
        way = "DESC" if down else "ASC"
        order = f" ORDER BY {column} {way}, i.seq {way} LIMIT {page.limit + 1 - len(rows)}"
        rows += fetch_rows(
            session, f"SELECT {_SELECTED}, {column} FROM incidents i {_CHANGES} WHERE ", every(part), order
        )
        if len(rows) > page.limit:
            break
    return rows


def _order(page: PageRequest) -> tuple[str, bool]:
    name = page.sort.lstrip("-")
    return _COLUMNS[name][0], page.sort.startswith("-") or name == "killed"


def _position(row: Line, page: PageRequest) -> Position:
    key = row[5]
    return Position(None if key is None else _COLUMNS[page.sort.lstrip("-")][1](key), row[0])


def _read(row: Line) -> IncidentOut:
    _, document, pinned, change, at, _ = row
    incident = read_incident(document)
    own = {name: getattr(incident, name) for name in Incident.__dataclass_fields__}
    return IncidentOut(**own, pinned=bool(pinned), change=change, updated_at=read_moment(at))
