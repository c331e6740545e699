"""Which rows lie in a place that somebody names? What the gazetteer knows inside it, and what is named so itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from app.domain.text_folding import name_key
from app.errors import FilterError
from app.gazetteer.index import Entry, Gazetteer
from app.query.meant import meant
from app.query.values import country
from app.storage.index_terms import key
from app.storage.sql import Sql, either, every, one_of
from app.storage.term_query import Term, any_of

_LARGEST_ID = 2**31


@dataclass(frozen=True, slots=True)
class Inside:
    """The condition of a place row that lies in a place, and the keys of an event that has such a row."""

    condition: Sql
    match: Term


def within(value: str, gazetteer: Gazetteer | None) -> Inside:
    """What lies in the place called ``value`` (a name or a GeoNames id).

    A country covers its code, a first-level division its country and name, a second-level one the towns that the
    gazetteer knows in it, anything else itself. Of a name that
    several places have one must be clearly meant (``meant.py``); "Name, Parent" is one in the parent. Names that
    were never resolved are found as they are written. Raises ``AmbiguousPlaceError``.
    """
    ways = list(_ways(value, gazetteer))
    return Inside(either(way.condition for way in ways), any_of(way.match for way in ways))


def _ways(value: str, gazetteer: Gazetteer | None) -> Iterator[Inside]:
    if value.strip().isascii() and value.strip().isdigit():
        number = int(value)
        if number < _LARGEST_ID:
            entry = gazetteer.of_id(number) if gazetteer else None
            yield _of_ids([number])
            yield from covers([entry] if entry else [], gazetteer)
        return
    head, _, parent = value.partition(",")
    name = name_key(head)
    if parent.strip():
        yield from covers(meant(value, gazetteer) if gazetteer else (), gazetteer)
    elif gazetteer and (entries := meant(value, gazetteer)):
        yield _unresolved(name)
        yield from covers(entries, gazetteer)
    else:
        yield Inside(_named(name), key("m", name))
        yield Inside(_in_division(name), key("b", name))
        yield from _country(value)


def covers(entries: Sequence[Entry], gazetteer: Gazetteer | None) -> Iterator[Inside]:
    """What lies in one of some places of the gazetteer."""
    ids: list[int] = []
    for entry in entries:
        if entry.feature.startswith("PCL") and entry.country_code:
            yield _of_country(entry.country_code)
        elif entry.feature == "ADM1" and entry.admin1_row == entry.row:
            name = name_key(entry.admin1 or entry.name)
            inside = every((one_of("places.country_code", [entry.country_code]), _in_division(name)))
            yield Inside(inside, key("a", entry.country_code or "", name))
        if entry.geonames_id is None:
            yield _unresolved(name_key(entry.name))
        else:
            ids.append(entry.geonames_id)
            if entry.row == entry.admin2_row and gazetteer:  # rows do not tell their second-level division
                ids += gazetteer.inside_second(entry.row)
    if ids:
        yield _of_ids(ids)


def _of_ids(ids: Sequence[int]) -> Inside:
    return Inside(one_of("places.geonames_id", ids), any_of(f"i_{number}" for number in ids))


def _of_country(code: str) -> Inside:
    return Inside(one_of("places.country_code", [code]), key("c", code))


def _unresolved(name: str) -> Inside:
    """Places of a name that have no number: regions, seas, and what the gazetteer did not know."""
    return Inside(every((_named(name), Sql("places.geonames_id IS NULL"))), key("m", name))


def _named(name: str) -> Sql:
    return Sql("places.name_key = ?", (name,))


def _in_division(name: str) -> Sql:
    return Sql("places.admin1_key = ?", (name,))


def _country(value: str) -> Iterator[Inside]:
    """Names and codes of countries are known without a gazetteer."""
    with suppress(FilterError):
        yield _of_country(country("place", value))
