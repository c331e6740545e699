"""Where a happening took place: what its mentions say, else what a rule infers.

The rules, in this order, with how often each was right or too coarse on development articles: its words point back
("in the same area"), an event of its sentence or the one before has a place (21 of 23); for the happening that opens
the article the place that the article names most.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc

from app.domain.place import Place
from app.nlp.annotations import EventCluster, Toponym
from app.nlp.token_table import token_table

_FINENESS = {"point": 0, "city": 1, "admin1": 2, "country": 3, "region": 4, None: 5}
_WATERS = frozenset({"SEA", "OCN", "GULF", "STRT", "BAY", "CHN"})
_REAL = frozenset({"asserted", "alleged", "denied", "negated"})
_BACK = 3  # sentences over which words point back
_CARRIED, _SCENE = 0.7, 0.5  # what a place keeps of its confidence


class PlaceCompletion:
    """Places of the happenings of one Doc."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.tokens = token_table(doc)
        self.main: EventCluster = min(doc._.event_clusters, key=lambda c: min(c.numbers))

    def of(self, cluster: EventCluster) -> tuple[Place, ...]:
        """The places of a happening, the main one first."""
        named = [places for n in sorted(cluster.numbers) if (places := self.doc._.event_places[n])]
        if any(n in self.doc._.same_place for n in cluster.numbers) and (before := self.before(cluster, _BACK)):
            return (weaker(before, _CARRIED, "its words point back to the place named before"),)
        if named:
            return distinct(finest(named))
        if before := self.before(cluster, 1):
            return (weaker(before, _CARRIED, "the place of the event reported beside it"),)
        if cluster is self.main and self.doc._.scene is not None:
            return (weaker(self.doc._.scene, _SCENE, "the place that the article names most"),)
        return ()

    def before(self, cluster: EventCluster, sentences: int) -> Toponym | None:
        """The main place of the latest event before, at most so many sentences above it; None when there is none."""
        first = min(cluster.numbers)
        here = self.tokens.sent[self.doc._.triggers[first].head]
        for n in range(first - 1, -1, -1):
            if here - self.tokens.sent[self.doc._.triggers[n].head] > sentences:
                break
            if places := self.doc._.event_places[n]:
                return places[0] if self.goes_on(n, first) else None
        return None

    def goes_on(self, before: int, n: int) -> bool:
        """Whether an event may lie where another one lies: both are as real, and no other day is given for it."""
        modalities, times, scopes = self.doc._.modalities, self.doc._.event_times, self.doc._.time_scopes
        if scopes[before] != scopes[n]:
            return False
        if (modalities[n].factuality in _REAL) and modalities[before].factuality not in _REAL:
            return False  # "The army may strike Nyala. He was killed in the blast."
        one, other = times[before], times[n]
        if one is None or other is None or not (one.start and one.end and other.start and other.end):
            return True
        return bool(one.start < other.end and other.start < one.end)


def finest(lists: list[tuple[Toponym, ...]]) -> tuple[Toponym, ...]:
    """The list whose main place is the finest, the first of equals; no town is the finer name of a sea."""
    waters = lists[0][0].place.feature in _WATERS
    kept = [places for places in lists if not waters or places[0].place.name == lists[0][0].place.name]
    return min(kept, key=lambda places: _FINENESS[places[0].place.precision])


def distinct(toponyms: tuple[Toponym, ...]) -> tuple[Place, ...]:
    """Each place once."""
    out: dict[tuple[object, str], Place] = {}
    for toponym in toponyms:
        out.setdefault((toponym.place.geonames_id, toponym.place.name), toponym.place)
    return tuple(out.values())


def weaker(toponym: Toponym, by: float, reason: str) -> Place:
    """The place of a toponym with less confidence, and why it is taken."""
    place = toponym.place
    return replace(place, confidence=round(place.confidence * by, 3), reason=place.reason or reason)
