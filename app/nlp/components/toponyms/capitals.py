"""Which town is meant by "the Kenyan capital", "Kenya's capital" or "the capital of Kenya", where no name follows?"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc, Token

from app.gazetteer import Entry, Gazetteer, fold, place_of
from app.gazetteer.countries import countries, country_name
from app.nlp.annotations import Toponym, span_of
from app.nlp.components.toponyms.resolver import capital
from app.nlp.components.toponyms.words import words
from app.nlp.lexicon import word_list

_SURE = 0.9
_BESIDE = frozenset({",", "(", "–", "—"})
_NEAR = 3  # tokens behind the phrase in which its name may follow: "the Kenyan capital city of Nairobi"


def capitals(doc: Doc, toponyms: Sequence[Toponym], gazetteer: Gazetteer) -> Iterator[Toponym]:
    """A toponym for the noun of each phrase that names a capital by its country alone."""
    by_end = {t.end: t for t in toponyms}
    starts = {t.start for t in toponyms}
    for token in doc:
        if token.lower_ not in word_list("places.seat_of_government") or not _stands_alone(token, starts):
            continue
        land = by_end.get(token.i) or _owner(token, by_end) or _behind(token, toponyms)
        code = land.place.country_code if land is not None and land.place.precision == "country" else None
        entry = _capital(gazetteer, code) if code else None
        start = token.left_edge.i
        named = start > 1 and doc[start - 1].text in _BESIDE and start - 1 in by_end  # "Nairobi, the Kenyan capital"
        if entry is not None and land is not None and code is not None and not named:
            span = span_of(doc, min(land.start, token.i), max(land.end, token.i + 1))
            place = place_of(entry, span=span, confidence=_SURE)
            place = replace(place, reason=f"the capital of {country_name(code)}")
            yield Toponym(token.i, token.i + 1, place, described=True)


def _stands_alone(token: Token, starts: set[int]) -> bool:
    """Whether it is no part of another noun ("capital city" is none) and no name follows that says which town it is."""
    if token.pos_ not in ("NOUN", "PROPN"):
        return False
    end = token.i + 1
    if not word_list("places.of_another_kind").isdisjoint(c.lower_ for c in token.lefts):
        return False  # "Nigeria's commercial capital" is not Abuja
    if token.dep_ == "compound":
        if token.head.i != end or token.head.lower_ not in words().kinds:
            return False
        end += 1
    return starts.isdisjoint(range(end, end + _NEAR)) or token.nbor().lower_ == "of"


def _owner(token: Token, by_end: dict[int, Toponym]) -> Toponym | None:
    """The country whose capital it is: "Somalia's war-torn capital"."""
    owner = next((c for c in token.lefts if c.dep_ == "poss"), None)
    return by_end.get(owner.i + 1) if owner is not None else None


def _behind(token: Token, toponyms: Sequence[Toponym]) -> Toponym | None:
    """The country that follows "capital of"."""
    of = next((c for c in token.rights if c.lower_ == "of"), None)
    if of is None or of.i != token.i + 1:
        return None
    land = next((t for t in toponyms if t.start == of.i + 1), None)
    owns = (
        land is not None and land.end < len(token.doc) and token.doc[land.end].tag_ == "POS"
    )  # "of Russia's Chechnya"
    return None if owns else land


@functools.lru_cache(maxsize=256)
def _capital(gazetteer: Gazetteer, code: str) -> Entry | None:
    """The capital of a country; None where several towns are called so."""
    row = countries().get(code) if code not in word_list("places.no_capital") else None
    names = [*(row.capitals if row else ()), *(name for name, of in words().capitals if of == code)]
    found = {e.row: e for name in names for e in gazetteer.lookup(fold(name)) if _is_capital(e, code)}
    largest = sorted(found.values(), key=lambda e: -e.population)
    named = {fold(e.name) for e in largest}
    return largest[0] if largest and len(named) == 1 else None


def _is_capital(entry: Entry, code: str) -> bool:
    return entry.country_code == code and entry.feature == "PPL" and entry.main and capital(entry)
