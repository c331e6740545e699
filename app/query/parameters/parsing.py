"""From the parameters of a URL to a filter, a page and options; every mistake is a ``FilterError`` with its name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from app.errors import ContradictionError, FilterError
from app.ontology import catalogue
from app.query.filters import MAX_LIMIT, EventFilter, EventRequest, Interval, Near, OutputOptions, PageRequest
from app.query.parameters import values
from app.query.parameters.hints import hint
from app.query.parameters.parameter import Parameter
from app.query.parameters.table import DEFAULT_RADIUS_KM, FACTUALITIES, FILTERS, OUTPUT, PAGING

MAX_PARAMETERS = 200
Params = Sequence[tuple[str, str]]  # in the order of the URL
Read = dict[str, list[Any]]  # the values of each parameter


def parse_filter(params: Params) -> EventFilter:
    """The filter of a query that takes nothing else. Raises ``FilterError`` as ``parse_request``."""
    return _filter(read(params, FILTERS))


def parse_request(params: Params, most: int = MAX_LIMIT) -> EventRequest:
    """The filter, page and options of a query; ``most`` is the largest limit.

    Raises ``FilterError`` for an unknown parameter (with the nearest known name), one given twice that may come
    only once, and any value that cannot be read.
    """
    found = read(params, (*FILTERS, *PAGING, *OUTPUT))
    page = PageRequest(**_fields(found, PAGING))
    if page.limit > most:
        raise ContradictionError(f"limit={page.limit} must be a whole number from 1 to {most} here.", field="limit")
    if page.sort == "distance" and "near" not in found:
        raise ContradictionError("sort=distance needs near=latitude,longitude.", field="sort")
    if "updated_since" in found and "sort" not in found:
        page = replace(page, sort="updated")
    return EventRequest(_filter(found), page, OutputOptions(**_fields(found, OUTPUT)))


def read(params: Params, table: Iterable[Parameter]) -> Read:
    """The values of some parameters by name. Raises ``FilterError`` as ``parse_request``."""
    known = {parameter.name: parameter for parameter in table}
    if len(params) > MAX_PARAMETERS:
        raise FilterError(f"More than {MAX_PARAMETERS} parameters.", field=params[MAX_PARAMETERS][0])
    found: Read = {}
    for name, value in params:
        parameter = known.get(name)
        if parameter is None:
            raise FilterError(f"There is no parameter {name!r} here{hint('parameter', name, known)}", field=name)
        if name in found and not parameter.repeatable:
            raise FilterError(f"{name!r} may be given only once.", field=name)
        found.setdefault(name, []).extend(parameter.read(value))
    return found


def _filter(found: Read) -> EventFilter:
    fields = _fields(found, FILTERS)
    if "any" in fields.get("factuality", ()):
        fields["factuality"] = FACTUALITIES
    if "types" in fields:
        fields["types"] = catalogue().expand(fields["types"])
    fields["near"] = _near(found)
    fields["time"] = _interval(found, "time", _local)
    fields["published"] = _interval(found, "published", _in_utc)
    return EventFilter(**fields)


def _fields(found: Read, table: Iterable[Parameter]) -> dict[str, Any]:
    """The fields that parameters fill; repeated values count once."""
    given = [parameter for parameter in table if parameter.name in found]
    return {p.field: tuple(dict.fromkeys(found[p.name])) if p.repeatable else found[p.name][0] for p in given}


def _near(found: Read) -> Near | None:
    if "near" not in found:
        if "radius_km" in found:
            raise ContradictionError("radius_km needs near=latitude,longitude.", field="radius_km")
        return None
    latitude, longitude = found["near"][0]
    return Near(latitude, longitude, found.get("radius_km", [DEFAULT_RADIUS_KM])[0])


def _interval(found: Read, field: str, convert: Callable[[dt.datetime], dt.datetime]) -> Interval | None:
    """What all parameters of a field have in common."""
    common: Interval | None = None
    for name in (parameter.name for parameter in FILTERS if parameter.field == field):
        for start, end in found.get(name, ()):
            common = values.intersection(name, common, start and convert(start), end and convert(end))
    return common


def _local(moment: dt.datetime) -> dt.datetime:
    """Events happen in local time of their place: a zone says nothing about them."""
    return moment.replace(tzinfo=None)


def _in_utc(moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
