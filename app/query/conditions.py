"""One wish of a filter, one condition in SQL. Values are always bound, never written into the statement."""

from __future__ import annotations

import math
from collections.abc import Iterator

from app.domain.geo import EARTH_RADIUS_KM
from app.domain.text_folding import name_key
from app.gazetteer.index import Gazetteer
from app.query.changes import changed_since
from app.query.filters import Box, EventFilter, Interval, Near
from app.query.places import within
from app.storage import dialects
from app.storage.sql import Sql, either, every, one_of, sql

Point = tuple[str, str]  # the columns of a latitude and a longitude
PIN: Point = ("events.latitude", "events.longitude")
_KM_PER_DEGREE = 2 * math.pi * EARTH_RADIUS_KM / 360
_MARGIN = 1e-6  # of a degree: rounding must not cut the circle


def conditions(dialect: str, wish: EventFilter, gazetteer: Gazetteer | None = None) -> Iterator[Sql]:
    """Every condition of a filter but its words; an event meets the filter when it meets them all.

    The filter holds no moment of a change (``by_number``).
    """
    yield from of_rows(dialect, wish)
    yield from of_others(wish, gazetteer)


def of_rows(dialect: str, wish: EventFilter) -> Iterator[Sql]:
    """What the row of an event tells itself."""
    yield from _kinds(wish)
    yield from _times(wish)
    yield from _pinned(dialect, wish)
    if wish.article_id:
        yield of_article(wish.article_id)
    if wish.incident_id:
        yield Sql("1 = 0")  # no incident is stored yet
    if isinstance(wish.updated_since, int):
        yield changed_since(wish.updated_since)


def of_others(wish: EventFilter, gazetteer: Gazetteer | None = None) -> Iterator[Sql]:
    """What other tables tell, asked for one event at a time: by its ``seq`` or ``article_seq``, and dear."""
    if wish.countries:
        yield _has_place(one_of("places.country_code", wish.countries))
    if wish.places:
        yield _has_place(either(within(place, gazetteer).condition for place in wish.places))
    yield from _who(wish)
    if wish.sources:
        keys = [name_key(source) for source in wish.sources]
        yield _has("articles", "articles.seq = events.article_seq", one_of("articles.source_key", keys))


def _kinds(wish: EventFilter) -> Iterator[Sql]:
    if wish.types:
        yield one_of("events.type", wish.types)
    if wish.subtypes:
        yield one_of("events.subtype", wish.subtypes)
    yield one_of("events.factuality", wish.factuality)
    if wish.min_confidence is not None:
        yield Sql("events.confidence >= ?", (wish.min_confidence,))
    if wish.min_killed is not None:
        yield Sql("events.killed >= ?", (wish.min_killed,))
    if wish.min_injured is not None:
        yield Sql("events.injured >= ?", (wish.min_injured,))


def _times(wish: EventFilter) -> Iterator[Sql]:
    if wish.time and wish.time.end:
        yield Sql("events.time_start < ?", (wish.time.end,))
    if wish.time and wish.time.start:
        yield Sql("events.time_end > ?", (wish.time.start,))
    if wish.published:
        yield from reported(wish.published)


def reported(wish: Interval) -> Iterator[Sql]:
    """The time of the report."""
    if wish.start:
        yield Sql("events.reported_at >= ?", (wish.start,))
    if wish.end:
        yield Sql("events.reported_at < ?", (wish.end,))


def _pinned(dialect: str, wish: EventFilter) -> Iterator[Sql]:
    if wish.bbox:
        yield in_box(wish.bbox)
    if wish.near:
        yield in_box(around(wish.near))
        yield sql(distance(dialect, wish.near), Sql(" <= ?", (wish.near.radius_km,)))


def _who(wish: EventFilter) -> Iterator[Sql]:
    if wish.actor:
        role = _role(wish.role) if wish.role else Sql("participants.role <> 'weapon'")
        yield _has_participant(every((role, _called(wish.actor))))
    elif wish.role:
        yield _has_participant(_role(wish.role))
    for role_name, name in (("speaker", wish.speaker), ("weapon", wish.weapon)):
        if name:
            yield _has_participant(every((_role(role_name), _called(name))))


