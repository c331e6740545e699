"""Rows of incidents: documents, members, persons' orders, history. Nothing here commits or decides.

What is written and read with each article are statements as text: SQLAlchemy's expressions took half of the time.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import TypeAdapter
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.domain.casualties import Effect
from app.domain.event import Event
from app.domain.incident import Incident
from app.domain.text_folding import name_key
from app.storage.dialects.lists import in_list, list_table, lists_table
from app.storage.incident_tables import IncidentHistoryRow, IncidentOrderRow, IncidentRow
from app.storage.mapping import interval, moment, read_event
from app.storage.packing import pack, unpack_bytes
from app.storage.sql import Line, Sql, fetch_all, fetch_rows, sql, write_rows
from app.storage.stories import ArticleHead, Links, Pair, reports_within

Action = Literal[
    "opened", "report.joined", "report.left", "merged", "absorbed", "closed", "pinned", "unpinned", "split", "reopened"
]
Entry = tuple[str, Action, Mapping[str, Any]]  # of a history: the incident's id, what happened, details
_INCIDENT = TypeAdapter(Incident)
_LARGEST = 2**63 - 1
#: The columns that are made of an incident, in the order of ``_values``.
_COLUMNS = (
    *("type", "subtype", "country_code", "admin1_key", "admin1", "latitude", "longitude", "time_start", "time_end"),
    *("reported_at", "articles", "sources", "killed", "killed_low", "killed_high"),
    *("injured", "injured_low", "injured_high", "document", "change"),
)
_SET = ", ".join(f"{name} = ?" for name in _COLUMNS)
_UPDATE = f"UPDATE incidents SET merged_into = NULL, {_SET} WHERE seq = ?"
_INSERT = (
    f"INSERT INTO incidents (id, pinned, {', '.join(_COLUMNS)}) VALUES (?, ?, {', '.join('?' * len(_COLUMNS))})"
    " ON CONFLICT (id) DO NOTHING RETURNING id, seq"
)
_PLACE_REPORT = (
    "INSERT INTO incident_reports (name, incident_seq) VALUES (?, ?)"
    " ON CONFLICT (name) DO UPDATE SET incident_seq = excluded.incident_seq"
)
_PLACE_EVENTS = (
    "INSERT INTO incident_events (event_seq, incident_seq) SELECT e.seq, listed.home FROM {} CROSS JOIN events e"
    " WHERE e.id = listed.id ON CONFLICT (event_seq) DO UPDATE SET incident_seq = excluded.incident_seq"
)
_REMEMBER = 'INSERT INTO incident_history (incident_id, "at", change, action, detail) VALUES (?, ?, ?, ?, ?)'


_TWO = 2  # of one report there is nothing between
_PLACED = "SELECT t.name, t.incident_seq"
_LINK, _ORDER = 1, 2
_FLOAT = "CAST({} AS double precision)"
_SURROUNDINGS = " UNION ALL ".join([
    *(
        f"SELECT {_LINK}, t.one, t.other, t.score, t.reasons"
        f" FROM wanted CROSS JOIN report_links t WHERE {reports_within(side)}"
        for side in ("one", "other")
    ),
    *(
        f"SELECT {_ORDER}, t.one, t.other, {_FLOAT.format('CASE WHEN t.together THEN 1 ELSE 0 END')}, NULL"
        f" FROM wanted CROSS JOIN incident_orders t WHERE {reports_within(side)}"
        for side in ("one", "other")
    ),
])  # fmt: skip


@dataclass(frozen=True, slots=True)
class StoredIncident:
    """What linking needs to know of an incident."""

    seq: int
    id: str
    pinned: bool
    closed: bool


@dataclass
class Surroundings:
    """What hangs together: links and persons' orders on reports by pairs, incidents with all their reports.

    Attributes
    ----------
    placed
        The number of the incident of each report.
    rows
        The incidents by their numbers.
    """

    links: Links = field(default_factory=dict)
    orders: dict[Pair, bool] = field(default_factory=dict)
    placed: dict[str, int] = field(default_factory=dict)
    rows: dict[int, StoredIncident] = field(default_factory=dict)


def write_incident(incident: Incident) -> str:
    """An incident as JSON."""
    return _INCIDENT.dump_json(incident).decode()


def read_incident(document: str | bytes) -> Incident:
    """The incident that ``write_incident`` wrote; bytes are packed, as they are stored."""
    return _INCIDENT.validate_json(unpack_bytes(document) if isinstance(document, bytes) else document)


def add_surroundings(session: Session, found: Surroundings, article_ids: Collection[str]) -> None:
    """Add all that hangs together directly with the reports of some articles.

    Incidents are asked for by their numbers: Postgres takes a range of names for a ninth of all reports, and would
    read a million rows to find the few.
    """
    wanted = sql("(SELECT listed.value FROM ", list_table(session, sorted(article_ids), "text"), ")")
    placed = sql(f"{_PLACED} FROM ", wanted, f" AS wanted CROSS JOIN incident_reports t WHERE {reports_within('name')}")
    around = sql("WITH wanted AS ", wanted, f" {_SURROUNDINGS}")
    reports, between = fetch_all(session, placed, around)
    for kind, one, other, number, reasons in between:
        if kind == _LINK:
            found.links[one, other] = number, _read_reasons(reasons)
        else:
            found.orders[one, other] = bool(number)
    add_incidents(session, found, {seq for _, seq in reports})


def add_incidents_with(session: Session, found: Surroundings, names: Collection[str]) -> None:
    """Add the incidents that some reports are in, with all their reports, of those that are not there yet."""
    if fresh := sorted(set(names) - set(found.placed)):
        of = in_list(session, "name", fresh)
        _add_incidents(session, found, sql("i.seq IN (SELECT incident_seq FROM incident_reports WHERE ", of, ")"))


def add_between(
    session: Session, found: Surroundings, names: Collection[str], article_ids: Collection[str]
) -> set[str]:
    """Add the links and orders between some reports; which of some articles have a story."""
    stories = sql("SELECT article_id FROM stories WHERE ", in_list(session, "article_id", sorted(article_ids)))
    listed = sorted(names)
    if len(listed) < _TWO:
        return {article_id for (article_id,) in fetch_rows(session, stories)} if article_ids else set()
    inside = in_list(session, "t.other", listed)
    of = sql(" FROM (SELECT listed.value FROM ", list_table(session, listed, "text"), ") AS wanted CROSS JOIN ")
    links = sql(
        "SELECT t.one, t.other, t.score, t.reasons", of, "report_links t WHERE t.one = wanted.value AND ", inside
    )
    orders = sql("SELECT t.one, t.other, t.together", of, "incident_orders t WHERE t.one = wanted.value AND ", inside)
    linked, ordered, *known = fetch_all(session, links, orders, *([stories] if article_ids else []))
    found.links.update({(one, other): (score, _read_reasons(why)) for one, other, score, why in linked})
    found.orders.update({(one, other): bool(together) for one, other, together in ordered})
    return {article_id for rows in known for (article_id,) in rows}


def add_incidents(session: Session, found: Surroundings, incident_seqs: Collection[int]) -> None:
    """Add some incidents with all their reports, of those that are not there yet."""
    if fresh := sorted(set(incident_seqs) - set(found.rows)):
        _add_incidents(session, found, in_list(session, "i.seq", fresh))


def _add_incidents(session: Session, found: Surroundings, condition: Sql) -> None:
    columns = "SELECT i.seq, i.id, i.pinned, i.document IS NULL, t.name FROM incidents i"
    joined = " LEFT JOIN incident_reports t ON t.incident_seq = i.seq WHERE "
    for seq, one, pinned, closed, name in fetch_rows(session, columns, joined, condition):
        found.rows[seq] = StoredIncident(seq, one, bool(pinned), bool(closed))
        if name is not None:
            found.placed[name] = seq


@functools.lru_cache(maxsize=2_000)
def _read_reasons(written: str) -> tuple[str, ...]:
    """The reasons of a link; many links have the same."""
    return tuple(json.loads(written))


def keep_orders(session: Session, pairs: Iterable[Pair], *, together: bool) -> None:
    """Keep what a person has ordered; a later order replaces an earlier one."""
    for one, other in sorted(set(pairs)):
        both = (IncidentOrderRow.one == one, IncidentOrderRow.other == other)
        session.execute(delete(IncidentOrderRow).where(*both))
        session.execute(insert(IncidentOrderRow).values(one=one, other=other, together=together))


def incidents_of(session: Session, article_ids: Collection[str]) -> dict[str, int]:
    """The number of the incident of each report of some articles, by its name."""
    if not article_ids:
        return {}
    listed = list_table(session, sorted(article_ids), "text")
    wanted = sql(f"{_PLACED} FROM (SELECT listed.value FROM ", listed, ") AS wanted")
    return dict(fetch_rows(session, wanted, f" CROSS JOIN incident_reports t WHERE {reports_within('name')}"))


def homes_of(session: Session, article_id: str) -> dict[str, int]:
    """The number of the incident of each event of an article that is in one."""
    columns = "SELECT e.id, m.incident_seq FROM incident_events m JOIN events e ON e.seq = m.event_seq"
    of = Sql(" JOIN articles a ON a.seq = e.article_seq WHERE a.id = ?", (article_id,))
    return dict(fetch_rows(session, columns, of))


def members_of(session: Session, incident_seqs: Collection[int]) -> dict[str, int]:
    """The reports of some incidents, each with its incident's number."""
    if not incident_seqs:
        return {}
    of = in_list(session, "incident_seq", sorted(incident_seqs))
    return dict(fetch_rows(session, "SELECT name, incident_seq FROM incident_reports WHERE ", of))


