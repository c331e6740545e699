"""What of a filter the index of terms and words can narrow: as much as possible, and never fewer events than match.

The index may return more events than match; ``conditions`` decides on the rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy.orm import Session

from app.domain.text_folding import name_key
from app.gazetteer.index import Gazetteer
from app.query.areas import around, distance, in_box
from app.query.filters import Box, EventFilter, Interval, Sort
from app.query.place_filter import place_filter
from app.storage import dialects, term_covers
from app.storage.index_terms import DURATIONS, confidence_keys, figure_key, key, name_keys, name_kind, pin_key
from app.storage.sql import Sql, every, fetch_rows, read_local, sql
from app.storage.term_covers import cells, days
from app.storage.term_query import Term, TermQuery, all_of, any_of

_PIN = ("pins.latitude", "pins.longitude")


def search_terms(
    session: Session, event_filter: EventFilter, gazetteer: Gazetteer | None, *, without_key_of: Sort | None = None
) -> TermQuery:
    """All terms and words that every matching event has.

    ``without_key_of`` leaves out the time that is the key of an order: a search in that order adds terms of its
    own. Raises ``AmbiguousPlaceError``.
    """
    when = None if without_key_of in ("time", "-time") else _when(session, event_filter)
    reported = None if without_key_of in ("reported", "-reported") else _reported(session, event_filter)
    parts = (
        *_kinds(event_filter),
        *_places(event_filter, gazetteer),
        *(_inside(session, event_filter)),
        *_who(event_filter),
        when,
        reported,
    )
    words = event_filter.words
    return TermQuery(all_of(parts), words.required if words else (), words.excluded if words else ())


def _when(session: Session, event_filter: EventFilter) -> Term | None:
    """The time of a filter: what begins in it or a little before, and whatever lasts long enough to reach it."""
    time = event_filter.time
    if time is None or (known := _known(session, "time_start", time)) is None:
        return None
    low, high = known
    begins = days("d", _before(low, 1) if time.start else low, high)
    if begins is None or time.start is None:
        return begins
    choices = [begins]
    for length, longer in zip(DURATIONS, (*DURATIONS[1:], None), strict=True):
        earlier = days("d", _before(low, longer), low) if longer else None
        choices.append(all_of((f"l_{length}", earlier)) or "")
    return any_of(choices)


def _reported(session: Session, event_filter: EventFilter) -> Term | None:
    """The time of the report."""
    known = event_filter.published and _known(session, "reported_at", event_filter.published)
    return days("r", *known) if known else None


def _known(session: Session, column: str, interval: Interval) -> tuple[dt.date, dt.date] | None:
    """The first and last day of an interval; the first or last time that is stored stands for an open side."""
    start = interval.start or _end_of(session, f"min({column})")
    end = interval.end or _end_of(session, f"max({column})")
    if start is None or end is None:
        return None
    low, high = sorted((start.replace(tzinfo=None), end.replace(tzinfo=None)))
    last = high.date()
    if interval.end and high > low and high == dt.datetime.combine(last, dt.time.min):
        last = _before(last, 1)  # the end is not part of an interval
    return low.date(), last


def _end_of(session: Session, column: str) -> dt.datetime | None:
    return read_local(fetch_rows(session, f"SELECT {column} FROM events")[0][0])


def _before(day: dt.date, days: int) -> dt.date:
    return dt.date.fromordinal(max(1, day.toordinal() - days))


def _kinds(event_filter: EventFilter) -> Iterator[Term]:
    if event_filter.types:
        yield any_of(key("u", code.split("/")[1]) if "/" in code else key("t", code) for code in event_filter.types)
    if event_filter.subtypes:
        yield any_of(key("u", code) for code in event_filter.subtypes)
    if "asserted" not in event_filter.factuality:
        yield any_of(key("f", code) for code in event_filter.factuality)
    if event_filter.min_confidence is not None or event_filter.max_confidence is not None:
        least, most = event_filter.min_confidence, event_filter.max_confidence
        hundredths = confidence_keys(0.0 if least is None else least, 1.0 if most is None else most)
        if len(hundredths) <= term_covers.MOST_TERMS:
            yield any_of(hundredths)
    if event_filter.min_killed is not None:
        yield figure_key("k", event_filter.min_killed)
    if event_filter.min_injured is not None:
        yield figure_key("j", event_filter.min_injured)


def _places(event_filter: EventFilter, gazetteer: Gazetteer | None) -> Iterator[Term]:
    if event_filter.countries:
        yield any_of(key("c", code) for code in event_filter.countries)
    if event_filter.places:
        yield any_of(place_filter(place, gazetteer).term for place in event_filter.places)


def _inside(session: Session, event_filter: EventFilter) -> Iterator[Term | None]:
    if event_filter.bbox:
        yield _area(session, event_filter.bbox)
    if near := event_filter.near:
        away = distance(dialects.name(session), near, _PIN)
        yield _area(session, around(near), sql(away, Sql(" <= ?", (near.radius_km,))))


def _area(session: Session, box: Box, *also: Sql) -> Term | None:
    """The pins in an area, or the cells that it touches where it has many."""
    inside = every((in_box(box, _PIN), *also))
    most = term_covers.MOST_TERMS
    pins = fetch_rows(session, "SELECT latitude, longitude FROM pins WHERE ", inside, f" LIMIT {most + 1}")
    if len(pins) <= most:
        return any_of(pin_key(*pin) for pin in pins)
    return cells(box.west, box.south, box.east, box.north)


def _who(event_filter: EventFilter) -> Iterator[Term | None]:
    if event_filter.role:
        yield key("e", event_filter.role)
    if event_filter.actor:
        yield all_of(name_keys(name_kind(event_filter.role), event_filter.actor))
    if event_filter.speaker:
        yield all_of(name_keys("s", event_filter.speaker))
    if event_filter.weapon:
        yield all_of(name_keys("w", event_filter.weapon))
    if event_filter.sources:
        yield any_of(key("o", name_key(source)) for source in event_filter.sources)
