"""Where did each event happen? The place that grammar ties to the event's words, not the nearest name.

Each place name of a sentence is followed up the parse to the word it is attached to: through the town of which it is
the name, the preposition before it, the noun that it describes. The tie to an event is the product of the
preposition's weight and of one weight for each step between that word and the event's head (``event_places.yaml``).
Governments and origins of people do not count. An event without a place in its sentence takes, with less confidence,
that of the event told before it or of the article's scene (title, dateline, first places).
"""

from __future__ import annotations

import functools
from collections import defaultdict
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc, Token

from app.nlp.annotations import Toponym, Trigger
from app.nlp.lexicon import load

_LEAST = 0.35
_ORIGIN = 0.3  # "a man of X", "a US base": where somebody is from, whose it is, seldom where something happened
_FINER = 0.5  # a place inside the best one is taken instead when its tie is at least this share of the best
_TOGETHER = 0.9  # a second place is kept when its tie is this near to the best
_CARRY = 3  # sentences over which the place of the event before is carried
_FINENESS = {"point": 0, "city": 0, "admin1": 1, "region": 2, "country": 3, None: 0}
_TIMES = frozenset({"DATE", "TIME"})
_INNER = frozenset({"compound", "nmod", "amod", "poss", "appos", "nummod", "det"})


@dataclass(frozen=True, slots=True)
class Words:
    """The lexicon as sets and numbers."""

    prepositions: dict[str, float]
    parts: frozenset[str]
    people: frozenset[str]
    away: dict[str, float]
    down: dict[str, float]
    up: dict[str, float]


@functools.cache
def _words() -> Words:
    data = load("event_places")
    return Words(
        data["prepositions"],
        frozenset(data["parts"]),
        frozenset(data["people"]),
        data["away"],
        data["down"],
        data["up"],
    )


@dataclass(frozen=True, slots=True)
class Site:
    """A place in a sentence: the word that it is attached to, and how far the attachment says "there".

    ``group`` is the noun that names share that tell one place ("the West Bank town of X"); ``direct`` tells that the
    name is that noun itself, ``joined`` that it follows another ("X and Y").
    """

    toponym: Toponym
    anchor: int
    weight: float
    group: int
    joined: bool
    direct: bool


def site_of(doc: Doc, toponym: Toponym) -> Site:
    """Follow a place name up to the word that it is attached to."""
    words = _words()
    root = token = doc[toponym.start : toponym.end].root
    weight, joined = 1.0, False
    for _ in range(12):
        head, dep = token.head, token.dep_
        if head.i == token.i:
            return Site(toponym, token.i, 0.6 * weight, token.i, joined, token.i == root.i)
        if dep == "conj":
            token, joined = head, True
        elif dep == "npadvmod":
            return Site(toponym, head.i, 0.9 * weight, token.i, joined, token.i == root.i)
        elif dep in _INNER:
            if head.lower_ in words.people or head.ent_type_ == "PERSON":
                weight *= 0.4
            elif _located(head):
                weight *= _ORIGIN
            elif head.lower_ not in words.parts and head.ent_type_ not in _TIMES:
                owner = toponym.place.precision == "country" and dep != "appos" and head.pos_ == "NOUN"
                weight *= _ORIGIN if owner else 0.4 if dep == "poss" else 0.8
            token = head
        elif dep in ("pobj", "pcomp"):
            governor = head.head
            if head.lower_ == "of" and governor.lower_ in words.parts:
                token = governor
                continue
            if head.dep_ == "prep" and governor.dep_ == "prep":
                governor = governor.head
            return Site(toponym, governor.i, weight * _preposition(head, governor), token.i, joined, token.i == root.i)
        else:
            step = 0.9 if dep in ("dobj", "obj", "nsubjpass") else 0.55 if dep == "nsubj" else 0.6
            return Site(toponym, head.i, weight * step, token.i, joined, token.i == root.i)
    return Site(toponym, token.i, 0.3 * weight, token.i, joined, token.i == root.i)


def _located(noun: Token) -> bool:
    """Whether a noun has a place of its own behind it, so that a name before it tells whose it is: "a US base in X"."""
    behind = (c for c in noun.rights if c.dep_ == "prep" and c.lower_ in ("in", "at", "near", "outside"))
    return any(p.ent_type_ in ("GPE", "LOC", "FAC") for c in behind for p in c.children)


def _preposition(preposition: Token, governor: Token) -> float:
    """How far a preposition says "there"; "of" does behind a noun that tells an act ("the shelling of X")."""
    words = _words()
    if preposition.lower_ == "of" and governor.lower_ not in words.people and governor.pos_ == "NOUN":
        return 0.8
    return words.prepositions.get(preposition.lower_, 0.5)


