"""Where a happening took place: what its mentions say, else what a rule infers.

The rules, in this order, with how often each was right or too coarse on development articles: its words point back
("in the same area"), an event beside it in its paragraph has a place (21 of 23); where an article reports few
happenings, the town that it names most; else no more than the country or division of all that it reports (71 of 75).
"""

from __future__ import annotations

import bisect
from dataclasses import replace

from spacy.tokens import Doc

from app.domain.place import Place
from app.nlp.annotations import EventCluster, Toponym
from app.nlp.components.completion.story import main_cluster
from app.nlp.token_table import token_table
from app.ontology import catalogue

_FINENESS = {"point": 0, "city": 1, "admin1": 2, "country": 3, "region": 4, None: 5}
_WATERS = frozenset({"SEA", "OCN", "GULF", "STRT", "BAY", "CHN"})
_REAL = frozenset({"asserted", "alleged", "denied", "negated"})
_PINS = frozenset({"point", "city"})
_AREAS = frozenset({"admin1", "country", "region"})
_FEW = 3  # happenings of an article that is about one
_BACK = 3  # sentences over which words point back
_CARRIED, _SCENE = 0.7, 0.5  # what a place keeps of its confidence


class PlaceCompletion:
    """Places of the happenings of one Doc."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.tokens = token_table(doc)
        self.paragraphs = [start for start, _ in doc._.paragraphs]
        self.main: EventCluster = main_cluster(doc)
        own = [places[0].place for places in doc._.event_places if places]
        scene = [doc._.scene.place] if doc._.scene else []
        self.one_country = len({p.country_code for p in (*own, *scene) if p.country_code}) == 1
        violent = [c for c in doc._.event_clusters if catalogue()[doc._.triggers[c.numbers[0]].type].dates_story]
        towns = {p.geonames_id or p.name for p in (*own, *scene) if p.precision in _PINS}
        self.few = len(violent) <= _FEW and len(towns) <= 1

    def of(self, cluster: EventCluster) -> tuple[Place, ...]:
        """The places of a happening, the main one first."""
        named = [places for n in sorted(cluster.numbers) if (places := self.doc._.event_places[n])]
        if any(n in self.doc._.same_place for n in cluster.numbers) and (before := self.before(cluster, _BACK)):
            return (weaker(before, _CARRIED, "its words point back to the place named before"),)
        if named:
            return distinct(finest(named))
        if before := self.before(cluster, 1):
            return (weaker(before, _CARRIED, "the place of the event reported beside it"),)
        return self.scene(cluster)

    def scene(self, cluster: EventCluster) -> tuple[Place, ...]:
        """The article's place: its town where it reports few happenings, else the division or country of them all."""
        scene: Toponym | None = self.doc._.scene
        if scene is None or not self.factual(cluster):
            return ()
        if scene.place.precision in _AREAS:
            return (weaker(scene, _SCENE, "the place that the article names most"),) if self.one_country else ()
        kind = catalogue()[self.doc._.triggers[cluster.numbers[0]].type]
        goes_on = cluster is self.main or self.goes_on(self.main.numbers[0], cluster.numbers[0])
        headline = cluster is self.main and self.doc[scene.start].idx < self.doc._.context.title_end
        if kind.dates_story and (headline or (self.few and goes_on)):
            return (weaker(scene, _SCENE, "the town that the article names most"),)
        return (self.country(scene.place),) if self.one_country and scene.place.country_code else ()

    def country(self, place: Place) -> Place:
        """The country of a place, as the article names it."""
        named = (t.place for t in self.doc._.toponyms if t.place.precision == "country")
        known = next((p for p in named if p.country_code == place.country_code), None)
        known = known or Place(
            name=place.country or str(place.country_code),
            country_code=place.country_code,
            country=place.country,
            precision="country",
            confidence=place.confidence,
        )
        confidence = round(known.confidence * _SCENE, 3)
        return replace(known, span=None, confidence=confidence, reason="the country of all that the article reports")

    def factual(self, cluster: EventCluster) -> bool:
        """Whether a happening is reported as real and of the article's own time."""
        modalities = [self.doc._.modalities[n] for n in cluster.numbers]
        return modalities[0].factuality in _REAL and not any(m.past_reference for m in modalities)

    def before(self, cluster: EventCluster, sentences: int) -> Toponym | None:
        """The main place of the latest event before, at most ``sentences`` above it; None when there is none."""
        first = min(cluster.numbers)
        here = self.tokens.sent[self.doc._.triggers[first].head]
        for n in range(first - 1, -1, -1):
            if here - self.tokens.sent[self.doc._.triggers[n].head] > sentences:
                break
            if places := self.doc._.event_places[n]:
                near = sentences > 1 or self.paragraph(n) == self.paragraph(first)
                return places[0] if near and self.goes_on(n, first) else None
        return None

    def paragraph(self, n: int) -> int:
        """The number of the paragraph that a trigger stands in."""
        return bisect.bisect_right(self.paragraphs, self.doc._.triggers[n].head)

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
    return replace(place, confidence=round(place.confidence * by, 3), reason=reason)
