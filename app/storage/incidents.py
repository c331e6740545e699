"""Rows of incidents: stories and their keys, links, members, documents, history. Nothing here commits or decides."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Literal, cast

from pydantic import TypeAdapter
from sqlalchemy import Table, delete, func, insert, or_, select
from sqlalchemy.orm import Session

from app.domain.event import Event
from app.domain.incident import Incident
from app.storage.dialects.nearest_stories import nearest_stories
from app.storage.incident_tables import (
    IncidentEventRow,
    IncidentHistoryRow,
    IncidentOrderRow,
    IncidentReportRow,
    IncidentRow,
    ReportLinkRow,
    StoryKeyRow,
    StoryRow,
)
from app.storage.mapping import interval, moment, read_event
from app.storage.packing import unpack_bytes
from app.storage.sql import Line, Sql, either, fetch_rows, one_of, sql
from app.storage.tables import ArticleRow, DocumentRow, EventRow

Action = Literal[
    "opened", "report.joined", "report.left", "merged", "absorbed", "closed", "pinned", "unpinned", "split", "reopened"
]
_AT_ONCE = 100
_PER_KEY = 10
_INCIDENT = TypeAdapter(Incident)
_LARGEST = 2**63 - 1
_REPORTS, _EVENTS = cast("Table", IncidentReportRow.__table__), cast("Table", IncidentEventRow.__table__)
Pair = tuple[str, str]


def key_number(key: str) -> int:
    """A key as a number of 64 bits."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)


def write_incident(incident: Incident) -> str:
    """An incident as JSON."""
    return _INCIDENT.dump_json(incident).decode()


def read_incident(document: str | bytes) -> Incident:
    """The incident that ``write_incident`` wrote; bytes are packed, as SQLite keeps them."""
    return _INCIDENT.validate_json(unpack_bytes(document) if isinstance(document, bytes) else document)


def keep_story(session: Session, row: ArticleRow, day: int, story: str, keys: Iterable[str]) -> None:
    """Keep what later articles are compared with."""
    session.execute(insert(StoryRow).values(article_seq=row.seq, article_id=row.id, day=day, story=story))
    numbers = sorted({key_number(key) for key in keys})
    if numbers:
        values = [{"key": number, "day": day, "article_seq": row.seq} for number in numbers]
        session.execute(insert(StoryKeyRow), values)


def forget_story(session: Session, article_id: str, keys: Iterable[str]) -> None:
    """Remove an article's story, its keys and its links."""
    found = session.execute(select(StoryRow.article_seq, StoryRow.day).where(StoryRow.article_id == article_id)).first()
    if found is None:
        return
    numbers = [key_number(key) for key in keys]
    here = (StoryKeyRow.day == found.day, StoryKeyRow.article_seq == found.article_seq)
    session.execute(delete(StoryKeyRow).where(StoryKeyRow.key.in_(numbers), *here))
    session.execute(delete(StoryRow).where(StoryRow.article_seq == found.article_seq))
    for side in (ReportLinkRow.one, ReportLinkRow.other):
        session.execute(delete(ReportLinkRow).where(_of_article(side, article_id)))


def forget_all_stories(session: Session) -> None:
    """Remove all stories, keys and links; which report belongs to which incident stays."""
    for table in (StoryKeyRow, StoryRow, ReportLinkRow):
        session.execute(delete(table))


def unlinked(session: Session, most: int) -> list[str]:
    """The first articles that have no story."""
    query = select(ArticleRow.id).outerjoin(StoryRow, StoryRow.article_seq == ArticleRow.seq)
    return list(session.scalars(query.where(StoryRow.article_seq.is_(None)).order_by(ArticleRow.seq).limit(most)))


def count_unlinked(session: Session) -> int:
    """How many articles have no story."""
    query = select(func.count()).select_from(ArticleRow).outerjoin(StoryRow, StoryRow.article_seq == ArticleRow.seq)
    return session.scalar(query.where(StoryRow.article_seq.is_(None))) or 0


def story_of_article(session: Session, article_id: str) -> str | None:
    """The stored story of an article; None without one."""
    return session.scalar(select(StoryRow.story).where(StoryRow.article_id == article_id))


