"""Counts of events by kind, place, time or outlet: counted in the database, bounded in number.

Every event counts once: in the country and division of its main place, in the time in which it begins. A statement of
which nobody says where it was made counts where the first place lies that it is about.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, cast, get_args

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Row,
    Select,
    Subquery,
    case,
    distinct,
    func,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from app.domain.documentation import doc
from app.domain.geo import places_found_by
from app.gazetteer.index import Gazetteer
from app.query.change_feed import by_number
from app.query.conditions import conditions
from app.query.filters import EventFilter
from app.query.rollups import Rollup, covering_rollup, elsewhere, rolled_up
from app.query.search_terms import search_terms
from app.storage import dialects
from app.storage.group_expressions import TimeUnit, cell, group_of_type, unit_of_time
from app.storage.index_terms import key as code_of
from app.storage.mapping import LONG, read_event
from app.storage.sql import element, every
from app.storage.tables import DocumentRow, EventRow
from app.storage.term_query import TermQuery

GroupKey = Literal["type", "group", "subtype", "country", "admin1", "day", "week", "month", "source", "cell"]
KEYS: tuple[GroupKey, ...] = get_args(GroupKey)
TIMES = ("day", "week", "month")
MOST_KEYS = 2
DEFAULT_GROUPS, MAX_GROUPS = 1_000, 10_000
DEFAULT_DEGREES = 1.0
#: Fields of a filter that other indexes narrow well, and all that the index of what is counted contains.
_NARROW = ("types", "subtypes", "min_killed", "min_injured", "bbox", "near")
_COVERED = (*_NARROW, "factuality", "time", "min_confidence")
_ANY = EventFilter()
_AT_ONCE = 500  # rows in one statement
_DIGITS = 6  # of degrees: a tenth of a metre
_MOST_PEOPLE = 10**10  # a figure above it is no count of people, and sums must not overflow
NOTE = (
    "killed and injured are sums over the events of a group that are counted ('at least 16' counts 16, 'up to 8' "
    "counts 8), null where no event has a figure. Not counted are events whose figures another event of the article "
    "has (casualties with a caused_by link), rival claims and running tolls. Reports of several articles are added up. "
    "Statements without a place of their own count at the first place that they are about."
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the map grid, in WGS 84 degrees."""

    longitude: float = field(metadata=doc("Longitude of the centre."))
    latitude: float = field(metadata=doc("Latitude of the centre."))
    bounds: tuple[float, float, float, float] = field(metadata=doc("West, south, east, north."))


