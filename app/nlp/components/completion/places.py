"""Where a happening took place: what its mentions say, else what a rule infers.

The rules, in this order: its words point back ("in the same area"); an event beside it in its paragraph has a place;
what an article is about lies in the town of its dateline or police force (77 of 79 on local reports), else, where it
reports few happenings, in the town that it names most (18 of 19); else in no more than the country or division of all
that it reports (71 of 75 right or too coarse on world news). A whole war lies in a land, never in a town.
"""

from __future__ import annotations

import bisect
import datetime as dt
from dataclasses import replace

from spacy.tokens import Doc

from app.domain.geo import distance_km
from app.domain.place import Place
from app.nlp.annotations import EventCluster, Toponym
from app.nlp.components.completion.story import main_cluster, takes_story
from app.nlp.components.completion.town import filed_abroad, home_town, of_care, of_people
from app.nlp.lexicon import word_list
from app.nlp.token_table import token_table
from app.nlp.undertakings import answered
from app.ontology import catalogue

_FINENESS = {"point": 0, "city": 1, "admin1": 2, "country": 3, "region": 4, None: 5}
_UNKNOWN = 5  # the fineness of a name that is on no map
_WATERS = frozenset({"SEA", "OCN", "GULF", "STRT", "BAY", "CHN"})
_REAL = frozenset({"asserted", "alleged", "denied", "negated"})
_PINS = frozenset({"point", "city"})
_AREAS = frozenset({"admin1", "country", "region"})
_FEW = 3  # happenings of an article that is about one
_NEAR_KM = 40.0  # no part of a town lies further from its middle
_REACH_KM = 60.0  # nor does a town lie further from the middle of its district
_BACK = 3  # sentences over which words point back
_WEEKS = dt.timedelta(days=14)  # between what was over before and the story
_CARRIED, _SCENE = 0.7, 0.5  # what a place keeps of its confidence