def forget_members(session: Session, article_id: str) -> None:
    """The reports of an article belong to no incident any more."""
    forget_reports(session, list(incidents_of(session, [article_id])))


def forget_reports(session: Session, names: Sequence[str]) -> None:
    """Some reports belong to no incident any more."""
    write_rows(session, "DELETE FROM incident_reports WHERE name = ?", [(name,) for name in names])


def place_members(session: Session, reports: Iterable[tuple[str, int]], events: Iterable[tuple[str, int]]) -> None:
    """Reports and events, by name and id, belong to incidents from now on, by number."""
    write_rows(session, _PLACE_REPORT, list(reports))
    if homes := dict(events):
        listed = lists_table(session, id=("text", homes), home=("bigint", homes.values()))
        write_rows(session, _PLACE_EVENTS.format(listed.text), [listed.values])


def move_events(session: Session, old: int, new: int) -> None:
    """All events of an incident belong to another one from now on.

    The events keep their change numbers, which follow the order of their rows: it is the incident that changed.
    """
    write_rows(session, "UPDATE incident_events SET incident_seq = ? WHERE incident_seq = ?", [(new, old)])


def rows_of(session: Session, incident_seqs: Collection[int]) -> dict[int, StoredIncident]:
    """Some incidents by their numbers."""
    found = Surroundings()
    add_incidents(session, found, incident_seqs)
    return found.rows