def tie(doc: Doc, anchor: int, head: int) -> float:
    """The product of the steps between a place's anchor and an event's head; 0.2 when only the sentence joins them."""
    if anchor == head:
        return 1.0
    words = _words()
    strength, token = 1.0, doc[anchor]
    above: dict[int, float] = {anchor: 1.0}
    while token.head.i != token.i:
        strength *= words.down.get(token.dep_, 0.5)
        if token.dep_ in ("prep", "mark"):
            strength *= words.away.get(token.lower_, 1.0)
        if token.lower_ in ("of", "from") and (token.head.ent_type_ == "PERSON" or token.head.lower_ in words.people):
            strength *= _ORIGIN
        token = token.head
        above[token.i] = strength
        if token.i == head:
            return strength
    strength, token = 1.0, doc[head]
    while token.head.i != token.i:
        strength *= words.up.get(token.dep_, 0.5)
        token = token.head
        if token.i in above:
            return strength * above[token.i] if token.i == anchor else 0.7 * strength * above[token.i]
    return 0.2


class Finder:
    """Finds the places of the events of one Doc; short-lived."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.sentence: dict[int, int] = {}
        self.bounds = [(sent.start, sent.end) for sent in doc.sents]
        self.sites: dict[int, list[Site]] = defaultdict(list)
        number = 0
        for toponym in doc._.toponyms:
            while number < len(self.bounds) and toponym.start >= self.bounds[number][1]:
                number += 1
            if toponym.usage == "place":
                self.sites[number].append(site_of(doc, toponym))

    def sentence_of(self, index: int) -> int:
        """The number of the sentence of a token."""
        low, high = 0, len(self.bounds)
        while low + 1 < high:
            middle = (low + high) // 2
            low, high = (middle, high) if self.bounds[middle][0] <= index else (low, middle)
        return low

    def find(self) -> tuple[tuple[Toponym, ...], ...]:
        """The places of each trigger, the main one first."""
        found: list[tuple[Toponym, ...]] = []
        last: tuple[int, tuple[Toponym, ...]] | None = None
        scene: tuple[Toponym, ...] | None = None
        for trigger in self.doc._.triggers:
            number = self.sentence_of(trigger.head)
            places = self.told(trigger, number)
            if places:
                last = (number, places)
            elif last is not None and number - last[0] <= _CARRY:
                places = _weaker(last[1][:1], 0.7)
            elif self.sites:
                scene = self.scene() if scene is None else scene
                places = _weaker(scene, 0.5)
            found.append(places)
        return tuple(found)

    def told(self, trigger: Trigger, number: int) -> tuple[Toponym, ...]:
        """The places that the event's own sentence ties to it."""
        sites = self.sites.get(number, ())
        scored = [(site.weight * tie(self.doc, site.anchor, trigger.head), site) for site in sites]
        scored = [(score, site) for score, site in scored if score >= _LEAST]
        if not scored:
            return ()
        top = max(score for score, _ in scored)
        best = [(score, site) for score, site in scored if score >= _TOGETHER * top]
        lead = max(best, key=lambda pair: pair[0])[1]
        inner = [(score, s) for score, s in scored if _holds(lead.toponym, s.toponym) and score >= _FINER * top]
        if inner:
            lead = max(inner, key=lambda pair: pair[0])[1]
        together = [s for _, s in best if s.group == lead.group] or [lead]
        chief = [s for s in together if not s.joined] or together
        opened = next(
            (i for i in range(chief[0].toponym.end, chief[-1].toponym.start) if self.doc[i].text == "("), None
        )
        chief = [s for s in chief if opened is None or s.toponym.start < opened]
        finest = min(chief, key=lambda s: (_FINENESS[s.toponym.place.precision], not s.direct, -s.toponym.start))
        others = [s for s in together if s.joined and s is not finest]
        others += [s for s in sites if s.joined and s.group == finest.group and s not in others and s is not finest]
        listed = [finest, *(s for s in others if not _holds(s.toponym, finest.toponym))]
        return tuple(s.toponym for s in listed)

    def scene(self) -> tuple[Toponym, ...]:
        """The article's place: the one named most, towns before countries, early names before late ones."""
        scores: dict[str, float] = defaultdict(float)
        first: dict[str, Toponym] = {}
        for number, sites in self.sites.items():
            for site in sites:
                place = site.toponym.place
                early = 2.0 if number < 4 else 1.0
                scores[place.name] += early * site.weight * (1.0 if _FINENESS[place.precision] == 0 else 0.5)
                first.setdefault(place.name, site.toponym)
        if not scores:
            return ()
        name = max(scores, key=lambda n: (scores[n], -first[n].start))
        return (first[name],)


def _holds(outer: Toponym, inner: Toponym) -> bool:
    """Whether a place is the division or country of another."""
    o, i = outer.place, inner.place
    if o.precision == "country" and o.geonames_id:
        return o.country_code == i.country_code and o.name != i.name
    return (
        o.precision == "admin1" and i.precision == "city" and o.country_code == i.country_code and o.admin1 == i.admin1
    )


def _weaker(places: tuple[Toponym, ...], by: float) -> tuple[Toponym, ...]:
    """The same places with less confidence."""
    return tuple(replace(t, place=replace(t.place, confidence=round(t.place.confidence * by, 3))) for t in places)


@Language.component("event_places", requires=["doc._.triggers", "doc._.toponyms"], assigns=["doc._.event_places"])
def event_places(doc: Doc) -> Doc:
    """Write ``doc._.event_places``."""
    doc._.event_places = Finder(doc).find() if doc._.triggers else ()
    return doc
