"""Resolve a place name that several places share: to the one that dominates, or to none.

Places of one name that lie inside one another, or side by side (a city and its province, a town that a border
divides), are one answer. Of what is left a country dominates unless a larger division has its name, otherwise a place
with ten times the people of any other; a capital counts for more, and so does a place's main name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.domain.geo import distance_km
from app.errors import AmbiguousPlaceError, FilterError, PlaceChoice
from app.gazetteer.countries import government_by_capital
from app.gazetteer.index import Entry, Gazetteer
from app.query.parameters.values import country

MOST = 500  # places of one name; the most populous come first
LISTED = 10  # candidates in an answer
_FAR_MORE = 10
_OTHER_NAME, _CAPITAL = 0.1, 10
_BESIDE_KM, _SEAT_KM = 30, 200
_LEAST = {"PCLI": 1_000_000.0, "ADM1": 50_000.0}  # people, where none are counted
_REGION_LEAST = 5_000_000.0  # regions and seas are in the gazetteer because the news reports on them


@dataclass(slots=True)
class _Group:
    """Places of one name that are one answer; the first is the weightiest."""

    entries: list[Entry] = field(default_factory=list)
    weight: float = 0.0

    @property
    def nation(self) -> Entry | None:
        return next((entry for entry in self.entries if entry.feature.startswith("PCL")), None)

    def takes(self, entry: Entry) -> bool:
        return any(entry.inside(other) or other.inside(entry) or _beside(entry, other) for other in self.entries)


def disambiguate_place(value: str, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    """The places that a name, or "Name, Parent", refers to: one and what belongs to it; none when it is unknown.

    Raises ``AmbiguousPlaceError`` when none of several dominates.
    """
    head, _, parent = value.partition(",")
    found = gazetteer.named(head)
    if parent.strip():
        parents = _parents(parent, gazetteer)
        found = tuple(entry for entry in found if any(entry.inside(p) and entry.row != p.row for p in parents))
    groups = _groups(found[:MOST], government_by_capital(head.strip().title()))
    if len(groups) > 1 and not _dominates(groups):
        raise _ambiguous(value, groups)
    return _with_divisions(groups[0].entries, gazetteer) if groups else ()


def _with_divisions(entries: Sequence[Entry], gazetteer: Gazetteer) -> tuple[Entry, ...]:
    """A region together with the division of its name ("Gaza" is also a name of the Gaza Strip, which is both)."""
    regions = [entry for entry in entries if entry.geonames_id is None]
    more = [
        e for r in regions for e in gazetteer.named(r.name) if e.feature == "ADM1" and e.country_code == r.country_code
    ]
    return tuple({entry.row: entry for entry in (*entries, *more)}.values())


def _parents(parent: str, gazetteer: Gazetteer) -> tuple[Entry, ...]:
    """Any place of the parent's name, or the country of its code."""
    if found := gazetteer.named(parent):
        return found
    try:
        entry = gazetteer.of_code(country("place", parent))
    except FilterError:
        return ()
    return (entry,) if entry else ()


def _groups(entries: Sequence[Entry], capital_of: str | None) -> list[_Group]:
    """The places grouped by what belongs together, the weightiest first."""
    groups: list[_Group] = []
    weights = {entry.row: _weight(entry, capital_of) for entry in entries}
    for entry in sorted(entries, key=lambda e: (-weights[e.row], e.row)):
        group = next((group for group in groups if group.takes(entry)), None)
        if group is None:
            groups.append(group := _Group())
        group.entries.append(entry)
        group.weight = max(group.weight, weights[entry.row])
    return sorted(groups, key=lambda group: (-group.weight, group.entries[0].row))


def _dominates(groups: list[_Group]) -> bool:
    """Whether the first dominates. A country comes first when no larger division has its name.

    A region that counts for most does: unlike the others it has no id by which it could be requested.
    """
    if groups[0].entries[0].geonames_id is None:
        return True
    nations = [group for group in groups if group.nation]
    if len(nations) == 1:
        nation = nations[0]
        larger = [g for g in groups if g is not nation and g.weight > nation.weight]
        if not any(entry.feature == "ADM1" for group in larger for entry in group.entries):
            groups.remove(nation)
            groups.insert(0, nation)
            return True
    return not nations and groups[0].weight >= _FAR_MORE * groups[1].weight


def _weight(entry: Entry, capital_of: str | None) -> float:
    """How many people a place counts for."""
    if entry.geonames_id is None:
        return _REGION_LEAST
    people = max(float(entry.population), _LEAST.get(entry.feature, 1.0))
    if capital_of and entry.country_code == capital_of and entry.feature == "PPL":
        people *= _CAPITAL
    return people if entry.main or entry.feature.startswith("PCL") else people * _OTHER_NAME


def _beside(entry: Entry, other: Entry) -> bool:
    if None in (entry.geonames_id, other.geonames_id):  # a region of no exact borders, in the same country
        return entry.country_code == other.country_code
    if entry.point is None or other.point is None:
        return False
    seat = entry.country_code == other.country_code and "ADM1" in (entry.feature, other.feature)
    return distance_km(*entry.point, *other.point) <= (_SEAT_KM if seat else _BESIDE_KM)


def _ambiguous(value: str, groups: list[_Group]) -> AmbiguousPlaceError:
    known = [e for group in groups for e in [e for e in group.entries if e.geonames_id is not None][:1]]
    choices = tuple(map(_choice, known[:LISTED]))
    listed = "; ".join(f"{_label(choice)} ({choice.geonames_id})" for choice in choices[:3])
    more = "; …" if len(known) > len(choices[:3]) else ""
    message = (
        f"place={value!r} may be any of {len(groups)} places: {listed}{more}. Send the GeoNames id of one, or "
        f'"Name, Parent" such as {_label(choices[0], short=True)!r}.'
    )
    return AmbiguousPlaceError(message, candidates=choices)


def _choice(entry: Entry) -> PlaceChoice:
    return PlaceChoice(
        geonames_id=entry.geonames_id,
        name=entry.name,
        feature=entry.feature,
        admin1=entry.admin1,
        country_code=entry.country_code,
        country=entry.country,
        latitude=entry.latitude,
        longitude=entry.longitude,
    )


def _label(choice: PlaceChoice, short: bool = False) -> str:
    division = choice.admin1 if choice.feature != "ADM1" else None
    parts = [choice.name, division, None if short and division else choice.country]
    return ", ".join(part for part in parts if part)