def row_of(session: Session, incident_id: str) -> IncidentRow | None:
    """The row of an incident as it is now; None when there never was one of that id."""
    query = select(IncidentRow).where(IncidentRow.id == incident_id)
    return session.scalar(query.execution_options(populate_existing=True))


def open_incidents(session: Session, made: Sequence[Incident], change: int) -> dict[str, int]:
    """Keep new incidents; their numbers by their ids, without those whose ids incidents have or had."""
    given = [Sql(_INSERT, (one.id, False, *_values(one, change))) for one in made]
    rows = fetch_all(session, *given) if given else []
    return {one: seq for found in rows for one, seq in found}


def fill(session: Session, made: Mapping[int, Incident], change: int) -> None:
    """Write what incidents say, by their numbers."""
    write_rows(session, _UPDATE, [(*_values(one, change), seq) for seq, one in made.items()])


def close(session: Session, seq: int, change: int, merged_into: str | None) -> None:
    """An incident has no reports any more: they went to another one, or were deleted."""
    columns = (
        "UPDATE incidents SET merged_into = ?, change = ?, document = NULL, articles = 0, sources = 0 WHERE seq = ?"
    )
    write_rows(session, columns, [(merged_into, change, seq)])


def remember(session: Session, change: int, entries: Iterable[Entry]) -> None:
    """Add to the histories of incidents, by their ids."""
    now = dt.datetime.now(dt.UTC)
    written = [(one, now, change, action, json.dumps(dict(d), ensure_ascii=False)) for one, action, d in entries]
    write_rows(session, _REMEMBER, written)


def history_of(session: Session, incident_id: str) -> Iterable[IncidentHistoryRow]:
    """The history of an incident, oldest first."""
    query = select(IncidentHistoryRow).where(IncidentHistoryRow.incident_id == incident_id)
    return session.scalars(query.order_by(IncidentHistoryRow.seq))


def material_of(
    session: Session, article_ids: Collection[str], event_ids: Collection[str]
) -> tuple[dict[str, ArticleHead], dict[str, Event]]:  # fmt: skip
    """The heads of some articles and some stored events, by their ids."""
    if not article_ids and not event_ids:
        return {}, {}
    of_articles = in_list(session, "id", sorted(article_ids))
    of_events = in_list(session, "e.id", sorted(event_ids))
    documents = "SELECT e.id, d.document FROM events e JOIN documents d ON d.event_seq = e.seq WHERE "
    heads, events = fetch_all(
        session,
        sql("SELECT id, title, source, published_at FROM articles WHERE ", of_articles),
        sql(documents, of_events),
    )
    return {one: ArticleHead(*head) for one, *head in heads}, {one: read_event(document) for one, document in events}


def _values(incident: Incident, change: int) -> Line:
    """The values of ``_COLUMNS``."""
    place = incident.places[0] if incident.places else None
    when = interval(incident.time)
    return (
        *(incident.type, incident.subtype),
        *((place.country_code, place.admin1 and name_key(place.admin1), place.admin1) if place else (None, None, None)),
        *((place.latitude, place.longitude) if place else (None, None)),
        *((when[0], when[1]) if when else (None, None)),
        moment(incident.last_reported_at) if incident.last_reported_at else None,
        *(incident.articles, incident.sources),
        *_bounds(incident, "killed"),
        *_bounds(incident, "injured"),
        pack(write_incident(incident)),
        change,
    )


def _bounds(incident: Incident, effect: Effect) -> tuple[int | None, int | None, int | None]:
    """Best, low and high as they are added up: without a lower bound nobody, without an upper one the best."""
    figure = incident.casualties.get(effect)
    if figure is None or figure.best is None:
        return None, None, None
    low, high = figure.low or 0, figure.best if figure.high is None else figure.high
    best, least, most = (min(number, _LARGEST) for number in (figure.best, low, high))
    return best, least, most
