"""Which town is an article's own? The one of its dateline, or of the police force that it quotes."""

from __future__ import annotations

from collections import defaultdict

from spacy.tokens import Doc

from app.nlp.annotations import Toponym
from app.nlp.lexicon import word_list
from app.nlp.token_table import token_table

_TOWN = frozenset({"point", "city"})
_PEOPLE = frozenset({"person", "civilians", "police", "military"})
_FILED, _FORCE, _NAMED = 2.0, 2.0, 0.5  # what a dateline, a force and a name each say
_OFTEN = 1.5  # what names say together at most
_LEAD = 2  # sentences: the dateline may be one by itself
_AHEAD = 1.5  # how far the first town must be ahead of the second


def home_town(doc: Doc) -> Toponym | None:
    """The town that an article is from and about; None when no town is named firmly, or two are."""
    signs: dict[object, float] = defaultdict(float)
    names: dict[object, float] = defaultdict(float)
    first: dict[object, Toponym] = {}
    filed = {p.span.start for p in doc._.dateline.places if p.span} if doc._.dateline else set()
    for toponym in doc._.toponyms:
        place = toponym.place
        if (
            place.precision not in _TOWN
            or place.latitude is None
            or toponym.usage == "modifier"
            or of_care(doc, toponym)
        ):
            continue
        key = place.geonames_id or (place.latitude, place.longitude)
        if toponym.usage == "place" and key not in first:
            first[key] = toponym
        first.setdefault(key, toponym)
        names[key] = min(_OFTEN, names[key] + _NAMED)
        start = doc[toponym.start].idx
        if start in filed or of_force(doc, toponym):
            signs[key] = min(_FILED + _FORCE, signs[key] + (_FILED if start in filed else _FORCE))
    ranked = sorted(first, key=lambda k: (-signs[k] - names[k], first[k].start))
    if not ranked or not signs[ranked[0]]:
        return None
    best, *others = [signs[k] + names[k] for k in ranked]
    return first[ranked[0]] if not others or best >= _AHEAD * others[0] else None


def filed_abroad(doc: Doc) -> bool:
    """Whether an article was filed from a country of which it says nothing: "CAIRO - Sudan's parliament voted"."""
    filed = {p.country_code for p in doc._.dateline.places} - {None} if doc._.dateline else set()
    starts = {p.span.start for p in doc._.dateline.places if p.span} if filed else set()
    named = [t for t in doc._.toponyms if doc[t.start].idx not in starts]
    codes = {t.place.country_code for t in named} | {m.country_code for m in doc._.mentions}
    if not filed or filed & codes:
        return False
    lead = [s.end_char for s in doc.sents if s.start_char >= min(starts, default=0)][:_LEAD]
    opening = max(doc._.context.title_end, *lead, 0)
    first = {t.place.country_code for t in named if doc[t.start].idx < opening} - {None}
    return bool(first - word_list("places.expeditionary"))


def of_force(doc: Doc, toponym: Toponym) -> bool:
    """Whether a town's police, or another local force, is named by it: "Epsom police", "the Epsom Fire Department"."""
    tokens = token_table(doc)
    forces = word_list("event_places.forces")
    if toponym.end < len(doc) and tokens.lower[toponym.end] in forces:
        return True
    behind = tokens.lower[max(0, toponym.start - 2) : toponym.start]
    return behind[-1:] == ["in"] and behind[0] in forces  # "police in Epsom"


def of_care(doc: Doc, toponym: Toponym) -> bool:
    """Whether a name is that of a hospital's town: "flown to a Jackson hospital", "St. Elizabeth Hospital in X"."""
    tokens, care = token_table(doc), word_list("event_places.care")
    around = tokens.lower[max(0, toponym.start - 2) : toponym.end + 2]
    return any(word in care for word in around)


def of_people(doc: Doc, toponym: Toponym) -> bool:
    """Whether a country only says where people come from: "bodyguards from Chad", "a student from Peru"."""
    if toponym.place.precision != "country" or not toponym.start:
        return False
    preposition = doc[toponym.start : toponym.end].root.head
    if preposition.lower_ != "from":
        return False
    return any(m.head == preposition.head.i and m.kind in _PEOPLE for m in doc._.mentions)
