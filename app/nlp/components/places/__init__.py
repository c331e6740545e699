"""Where: the place names of a text, each resolved through the gazetteer or left unresolved with a reason.

Finds names (``names.py``), decides between the places of each name (``resolve.py``, with the outlet's home of
``home.py``), and tells places from governments and demonyms (``usage.py``). It does not say where an event happened:
that is ``event_places``. Lexicon: ``places.yaml``, ``places_outlets.yaml``.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from app.domain.place import Place
from app.gazetteer import Entry, Gazetteer, open_gazetteer, place_of
from app.nlp.annotations import Toponym, span_of
from app.nlp.components.places.home import home_of
from app.nlp.components.places.names import Name, Reader
from app.nlp.components.places.resolve import Resolver, Sense, Weights
from app.nlp.components.places.usage import usage_of
from app.settings import Settings

_WEIGHTS = Weights()


def confidence_of(sense: Sense, name: Name) -> float:
    """The estimated probability that the likeliest candidate is the right place."""
    if not sense.candidates:
        return 0.0
    chance = sense.chances[sense.order[0]]
    return min(0.98, chance * (1 - 0.5 * sense.penalty)) * min(1.0, 0.6 + 0.4 * name.evidence)


def find(doc: Doc, gazetteer: Gazetteer, least: float) -> tuple[Toponym, ...]:
    """The toponyms of a Doc in text order; places with a confidence below ``least`` stay unresolved."""
    names = Reader(doc, gazetteer).read()
    if not names:
        return ()
    resolver = Resolver(gazetteer, names, home_of(doc._.context.source, gazetteer), _WEIGHTS)
    resolver.run()
    out: list[Toponym] = []
    for i, name in enumerate(names):
        sense = resolver.sense_of.get(i)
        entry = gazetteer.of_code(name.code) if name.modifier and name.code else sense.best if sense else None
        sure = 1.0 if sense is None else confidence_of(sense, name)
        out.append(Toponym(name.start, name.end, _place(doc, name, entry, sure, least), usage_of(doc, name, entry)))
    return tuple(out)


def _place(doc: Doc, name: Name, entry: Entry | None, sure: float, least: float) -> Place:
    """The contract's place: resolved, or the name as written with the reason why not."""
    span = span_of(doc, name.start, name.end)
    if entry is None:
        return Place(name=span.text, span=span, reason="not in the gazetteer")
    if sure < least:
        return Place(name=span.text, span=span, confidence=round(sure, 3), reason="ambiguous")
    return place_of(entry, span=span, confidence=sure)


@Language.factory("toponyms", assigns=["doc._.toponyms"], default_config={"place_confidence": None, "index": None})
def toponyms(nlp: Language, name: str, place_confidence: float | None, index: str | None) -> Callable[[Doc], Doc]:
    """The component; without configuration it takes confidence and index from the settings."""
    settings = Settings()
    gazetteer = Gazetteer.open(Path(index)) if index else open_gazetteer(settings)
    least = settings.place_confidence if place_confidence is None else place_confidence
    return functools.partial(_annotate, gazetteer=gazetteer, least=least)


def _annotate(doc: Doc, gazetteer: Gazetteer, least: float) -> Doc:
    """Write ``doc._.toponyms``."""
    doc._.toponyms = find(doc, gazetteer, least)
    return doc
