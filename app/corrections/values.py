"""From what a person sent to the fields of an event: spans are checked, places and times resolved, roles known."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from app.corrections.fields import CasualtyIn, FieldsIn, ParticipantIn, PlaceIn, SourceIn, SpanIn, StatementIn, TimeIn
from app.errors import InputError
from app.gazetteer.countries import country_name
from app.gazetteer.index import Gazetteer
from app.gazetteer.search import place_of, search
from app.ontology import EventType, catalogue

Json = dict[str, Any]
_PERIOD = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d))?)?)?")
_NEVER_NULL = ("type", "factuality", "background", "counted", "summary", "trigger")
_LISTS = ("places", "participants", "casualties", "links", "about_places", "mentions")


@dataclass(frozen=True, slots=True)
class Context:
    """What values are checked against: the article's text, its other events, the places of the world."""

    text: str
    event_ids: Collection[str]
    gazetteer: Gazetteer
    reason: str


def field_values(given: FieldsIn, event_type: str | None, context: Context) -> Json:
    """The values of the fields that were sent, as an event's JSON has them.

    ``event_type`` is the type that the event has now. Raises ``InputError`` naming the field.
    """
    sent = given.model_fields_set
    values: Json = {}
    declared = _type(given.type if "type" in sent else event_type)
    if "type" in sent:
        values |= {"type": declared.code, "subtype": None}
    if "subtype" in sent:
        values["subtype"] = _subtype(given.subtype, declared)
    for name in sorted(sent - {"type", "subtype"}):
        value = getattr(given, name)
        if value is None and name in _NEVER_NULL:
            raise InputError(f"{name} must have a value.", field=name)
        values[name] = ([] if name in _LISTS else None) if value is None else _READ[name](value, context, name)
    if "participants" in values:
        _check_roles(values["participants"], declared)
    if values.get("statement") and declared.records != "speech":
        raise InputError("Only statements have a statement.", field="statement")
    return values


def span_of(given: SpanIn, context: Context, name: str) -> Json:
    """A span with its words. Raises ``InputError`` when it lies outside the text or has other words."""
    words = context.text[given.start : given.end]
    if given.end > len(context.text) or not words.strip():
        raise InputError(
            f"The span {given.start}–{given.end} has no words of the text, which has {len(context.text)} characters.",
            field=name,
        )
    if given.text is not None and given.text != words:
        raise InputError(f"At {given.start}–{given.end} the text has {words[:80]!r}.", field=name)
    return {"start": given.start, "end": given.end, "text": words}


def _type(code: str | None) -> EventType:
    known = catalogue().types
    if code is None:
        raise InputError(f"An event needs a type: one of {', '.join(known)}.", field="type")
    if code not in known:
        raise InputError(f"There is no event type {code!r}; there are {', '.join(known)}.", field="type")
    return known[code]


def _subtype(code: str | None, declared: EventType) -> str | None:
    if code is not None and code not in declared.subtypes:
        listed = ", ".join(declared.subtypes) or "none"
        raise InputError(f"{declared.code} has no sub-type {code!r}; it has {listed}.", field="subtype")
    return code


def _check_roles(participants: list[Json], declared: EventType) -> None:
    for who in participants:
        if who["role"] not in declared.roles:
            raise InputError(
                f"{declared.code} has no role {who['role']!r}; it has {', '.join(declared.roles)}.",
                field="participants",
            )


def _optional(given: SpanIn | None, context: Context, name: str) -> Json | None:
    return None if given is None else span_of(given, context, name)


def _by_person(span: Json | None, context: Context) -> str | None:
    """The reason of a value without words of the article as its evidence."""
    return None if span else f"A person has set it: {context.reason}"


def _time(given: TimeIn, context: Context, name: str) -> Json:
    span = _optional(given.span, context, name)
    if given.start or given.end:
        start, end = (_moment(side, name) for side in (given.start, given.end))
        if start and end and dt.datetime.fromisoformat(end) <= dt.datetime.fromisoformat(start):
            raise InputError("The end must be after the start; it is not part of the interval.", field=name)
        precision: str = given.precision or "span"
        value = given.value or f"{(start or '')[:10]}/{(end or '')[:10]}"
    elif given.value:
        start, end, precision = period(given.value, name)
        value = given.value
    else:
        raise InputError("A time needs a value, such as 2024-02-02, or start and end.", field=name)
    source = "expression" if span else "inferred"
    parts = {"start": start, "end": end, "precision": precision, "value": value}
    return {**parts, "span": span, "source": source, "reason": _by_person(span, context)}


def _moment(iso: str | None, name: str) -> str | None:
    if iso is None:
        return None
    try:
        return dt.datetime.fromisoformat(iso).replace(tzinfo=None).isoformat()
    except ValueError:
        raise InputError(f"{iso!r} is not an ISO 8601 date or date-time.", field=name) from None