@dataclass(frozen=True, slots=True)
class Figures:
    """Number of events and their summed figures; ``note`` in the summary defines the sums."""

    events: int = field(metadata=doc("Number of events."))
    killed: int | None = field(metadata=doc("Sum of the killed; null when no event gives a number."))
    injured: int | None = field(metadata=doc("Sum of the injured; null when no event gives a number."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Figures):
    """The events that share the same keys."""

    articles: int | None = field(metadata=doc("Number of articles that report them; null unless `articles=true`."))
    keys: dict[str, str | None] = field(metadata=doc("Value of each key of `group_by`; null where it is unknown."))
    cell: Cell | None = field(default=None, metadata=doc("The cell of the map; only with `group_by=cell`."))


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of events by one or two keys."""

    group_by: tuple[str, ...] = field(metadata=doc("The keys, in the requested order."))
    groups: tuple[Group, ...] = field(
        metadata=doc("The groups: in order of time when a key is a time, else the largest first.")
    )
    total: Figures = field(metadata=doc("Counts over all groups, including those left out."))
    truncated: bool = field(metadata=doc("True when there are more groups than `limit`; the largest are given."))
    note: str = field(default=NOTE, metadata=doc("How the sums of killed and injured are made."))


@dataclass(frozen=True, slots=True)
class SummaryRequest:
    """Which events are counted, by one or two keys; at most ``limit`` groups; cells of ``degrees``."""

    event_filter: EventFilter
    by: tuple[GroupKey, ...] = ("type",)
    limit: int = DEFAULT_GROUPS
    degrees: float = DEFAULT_DEGREES
    articles: bool = False


def summarize(session: Session, request: SummaryRequest, gazetteer: Gazetteer | None = None) -> Summary:
    """Count the events of a filter by keys. Raises ``FilterError`` as ``find_events`` does."""
    dialects.plan_for_values(session)
    request = replace(request, event_filter=by_number(session, request.event_filter))
    rollup = None if request.articles else covering_rollup(request.event_filter, request.by)
    counted = _from_rollup(session, request, rollup) if rollup else _counted(session, request, gazetteer).subquery()
    columns = [counted.c[f"k{n}"] for n in range(len(list(_columns(session, request))))]
    figures = _figures(counted)
    order = [part for column in columns for part in (column.is_(None), column)]
    apart = _apart(counted, articles=request.articles)
    query = select(*columns, *figures, *apart).group_by(*columns).order_by(figures[0].desc(), *order)
    rows = session.execute(query.limit(request.limit + 1)).all()
    kept = list(_groups(session, rows[: request.limit], request))
    truncated = len(rows) > request.limit
    whole = replace(request, by=(), articles=False)  # any rollup may cover it
    total = summarize(session, whole, gazetteer).total if truncated else _added(kept)
    return Summary(request.by, tuple(sorted(kept, key=_order(request.by))), total, truncated)


def _from_rollup(session: Session, request: SummaryRequest, rollup: Rollup) -> Subquery:
    """What begins in the requested time is in the rollup; what began before it is counted."""
    begun = rolled_up(session, rollup, request.event_filter, request.by, degrees=request.degrees)
    if request.event_filter.countries or request.event_filter.bbox:
        rest = _counted(session, request, None, also=tuple(elsewhere(session, request.event_filter)))
    elif request.event_filter.time and request.event_filter.time.start:
        rest = _counted(session, request, None, also=(EventRow.time_start < request.event_filter.time.start,))
    else:
        return begun.subquery()
    counted = rest.subquery()
    columns = [counted.c[f"k{n}"] for n in range(len(list(_columns(session, request))))]
    names = [func.max(counted.c.seq).label("sample")] if "admin1" in request.by else []
    names += [func.min(counted.c.source).label("source")] if "source" in request.by else []
    return union_all(begun, select(*columns, *_figures(counted), *names).group_by(*columns)).subquery()


def _counted(
    session: Session, request: SummaryRequest, gazetteer: Gazetteer | None, *, also: Sequence[ColumnElement[bool]] = ()
) -> Select[Any] | CompoundSelect[Any]:
    """The keys ``k0`` …, figures and article of each event that matches the filter.

    With ``also``, only of those that meet these conditions too, by which they are found.
    """
    event_filter = request.event_filter
    keys = [column.label(f"k{n}") for n, column in enumerate(_columns(session, request))]
    killed, injured = (
        case((EventRow.counted_elsewhere, None), (figure > _MOST_PEOPLE, _MOST_PEOPLE), else_=figure).label(figure.key)
        for figure in (EventRow.killed, EventRow.injured)
    )
    query = select(*keys, killed, injured, EventRow.article_seq, EventRow.seq)
    if "source" in request.by:
        query = query.add_columns(EventRow.source)
    meets = list(conditions(dialects.name(session), event_filter, gazetteer))
    query = query.where(*also)
    if not _is_covered(event_filter):
        terms = search_terms(session, event_filter, gazetteer)
        found = [dialects.found_by(session, terms)] if terms.narrows and not also else []
        return query.where(element(session, every([*found, *meets])))
    query = query.where(element(session, every(meets)))
    query = query.where(EventRow.change >= literal_column("0"))  # see ``ix_events_counted``
    if not (event_filter.time and event_filter.time.start):
        return query.where(EventRow.lasts_long.in_((False, True)))  # else SQLite takes the index of changes
    start = event_filter.time.start
    earliest = start - LONG if start > dt.datetime.min + LONG else dt.datetime.min
    short = query.where(EventRow.lasts_long.is_(False), EventRow.time_start >= earliest)
    return union_all(short, query.where(EventRow.lasts_long.is_(True)))


def _is_covered(event_filter: EventFilter) -> bool:
    """Whether the index of what is counted contains every requested field, and no other index is faster."""
    others = replace(event_filter, **{name: getattr(_ANY, name) for name in _COVERED})
    if others != _ANY:
        return False
    narrow = [getattr(event_filter, name) for name in _NARROW]
    return bool(event_filter.time and event_filter.time.start) or not any(part not in ((), None) for part in narrow)


def _columns(session: Session, request: SummaryRequest) -> Iterator[ColumnElement[Any]]:
    for key in request.by:
        if key == "cell":
            yield from cell(session, request.degrees)
        elif key in TIMES:
            yield unit_of_time(session, cast(TimeUnit, key))
        elif key == "admin1":
            yield EventRow.country_code.expression
            yield EventRow.admin1_key.expression
        elif key == "country":
            yield EventRow.country_code.expression
        elif key == "source":
            yield EventRow.source_key.expression
        elif key == "group":
            yield group_of_type(EventRow.type)
        else:
            yield (EventRow.type if key == "type" else EventRow.subtype).expression


def _figures(counted: Subquery) -> list[ColumnElement[Any]]:
    """The counts and sums of a group."""
    events = func.sum(counted.c.events) if "events" in counted.c else func.count()
    killed, injured = func.sum(counted.c.killed), func.sum(counted.c.injured)
    return [events.label("events"), killed.label("killed"), injured.label("injured")]


def _apart(counted: Subquery, *, articles: bool) -> list[ColumnElement[Any]]:
    """The articles, if requested, and what the written name of a key is read from: a spelling, a sample event."""
    source = [func.min(counted.c.source).label("source")] if "source" in counted.c else []
    if "events" in counted.c:
        return [*source, *([func.max(counted.c.sample).label("sample")] if "sample" in counted.c else [])]
    return [
        *([func.count(distinct(counted.c.article_seq)).label("articles")] if articles else []),
        *source,
        func.min(counted.c.seq).label("sample"),
    ]


def _read(row: Row[Any]) -> Figures:
    return Figures(int(row.events or 0), *(None if n is None else int(n) for n in (row.killed, row.injured)))


def _added(groups: Sequence[Group]) -> Figures:
    """The sums over all groups: every event is in one of them."""
    sums = [[getattr(g, name) for g in groups if getattr(g, name) is not None] for name in ("killed", "injured")]
    return Figures(sum(group.events for group in groups), *(sum(known) if known else None for known in sums))


def _groups(session: Session, rows: Sequence[Row[Any]], request: SummaryRequest) -> Iterator[Group]:
    divisions = _divisions(session, [row.sample for row in rows]) if "admin1" in request.by else {}
    for row in rows:
        keys: dict[str, str | None] = {}
        square, values = None, iter(row)
        for key in request.by:
            value = next(values)
            if key == "cell":
                square = _square(value, next(values), request.degrees)
                keys[key] = f"{square.bounds[0]:g},{square.bounds[1]:g}" if square else None
            elif key == "admin1":
                keys["country"] = value
                keys[key] = _division(session, value, next(values), row.sample, divisions)
            else:
                keys[key] = row.source if key == "source" else value
        found = _read(row)
        articles = row.articles if request.articles else None
        yield Group(found.events, found.killed, found.injured, articles=articles, keys=keys, cell=square)


def _divisions(session: Session, samples: Sequence[int]) -> dict[int, str | None]:
    """The written name of the main place's division, by event."""
    found: dict[int, str | None] = {}
    for n in range(0, len(samples), _AT_ONCE):
        some = select(DocumentRow.event_seq, DocumentRow.document)
        some = some.where(DocumentRow.event_seq.in_(samples[n : n + _AT_ONCE]))
        places = {row.event_seq: places_found_by(read_event(row.document))[:1] for row in session.execute(some)}
        found |= {seq: main[0].admin1 for seq, main in places.items() if main}
    return found


def _division(
    session: Session, country: str | None, division: str | None, sample: int, known: dict[int, str | None]
) -> str | None:
    """The written name of a division; when the sample is gone, by any event there."""
    if division is None or sample in known:
        return division and known[sample]
    found = dialects.found_by(session, TermQuery(code_of("a", country or "", division)))
    there = (element(session, found), EventRow.country_code == country, EventRow.admin1_key == division)
    seq = session.scalar(select(EventRow.seq).where(*there).limit(1))
    return None if seq is None else _divisions(session, [seq]).get(seq)


def _square(column: int | None, row: int | None, degrees: float) -> Cell | None:
    if column is None or row is None:
        return None
    west, south = round(column * degrees - 180, _DIGITS), round(row * degrees - 90, _DIGITS)
    east, north = (round(min(low + degrees, most), _DIGITS) for low, most in ((west, 180), (south, 90)))
    return Cell(round((west + east) / 2, _DIGITS), round((south + north) / 2, _DIGITS), (west, south, east, north))


def _order(by: Sequence[GroupKey]) -> Callable[[Group], Any]:
    """By time where there is one, then the largest first, then by the keys; unknown keys come last."""
    times = [key for key in by if key in TIMES]

    def place(group: Group) -> Any:
        when, names = ([(group.keys[k] is None, group.keys[k] or "") for k in keys] for keys in (times, group.keys))
        return when, -group.events, names

    return place
