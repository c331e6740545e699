"""Which places may a name mean? Those of its spelling; failing that, those of a part of it, or spelt nearly so."""

from __future__ import annotations

from dataclasses import dataclass

from app.gazetteer import Entry, Gazetteer
from app.nlp.components.toponyms.names import Name
from app.nlp.components.toponyms.words import words

_SEAT, _SEAT_CITY = 0.15, 0.04  # share of a division's people who live in the town, or city, that it is named for
_CITY = 50_000  # people of a city
_TOWNLIKE = 0.05  # share of a division's people that makes a town of its name a place to file from
MANY = 80  # candidates that are weighed


@dataclass(frozen=True, slots=True)
class Candidates:
    """The places that a name may mean, the most populous first.

    ``penalty`` is what their doubtful spelling costs (0 to 1); ``alike`` are the rows of those that are spelt only
    nearly like the name.
    """

    found: tuple[Entry, ...] = ()
    penalty: float = 0.0
    alike: frozenset[int] = frozenset()


def candidates(gazetteer: Gazetteer, name: Name, *, division: bool = False) -> Candidates:
    """The places of a name's spelling; others too when it has none, or when the text says where it lies.

    Of a name that the article calls a ``division`` somewhere, divisions that are spelt nearly so are candidates too.
    """
    if name.kind == "street":
        return Candidates()
    found = gazetteer.lookup(name.key)
    if name.filed:
        found = _towns_first(found)
    whole = f"{name.key} {_singular(name.kind_word)}" if name.kind in ("admin", "thing") and name.kind_word else ""
    if whole:
        found = _with(gazetteer.lookup(whole), found)
    parts = name.key.split()
    if not found and len(parts) > 1 and (shorter := _shortened(gazetteer, name, parts)).found:
        return shorter
    alike = gazetteer.alike(name.key)
    if found and not (name.boxed or name.inside):
        alike = tuple(e for e in alike if division and e.feature == "ADM1")
    if name.kind in ("part", "way") or parts[-1] in words().kinds or (found and not alike):
        return Candidates(found[:MANY])
    if whole:
        alike = _with(alike, gazetteer.alike(whole))
    rows = {e.row for e in found}
    return Candidates(_with(found[:MANY], alike[:MANY]), alike=frozenset(e.row for e in alike if e.row not in rows))


def seated(found: tuple[Entry, ...]) -> frozenset[int]:
    """Divisions that are named for a large town inside them: without "province" the name is the town's ("at Basra")."""
    towns = [e for e in found if e.feature == "PPL"]
    return frozenset(e.row for e in found if e.feature == "ADM1" and any(_seat(t, e) for t in towns))


def _seat(town: Entry, division: Entry) -> bool:
    """Whether a division is named for a town, which is well known by the name itself or as "New York City"."""
    named = town.main >= division.main or town.name.endswith(" City")
    share = _SEAT_CITY if town.population >= _CITY else _SEAT
    return named and town.inside(division) and town.population >= share * division.population


def _towns_first(found: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Without the divisions and regions that share their name with a town of some size: reporters file from towns."""
    largest = max((e.population for e in found if e.feature == "PPL"), default=-1)
    return tuple(e for e in found if e.feature in ("PPL", "PCLI") or e.population * _TOWNLIKE > largest)


def _with(found: tuple[Entry, ...], more: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Both, each place once, by its main name where either found it so."""
    rows = {e.row for e in found}
    main = {e.row: e for e in more if e.main}
    return tuple(main.get(e.row, e) for e in found) + tuple(e for e in more if e.row not in rows)


def _shortened(gazetteer: Gazetteer, name: Name, parts: list[str]) -> Candidates:
    """Places of the name without a direction or kind at its beginning or end."""
    known = words()
    if parts[0] in known.directions:
        return Candidates(gazetteer.lookup(" ".join(parts[1:]))[:MANY], 0.7)
    found = gazetteer.lookup(" ".join(parts[:-1]))
    if parts[-1] in known.directions:
        return Candidates(found[:MANY], 0.4)
    if name.kind in ("admin", "town") and parts[-1] in known.kinds:
        return Candidates(tuple(e for e in found if e.main or name.kind == "admin")[:MANY], 0.2)
    return Candidates()


def _singular(word: str) -> str:
    """ "counties" → "county"."""
    return word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")
