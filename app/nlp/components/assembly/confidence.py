"""How likely is it that the whole record of an event is right: kind, factuality, time, place, participants, figures?

A logistic model over named signs of the record and of how it came about. Weights: ``models/confidence.json``; how often
events of each confidence were right is in ``docs/quality.md``.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc

from app.domain.event import Event
from app.nlp.annotations import EventCluster
from app.nlp.models import load_model
from app.nlp.token_table import token_table
from app.ontology import catalogue

MODEL = "confidence"
_STRONG, _WEAK = 0.85, 0.55  # weights of triggers: violence by the word alone, or only with a sign of it beside
_LEAD, _MIDDLE = 2, 10  # sentences
_NEAR, _FAR = -1.0, -2.5  # log-odds of the join that its first trigger had and did not take
_FINE = frozenset({"minute", "hour", "part_of_day", "day"})
_NOUNS = frozenset({"NOUN", "PROPN"})


def confidence(doc: Doc, event: Event, cluster: EventCluster) -> float:
    """A probability between 0 and 1, two decimals."""
    return round(load_model(MODEL).probability(signs(doc, event, cluster)), 2)


def signs(doc: Doc, event: Event, cluster: EventCluster) -> frozenset[str]:
    """The features of an event and of its cluster."""
    return frozenset((*_words(doc, event, cluster), *_identity(cluster), *_time(event), *_place(event), *_parts(event)))


def _words(doc: Doc, event: Event, cluster: EventCluster) -> Iterator[str]:
    """What the trigger is like, and where it stands."""
    tokens = token_table(doc)
    chosen = next(n for n in cluster.numbers if doc[doc._.triggers[n].start].idx == event.trigger.start)
    trigger = doc._.triggers[chosen]
    yield f"type {event.type}"
    if trigger.weight >= _STRONG:
        yield "strong word"
    if trigger.weight <= _WEAK:
        yield "weak word"
    if event.subtype is not None and event.subtype == catalogue()[event.type].default_subtype:
        yield "general kind"
    if tokens.pos[trigger.head] in _NOUNS:
        left = {tokens.lower[k] for k in tokens.kids[trigger.head] if k < trigger.head}
        yield "definite noun" if left & {"the", "this", "that", "these"} else "noun"
        if tokens.tag[trigger.head] in ("NNS", "NNPS"):
            yield "plural noun"
    else:
        yield "gerund" if tokens.tag[trigger.head] == "VBG" else "verb"
    sentence = min(tokens.sent[doc._.triggers[n].head] for n in cluster.numbers)
    yield "lead" if sentence <= _LEAD else "middle" if sentence <= _MIDDLE else "late"
    yield f"scope {doc._.time_scopes[chosen]}"
    if doc._.modalities[chosen].past_reference:
        yield "past"
    yield "attributed" if event.attribution else "own voice"
    yield event.factuality


def _identity(cluster: EventCluster) -> Iterator[str]:
    """How many mentions were joined, and how near it was to joining another cluster."""
    size = len(cluster.numbers)
    yield "one mention" if size == 1 else "few mentions" if size <= 3 else "many mentions"
    if cluster.acts and cluster.harms:
        yield "act and harm"
    if cluster.link is None:
        yield "no rival"
    else:
        yield "near rival" if cluster.link > _NEAR else "rival" if cluster.link > _FAR else "far rival"


def _time(event: Event) -> Iterator[str]:
    if event.time is None:
        yield "no time"
        return
    yield f"time {event.time.source}"
    if event.time.precision not in _FINE:
        yield "coarse time"


def _place(event: Event) -> Iterator[str]:
    if not event.places:
        yield "no place"
        return
    place = event.places[0]
    yield "place inferred" if place.reason else "place read"
    yield f"place {place.precision}"


def _parts(event: Event) -> Iterator[str]:
    """Who takes part, and what figures there are."""
    filled = {catalogue().position(event.type, p.role) for p in event.participants}
    yield "agent" if filled & {"agent", "intervenes"} else "no agent"
    yield "patient" if filled & {"patient", "harmed"} else "no patient"
    if any(p.reason and catalogue().position(event.type, p.role) != "site" for p in event.participants):
        yield "participant inferred"
    own = [c for c in event.casualties if not c.rival]
    yield "no figures" if not own else "one figure" if len(own) == 1 else "figures"
    if any(c.low is None and c.high is None for c in own):
        yield "unknown figure"
    if any(c.cumulative for c in own):
        yield "cumulative"