def stories_of(session: Session, article_ids: Collection[str]) -> list[str]:
    """The stories of some articles."""
    found: list[str] = []
    for some in _chunks(sorted(article_ids)):
        found += session.scalars(select(StoryRow.story).where(StoryRow.article_id.in_(some)))
    return found


def candidate_stories(session: Session, keys: Iterable[str], day: int, most: int) -> list[str]:
    """The stories of the articles that share most keys with a new one."""
    shared = nearest_stories(session, sorted({key_number(key) for key in keys}), day, _PER_KEY)
    best = sorted(shared, key=lambda seq: (-shared[seq], -seq))[:most]
    return list(session.scalars(select(StoryRow.story).where(StoryRow.article_seq.in_(best)))) if best else []


def keep_links(session: Session, links: Sequence[tuple[str, str, float, Sequence[str]]]) -> None:
    """Keep decisions on pairs of reports, each pair in its order."""
    if links:
        rows = [{"one": a, "other": b, "score": s, "reasons": json.dumps(list(why))} for a, b, s, why in links]
        session.execute(insert(ReportLinkRow), rows)


def links_of(session: Session, article_ids: Collection[str]) -> dict[Pair, tuple[float, tuple[str, ...]]]:
    """The links of the reports of some articles, by pairs."""
    rows = _both_sides(session, "one, other, score, reasons", "report_links", article_ids)
    return {(one, other): (score, tuple(json.loads(reasons))) for one, other, score, reasons in rows}


def orders_of(session: Session, article_ids: Collection[str]) -> dict[Pair, bool]:
    """What persons have ordered for the reports of some articles: true together, false apart."""
    rows = _both_sides(session, "one, other, together", "incident_orders", article_ids)
    return {(one, other): bool(together) for one, other, together in rows}


def _both_sides(session: Session, columns: str, table: str, article_ids: Collection[str]) -> list[Line]:
    """The rows of a table of pairs of reports that have a report of some articles on either side."""
    found: list[Line] = []
    for some in _chunks(sorted(article_ids)):
        sides = [either(_named(side, one) for one in some) for side in ("one", "other")]
        parts = [sql(f"SELECT {columns} FROM {table} WHERE ", side) for side in sides]
        found += fetch_rows(session, parts[0], " UNION ", parts[1])
    return found


def keep_orders(session: Session, pairs: Iterable[Pair], *, together: bool) -> None:
    """Keep what a person has ordered; a later order replaces an earlier one."""
    for one, other in sorted(set(pairs)):
        both = (IncidentOrderRow.one == one, IncidentOrderRow.other == other)
        session.execute(delete(IncidentOrderRow).where(*both))
        session.execute(insert(IncidentOrderRow).values(one=one, other=other, together=together))


def incidents_of(session: Session, article_ids: Collection[str]) -> dict[str, int]:
    """The number of the incident of each report of some articles, by its name."""
    found: dict[str, int] = {}
    for some in _chunks(sorted(article_ids)):
        named = either(_named("name", one) for one in some)
        found |= dict(fetch_rows(session, "SELECT name, incident_seq FROM incident_reports WHERE ", named))
    return found


def members_of(session: Session, incident_seqs: Collection[int]) -> dict[str, int]:
    """The reports of some incidents, each with its incident's number."""
    if not incident_seqs:
        return {}
    of = one_of("incident_seq", sorted(incident_seqs))
    return dict(fetch_rows(session, "SELECT name, incident_seq FROM incident_reports WHERE ", of))


def forget_members(session: Session, article_id: str) -> None:
    """The reports of an article belong to no incident any more."""
    session.execute(delete(IncidentReportRow).where(_of_article(IncidentReportRow.name, article_id)))


def forget_reports(session: Session, names: Sequence[str]) -> None:
    """Some reports belong to no incident any more."""
    session.execute(delete(IncidentReportRow).where(IncidentReportRow.name.in_(names)))


def place_members(session: Session, names: Sequence[str], event_ids: Sequence[str], incident_seq: int) -> None:
    """Reports with their events belong to an incident from now on."""
    if names:
        for some in _chunks(names):
            session.execute(_REPORTS.delete().where(_REPORTS.c.name.in_(some)))
        session.execute(_REPORTS.insert(), [{"name": name, "incident_seq": incident_seq} for name in names])
    for some in _chunks(event_ids):
        seqs = [seq for (seq,) in fetch_rows(session, "SELECT seq FROM events WHERE ", one_of("id", some))]
        session.execute(_EVENTS.delete().where(_EVENTS.c.event_seq.in_(seqs)))
        if seqs:
            session.execute(_EVENTS.insert(), [{"event_seq": seq, "incident_seq": incident_seq} for seq in seqs])


