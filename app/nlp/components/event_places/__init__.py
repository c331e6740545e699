"""Where did each event happen, by what its own sentence says? The place that grammar ties to the event's words.

Each place name of a sentence is followed up the parse to the word it is attached to (``attachment``): through the town
of which it is the name, the preposition before it, the noun that it describes. The tie to an event is the product of
the preposition's weight and of one weight for each step between that word and the event's head (``event_places.yaml``);
``choosing`` says which of the places tied to an event are its own. Governments and origins of people do not count.
An event whose sentence names no place has none here; ``completion`` may infer one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from app.nlp.annotations import Toponym, Trigger
from app.nlp.components.event_places.attachment import Site, site_of, tie
from app.nlp.components.event_places.choosing import FINENESS, LEAST, lasts, local_places
from app.nlp.components.event_places.words import words
from app.nlp.lexicon import word_list
from app.nlp.noun_kinds import kind_of
from app.nlp.token_table import token_table
from app.nlp.undertakings import answered
from app.ontology import catalogue

_EARLY = 4  # sentences whose names count twice for the article's scene
_SCENIC = {"region": 0.5, "country": 0.5, None: 0.3}  # what a site must pass to be the article's scene; a town: nothing
_BEFORE = frozenset({"poss", "amod", "nmod", "compound"})
#: Between a land and an act they are hit, or do it, there; a state's own forces act abroad too: "a US army raid".
_HIT_OR_HITTING = frozenset({"facility", "civilians", "armed_group", "person"})
_COARSE = 2  # the fineness of regions and countries


class Finder:
    """Finds the places of the events of one Doc; short-lived."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.tokens = token_table(doc)
        self.sites: dict[int, list[Site]] = defaultdict(list)
        filed = doc._.dateline.places[:1] if doc._.dateline else ()
        self.acts = {t.head for t in doc._.triggers if catalogue()[t.type].forceful}
        self.wars = {t.head for t in doc._.triggers if lasts(t)}
        for toponym in doc._.toponyms:
            if self.fought_in(toponym) or self.hit_there(toponym):
                site = replace(site_of(doc, toponym), weight=1.0)
                self.sites[self.tokens.sent[toponym.start]].append(site)
            elif toponym.usage == "place":
                site = site_of(doc, toponym)
                site = replace(site, weight=1.0) if toponym.place in filed else site
                self.sites[self.tokens.sent[toponym.start]].append(site)

    def fought_in(self, toponym: Toponym) -> bool:
        """Whether a land before a war says where it is: "Yemen's conflict", but not "Russia's war in Ukraine"."""
        tokens, land = self.tokens, toponym.end - 1
        war = tokens.head[land]
        if war not in self.wars or tokens.dep[land] not in _BEFORE or toponym.place.precision != "country":
            return False
        others = {tokens.lower[k] for k in tokens.kids[war] if tokens.dep[k] == "prep"}
        joined = tokens.text[land + 1 : land + 2] == ["-"] or tokens.text[land - 1 : land] == ["-"]
        return not joined and others.isdisjoint(words().opposing)

    def hit_there(self, toponym: Toponym) -> bool:
        """Whether a land before an act says where it is, as others are named in between: "the Mali market attack"."""
        tokens, land = self.tokens, toponym.end - 1
        act = tokens.head[land]
        if act not in self.acts or tokens.dep[land] not in _BEFORE or toponym.place.precision != "country":
            return False
        between = [k for k in tokens.kids[act] if land < k < act and tokens.dep[k] in _BEFORE]
        return any(kind_of(tokens, k, k, k + 1, {}) in _HIT_OR_HITTING for k in between)

    def find(self) -> tuple[tuple[Toponym, ...], ...]:
        """The places of each trigger, the main one first."""
        return tuple(
            local_places(self.doc, t, self.near(t)) or self.taken(n, t) or self.met(t)
            for n, t in enumerate(self.doc._.triggers)
        )

    def near(self, trigger: Trigger) -> list[Site]:
        """The places of an event's sentence; of what the sentence avenges, only those in its own words."""
        tokens, sites = self.tokens, self.sites.get(self.tokens.sent[trigger.head], [])
        if not answered(tokens, trigger.head):
            return sites
        first, last = tokens.left[trigger.head], tokens.right[trigger.head]
        return [s for s in sites if first <= s.toponym.start < last]

    def taken(self, number: int, trigger: Trigger) -> tuple[Toponym, ...]:
        """The town that fills a role which says where the event took place: "Goma fell to the rebels"."""
        roles = catalogue()[trigger.type].roles
        heads = {
            f.mention.head
            for f in self.doc._.roles
            if f.trigger == number and f.role in roles and roles[f.role].is_place
        }
        return tuple(t for t in self.doc._.toponyms if any(t.start <= head < t.end for head in heads))[:1]

    def met(self, trigger: Trigger) -> tuple[Toponym, ...]:
        """The town by which a meeting is called: "the Vienna talks"; other acts of the sentence are not there."""
        if self.tokens.lemma[trigger.head] not in word_list("places.held"):
            return ()
        towns = (t for t in self.doc._.toponyms if t.usage == "modifier" and t.end == trigger.head)
        return tuple(t for t in towns if t.place.precision == "city" and self.tokens.head[t.end - 1] == trigger.head)[
            :1
        ]

    def pointing_back(self) -> frozenset[int]:
        """Positions of the triggers whose words point to the place named before: "in the same area", "there"."""
        return frozenset(
            n
            for n, (trigger, places) in enumerate(zip(self.doc._.triggers, self.doc._.event_places, strict=True))
            if self.points_back(trigger, self.tokens.sent[trigger.head], places)
        )

    def points_back(self, trigger: Trigger, number: int, places: tuple[Toponym, ...]) -> bool:
        """Whether the event's words point to the place mentioned before: "in the same area", "there"."""
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

    def scene(self) -> Toponym | None:
        """The article's place: the one named most, towns before countries, early names before late ones."""
        scores: dict[str, float] = defaultdict(float)
        first: dict[str, Toponym] = {}
        for number, sites in self.sites.items():
            for site in sites:
                place = site.toponym.place
                if site.care or site.weight <= _SCENIC.get(place.precision, 0.0):
                    continue
                early = 2.0 if number < _EARLY else 1.0
                scores[place.name] += early * site.weight * (1.0 if FINENESS[place.precision] == 0 else 0.5)
                first.setdefault(place.name, site.toponym)
        if not scores:
            return None
        return first[max(scores, key=lambda n: (scores[n], -first[n].start))]


@Language.component(
    "event_places",
    requires=[
        "doc._.toponyms",
        "doc._.dateline",
        "doc._.triggers",
        "doc._.roles",
        "doc._.modalities",
        "doc._.event_times",
    ],
    assigns=["doc._.event_places", "doc._.same_place", "doc._.scene"],
)
def event_places(doc: Doc) -> Doc:
    """Write ``doc._.event_places``, ``doc._.same_place`` and ``doc._.scene``."""
    if doc._.triggers:
        finder = Finder(doc)
        doc._.event_places = finder.find()
        doc._.same_place, doc._.scene = finder.pointing_back(), finder.scene()
    return doc
