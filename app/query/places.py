"""Which rows lie in a place that somebody names? What the gazetteer knows inside it, and what is named so itself."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, false, or_

from app.errors import FilterError
from app.gazetteer.index import Entry, Gazetteer
from app.query.values import country
from app.storage.folding import name_key
from app.storage.tables import PlaceRow

MOST = 500  # places of one name; the most populous come first
_LARGEST_ID = 2**31


def within(value: str, gazetteer: Gazetteer | None) -> ColumnElement[bool]:
    """The condition of a place row that lies in the place called ``value`` (a name or a GeoNames id).

    A country covers its code, a first-level division its country and name, anything else itself. A name that
    several places have stands for all of them; "Name, Parent" for those in the parent. Names that were never
    resolved are found as they are written.
    """
    if value.strip().isascii() and value.strip().isdigit():
        number = int(value)
        if number >= _LARGEST_ID:
            return false()
        entry = gazetteer.of_id(number) if gazetteer else None
        return or_(PlaceRow.geonames_id == number, *covers([entry] if entry else []))
    head, _, parent = value.partition(",")
    key = name_key(head)
    if parent.strip():
        return or_(false(), *covers(_named(head, parent, gazetteer)))
    same_name = [PlaceRow.name_key == key, PlaceRow.admin1_key == key]
    return or_(*same_name, *_country(value, gazetteer), *covers(_named(head, "", gazetteer)))


def covers(entries: Sequence[Entry]) -> list[ColumnElement[bool]]:
    """The conditions of a place row that lies in one of some places of the gazetteer."""
    out: list[ColumnElement[bool]] = []
    ids: list[int] = []
    for entry in entries:
        if entry.feature.startswith("PCL") and entry.country_code:
            out.append(PlaceRow.country_code == entry.country_code)
        elif entry.feature == "ADM1":
            inside = PlaceRow.admin1_key == name_key(entry.admin1 or entry.name)
            out.append(and_(PlaceRow.country_code == entry.country_code, inside))
        if entry.geonames_id is not None:
            ids.append(entry.geonames_id)
    return [*out, PlaceRow.geonames_id.in_(ids)] if ids else out


def _named(name: str, parent: str, gazetteer: Gazetteer | None) -> Sequence[Entry]:
    if gazetteer is None:
        return ()
    found = gazetteer.named(name)
    if parent.strip():
        parents = gazetteer.named(parent)
        found = tuple(entry for entry in found if any(entry.inside(p) and entry.row != p.row for p in parents))
    return found[:MOST]


def _country(value: str, gazetteer: Gazetteer | None) -> list[ColumnElement[bool]]:
    """Without a gazetteer the names of countries are known all the same."""
    if gazetteer is not None:
        return []
    try:
        return [PlaceRow.country_code == country("place", value)]
    except FilterError:
        return []
