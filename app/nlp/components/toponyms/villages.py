"""Resolve a name that no better known place has to a village.

Villages of few or uncounted people have names of every kind; so they are searched only where the text itself says
where to look: inside the village, district or country that it names as holding the place, else in the country that the
article is about, else in those of the armed groups in it. Of several of a name the nearest to the other places of the
article is chosen, when it is much nearer than the others.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.geo import distance_km
from app.gazetteer import Entry
from app.nlp.components.toponyms.plausibility import FOCUS, foreign
from app.nlp.components.toponyms.resolver import Resolver
from app.nlp.components.toponyms.senses import Sense
from app.nlp.components.toponyms.words import words

_AROUND_KM = {"PPL": 60.0, "ADM3": 60.0, "ADM2": 130.0}  # how far from a holder's middle its villages lie
_CITY, _CITY_KM = 100_000, 25.0  # people of a city; how far from its middle a quarter of it lies
_TOGETHER_KM = 15.0  # villages of one name so near to each other are one for a map
_NEARER = 3.0  # times that the nearest must be nearer than the next
# How far a village is trusted, by its evidence.
_NAMED_PARENT, _ALIKE, _FOCUSED, _HINTED, _RESEMBLING, _ALONE = 0.9, 0.75, 0.8, 0.75, 0.6, 0.5
_NEARLY = "a village that is spelt nearly so"
_LEVELS = {"PPL": 0, "ADM2": 0, "ADM1": 1, "PCLI": 2}  # of two equals the first named, which stands nearest


@dataclass(frozen=True, slots=True)
class Hamlet:
    """A village found, the estimated probability that it is the one, and what was inferred where the text is silent."""

    entry: Entry
    confidence: float
    reason: str | None = None


class Villages:
    """The villages of the names of one article, and what holds each name; short-lived."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver
        self._found: dict[int, Hamlet | None] = {}

    def parent(self, sense: Sense) -> Entry | None:
        """The finest place that the text names as holding this one."""
        return next(iter(self.holders(sense)), None)

    def holders(self, sense: Sense) -> list[Entry]:
        """The places that the text names as holding this one, the finest first."""
        found: list[Entry] = []
        for position in sense.parents:
            other = self.resolver.sense_of.get(position)
            if other is None or other is sense or self.resolver.quarter(other):
                continue
            if other.best is not None and not self.resolver.outside(other):
                if other.chances[other.order[0]] >= 0.5 and not foreign(self.resolver, other):
                    found.append(other.best)
            elif (village := self.of(other)) is not None:
                found.append(village.entry)
        return sorted(found, key=lambda e: (e.point is None, _LEVELS.get(e.feature, 3)))

    def of(self, sense: Sense) -> Hamlet | None:
        """The village of a name; None when there is none, or several and nothing decides between them."""
        key = id(sense)
        if key not in self._found:
            self._found[key] = None  # set before the search: a name inside itself ends here
            self._found[key] = self._of(sense)
        return self._found[key]

    def _of(self, sense: Sense) -> Hamlet | None:
        kind = self.resolver.names[sense.names[0]].kind
        if kind in ("part", "street", "way"):
            return None
        holders = self.holders(sense)
        town = bool(holders) and holders[0].feature == "PPL" and holders[0].point is not None
        for holder in holders[:1] if town else holders:  # what is far from the town that holds it is a namesake
            if (found := self._inside(sense, holder)) is not None:
                return found
        return None if holders or kind in ("admin", "thing") else self._somewhere(sense, village=kind == "town")

    def _inside(self, sense: Sense, holder: Entry) -> Hamlet | None:
        """The village of a name inside a place; one spelt nearly so only in a division."""
        gazetteer = self.resolver.gazetteer
        others = self._others() if holder.feature in ("PCLI", "ADM1") else [holder]
        for key in _keys(sense.key):
            if chosen := _nearest([e for e in gazetteer.hamlets(key) if _within(e, holder)], others):
                return Hamlet(chosen, _NAMED_PARENT)
        if not holder.feature.startswith("ADM"):
            return None
        for key in _keys(sense.key):
            if chosen := _nearest([e for e in gazetteer.hamlets_alike(key) if _within(e, holder)], others):
                return Hamlet(chosen, _ALIKE, _NEARLY)
        return None

    def _somewhere(self, sense: Sense, *, village: bool) -> Hamlet | None:
        """The village of a name that the text puts into nothing; spelt nearly so, if it says that it is one."""
        gazetteer, focus = self.resolver.gazetteer, self.resolver.focus(FOCUS, sense)
        lands = {focus} if focus else self.resolver.hinted
        found = [e for key in _keys(sense.key) for e in gazetteer.hamlets(key)]
        if not lands:
            chosen = None if gazetteer.alike(sense.key) else _nearest(found, self._others())
            return Hamlet(chosen, _ALONE, "the only village of that name that is known") if chosen else None
        if chosen := _nearest([e for e in found if e.country_code in lands], self._others()):
            inferred = "a village of the article's country" if focus else "a village where its armed groups fight"
            return Hamlet(chosen, _FOCUSED if focus else _HINTED, inferred)
        if not village or found:
            return None
        found = [e for e in gazetteer.hamlets_alike(sense.key) if e.country_code in lands]
        chosen = _nearest(found, self._others())
        return Hamlet(chosen, _RESEMBLING, _NEARLY) if chosen else None

    def _others(self) -> list[Entry]:
        """The towns and districts that the article names for sure."""
        return [e for e in self.resolver.sure() if e.feature in ("PPL", "ADM2", "ADM3")]


def _keys(key: str) -> Iterator[str]:
    """A folded name as it is, and without the kind of a place at its end."""
    yield key
    head, _, last = key.rpartition(" ")
    if head and last in words().kinds:
        yield head


def _within(entry: Entry, holder: Entry) -> bool:
    """Whether a village can lie in the place said to hold it; of districts the middle is known, at best."""
    if entry.country_code != holder.country_code:
        return False
    if holder.feature == "PCLI":
        return True
    if holder.feature == "ADM1":
        return entry.admin1_row in (holder.row, -1)
    if holder.feature == "ADM2" and -1 not in (entry.admin1_row, holder.admin1_row):
        if entry.admin1_row != holder.admin1_row:
            return False
        if holder.point is None:
            return True
    if entry.point is None or holder.point is None:
        return False
    around = _CITY_KM if holder.feature == "PPL" and holder.population >= _CITY else _AROUND_KM.get(holder.feature, 0.0)
    return distance_km(*entry.point, *holder.point) <= around


def _nearest(found: Sequence[Entry], others: Sequence[Entry]) -> Entry | None:
    """The village nearest to the other places, of several of the same name."""
    if not found:
        return None
    away = sorted(((_away(e, others), e) for e in found), key=lambda pair: (pair[0], pair[1].row))
    nearest, first = away[0]
    rest = [km for km, e in away[1:] if _apart(first, e)]
    return first if not rest or rest[0] > _NEARER * max(nearest, _TOGETHER_KM) else None


def _away(entry: Entry, others: Sequence[Entry]) -> float:
    points = [o.point for o in others if o.point is not None]
    if entry.point is None or not points:
        return math.inf
    return min(distance_km(*entry.point, *point) for point in points)


def _apart(one: Entry, other: Entry) -> bool:
    return one.point is None or other.point is None or distance_km(*one.point, *other.point) > _TOGETHER_KM