def move_events(session: Session, old: int, new: int) -> None:
    """All events of an incident belong to another one from now on.

    The events keep their change numbers, which follow the order of their rows: it is the incident that changed.
    """
    session.execute(_EVENTS.update().where(_EVENTS.c.incident_seq == old).values(incident_seq=new))


def rows_of(session: Session, incident_seqs: Collection[int]) -> dict[int, IncidentRow]:
    """The rows of some incidents by their numbers."""
    query = select(IncidentRow).where(IncidentRow.seq.in_(sorted(incident_seqs)))
    return {row.seq: row for row in session.scalars(query)}


def row_of(session: Session, incident_id: str) -> IncidentRow | None:
    """The row of an incident; None when there never was one of that id."""
    return session.scalar(select(IncidentRow).where(IncidentRow.id == incident_id))


def open_incident(session: Session, incident_id: str, change: int) -> IncidentRow:
    """A new row, to be filled by ``fill``."""
    row = IncidentRow(id=incident_id, articles=0, sources=0, change=change, pinned=False)
    session.add(row)
    session.flush()
    return row


def fill(session: Session, row: IncidentRow, incident: Incident, change: int) -> None:
    """Write what an incident says."""
    when = interval(incident.time)
    row.merged_into, row.change = None, change
    row.articles, row.sources = incident.articles, incident.sources
    row.time_start = when[0] if when else None
    row.reported_at = moment(incident.last_reported_at) if incident.last_reported_at else None
    row.killed, row.injured = (_best(incident, effect) for effect in ("killed", "injured"))
    row.document = write_incident(incident)
    session.flush()


def close(session: Session, row: IncidentRow, change: int, merged_into: str | None) -> None:
    """An incident has no reports any more: they went to another one, or were deleted."""
    row.merged_into, row.change, row.document = merged_into, change, None
    row.articles = row.sources = 0
    session.flush()


def remember(session: Session, incident_id: str, change: int, action: Action, detail: Mapping[str, Any]) -> None:
    """Add to an incident's history."""
    written = json.dumps(dict(detail), ensure_ascii=False)
    now = dt.datetime.now(dt.UTC)
    session.add(IncidentHistoryRow(incident_id=incident_id, at=now, change=change, action=action, detail=written))


def articles_of(session: Session, article_ids: Collection[str]) -> dict[str, ArticleRow]:
    """Articles without their texts' readings, by their ids."""
    found: dict[str, ArticleRow] = {}
    for some in _chunks(sorted(article_ids)):
        query = select(ArticleRow.id, ArticleRow.title, ArticleRow.source, ArticleRow.published_at)
        found |= {row.id: row for row in session.execute(query.where(ArticleRow.id.in_(some)))}
    return found


def events_of(session: Session, event_ids: Sequence[str]) -> dict[str, Event]:
    """Stored events by their ids."""
    found: dict[str, Event] = {}
    for some in _chunks(event_ids):
        query = select(DocumentRow.document).join(EventRow, EventRow.seq == DocumentRow.event_seq)
        for document in session.scalars(query.where(EventRow.id.in_(some))):
            event = read_event(document)
            found[event.id] = event
    return found


def _best(incident: Incident, effect: Any) -> int | None:
    figure = incident.casualties.get(effect)
    return None if figure is None or figure.best is None else min(figure.best, _LARGEST)


def _of_article(column: Any, article_id: str) -> Any:
    """A report's name is an article's id, or begins with it and a "#"; "$" is the sign behind "#"."""
    return or_(column == article_id, column.between(f"{article_id}#", f"{article_id}$"))


def _named(column: str, article_id: str) -> Sql:
    """The same for statements as text."""
    return Sql(f"{column} = ? OR {column} BETWEEN ? AND ?", (article_id, f"{article_id}#", f"{article_id}$"))


def _chunks(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[n : n + _AT_ONCE] for n in range(0, len(values), _AT_ONCE))
