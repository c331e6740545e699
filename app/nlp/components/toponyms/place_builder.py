"""From a name and its candidates to the contract's place: resolved, placed inside its parent, or left open.

A name that the gazetteer lacks, or whose every candidate lies outside the parent beside it, is put at the parent with
the parent's (at best a division's) precision and less confidence. Without a parent it gets a country only, when the
article and its outlet agree on one. A name with candidates too even to choose from gets what they share.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from app.domain.evidence import Span
from app.domain.geo import distance_km
from app.domain.place import Place, PlacePrecision
from app.gazetteer import Entry, place_of
from app.gazetteer.countries import country_name
from app.nlp.components.toponyms.names import Name, initials
from app.nlp.components.toponyms.plausibility import FOCUS, foreign
from app.nlp.components.toponyms.resolver import Resolver
from app.nlp.components.toponyms.senses import Sense
from app.nlp.components.toponyms.villages import Villages

_SURE = 0.98
_ALIKE = 0.5  # the price of a candidate that is spelt only nearly like the name
_INSIDE = 0.6  # how far a name's place at its parent is trusted
_SHARED = 0.8  # chance that makes a country sure though the place is not
_PART_KM = 60.0  # a quarter lies no further from its town


def confidence_of(sense: Sense, name: Name) -> float:
    """The estimated probability that the likeliest candidate is the right place."""
    if not sense.candidates:
        return 0.0
    chance = sense.chances[sense.order[0]]
    penalty = _ALIKE if sense.alike else sense.spelling.penalty
    return min(_SURE, chance * (1 - 0.5 * penalty)) * min(1.0, 0.6 + 0.4 * name.evidence)


def place(villages: Villages, name: Name, sense: Sense, span: Span, least: float) -> Place:
    """The place of a name."""
    resolver, best, parent = villages.resolver, sense.best, villages.parent(sense)
    if name.kind in ("part", "street") or resolver.quarter(sense):
        city = parent or _city(resolver)
        if city is not None and (best is None or best.point is None or not _near(best, city)):
            return _inside(city, span, name, quarter=True)
    if best is not None and not (parent is not None and resolver.outside(sense)):
        sure = confidence_of(sense, name)
        if foreign(resolver, sense):
            return _small(villages, name, sense, span)
        if sure >= least:
            found = place_of(best, span=span, confidence=sure)
            return replace(found, precision="region") if name.kind == "way" else found  # somewhere along the road
        return _shared(sense, span, sure)
    return _small(villages, name, sense, span)


def _small(villages: Villages, name: Name, sense: Sense, span: Span) -> Place:
    """A village where there is one of that name; else what holds it, or the country of the article."""
    if not initials(span.text) and (found := villages.of(sense)) is not None:
        sure = found.confidence * min(1.0, 0.6 + 0.4 * name.evidence)
        return replace(place_of(found.entry, span=span, confidence=sure), reason=found.reason)
    parent = villages.parent(sense)
    if parent is None and name.label == "FAC":
        parent = _city(villages.resolver)  # "near the Capitol", in an article from Washington
    return _in_country(villages.resolver, span, sense) if parent is None else _inside(parent, span, name)


def _city(resolver: Resolver) -> Entry | None:
    """The town that the article names most often, unless it is a namesake abroad that nothing else speaks for."""
    city = resolver.city()
    own = [s for s in resolver.senses if city is not None and s.best is not None and s.best.row == city.row]
    return None if any(foreign(resolver, s) for s in own) else city


def _near(entry: Entry, city: Entry) -> bool:
    return entry.point is not None and city.point is not None and distance_km(*entry.point, *city.point) <= _PART_KM


def _inside(parent: Entry, span: Span, name: Name, *, quarter: bool = False) -> Place:
    return Place(
        name=span.text,
        span=span,
        country_code=parent.country_code,
        country=parent.country,
        admin1=parent.admin1,
        latitude=parent.latitude,
        longitude=parent.longitude,
        precision=parent.precision if quarter else _coarse(parent, name),
        confidence=round(_INSIDE * min(1.0, name.evidence), 3),
        reason=f"not in the gazetteer; placed by {parent.name}",
    )


def _coarse(parent: Entry, name: Name) -> PlacePrecision:
    """How exact a parent's point is for a name inside it: a quarter or street lies in the town, a village beside it."""
    if name.kind == "way":
        return "region"
    return "admin1" if parent.precision == "city" and name.kind not in ("part", "street") else parent.precision


def _in_country(resolver: Resolver, span: Span, sense: Sense) -> Place:
    code = resolver.focus(FOCUS, sense, fewest=1.0)  # one doubtful name does not say where another lies
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
