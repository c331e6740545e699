"""From a name and its candidates to the contract's place: resolved, placed inside its parent, or left open.

A name that the gazetteer lacks, or whose every candidate lies outside the parent beside it, is put at the parent with
the parent's (at best a division's) precision and less confidence. Without a parent it gets a country only, when the
article and its outlet agree on one. A name with candidates too even to choose from gets what they share.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from app.domain.evidence import Span
from app.domain.place import Place, PlacePrecision
from app.gazetteer import Entry, distance_km, fold, place_of
from app.gazetteer.countries import country_name
from app.nlp.components.places.hamlets import hamlet
from app.nlp.components.places.names import Name
from app.nlp.components.places.resolve import Resolver, Sense

_SURE = 0.98
_ALIKE = 0.5  # the price of a candidate that is spelt only nearly like the name
_INSIDE = 0.6  # how far a name's place at its parent is trusted
_FOCUS = 0.6  # share of an article's places that makes a country its focus
_SHARED = 0.8  # chance that makes a country sure though the place is not
_PART_KM = 60.0  # a quarter lies no further from its town
_UNTOLD = 0.1  # weight below which a country is not told
_LONG = 5  # letters of a name that can be told from another by its consonants
_VOWELS = re.compile(r"[aeiouyhw ]")
_LARGE = 100_000  # a town of this size is told without its country
_FAMOUS = 1_000_000  # a town of this size is told by other names too ("Saigon")


def confidence_of(sense: Sense, name: Name) -> float:
    """The estimated probability that the likeliest candidate is the right place."""
    if not sense.candidates:
        return 0.0
    chance = sense.chances[sense.order[0]]
    penalty = _ALIKE if sense.alike else sense.spelling.penalty
    return min(_SURE, chance * (1 - 0.5 * penalty)) * min(1.0, 0.6 + 0.4 * name.evidence)


def place(resolver: Resolver, name: Name, sense: Sense, span: Span, least: float) -> Place:
    """The place of a name."""
    best, parent = sense.best, parent_of(resolver, sense)
    if name.kind in ("part", "street"):
        city = parent or resolver.city()
        if city is not None and (best is None or best.point is None or not _near(best, city)):
            return _inside(city, span, name)
    if best is not None and not (parent is not None and resolver.outside(sense)):
        sure = confidence_of(sense, name)
        if foreign(resolver, sense):
            return _small(resolver, name, sense, span, parent)
        if sure >= least:
            found = place_of(best, span=span, confidence=sure)
            return replace(found, precision="region") if name.kind == "way" else found  # somewhere along the road
        return _shared(sense, span, sure)
    return _small(resolver, name, sense, span, parent)


def _small(resolver: Resolver, name: Name, sense: Sense, span: Span, parent: Entry | None) -> Place:
    """A village where there is one of that name; else the parent, or the country of the article."""
    if name.kind not in ("part", "street", "way"):
        found = hamlet(resolver.gazetteer, sense.key, parent, resolver.focus(_FOCUS, sense), resolver.sure())
        if found is not None:
            sure = found.confidence * min(1.0, 0.6 + 0.4 * name.evidence)
            return place_of(found.entry, span=span, confidence=sure)
    return _in_country(resolver, span, sense) if parent is None else _inside(parent, span, name)


def parent_of(resolver: Resolver, sense: Sense) -> Entry | None:
    """The finest resolved place that the text names as holding this one."""
    found: list[Entry] = []
    for position in sense.parents:
        other = resolver.sense_of.get(position)
        if other is None or other.best is None or resolver.outside(other):
            continue
        if other.chances[other.order[0]] >= 0.5 and not foreign(resolver, other):
            found.append(other.best)
    order = {"PPL": 0, "ADM2": 0, "ADM1": 1, "PCLI": 2}  # of two equals the first told, which stands nearest
    return min(found, key=lambda e: (e.point is None, order.get(e.feature, 3))) if found else None


def foreign(resolver: Resolver, sense: Sense) -> bool:
    """Whether a town's country is told by nothing else, and the text gives reason to doubt it.

    A small town's, when the article, its outlet or the armed groups in it tell another country; that of a town known
    here only by another name ("Tarin" for Tallinn), whatever the article tells, unless everybody knows the town.
    """
    best = sense.best
    if best is None or best.country_code is None or not (best.feature == "PPL" or sense.alike):
        return False
    if resolver.beside(sense).get(best.country_code, 0.0) >= _UNTOLD or any(resolver.held[id(sense)]):
        return False
    home = resolver.home.country or resolver.focus(_FOCUS, sense)
    if home and not resolver.home.country and any(resolver.names[i].filed for i in sense.names):
        home = home if resolver.beside(sense)[home] >= len(sense.names) else None  # one name more says little
    if sense.alike or best.country_code == home:
        return best.country_code != home
    doubted = bool(resolver.hints) and best.country_code not in resolver.hinted
    byname = not best.main and not _alike(sense.key, fold(best.name))
    if best.population < _LARGE:
        return bool(home) or doubted or byname
    return best.population < _FAMOUS and (byname or (doubted and not best.main))


def _alike(key: str, main: str) -> bool:
    """Whether two names are one with more or fewer words ("Gaza City"), or the same but for vowels ("Kharkov")."""
    one, other = set(key.split()), set(main.split())
    if one <= other or other <= one:
        return True
    return len(key) >= _LONG and _VOWELS.sub("", key) == _VOWELS.sub("", main)


def _near(entry: Entry, city: Entry) -> bool:
    return entry.point is not None and city.point is not None and distance_km(*entry.point, *city.point) <= _PART_KM


def _inside(parent: Entry, span: Span, name: Name) -> Place:
    return Place(
        name=span.text,
        span=span,
        country_code=parent.country_code,
        country=parent.country,
        admin1=parent.admin1,
        latitude=parent.latitude,
        longitude=parent.longitude,
        precision=_coarse(parent, name),
        confidence=round(_INSIDE * min(1.0, name.evidence), 3),
        reason=f"not in the gazetteer; placed by {parent.name}",
    )


def _coarse(parent: Entry, name: Name) -> PlacePrecision:
    """How exact a parent's point is for a name inside it: a quarter or street lies in the town, a village beside it."""
    if name.kind == "way":
        return "region"
    return "admin1" if parent.precision == "city" and name.kind not in ("part", "street") else parent.precision


def _in_country(resolver: Resolver, span: Span, sense: Sense) -> Place:
    code = resolver.focus(_FOCUS, sense)
    if code is None:
        return Place(name=span.text, span=span, reason="not in the gazetteer")
    reason = "not in the gazetteer; the country is that of the article"
    return Place(
        name=span.text, span=span, country_code=code, country=country_name(code), confidence=0.4, reason=reason
    )


def _shared(sense: Sense, span: Span, sure: float) -> Place:
    """What nearly all candidates share: the country, perhaps the division."""
    countries: dict[str, float] = defaultdict(float)
    divisions: dict[tuple[str, str], float] = defaultdict(float)
    for entry, chance in zip(sense.candidates, sense.chances, strict=True):
        if entry.country_code:
            countries[entry.country_code] += chance
            if entry.admin1:
                divisions[entry.country_code, entry.admin1] += chance
    code = next((c for c, chance in countries.items() if chance >= _SHARED), None)
    admin1 = next((a for (_, a), chance in divisions.items() if chance >= _SHARED), None)
    country = country_name(code) if code else None
    sure = round(sure, 3)
    return Place(
        name=span.text,
        span=span,
        country_code=code,
        country=country,
        admin1=admin1,
        confidence=sure,
        reason="ambiguous",
    )
