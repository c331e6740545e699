"""The rows that lie in a named place: what the gazetteer knows inside it, and what has the name itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from app.domain.text_folding import name_key
from app.errors import FilterError
from app.gazetteer.index import Entry, Gazetteer
from app.query.areas import PLACE, in_box
from app.query.parameters.values import country
from app.query.place_disambiguation import disambiguate_place
from app.query.regions import region_parts, regions_inside
from app.storage.index_terms import key
from app.storage.sql import Sql, either, every, one_of
from app.storage.term_covers import cells
from app.storage.term_query import Term, any_of

_LARGEST_ID = 2**31
_PINNED = Sql("places.position = 0 OR places.about")
_WATERS = frozenset({"SEA", "OCN", "GULF", "BAY", "STRT", "CHN", "STM", "LK", "LKS", "CNL", "REEF"})  # GeoNames


@dataclass(frozen=True, slots=True)
class Inside:
    """The condition of a place row that lies in a place, and the index terms of an event that has such a row."""

    condition: Sql
    term: Term


def place_filter(value: str, gazetteer: Gazetteer | None) -> Inside:
    """What lies in the place called ``value`` (a name or a GeoNames id).

    A country covers its code, a first-level division its country and name, a second-level one the towns that the
    gazetteer knows in it, a region its members (``regions``), anything else itself. Of a name that several places
    share one must dominate (``place_disambiguation``); "Name, Parent" is one in the parent. Names that were never
    resolved match as they are written. Raises ``AmbiguousPlaceError``, and ``FilterError`` for a region without known
    members.
    """
    ways = list(_ways(value, gazetteer))
    return Inside(either(way.condition for way in ways), any_of(way.term for way in ways))


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
        yield from covers(disambiguate_place(value, gazetteer) if gazetteer else (), gazetteer)
    elif gazetteer and (entries := disambiguate_place(value, gazetteer)):
        check_extent(value, entries)
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
            yield from _in_region(entry.name, gazetteer)
        else:
            ids.append(entry.geonames_id)
            if entry.row == entry.admin2_row and gazetteer:  # rows do not contain their second-level division
                ids += gazetteer.inside_second(entry.row)
    if ids:
        yield _of_ids(ids)


def check_extent(value: str, entries: Sequence[Entry]) -> None:
    """Raise ``FilterError`` when places are nothing but a region on land of which nobody knows what lies inside.

    What happens on water is placed there by the name of the water.
    """
    if any(e.geonames_id is not None or e.feature in _WATERS or region_parts(e.name) for e in entries):
        return
    latitude, longitude = entries[0].point or (0.0, 0.0)
    raise FilterError(
        f"place={value!r} is a region without borders here. Send near={latitude:g},{longitude:g} with radius_km, or "
        "bbox=minLon,minLat,maxLon,maxLat, or countries and divisions in it.",
        field="place",
    )


def _in_region(name: str, gazetteer: Gazetteer | None) -> Iterator[Inside]:
    """What lies in the members of a region; a box contains events by their main place."""
    for inner in regions_inside(name):
        yield _unresolved(name_key(inner))
    for part in region_parts(name):
        for code in part.countries:
            yield _of_country(code)
        for box in part.boxes:
            if (term := cells(box.west, box.south, box.east, box.north)) is not None:
                yield Inside(every((_PINNED, in_box(box, PLACE))), term)
        named = (
            entry
            for code, divisions in part.divisions.items()
            for division in divisions
            for entry in (gazetteer.named(division) if gazetteer else ())
            if entry.feature == "ADM1" and entry.country_code == code
        )
        yield from covers(list(named), gazetteer)


def _of_ids(ids: Sequence[int]) -> Inside:
    return Inside(one_of("places.geonames_id", ids), any_of(f"i_{number}" for number in ids))


def _of_country(code: str) -> Inside:
    return Inside(one_of("places.country_code", [code]), key("c", code))


def _unresolved(name: str) -> Inside:
    """Places of a name without an id: regions, seas, and what the gazetteer did not know."""
    return Inside(every((_named(name), Sql("places.geonames_id IS NULL"))), key("m", name))


def _named(name: str) -> Sql:
    return Sql("places.name_key = ?", (name,))


def _in_division(name: str) -> Sql:
    return Sql("places.admin1_key = ?", (name,))


def _country(value: str) -> Iterator[Inside]:
    """Names and codes of countries are known without a gazetteer."""
    with suppress(FilterError):
        yield _of_country(country("place", value))
