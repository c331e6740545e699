"""What does the dateline say: where, when and by whom was the article filed?

"LIMA, Peru, May 3 (Newswire) --" is found by its form (``reading.py``) before the model runs, so that its names take no
part in the first sentence; this component puts together what the places and times of the text say of it. It does not
say where an event happened: that is ``event_places``, for which a dateline is a last resort.
Lexicon: ``datelines.yaml``.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from app.domain.dateline import Agency, Dateline
from app.domain.evidence import Span
from app.domain.place import Place
from app.domain.time import TimeExpression
from app.gazetteer import Gazetteer, open_gazetteer, place_of
from app.nlp.lexicon.datelines import words
from app.settings import Settings

_CITY = 100_000  # people of a town that a colon alone makes a dateline
_UNKNOWN, _SHIP = "not in the gazetteer", "aboard a ship"


def dateline(doc: Doc, gazetteer: Gazetteer) -> Dateline | None:
    """The dateline of an article; None when it has none."""
    for filed in doc._.filed:
        places = tuple(place(doc, start, end, gazetteer) for start, end in filed.places)
        if filed.doubtful and len(places) == 1 and (city := large(places[0].span, gazetteer)):
            places = (city,)
        if filed.doubtful and not any(p.geonames_id for p in places):
            continue  # "WEBER: Taxes must fall."
        agency = None
        if filed.agency and not places and named(doc, filed.agency):
            start, end = filed.agency
            places = (place(doc, start, end, gazetteer),)  # "(Kabul) – The"
        elif filed.agency:
            span = cut(doc, *filed.agency)
            agency = Agency(words().agencies.get(span.text.lower(), span.text), span)
        return Dateline(cut(doc, *filed.whole), places, date(doc, filed.date), agency)
    return None


def named(doc: Doc, where: tuple[int, int]) -> bool:
    """Whether brackets hold the name of a town, and of no agency that we know."""
    text = doc.text[slice(*where)]
    if text.lower() in words().agencies:
        return False
    return any(t.place.span and (t.place.span.start, t.place.span.end) == where for t in doc._.toponyms)


def cut(doc: Doc, start: int, end: int) -> Span:
    """The span of characters."""
    return Span(start, end, doc.text[start:end])


def date(doc: Doc, where: tuple[int, int] | None) -> TimeExpression | None:
    """The time expression in the dateline's date."""
    if where is None:
        return None
    found = (t.expression for t in doc._.times)
    return next((t for t in found if where[0] <= t.span.start < where[1] and t.type == "DATE"), None)


def place(doc: Doc, start: int, end: int, gazetteer: Gazetteer) -> Place:
    """The town between two characters, resolved where the text's places know it."""
    span = cut(doc, start, end)
    for toponym in doc._.toponyms:
        found = toponym.place.span
        if found is not None and found.start < end and found.end > start:
            return toponym.place  # type: ignore[no-any-return]
    if ship := words().aboard_of(span.text):
        return Place(ship, Span(end - len(ship), end, ship), reason=_SHIP)
    return seat(span, gazetteer) or Place(span.text, span, reason=_UNKNOWN)


def seat(span: Span, gazetteer: Gazetteer) -> Place | None:
    """The town of a seat that stands for it: that of the United Nations."""
    seat = words().seats.get(span.text.lower())
    if seat is None:
        return None
    town, _, code = seat.rpartition(", ")
    division = gazetteer.of_code(code)
    for entry in gazetteer.named(town):
        if division is not None and entry.inside(division):
            return replace(place_of(entry, span=span), reason=f"the seat of the {span.text.title()}")
    return None


def large(span: Span | None, gazetteer: Gazetteer) -> Place | None:
    """The city of a name before a colon: "Lagos: Police said"; None for a small town, which may be a speaker's name."""
    towns = [e for e in gazetteer.named(span.text) if e.main and e.population >= _CITY] if span else []
    return place_of(max(towns, key=lambda e: e.population), span=span) if span and towns else None


@Language.factory(
    "datelines", requires=["doc._.context", "doc._.filed", "doc._.times", "doc._.toponyms"], assigns=["doc._.dateline"]
)
def datelines(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001 (spaCy passes them to every factory)
    """The component."""
    return functools.partial(_annotate, gazetteer=open_gazetteer(Settings()))


def _annotate(doc: Doc, gazetteer: Gazetteer) -> Doc:
    """Write ``doc._.dateline``."""
    doc._.dateline = dateline(doc, gazetteer)
    return doc
