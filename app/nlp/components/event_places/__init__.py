"""Where did each event happen? The place that grammar ties to the event's words, not the nearest name.

Each place name of a sentence is followed up the parse to the word it is attached to (``sites``): through the town of
which it is the name, the preposition before it, the noun that it describes. The tie to an event is the product of the
preposition's weight and of one weight for each step between that word and the event's head (``event_places.yaml``);
``choosing`` says which of the places tied to an event are its own. Governments and origins of people do not count.
An event without a place in its sentence takes, with less confidence and a reason, that of the event told before it, or
of the article's scene (title, dateline, first places).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from app.nlp.annotations import Toponym, Trigger
from app.nlp.components.event_places.attachment import Site, site_of, tie
from app.nlp.components.event_places.choosing import FINENESS, LEAST, told
from app.nlp.components.event_places.words import words
from app.nlp.token_table import token_table

_CARRY = 3  # sentences over which the place of the event before is carried
_CARRIED, _SCENE = 0.7, 0.5  # what a place keeps of its confidence
_SCENIC = {"region": 0.5, "country": 0.5, None: 0.3}  # what a site must pass to be the article's scene; a town: nothing
_REAL = frozenset({"asserted", "alleged", "denied", "negated"})
_COARSE = 2  # the fineness of regions and countries


class Finder:
    """Finds the places of the events of one Doc; short-lived."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.tokens = token_table(doc)
        self.sites: dict[int, list[Site]] = defaultdict(list)
        filed = doc._.dateline.places[:1] if doc._.dateline else ()
        for toponym in doc._.toponyms:
            if toponym.usage == "place":
                site = site_of(doc, toponym)
                site = replace(site, weight=1.0) if toponym.place in filed else site
                self.sites[self.tokens.sent[toponym.start]].append(site)

    def find(self) -> tuple[tuple[Toponym, ...], ...]:
        """The places of each trigger, the main one first."""
        found: list[tuple[Toponym, ...]] = []
        last: tuple[int, tuple[Toponym, ...]] | None = None
        scene: tuple[Toponym, ...] | None = None
        before = -1  # the trigger whose places are carried
        for n, trigger in enumerate(self.doc._.triggers):
            number = self.tokens.sent[trigger.head]
            places = told(self.doc, trigger, self.sites.get(number, ()))
            near = last is not None and number - last[0] <= _CARRY and self.goes_on(before, n)
            if near and last is not None and self.points_back(trigger, number, places):
                places = weaker(last[1][:1], _CARRIED, "where the event told before it took place")
            elif places:
                last, before = (number, places), n
            elif near and last is not None:
                places = weaker(last[1][:1], _CARRIED, "where the event told before it took place")
            elif self.sites:
                scene = self.scene() if scene is None else scene
                places = weaker(scene, _SCENE, "the place of which the article tells")
            found.append(places)
        return tuple(found)

    def goes_on(self, before: int, n: int) -> bool:
        """Whether an event may lie where the one before lies: that one took place, and no other day is told of this."""
        times, modalities = self.doc._.event_times, self.doc._.modalities
        if max(before, n) < len(modalities):
            was, now = modalities[before].factuality in _REAL, modalities[n].factuality in _REAL
            if now and not was:
                return False  # "The army may strike Nyala. He was killed in the blast."
        if max(before, n) >= len(times) or times[before] is None or times[n] is None:
            return True
        one, other = times[before], times[n]
        if other.source != "expression" or not (one.start and one.end and other.start and other.end):
            return True
        return bool(one.start < other.end and other.start < one.end)

    def points_back(self, trigger: Trigger, number: int, places: tuple[Toponym, ...]) -> bool:
        """Whether the event's words point to the place told before: "in the same area", "there"."""
        if places and FINENESS[places[0].place.precision] < _COARSE:
            return False
        start, end = self.tokens.sents[number]
        for i in range(start, end):
            if self.tokens.lower[i] == "there" and self.tokens.dep[i] == "advmod":
                anchor = self.tokens.head[i]
            elif self.tokens.lower[i] in ("same", "that") and self.tokens.lower[self.tokens.head[i]] in words().grounds:
                noun = self.tokens.head[i]
                anchor = (
                    self.tokens.head[self.tokens.head[noun]]
                    if self.tokens.dep[noun] == "pobj"
                    else self.tokens.head[noun]
                )
            else:
                continue
            if tie(self.doc, anchor, trigger.head) >= LEAST:
                return True
        return False

    def scene(self) -> tuple[Toponym, ...]:
        """The article's place: the one named most, towns before countries, early names before late ones."""
        scores: dict[str, float] = defaultdict(float)
        first: dict[str, Toponym] = {}
        for number, sites in self.sites.items():
            for site in sites:
                place = site.toponym.place
                if site.care or site.weight <= _SCENIC.get(place.precision, 0.0):
                    continue
                early = 2.0 if number < 4 else 1.0
                scores[place.name] += early * site.weight * (1.0 if FINENESS[place.precision] == 0 else 0.5)
                first.setdefault(place.name, site.toponym)
        if not scores:
            return ()
        name = max(scores, key=lambda n: (scores[n], -first[n].start))
        return (first[name],)


def weaker(places: tuple[Toponym, ...], by: float, reason: str) -> tuple[Toponym, ...]:
    """The same places with less confidence, and why they are taken."""
    return tuple(
        replace(
            t, place=replace(t.place, confidence=round(t.place.confidence * by, 3), reason=t.place.reason or reason)
        )
        for t in places
    )


@Language.component("event_places", requires=["doc._.triggers", "doc._.toponyms"], assigns=["doc._.event_places"])
def event_places(doc: Doc) -> Doc:
    """Write ``doc._.event_places``."""
    doc._.event_places = Finder(doc).find() if doc._.triggers else ()
    return doc
