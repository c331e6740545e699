"""Counts of incidents, and the people killed and injured in them, each counted once whatever the number of reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, cast, get_args

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session, aliased

from app.domain.documentation import doc
from app.domain.figures import Figure
from app.gazetteer.index import Gazetteer
from app.query.incident_filter import OWN, IncidentFilter, incident_conditions, own_parameters
from app.query.parameters.parsing import parse_filter, read
from app.query.parameters.table import FILTERS
from app.query.summary import DEFAULT_GROUPS, TIMES
from app.query.summary_parameters import GROUPS, check_keys, group_by
from app.storage import dialects
from app.storage.group_expressions import TimeUnit, group_of_type, unit_of_time
from app.storage.incident_tables import IncidentRow
from app.storage.sql import element, every

IncidentKey = Literal["type", "group", "subtype", "country", "admin1", "day", "week", "month"]
KEYS: tuple[IncidentKey, ...] = get_args(IncidentKey)
NOTE = (
    "killed and injured add up the figures of the incidents of a group, each incident once whatever the number of its "
    "reports: best is the number to quote; low adds up the lowest numbers that a source still claims, 0 where no "
    "source has a lower bound ('up to 8'); high the highest, the best number where one is open above ('at least 16'). "
    "Null where no incident has a figure."
)
COUNTING = (group_by(KEYS), GROUPS)
_OWN = tuple(parameter.name for parameter in COUNTING)
_INCIDENT = aliased(IncidentRow, name="i")


@dataclass(frozen=True, slots=True)
class IncidentFigures:
    """Number of incidents and their summed figures; ``note`` in the summary defines the sums."""

    incidents: int = field(metadata=doc("Number of incidents."))
    killed: Figure | None = field(metadata=doc("Sums of the killed; null when no incident has a number."))
    injured: Figure | None = field(metadata=doc("Sums of the injured; null when no incident has a number."))


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentGroup(IncidentFigures):
    """The incidents that share the same keys."""

    keys: dict[str, str | None] = field(metadata=doc("Value of each key of `group_by`; null where it is unknown."))


@dataclass(frozen=True, slots=True)
class IncidentSummary:
    """Counts of incidents by one or two keys."""

    group_by: tuple[str, ...] = field(metadata=doc("The keys, in the requested order."))
    groups: tuple[IncidentGroup, ...] = field(
        metadata=doc("The groups: in order of time when a key is a time, else the largest first.")
    )
    total: IncidentFigures = field(metadata=doc("Counts over all groups, including those left out."))
    truncated: bool = field(metadata=doc("True when there are more groups than `limit`; the largest are given."))
    note: str = field(default=NOTE, metadata=doc("How the sums of killed and injured are made."))


@dataclass(frozen=True, slots=True)
class IncidentSummaryRequest:
    """Which incidents are counted, by one or two keys; at most ``limit`` groups."""

    wanted: IncidentFilter
    by: tuple[IncidentKey, ...] = ("type",)
    limit: int = DEFAULT_GROUPS


def parse_incident_summary(params: Sequence[tuple[str, str]]) -> IncidentSummaryRequest:
    """The summary that a query requests. Raises ``FilterError`` as ``parse_filter`` does."""
    found = read(params, (*COUNTING, *OWN, *FILTERS))
    own, others = own_parameters([(name, text) for name, text in params if name not in _OWN])
    fields: dict[str, Any] = {"limit": found["limit"][0]} if "limit" in found else {}
    if "group_by" in found:
        fields["by"] = tuple(found["group_by"])
    request = IncidentSummaryRequest(IncidentFilter(parse_filter(others), **own), **fields)
    check_keys(request.by)
    return request


def summarize_incidents(
    session: Session, request: IncidentSummaryRequest, gazetteer: Gazetteer | None = None
) -> IncidentSummary:
    """Count the incidents of a filter by keys. Raises ``AmbiguousPlaceError``."""
    dialects.plan_for_values(session)
    meets = element(session, every(incident_conditions(session, request.wanted, gazetteer, few=None)))
    columns = [column for key in request.by for column in _columns(session, key)]
    names = [func.min(_INCIDENT.admin1)] if "admin1" in request.by else []
    order = [part for column in columns for part in (column.is_(None), column)]
    query = select(*columns, *_sums(), *names).where(meets).group_by(*columns).order_by(func.count().desc(), *order)
    rows = session.execute(query.limit(request.limit + 1)).all()
    total = _read(session.execute(select(*_sums()).where(meets)).one())
    groups = sorted((_group(row, request.by) for row in rows[: request.limit]), key=_order(request.by))
    return IncidentSummary(request.by, tuple(groups), total, len(rows) > request.limit)


def _columns(session: Session, key: IncidentKey) -> Iterator[ColumnElement[Any]]:
    if key in TIMES:
        yield unit_of_time(session, cast(TimeUnit, key), _INCIDENT)
    elif key in {"country", "admin1"}:
        yield _INCIDENT.country_code.expression
        if key == "admin1":
            yield _INCIDENT.admin1_key.expression
    elif key == "group":
        yield group_of_type(_INCIDENT.type)
    else:
        yield (_INCIDENT.type if key == "type" else _INCIDENT.subtype).expression


def _sums() -> list[ColumnElement[Any]]:
    """The number of incidents and, of killed and injured, best, low and high."""
    figures = (
        *(_INCIDENT.killed, _INCIDENT.killed_low, _INCIDENT.killed_high),
        *(_INCIDENT.injured, _INCIDENT.injured_low, _INCIDENT.injured_high),
    )
    return [func.count().label("incidents"), *(func.sum(figure).label(figure.key) for figure in figures)]


def _read(row: Row[Any]) -> IncidentFigures:
    return IncidentFigures(row.incidents, *(_figure(row, effect) for effect in ("killed", "injured")))


def _figure(row: Row[Any], effect: str) -> Figure | None:
    best, low, high = (getattr(row, f"{effect}{bound}") for bound in ("", "_low", "_high"))
    return None if best is None else Figure(int(best), int(low), int(high))


def _group(row: Row[Any], by: Sequence[IncidentKey]) -> IncidentGroup:
    keys: dict[str, str | None] = {}
    values = iter(row)
    for key in by:
        value = next(values)
        if key == "admin1":
            keys["country"], division = value, next(values)
            value = None if division is None else row[-1]
        keys[key] = value
    found = _read(row)
    return IncidentGroup(found.incidents, found.killed, found.injured, keys=keys)


def _order(by: Sequence[IncidentKey]) -> Callable[[IncidentGroup], Any]:
    """By time where there is one, then the largest first, then by the keys; unknown keys come last."""
    times = [key for key in by if key in TIMES]

    def place(group: IncidentGroup) -> Any:
        when, names = ([(group.keys[k] is None, group.keys[k] or "") for k in keys] for keys in (times, group.keys))
        return when, -group.incidents, names

    return place
