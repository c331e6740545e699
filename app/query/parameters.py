"""From the parameters of a URL to an ``EventFilter``; every mistake is a ``FilterError`` that names its parameter."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Sequence
from typing import Any, get_args

from app.domain.event import Factuality
from app.errors import FilterError
from app.export.event_json import FIELDS
from app.ontology.catalogue import catalogue
from app.query import values
from app.query.filters import MAX_LIMIT, EventFilter, Format, Interval, Near, Profile, Sort

MAX_PARAMETERS = 200
DEFAULT_RADIUS_KM, MAX_RADIUS_KM = 50.0, 20_038.0  # half the circumference of the Earth
_LARGEST = 10**15
FACTUALITIES = get_args(Factuality)
SORTS = get_args(Sort)
FORMATS = get_args(Format)
PROFILES = get_args(Profile)

#: Parameters that may come several times, with the field that they fill.
REPEATABLE = {
    "type": "types",
    "subtype": "subtypes",
    "country": "countries",
    "place": "places",
    "factuality": "factuality",
    "source": "sources",
    "fields": "fields",
}
#: Lists of codes may also be written with commas; names may hold a comma themselves.
COMMAS = ("type", "subtype", "factuality", "fields")


@functools.cache
def _subtypes() -> frozenset[str]:
    """Every sub-type of every type."""
    return frozenset(code for event_type in catalogue().types.values() for code in event_type.subtypes)


@functools.cache
def _roles() -> frozenset[str]:
    """Every role of every type."""
    return frozenset(role for event_type in catalogue().types.values() for role in event_type.roles)


_READERS: dict[str, Callable[[str, str], Any]] = {
    "type": lambda name, value: values.one_of(name, value, catalogue().types),
    "subtype": lambda name, value: values.one_of(name, value, _subtypes()),
    "country": values.country,
    "place": values.name_words,
    "bbox": values.box,
    "near": values.point,
    "radius_km": lambda name, value: values.decimal(name, value, 0.001, MAX_RADIUS_KM),
    "datetime": values.span_of_time,
    "date_from": lambda name, value: (values.day_or_moment(name, value)[0], None),
    "date_to": lambda name, value: (None, values.day_or_moment(name, value)[1]),
    "published_from": lambda name, value: (values.day_or_moment(name, value)[0], None),
    "published_to": lambda name, value: (None, values.day_or_moment(name, value)[1]),
    "factuality": lambda name, value: values.one_of(name, value, (*FACTUALITIES, "any")),
    "actor": values.name_words,
    "role": lambda name, value: values.one_of(name, value.lower(), _roles()),
    "speaker": values.name_words,
    "weapon": values.name_words,
    "min_killed": lambda name, value: values.integer(name, value, 0, _LARGEST),
    "min_injured": lambda name, value: values.integer(name, value, 0, _LARGEST),
    "min_confidence": lambda name, value: values.decimal(name, value, 0, 1),
    "source": values.name_words,
    "article_id": values.identifier,
    "incident_id": values.identifier,
    "updated_since": values.change_or_moment,
    "q": values.full_text,
    "sort": lambda name, value: values.one_of(name, value, SORTS),
    "limit": lambda name, value: values.integer(name, value, 1, MAX_LIMIT),
    "cursor": lambda _, value: value,
    "format": lambda name, value: values.one_of(name, value, FORMATS),
    "profile": lambda name, value: values.one_of(name, value, PROFILES),
    "fields": lambda name, value: values.one_of(name, value, FIELDS),
}
#: Every parameter of an event query.
PARAMETERS = tuple(_READERS)
#: Parameters that are fields of the filter as they are.
_PLAIN = (
    "bbox", "actor", "role", "speaker", "weapon", "min_killed", "min_injured", "min_confidence", "article_id",
    "incident_id", "updated_since", "sort", "limit", "cursor", "format", "profile",
)  # fmt: skip


def parse_filter(params: Sequence[tuple[str, str]], most: int = MAX_LIMIT) -> EventFilter:
    """The filter of a query's parameters in the order of the URL; ``most`` is the largest limit.

    Raises ``FilterError`` for an unknown parameter (with the nearest known name), one given twice that may come
    only once, and any value that cannot be read.
    """
    read = _read(params, most)
    fields: dict[str, Any] = {
        field: tuple(dict.fromkeys(read[name])) for name, field in REPEATABLE.items() if name in read
    }
    if "any" in fields.get("factuality", ()):
        fields["factuality"] = FACTUALITIES
    fields |= {name: read[name][0] for name in _PLAIN if name in read}
    if "q" in read:
        fields["words"] = read["q"][0]
    fields["near"] = _near(read)
    fields["time"] = _interval(read, ("datetime", "date_from", "date_to"), _local)
    fields["published"] = _interval(read, ("published_from", "published_to"), _in_utc)
    if fields.get("sort") == "distance" and not fields["near"]:
        raise FilterError("sort=distance needs near=latitude,longitude.", field="sort")
    if "updated_since" in fields:
        fields.setdefault("sort", "updated")
    return EventFilter(**fields)


def _read(params: Sequence[tuple[str, str]], most: int) -> dict[str, list[Any]]:
    if len(params) > MAX_PARAMETERS:
        raise FilterError(f"More than {MAX_PARAMETERS} parameters.", field=params[MAX_PARAMETERS][0])
    readers = _READERS | {"limit": functools.partial(values.integer, low=1, high=most)}
    read: dict[str, list[Any]] = {}
    for name, text in params:
        if name not in _READERS:
            known = values.nearest(name, PARAMETERS)
            raise FilterError(f"There is no parameter {name!r}; did you mean {known!r}?", field=name)
        if name in read and name not in REPEATABLE:
            raise FilterError(f"{name!r} may be given only once.", field=name)
        values.check_characters(name, text)
        parts = text.split(",") if name in COMMAS else [text]
        read.setdefault(name, []).extend(readers[name](name, part.strip()) for part in parts)
    return read


def _near(read: dict[str, list[Any]]) -> Near | None:
    if "near" not in read:
        if "radius_km" in read:
            raise FilterError("radius_km needs near=latitude,longitude.", field="radius_km")
        return None
    latitude, longitude = read["near"][0]
    return Near(latitude, longitude, read.get("radius_km", [DEFAULT_RADIUS_KM])[0])


def _interval(
    read: dict[str, list[Any]], names: Sequence[str], turn: Callable[[dt.datetime], dt.datetime]
) -> Interval | None:
    """What the sides of all these parameters leave."""
    found: Interval | None = None
    for name in names:
        for start, end in read.get(name, ()):
            found = values.narrowed(name, found, start and turn(start), end and turn(end))
    return found


def _local(moment: dt.datetime) -> dt.datetime:
    """Events happen in local time of their place: a zone says nothing about them."""
    return moment.replace(tzinfo=None)


def _in_utc(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
