"""Where: the place names of a text, each resolved through the gazetteer or left unresolved with a reason.

Finds names (``names.py``), decides between the places of each name (``resolver.py``, with the outlet's home of
``outlet_home.py``; ``villages.py`` for villages that only the text itself can identify), and separates places from
governments and demonyms (``metonymy.py``). It does not say where an event happened: that is ``event_places``.
Lexicon: ``places.yaml``, ``places_outlets.yaml``.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from app.domain.place import Place
from app.gazetteer import Gazetteer, open_gazetteer, place_of
from app.nlp.annotations import Toponym, span_of
from app.nlp.components.toponyms.capitals import capitals
from app.nlp.components.toponyms.metonymy import usage_of
from app.nlp.components.toponyms.outlet_home import home_of
from app.nlp.components.toponyms.place_builder import place
from app.nlp.components.toponyms.recognizer import read
from app.nlp.components.toponyms.resolver import Resolver, Weights
from app.nlp.components.toponyms.villages import Villages
from app.settings import Settings

_WEIGHTS = Weights()


def find(doc: Doc, gazetteer: Gazetteer, least: float) -> tuple[Toponym, ...]:
    """The toponyms of a Doc in text order; places with a confidence below ``least`` stay unresolved."""
    names, hints, forces = read(doc, gazetteer)
    if not names:
        return ()
    resolver = Resolver(
        gazetteer, names, home_of(doc._.context.source, gazetteer), _WEIGHTS, hints=hints, forces=forces
    )
    resolver.run()
    villages = Villages(resolver)
    out: list[Toponym] = []
    for i, name in enumerate(names):
        sense = resolver.sense_of.get(i)
        span = span_of(doc, name.start, name.end)
        if sense is None:
            entry = gazetteer.of_code(name.code or "")
            found = place_of(entry, span=span) if entry else Place(name=span.text, span=span)
        else:
            found = place(villages, name, sense, span, least)
        out.append(Toponym(name.start, name.end, found, usage_of(doc, name, found)))
    return tuple(sorted((*out, *capitals(doc, out, gazetteer)), key=lambda t: t.start))


@Language.factory(
    "toponyms",
    requires=["doc._.context", "doc._.filed", "doc._.times"],
    assigns=["doc._.toponyms"],
    default_config={"place_confidence": None, "index": None},
)
def toponyms(
    nlp: Language,  # noqa: ARG001 (spaCy passes it to every factory)
    name: str,  # noqa: ARG001
    place_confidence: float | None,
    index: str | None,
) -> Callable[[Doc], Doc]:
    """The component; without configuration it takes confidence and index from the settings."""
    settings = Settings()
    gazetteer = Gazetteer.open(Path(index)) if index else open_gazetteer(settings)
    least = settings.place_confidence if place_confidence is None else place_confidence
    return functools.partial(_annotate, gazetteer=gazetteer, least=least)


def _annotate(doc: Doc, gazetteer: Gazetteer, least: float) -> Doc:
    """Write ``doc._.toponyms``."""
    doc._.toponyms = find(doc, gazetteer, least)
    return doc
