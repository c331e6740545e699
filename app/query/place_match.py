"""Where an event took place, and for a statement also where what it is about lies: the conditions of place filters."""

from __future__ import annotations

from collections.abc import Iterator

from app.gazetteer.index import Gazetteer
from app.query.areas import PLACE, around, distance, in_box, pins
from app.query.filters import EventFilter
from app.query.place_filter import place_filter
from app.storage.sql import Sql, either, every, has_row, one_of, sql


def matches_place(dialect: str, event_filter: EventFilter, gazetteer: Gazetteer | None) -> Iterator[Sql]:
    """The conditions of ``bbox``, ``near``, ``country`` and ``place``, as far as ``place_match`` wants them.

    Raises ``AmbiguousPlaceError``.
    """
    if event_filter.place_match != "at":
        yield from _anywhere(dialect, event_filter, gazetteer)
    if event_filter.place_match and (at := took_place(dialect, event_filter, gazetteer)):
        yield at if event_filter.place_match == "at" else sql("NOT (", at, ")")


def took_place(
    dialect: str, event_filter: EventFilter, gazetteer: Gazetteer | None, seq: str = "events.seq"
) -> Sql | None:
    """The condition that an event itself took place where the place filters look; None without such a filter.

    ``seq`` is the column with the event's number.
    """
    parts = [_has_place(seq, Sql("NOT places.about"), named) for named in _named(event_filter, gazetteer)]
    main = Sql("places.position = 0 AND NOT places.about")
    if event_filter.bbox:
        parts.append(_has_place(seq, main, in_box(event_filter.bbox, PLACE)))
    if near := event_filter.near:
        within = sql(distance(dialect, near, PLACE), Sql(" <= ?", (near.radius_km,)))
        parts.append(_has_place(seq, main, in_box(around(near), PLACE), within))
    return every(parts) if parts else None


def kilometres(dialect: str, event_filter: EventFilter, table: str = "events") -> Sql | None:
    """The distance of an event from the point of a filter: that of its nearest pin; None without a point."""
    if event_filter.near is None:
        return None
    of_event = pins(table)[:1] if event_filter.place_match == "at" else pins(table)
    return distance(dialect, event_filter.near, *of_event)


def _anywhere(dialect: str, event_filter: EventFilter, gazetteer: Gazetteer | None) -> Iterator[Sql]:
    """At any of its places and pins."""
    if event_filter.bbox:
        yield either(in_box(event_filter.bbox, pin) for pin in pins())
    if near := event_filter.near:
        yield either(in_box(around(near), pin) for pin in pins())
        yield sql(distance(dialect, near, *pins()), Sql(" <= ?", (near.radius_km,)))
    for named in _named(event_filter, gazetteer):
        yield _has_place("events.seq", named)


def _named(event_filter: EventFilter, gazetteer: Gazetteer | None) -> Iterator[Sql]:
    """The conditions that some place of an event must meet."""
    if event_filter.countries:
        yield one_of("places.country_code", event_filter.countries)
    if event_filter.places:
        yield either(place_filter(place, gazetteer).condition for place in event_filter.places)


def _has_place(seq: str, *conditions: Sql) -> Sql:
    return has_row("places", f"places.event_seq = {seq}", every(conditions))
