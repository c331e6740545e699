"""One wish of a filter, one condition in SQL. Values are always bound, never written into the statement."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, literal, or_, select
from sqlalchemy.orm import Session

from app.domain.geo import EARTH_RADIUS_KM
from app.gazetteer.index import Gazetteer
from app.query.changes import changed_since
from app.query.filters import Box, EventFilter, Interval, Near
from app.query.places import within
from app.storage import dialects
from app.storage.folding import name_key
from app.storage.tables import ArticleRow, EventRow, ParticipantRow, PlaceRow

Point = tuple[Any, Any]  # the columns of a latitude and a longitude
PIN: Point = (EventRow.latitude, EventRow.longitude)
_KM_PER_DEGREE = 2 * math.pi * EARTH_RADIUS_KM / 360
_MARGIN = 1e-6  # of a degree: rounding must not cut the circle


def conditions(
    session: Session, wish: EventFilter, gazetteer: Gazetteer | None = None
) -> Iterator[ColumnElement[bool]]:
    """Every condition of a filter but its words; an event meets the filter when it meets them all.

    They are made to be checked on rows that were found by other means (``search.py``): what other tables say is
    asked for one event at a time.
    """
    yield from _kinds(wish)
    yield from _times(wish)
    yield from _where(session, wish, gazetteer)
    yield from _who(wish)
    yield from _told(session, wish)


def _kinds(wish: EventFilter) -> Iterator[ColumnElement[bool]]:
    if wish.types:
        yield EventRow.type.in_(wish.types)
    if wish.subtypes:
        yield EventRow.subtype.in_(wish.subtypes)
    yield EventRow.factuality.in_(wish.factuality)
    if wish.min_confidence is not None:
        yield EventRow.confidence >= wish.min_confidence
    if wish.min_killed is not None:
        yield EventRow.killed >= wish.min_killed
    if wish.min_injured is not None:
        yield EventRow.injured >= wish.min_injured


def _times(wish: EventFilter) -> Iterator[ColumnElement[bool]]:
    if wish.time and wish.time.end:
        yield EventRow.time_start < wish.time.end
    if wish.time and wish.time.start:
        yield EventRow.time_end > wish.time.start
    if wish.published:
        yield from reported(wish.published)


def reported(wish: Interval) -> Iterator[ColumnElement[bool]]:
    """The time of the report."""
    if wish.start:
        yield EventRow.reported_at >= wish.start
    if wish.end:
        yield EventRow.reported_at < wish.end


def _where(session: Session, wish: EventFilter, gazetteer: Gazetteer | None) -> Iterator[ColumnElement[bool]]:
    if wish.countries:
        yield _has_place(PlaceRow.country_code.in_(wish.countries))
    if wish.places:
        yield _has_place(or_(*(within(place, gazetteer).condition for place in wish.places)))
    if wish.bbox:
        yield in_box(wish.bbox)
    if wish.near:
        yield in_box(around(wish.near))
        yield distance(session, wish.near) <= wish.near.radius_km


def _who(wish: EventFilter) -> Iterator[ColumnElement[bool]]:
    if wish.actor:
        role = ParticipantRow.role == wish.role if wish.role else ParticipantRow.role != "weapon"
        yield _has_participant(and_(role, _called(wish.actor)))
    elif wish.role:
        yield _has_participant(ParticipantRow.role == wish.role)
    for role_name, name in (("speaker", wish.speaker), ("weapon", wish.weapon)):
        if name:
            yield _has_participant(and_(ParticipantRow.role == role_name, _called(name)))


def _told(session: Session, wish: EventFilter) -> Iterator[ColumnElement[bool]]:
    if wish.sources:
        keys = [name_key(source) for source in wish.sources]
        yield _has(ArticleRow.seq == EventRow.article_seq, ArticleRow.source_key.in_(keys))
    if wish.article_id:
        yield _has(ArticleRow.seq == EventRow.article_seq, ArticleRow.id == wish.article_id)
    if wish.incident_id:
        yield false()  # no incident is stored yet
    if wish.updated_since is not None:
        yield changed_since(session, wish.updated_since)


def has_words(session: Session, wish: EventFilter) -> Iterator[ColumnElement[bool]]:
    """The condition of the words of a filter; slow beside the others, for rows that no index of words has found."""
    if wish.words:
        yield dialects.has_words(session, wish.words.required, wish.words.excluded)


def range_of(session: Session, wish: EventFilter) -> Iterator[ColumnElement[bool]]:
    """What a filter says of the key of its order: an index of the order need not leave this range."""
    if wish.sort in ("time", "-time") and wish.time:
        yield EventRow.time_start < wish.time.end if wish.time.end else EventRow.time_start.is_not(None)
    elif wish.sort in ("reported", "-reported") and wish.published:
        yield from reported(wish.published)
    elif wish.sort in ("updated", "-updated") and wish.updated_since is not None:
        yield changed_since(session, wish.updated_since)
    elif wish.sort == "killed" and wish.min_killed is not None:
        yield EventRow.killed >= wish.min_killed


def distance(session: Session, near: Near, point: Point = PIN) -> ColumnElement[float]:
    """Kilometres from the point of a filter to an event's pin, or another point."""
    return dialects.distance(session, near.latitude, near.longitude, point)


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


def in_box(box: Box, point: Point = PIN) -> ColumnElement[bool]:
    """Pins (or other points) in a box, edges included."""
    latitude, longitude = point
    if box.west > box.east:
        return and_(latitude.between(box.south, box.north), (longitude >= box.west) | (longitude <= box.east))
    return and_(latitude.between(box.south, box.north), longitude.between(box.west, box.east))


def _has(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Is there such a row? Without the offset Postgres would join the two tables as wholes."""
    return exists(select(literal(1)).where(*conditions).offset(0).correlate(EventRow))


def _has_place(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return _has(PlaceRow.event_seq == EventRow.seq, condition)


def _has_participant(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return _has(ParticipantRow.event_seq == EventRow.seq, condition)


def _called(name: str) -> ColumnElement[bool]:
    """A name that holds these words in a row. Keys hold letters, digits and blanks only: no wildcard gets in."""
    return ParticipantRow.name_key.like(f"%{name_key(name)}%")