class PlaceCompletion:
    """Places of the happenings of one Doc."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.tokens = token_table(doc)
        self.paragraphs = [start for start, _ in doc._.paragraphs]
        self.main: EventCluster = main_cluster(doc)
        abroad = filed_abroad(doc)
        self.scene: Toponym | None = None if abroad else doc._.scene
        scene = [self.scene.place] if self.scene else []
        self.home = None if abroad else home_town(doc)
        acts = [
            (t, m, p[0].place)
            for t, m, p in zip(doc._.triggers, doc._.modalities, doc._.event_places, strict=True)
            if p
        ]
        violence = [p for t, _, p in acts if catalogue()[t.type].dates_story]
        forceful = [p for t, _, p in acts if catalogue()[t.type].forceful]  # a summit abroad says nothing
        self.one_country = len({p.country_code for p in (*forceful, *scene) if p.country_code}) == 1
        real = {p.geonames_id for _, m, p in acts if m.factuality in _REAL}
        self.unreal = {p.geonames_id for _, _, p in acts} - real  # towns of what may happen
        districts = [p for p in violence if p.precision == "admin1" and p.feature not in (None, "ADM1")]
        home = [self.home.place] if self.home else []
        self.all_home = all(compatible(p, h) for p in violence for h in home) and bool(home)
        self.all_home &= not any(away(p, h) for p in districts for h in home)
        violent = [c for c in doc._.event_clusters if takes_story(doc, c)]
        towns = [t.place for t in doc._.toponyms if t.usage == "place" and not of_care(doc, t)]
        towns = [p for p in towns if p.precision in _PINS and p.geonames_id is not None]
        self.few = len(violent) <= _FEW and all(compatible(p, s) for p in towns for s in scene)
        self.few &= not any(away(p, s) for p in districts for s in scene)

    def of(self, cluster: EventCluster) -> tuple[Place, ...]:
        """The places of a happening, the main one first."""
        order = cluster.numbers if self.lasts(cluster) else sorted(cluster.numbers)
        named = [places for n in order if (places := self.doc._.event_places[n])]
        if any(n in self.doc._.same_place for n in cluster.numbers) and (before := self.pointed(cluster)):
            return tuple(weaker(p, _CARRIED, "its words point back to the place named before") for p in before)
        if named and self.lasts(cluster):
            return self.theatre(named)
        if named:
            return self.pinned(distinct(finest(named)), cluster)
        if (before := self.before(cluster, 1)) and not self.lasts(cluster):
            return tuple(weaker(p, _CARRIED, "the place of the event reported beside it") for p in before)
        return self.inferred(cluster)

    def pinned(self, places: tuple[Place, ...], cluster: EventCluster) -> tuple[Place, ...]:
        """The places; a quarter that the gazetteer lacks is put at the article's town, which goes before a street."""
        main = places[0]
        road = main.name.split()[-1].lower() in word_list("event_places.streets")
        on_map = main.latitude is not None and main.precision in _PINS
        if main.geonames_id is not None or (on_map and not road):
            return places
        town = self.town(cluster) if takes_story(self.doc, cluster) and self.factual(cluster) else None
        if town is None or town.latitude is None or not inside(town, main):
            return places
        if road:
            return (town, *places)
        put = replace(
            main,
            country_code=town.country_code,
            country=town.country,
            admin1=town.admin1,
            latitude=town.latitude,
            longitude=town.longitude,
            precision=town.precision,
            confidence=round(min(main.confidence or _SCENE, town.confidence), 3),
            reason=f"not in the gazetteer; placed by {town.name}, {town.reason}",
        )
        return (put, *places[1:])

    def pointed(self, cluster: EventCluster) -> tuple[Toponym, ...]:
        """The place that "there" points to: the last one named before it in its sentence, else that of an event."""
        for n in sorted(self.doc._.same_place.intersection(cluster.numbers)):
            start, end = self.tokens.sents[self.tokens.sent[self.doc._.triggers[n].head]]
            there = next((i for i in range(start, end) if self.tokens.lower[i] == "there"), start)
            before = (t for t in self.doc._.toponyms if start <= t.start and t.end <= there)
            named: list[Toponym] = [t for t in before if t.usage != "modifier"]  # not "killed nine Chinese there"
            if named:
                return (named[-1],)
        return self.before(cluster, _BACK, pointed=True)

    def inferred(self, cluster: EventCluster) -> tuple[Place, ...]:
        """The article's place: its town for the violence that it is about, else the division or country of it all."""
        if not self.factual(cluster):
            return ()
        base = self.home or self.scene
        if base is not None and self.nationwide(cluster):
            return self.country(base.place, "its words tell of the whole country")
        if takes_story(self.doc, cluster) and (town := self.town(cluster)):
            return (town,)
        scene = self.scene
        if scene is None or not self.one_country or self.abroad(cluster, scene.place):
            return ()
        if scene.place.precision in _AREAS and not (scene.place.precision == "admin1" and self.lasts(cluster)):
            return (weaker(scene, _SCENE, "the place that the article names most"),)
        return self.country(scene.place, "the country of all that the article reports")

    def town(self, cluster: EventCluster) -> Place | None:
        """The article's own town, or the one that it names most, for what goes on in its story."""
        scene: Toponym | None = self.scene
        main = cluster is self.main
        goes_on = main or (self.goes_on(self.main.numbers[0], cluster.numbers[0]) and not self.long_before(cluster))
        at_home = self.all_home and goes_on
        if any(self.doc._.time_scopes[n] == "span" for n in cluster.numbers):
            return None  # "jets have struck six bridges in the past month": not all in one town
        if self.home is not None and at_home and (main or not self.elsewhere(cluster, self.home.place)):
            return weaker(self.home, _SCENE, "the town of the article's dateline or police")
        if scene is None or scene.place.precision not in _PINS or scene.place.geonames_id is None:
            return None
        if self.elsewhere(cluster, scene.place) or scene.place.geonames_id in self.unreal:
            return None
        headline = main and self.doc[scene.start].idx < self.doc._.context.title_end
        if headline or (self.few and goes_on):
            return weaker(scene, _SCENE, "the town that the article names most")
        return None

    def long_before(self, cluster: EventCluster) -> bool:
        """Whether a happening was over weeks before the main one, by the times of their words: "a raid in August"."""
        own, main = ([t for n in c.numbers if (t := self.doc._.event_times[n])] for c in (cluster, self.main))
        pairs = [(a.end, b.start) for a in own for b in main if a.end and b.start]
        return bool(pairs) and all(
            dt.datetime.fromisoformat(start) - dt.datetime.fromisoformat(end) > _WEEKS for end, start in pairs
        )

    def sentences(self, cluster: EventCluster) -> set[int]:
        """The numbers of the sentences that mention a happening."""
        return {self.tokens.sent[self.doc._.triggers[n].head] for n in cluster.numbers}

    def nationwide(self, cluster: EventCluster) -> bool:
        """Whether its words tell of a whole country: "killed 60 across the country", "arrested nationwide"."""
        everywhere, all_over = word_list("event_places.nationwide"), word_list("event_places.all_over")
        for start, end in (self.tokens.sents[k] for k in sorted(self.sentences(cluster))):
            for i in range(start, end):
                if self.tokens.lower[i] not in everywhere:
                    continue
                if self.tokens.pos[i] != "NOUN" or self.tokens.lower[max(start, i - 2)] in all_over:
                    return True
        return False

    def abroad(self, cluster: EventCluster, place: Place) -> bool:
        """Whether the sentences of a happening name another country, or who acts for it, and nothing of this one.

        A war lies where the people are whom its sentence names: "a fight against the Turkish state".
        """
        sentences, war = self.sentences(cluster), self.lasts(cluster)
        inside = [t for t in self.doc._.toponyms if self.tokens.sent[t.start] in sentences]
        named = inside if war else [t for t in inside if not of_people(self.doc, t)]
        codes = {t.place.country_code for t in named} - {None}
        others = {t.place.country_code for t in named if war or t.usage != "modifier"} - {None, place.country_code}
        return bool(others) and place.country_code not in codes

    def elsewhere(self, cluster: EventCluster, town: Place) -> bool:
        """Whether a sentence of a happening names a place that its town does not lie in."""
        sentences = self.sentences(cluster)
        named = [t for t in self.doc._.toponyms if t.usage != "modifier" and self.tokens.sent[t.start] in sentences]
        named = [t for t in named if not (of_care(self.doc, t) or of_people(self.doc, t))]
        return any(not compatible(t.place, town) for t in named)

    def country(self, place: Place, reason: str) -> tuple[Place, ...]:
        """The country of a place, as the article names it; empty when it is not known."""
        if not place.country_code:
            return ()
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
        return (replace(known, span=None, confidence=confidence, reason=reason),)

    def theatre(self, named: list[tuple[Toponym, ...]]) -> tuple[Place, ...]:
        """The land of a whole war: the largest place that its mentions name, or the country of their towns."""
        largest = max(named, key=lambda places: _FINENESS[places[0].place.precision] % _UNKNOWN)
        place = largest[0].place
        if place.precision in _AREAS or not place.country_code:
            return distinct(largest)
        return self.country(place, "the country of the towns that its mentions name")

    def lasts(self, cluster: EventCluster) -> bool:
        """Whether a happening is a whole war, which lies in no town."""
        trigger = self.doc._.triggers[cluster.numbers[0]]
        return catalogue()[trigger.type].lasts(trigger.subtype)

    def factual(self, cluster: EventCluster) -> bool:
        """Whether a happening is reported as real and of the article's own time."""
        modalities = [self.doc._.modalities[n] for n in cluster.numbers]
        return modalities[0].factuality in _REAL and not any(m.past_reference for m in modalities)

    def before(self, cluster: EventCluster, sentences: int, *, pointed: bool = False) -> tuple[Toponym, ...]:
        """The places of the latest event before, at most so many sentences above it; empty when there is none.

        Where the happening's words point to it, its day does not matter: "In the same town, a guard was shot in May".
        """
        first = min(cluster.numbers)
        here = self.tokens.sent[self.doc._.triggers[first].head]
        if answered(self.tokens, self.doc._.triggers[first].head):
            return ()  # "bombed a depot in Aden to avenge the deaths of nine guards"
        for n in range(first - 1, -1, -1):
            if here - self.tokens.sent[self.doc._.triggers[n].head] > sentences:
                break
            if places := self.doc._.event_places[n]:
                if not pointed and not self.lends(n, first):
                    return ()
                near = pointed or (self.paragraph(n) == self.paragraph(first) and self.goes_on(n, first))
                return places if near else ()
        return ()

    def lends(self, before: int, n: int) -> bool:
        """Whether an event may lie where another does by its kind: no act of force where talks or a court were."""
        one, other = (catalogue()[self.doc._.triggers[k].type] for k in (before, n))
        return one.code == other.code or (one.forceful == other.forceful and one.frame != "custody")

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


