"""Which incidents match: the parameters of a query for incidents, and their conditions in SQL on ``incidents i``.

An incident matches a filter of events when one of its events does; ``min_killed`` and ``min_injured`` look at its own
figures, ``updated_since`` at its own changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from app.gazetteer.index import Gazetteer
from app.query.change_feed import by_number
from app.query.conditions import conditions, has_words
from app.query.filters import EventFilter
from app.query.parameters.parameter import Parameter, integer
from app.query.parameters.parsing import read
from app.query.search_terms import search_terms
from app.storage import dialects
from app.storage.sql import Sql, every, sql

_MOST = 1_000_000
#: So many events that the index finds are checked at once; where there are more, incidents are in the order of a page.
FEW = 5_000
#: What a query for incidents takes besides the parameters of events.
OWN = (
    Parameter(
        name="min_sources",
        field="min_sources",
        type=integer(1, _MOST, minimum=1, maximum=_MOST),
        description="Reported by at least this number of outlets; copies of one text count once.",
        example=2,
    ),
    Parameter(
        name="min_articles",
        field="min_articles",
        type=integer(1, _MOST, minimum=1, maximum=_MOST),
        description="Reported by at least this number of articles.",
        example=2,
    ),
)
_NAMES = frozenset(parameter.name for parameter in OWN)
_OF_EVENTS = "SELECT m.incident_seq FROM events JOIN incident_events m ON m.event_seq = events.seq WHERE "
_HAS_EVENT = (
    "EXISTS (SELECT 1 FROM incident_events m JOIN events ON events.seq = m.event_seq WHERE m.incident_seq = i.seq AND "
)


@dataclass(frozen=True, slots=True)
class IncidentFilter:
    """Which incidents match: a filter of their events, and who reports them."""

    events: EventFilter
    min_sources: int = 1
    min_articles: int = 1


def own_parameters(params: Sequence[tuple[str, str]]) -> tuple[dict[str, int], list[tuple[str, str]]]:
    """The values of the parameters that only incidents have, and the other parameters. Raises ``FilterError``."""
    own = read([(name, value) for name, value in params if name in _NAMES], OWN)
    return {name: found[0] for name, found in own.items()}, [both for both in params if both[0] not in _NAMES]


def incident_conditions(
    session: Session, wanted: IncidentFilter, gazetteer: Gazetteer | None, *, few: int | None = FEW
) -> Iterator[Sql]:
    """The conditions of incidents that match and still have reports.

    With ``few``, the events are found first if they are not more; with None always, as is best where all incidents
    that match are read. Raises ``AmbiguousPlaceError``.
    """
    events = by_number(session, wanted.events)
    yield Sql("i.articles >= ?", (max(1, wanted.min_articles),))
    if wanted.min_sources > 1:
        yield Sql("i.sources >= ?", (wanted.min_sources,))
    if events.min_killed is not None:
        yield Sql("i.killed >= ?", (events.min_killed,))
    if events.min_injured is not None:
        yield Sql("i.injured >= ?", (events.min_injured,))
    if isinstance(events.updated_since, int):
        yield Sql("i.change >= ?", (events.updated_since,))
    if events.incident_id:
        yield Sql("i.id = ?", (events.incident_id,))
    reported = replace(events, min_killed=None, min_injured=None, updated_since=None, incident_id=None)
    if reported != EventFilter():
        yield _has_event(session, reported, gazetteer, few)


def _has_event(session: Session, reported: EventFilter, gazetteer: Gazetteer | None, few: int | None) -> Sql:
    """Whether one of an incident's events matches."""
    dialect = dialects.name(session)
    exact = list(conditions(dialect, reported, gazetteer))
    meets = every([*exact, *has_words(dialect, reported)])
    terms = search_terms(session, reported, gazetteer)
    if not terms.narrows:
        return sql(_HAS_EVENT, meets, ")")
    if few is None:
        return sql(f"i.seq IN ({_OF_EVENTS}", every([dialects.found_by(session, terms), *exact]), ")")
    found = dialects.matching(session, terms, few + 1)
    if len(found) > few:
        return sql(_HAS_EVENT, meets, ")")
    listed = dialects.listed(session, "events.seq", found)
    return sql(f"i.seq IN ({_OF_EVENTS}", every([listed, *exact]), ")")
