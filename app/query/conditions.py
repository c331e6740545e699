"""The exact conditions of a filter in SQL, one for each field. Values are always bound, never part of the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from app.domain.text_folding import name_key
from app.gazetteer.index import Gazetteer
from app.query.filters import EventFilter, Interval, Sort
from app.query.place_match import matches_place
from app.storage import dialects
from app.storage.index_terms import NAMES_APART
from app.storage.sql import Sql, either, every, has_row, one_of, sql

_ACTING = Sql(f"participants.role NOT IN ({', '.join('?' * len(NAMES_APART))})", tuple(NAMES_APART))

#: Events that people have confirmed, corrected or added.
_REVIEWED = Sql("events.seq IN (SELECT reviews.event_seq FROM reviews)")


def conditions(dialect: str, event_filter: EventFilter, gazetteer: Gazetteer | None = None) -> Iterator[Sql]:
    """Every condition of a filter but its words; an event matches when it meets all of them.

    The filter contains no moment of a change (``change_feed.by_number``). Conditions on other tables come last.
    Raises ``AmbiguousPlaceError``.
    """
    yield from of_kind(event_filter)
    yield from _figures(event_filter)
    yield from _times(event_filter)
    yield from of_few(event_filter)
    if isinstance(event_filter.updated_since, int):
        yield changed_since(event_filter.updated_since)
    if event_filter.counted is not None:
        yield Sql(f"{'NOT ' if event_filter.counted else ''}events.counted_elsewhere")
    if event_filter.reviewed is False:
        yield sql("NOT ", _REVIEWED)
    yield from matches_place(dialect, event_filter, gazetteer)
    yield from _who(event_filter)
    yield from _sources(event_filter)


def of_kind(event_filter: EventFilter, table: str = "events") -> Iterator[Sql]:
    """Type, sub-type and factuality, which the rollups have as well."""
    if event_filter.types:
        yield _of_types(event_filter.types, table)
    if event_filter.subtypes:
        yield one_of(f"{table}.subtype", event_filter.subtypes)
    yield one_of(f"{table}.factuality", event_filter.factuality)


def _of_types(types: Sequence[str], table: str) -> Sql:
    """Of one of some types ("arrest") or sub-types ("strike/abduction")."""
    whole = [kind for kind in types if "/" not in kind]
    narrower = [kind.split("/") for kind in types if "/" in kind and kind.split("/")[0] not in whole]
    found = [one_of(f"{table}.type", whole)] if whole else []
    found += [Sql(f"({table}.type = ? AND {table}.subtype = ?)", tuple(pair)) for pair in narrower]
    return either(found)


def _figures(event_filter: EventFilter) -> Iterator[Sql]:
    if event_filter.min_confidence is not None:
        yield Sql("events.confidence >= ?", (event_filter.min_confidence,))
    if event_filter.max_confidence is not None:
        yield Sql("events.confidence <= ?", (event_filter.max_confidence,))
    if event_filter.min_killed is not None:
        yield Sql("events.killed >= ?", (event_filter.min_killed,))
    if event_filter.min_injured is not None:
        yield Sql("events.injured >= ?", (event_filter.min_injured,))


def _times(event_filter: EventFilter) -> Iterator[Sql]:
    if event_filter.time and event_filter.time.end:
        yield Sql("events.time_start < ?", (event_filter.time.end,))
    if event_filter.time and event_filter.time.start:
        yield Sql("events.time_end > ?", (event_filter.time.start,))
    if event_filter.published:
        yield from reported(event_filter.published)


def reported(published: Interval) -> Iterator[Sql]:
    """The time of the report."""
    if published.start:
        yield Sql("events.reported_at >= ?", (published.start,))
    if published.end:
        yield Sql("events.reported_at < ?", (published.end,))


def of_few(event_filter: EventFilter) -> Iterator[Sql]:
    """Events of an article, of an incident, those that people have reviewed: few enough to be found by this alone."""
    if event_filter.article_id:
        yield of_article(event_filter.article_id)
    if event_filter.incident_id:
        yield of_incident(event_filter.incident_id)
    if event_filter.reviewed:
        yield _REVIEWED


def of_incident(incident_id: str) -> Sql:
    """Events of an incident."""
    return Sql(
        "events.seq IN (SELECT m.event_seq FROM incident_events m JOIN incidents i ON i.seq = m.incident_seq"
        " WHERE i.id = ?)",
        (incident_id,),
    )


def changed_since(number: int) -> Sql:
    """Events that a change of this number or a later one stored."""
    return Sql("events.change >= ?", (number,))


def _sources(event_filter: EventFilter) -> Iterator[Sql]:
    if event_filter.sources:
        keys = [name_key(source) for source in event_filter.sources]
        yield has_row("articles", "articles.seq = events.article_seq", one_of("articles.source_key", keys))


def _who(event_filter: EventFilter) -> Iterator[Sql]:
    if event_filter.actor:
        role = _role(event_filter.role) if event_filter.role else _ACTING
        yield _has_participant(every((role, _called(event_filter.actor))))
    elif event_filter.role:
        yield _has_participant(_role(event_filter.role))
    for role_name, name in (("speaker", event_filter.speaker), ("weapon", event_filter.weapon)):
        if name:
            yield _has_participant(every((_role(role_name), _called(name))))


def has_words(dialect: str, event_filter: EventFilter) -> Iterator[Sql]:
    """The condition of a filter's words; slow, and needed only for rows that the index of words did not find."""
    if event_filter.words:
        yield dialects.has_words(dialect, event_filter.words.required, event_filter.words.excluded)


def key_bounds(event_filter: EventFilter, sort: Sort) -> tuple[Any, Any] | None:
    """The half-open bounds that a filter sets to the key of an order; None when rows without the key may match too."""
    if sort in ("time", "-time") and event_filter.time:
        return None, event_filter.time.end
    if sort in ("reported", "-reported") and event_filter.published:
        return event_filter.published.start, event_filter.published.end
    if sort == "killed" and event_filter.min_killed is not None:
        return event_filter.min_killed, None
    return None


def of_article(article_id: str) -> Sql:
    """The events of an article."""
    return Sql("events.article_seq = (SELECT articles.seq FROM articles WHERE articles.id = ?)", (article_id,))


def _has_participant(condition: Sql) -> Sql:
    return has_row("participants", "participants.event_seq = events.seq", condition)


def _role(role: str) -> Sql:
    return Sql("participants.role = ?", (role,))


def _called(name: str) -> Sql:
    """A name that contains these words in a row. Keys consist of letters, digits and blanks: no wildcard gets in."""
    return Sql("participants.name_key LIKE ?", (f"%{name_key(name)}%",))