def compatible(place: Place, town: Place) -> bool:
    """Whether what is in a town may be in a place: the town itself, its division or its country."""
    if place.name == town.name or near(place, town):
        return True
    if place.geonames_id is None:
        return place.latitude is None or inside(town, place)
    if place.precision == "admin1" and place.feature not in (None, "ADM1") and away(place, town, _REACH_KM):
        return False
    same = place.country_code == town.country_code
    return same and (place.precision == "country" or (place.precision == "admin1" and place.admin1 == town.admin1))


def inside(town: Place, place: Place) -> bool:
    """Whether what is known of a place that is on no map lets it lie in a town."""
    if place.country_code is not None and place.country_code != town.country_code:
        return False
    return place.admin1 is None or town.admin1 is None or place.admin1 == town.admin1


def near(place: Place, town: Place) -> bool:
    """Whether a place may be a part of a town, or a town beside it."""
    pins = place.precision in _PINS and town.precision in _PINS
    known = None not in (place.latitude, place.longitude, town.latitude, town.longitude)
    return pins and known and not away(place, town)


def away(place: Place, town: Place, most: float = _NEAR_KM) -> bool:
    """Whether two places are known to lie more than so many kilometres from each other."""
    if place.latitude is None or place.longitude is None or town.latitude is None or town.longitude is None:
        return False
    return distance_km(place.latitude, place.longitude, town.latitude, town.longitude) > most


def finest(lists: list[tuple[Toponym, ...]]) -> tuple[Toponym, ...]:
    """The list whose main place is the finest, the first of equals; no town is the finer name of a sea."""
    waters = lists[0][0].place.feature in _WATERS
    kept = [places for places in lists if not waters or places[0].place.name == lists[0][0].place.name]
    return min(kept, key=lambda places: fineness(places[0].place))


def fineness(place: Place) -> float:
    """How fine a place is, the finest lowest; a village that is on no map is finer than the division that holds it."""
    on_no_map = place.geonames_id is None and place.precision == "admin1"
    return _FINENESS[place.precision] - on_no_map / 2


def distinct(toponyms: tuple[Toponym, ...]) -> tuple[Place, ...]:
    """Each place once."""
    out: dict[tuple[object, str], Place] = {}
    for toponym in toponyms:
        out.setdefault((toponym.place.geonames_id, toponym.place.name), toponym.place)
    return tuple(out.values())


def weaker(toponym: Toponym, by: float, reason: str) -> Place:
    """The place of a toponym with less confidence, and why it is taken; no words name it for this happening."""
    place = toponym.place
    return replace(place, span=None, confidence=round(place.confidence * by, 3), reason=reason)
