"""Which rows lie in a place that somebody names? What the gazetteer knows inside it, and what is named so itself."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, false, or_

from app.errors import FilterError
from app.gazetteer.index import Entry, Gazetteer
from app.query.meant import meant
from app.query.values import country
from app.storage.folding import name_key
from app.storage.tables import PlaceRow

_LARGEST_ID = 2**31


def within(value: str, gazetteer: Gazetteer | None) -> ColumnElement[bool]:
    """The condition of a place row that lies in the place called ``value`` (a name or a GeoNames id).

    A country covers its code, a first-level division its country and name, a second-level one the towns that the
    gazetteer knows in it, anything else itself. Of a name that
    several places have one must be clearly meant (``meant.py``); "Name, Parent" is one in the parent. Names that
    were never resolved are found as they are written. Raises ``AmbiguousPlaceError``.
    """
    if value.strip().isascii() and value.strip().isdigit():
        number = int(value)
        if number >= _LARGEST_ID:
            return false()
        entry = gazetteer.of_id(number) if gazetteer else None
        return or_(PlaceRow.geonames_id == number, *covers([entry] if entry else [], gazetteer))
    head, _, parent = value.partition(",")
    key = name_key(head)
    if parent.strip():
        return or_(false(), *covers(meant(value, gazetteer) if gazetteer else (), gazetteer))
    if gazetteer and (entries := meant(value, gazetteer)):
        return or_(_unresolved(key), *covers(entries, gazetteer))
    return or_(PlaceRow.name_key == key, PlaceRow.admin1_key == key, *_country(value))


def covers(entries: Sequence[Entry], gazetteer: Gazetteer | None) -> list[ColumnElement[bool]]:
    """The conditions of a place row that lies in one of some places of the gazetteer."""
    out: list[ColumnElement[bool]] = []
    ids: list[int] = []
    for entry in entries:
        if entry.feature.startswith("PCL") and entry.country_code:
            out.append(PlaceRow.country_code == entry.country_code)
        elif entry.feature == "ADM1" and entry.admin1_row == entry.row:
            inside = PlaceRow.admin1_key == name_key(entry.admin1 or entry.name)
            out.append(and_(PlaceRow.country_code == entry.country_code, inside))
        if entry.geonames_id is None:
            out.append(_unresolved(name_key(entry.name)))
        else:
            ids.append(entry.geonames_id)
            if entry.row == entry.admin2_row and gazetteer:  # rows do not tell their second-level division
                ids += gazetteer.inside_second(entry.row)
    return [*out, PlaceRow.geonames_id.in_(ids)] if ids else out


def _unresolved(key: str) -> ColumnElement[bool]:
    """Places of a name that have no number: regions, seas, and what the gazetteer did not know."""
    return and_(PlaceRow.name_key == key, PlaceRow.geonames_id.is_(None))


def _country(value: str) -> list[ColumnElement[bool]]:
    """Names and codes of countries are known without a gazetteer."""
    try:
        return [PlaceRow.country_code == country("place", value)]
    except FilterError:
        return []