def period(value: str, name: str = "time") -> tuple[str, str, str]:
    """Start, end (not included) and precision of a year, month, day or minute. Raises ``InputError``."""
    found = _PERIOD.fullmatch(value)
    if found is None:
        raise _no_period(value, name)
    try:
        year, month, day, hour, minute = (int(part) if part else None for part in found.groups())
        start = dt.datetime(year or 0, month or 1, day or 1, hour or 0, minute or 0)
        if month is None:
            end = dt.datetime(start.year + 1, 1, 1)
        elif day is None:
            end = (start + dt.timedelta(days=31)).replace(day=1)
        else:
            end = start + (dt.timedelta(days=1) if hour is None else dt.timedelta(minutes=1))
    except (ValueError, OverflowError):
        raise _no_period(value, name) from None
    filled = sum(part is not None for part in (month, day, hour))
    return start.isoformat(), end.isoformat(), ("year", "month", "day", "minute")[filled]


def _no_period(value: str, name: str) -> InputError:
    return InputError(f"{value!r} is not a date: send a year, month, day or minute, such as 2024-02-02.", field=name)


def _place(given: PlaceIn, context: Context, name: str) -> Json:
    span = _optional(given.span, context, name)
    by = {"span": span, "confidence": 1.0, "reason": _by_person(span, context)}
    if given.geonames_id is not None:
        entry = context.gazetteer.of_id(given.geonames_id)
        if entry is None:
            raise InputError(f"The gazetteer has no place {given.geonames_id}; see GET /v1/places?q=.", field=name)
        return _as_json(place_of(entry)) | by
    if given.name is None:
        raise InputError("A place needs a geonames_id or a name.", field=name)
    if given.latitude is None and given.longitude is None and given.precision is None:
        found = search(context.gazetteer, given.name, 1)
        if not found:
            raise InputError(f"The gazetteer has no place {given.name!r}; give latitude and longitude too.", field=name)
        return _as_json(found[0]) | by
    if (given.latitude is None) is not (given.longitude is None):
        raise InputError("Give both latitude and longitude, or none.", field=name)
    country = country_name(given.country_code) if given.country_code else None
    own = given.model_dump(include={"name", "latitude", "longitude", "country_code", "admin1", "precision"})
    return own | {"geonames_id": None, "feature": None, "country": country} | by


def _as_json(place: Any) -> Json:
    return {name: getattr(place, name) for name in place.__dataclass_fields__}


def _participant(given: ParticipantIn, context: Context, name: str) -> Json:
    span = _optional(given.span, context, name)
    count = None
    if given.count:
        count = given.count.model_dump() | {"span": _optional(given.count.span, context, name)}
    return given.model_dump() | {"span": span, "count": count, "reason": _by_person(span, context)}


def _source(given: SourceIn, context: Context, name: str) -> Json:
    spans = {key: _optional(getattr(given, key), context, name) for key in ("span", "cue")}
    return {"name": given.name, **spans}


def _casualty(given: CasualtyIn, context: Context, name: str) -> Json:
    spans = {key: _optional(getattr(given, key), context, name) for key in ("span", "victims")}
    place = _place(given.place, context, name) if given.place else None
    source = _source(given.claimed_by, context, name) if given.claimed_by else None
    return given.model_dump() | spans | {"place": place, "claimed_by": source}


def _statement(given: StatementIn, context: Context, name: str) -> Json:
    if given.topic is not None:
        _event_id(given.topic, context, name)
    content = [span_of(span, context, name) for span in given.content]
    return given.model_dump() | {"content": content, "cue": _optional(given.cue, context, name)}


def _event_id(given: str, context: Context, name: str) -> str:
    if given not in context.event_ids:
        raise InputError(f"The article has no event {given!r}.", field=name)
    return given


def _each(read: Callable[[Any, Context, str], Any]) -> Callable[[Any, Context, str], list[Any]]:
    return lambda given, context, name: [read(one, context, name) for one in given]


def _as_sent(given: Any, _context: Context, _name: str) -> Any:
    return given


def _link(given: Any, context: Context, name: str) -> Json:
    return {"rel": given.rel, "event_id": _event_id(given.event_id, context, name)}


#: How the value of each field is read.
_READ: dict[str, Callable[[Any, Context, str], Any]] = {
    "factuality": _as_sent,
    "time": _time,
    "places": _each(_place),
    "participants": _each(_participant),
    "casualties": _each(_casualty),
    "statement": _statement,
    "attribution": _source,
    "links": _each(_link),
    "about_places": _each(_place),
    "about_time": _time,
    "background": _as_sent,
    "counted": _as_sent,
    "summary": _as_sent,
    "trigger": span_of,
    "mentions": _each(span_of),
}
