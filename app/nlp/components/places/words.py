"""The words of ``lexicon/en/places.yaml`` and the abbreviations of divisions, as sets and tables."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from app.gazetteer import fold
from app.gazetteer.countries import country_of_adjective, country_of_name
from app.gazetteer.sources import table
from app.nlp.lexicon import load


@dataclass(frozen=True, slots=True)
class Words:
    """The lexicon. ``kinds``: word → town, admin or thing; ``never``: folded names that are no places.

    ``abbreviations`` (without their last full stop) and ``postal``: as written → GeoNames division code.
    """

    prepositions: dict[str, float]
    directions: frozenset[str]
    kinds: dict[str, str]
    before_of: frozenset[str]
    followers: frozenset[str]
    institutions: frozenset[str]
    never: frozenset[str]
    abbreviations: dict[str, str]
    postal: dict[str, str]


@functools.cache
def words() -> Words:
    """The lexicon of place names."""
    data = load("places")
    rows = table("abbreviations")
    kinds = {word: kind for kind, group in data["kinds"].items() for word in group}
    never = [item["name"] for item in data["never"]]
    return Words(
        prepositions=data["prepositions"],
        directions=frozenset(data["directions"]),
        kinds=kinds,
        before_of=frozenset(data["before_of"]),
        followers=frozenset(data["followers"]),
        institutions=frozenset(data["institutions"]),
        never=frozenset(fold(name) for name in (*never, *kinds, *data["directions"])),
        abbreviations={a.rstrip("."): code for a, code, kind in rows if kind != "postal"},
        postal={a: code for a, code, kind in rows if kind == "postal"},
    )


@functools.lru_cache(maxsize=20_000)
def adjective(text: str) -> str | None:
    """The country of an adjective or demonym that is no country's name."""
    return None if country_of_name(text) else country_of_adjective(text)


@functools.lru_cache(maxsize=20_000)
def country(text: str) -> str | None:
    """The country of a name."""
    return country_of_name(text)