def has_words(dialect: str, wish: EventFilter) -> Iterator[Sql]:
    """The condition of the words of a filter; slow beside the others, for rows that no index of words has found."""
    if wish.words:
        yield dialects.has_words(dialect, wish.words.required, wish.words.excluded)


def range_of(wish: EventFilter) -> Iterator[Sql]:
    """What a filter says of the key of its order: an index of the order need not leave this range."""
    if wish.sort in ("time", "-time") and wish.time:
        yield Sql("events.time_start < ?", (wish.time.end,)) if wish.time.end else Sql("events.time_start IS NOT NULL")
    elif wish.sort in ("reported", "-reported") and wish.published:
        yield from reported(wish.published)
    elif wish.sort in ("updated", "-updated") and isinstance(wish.updated_since, int):
        yield changed_since(wish.updated_since)
    elif wish.sort == "killed" and wish.min_killed is not None:
        yield Sql("events.killed >= ?", (wish.min_killed,))


def distance(dialect: str, near: Near, point: Point = PIN) -> Sql:
    """Kilometres from the point of a filter to an event's pin, or another point."""
    return dialects.distance(dialect, near.latitude, near.longitude, point)


def around(near: Near) -> Box:
    """The smallest box that holds a circle; all longitudes when a pole lies within.

    Source: J. P. Matuschek, "Finding Points Within a Distance of a Latitude/Longitude", section 3.
    """
    reach = near.radius_km / _KM_PER_DEGREE + _MARGIN
    south, north = near.latitude - reach, near.latitude + reach
    if south <= -90 or north >= 90:
        return Box(-180, max(south, -90), 180, min(north, 90))
    ratio = math.sin(math.radians(reach)) / math.cos(math.radians(near.latitude))
    if abs(ratio) >= 1:
        return Box(-180, south, 180, north)
    half = math.degrees(math.asin(ratio)) + _MARGIN
    if half >= 180:
        return Box(-180, south, 180, north)
    return Box(_turned(near.longitude - half), south, _turned(near.longitude + half), north)


def _turned(longitude: float) -> float:
    return longitude - 360 if longitude > 180 else longitude + 360 if longitude < -180 else longitude


def in_box(box: Box, point: Point = PIN) -> Sql:
    """Pins (or other points) in a box, edges included."""
    latitude, longitude = point
    south_to_north = Sql(f"{latitude} BETWEEN ? AND ?", (box.south, box.north))
    if box.west > box.east:
        return every((south_to_north, Sql(f"{longitude} >= ? OR {longitude} <= ?", (box.west, box.east))))
    return every((south_to_north, Sql(f"{longitude} BETWEEN ? AND ?", (box.west, box.east))))


def of_article(article_id: str) -> Sql:
    """The events of an article."""
    return Sql("events.article_seq = (SELECT articles.seq FROM articles WHERE articles.id = ?)", (article_id,))


def _has(table: str, of_event: str, condition: Sql) -> Sql:
    """Is there such a row? Without the offset Postgres would join the two tables as wholes."""
    return sql(f"EXISTS (SELECT 1 FROM {table} WHERE {of_event} AND ", condition, " LIMIT 1 OFFSET 0)")


def _has_place(condition: Sql) -> Sql:
    return _has("places", "places.event_seq = events.seq", every((condition,)))


def _has_participant(condition: Sql) -> Sql:
    return _has("participants", "participants.event_seq = events.seq", condition)


def _role(role: str) -> Sql:
    return Sql("participants.role = ?", (role,))


def _called(name: str) -> Sql:
    """A name that holds these words in a row. Keys hold letters, digits and blanks only: no wildcard gets in."""
    return Sql("participants.name_key LIKE ?", (f"%{name_key(name)}%",))
