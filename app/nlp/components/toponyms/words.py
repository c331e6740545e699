"""The words of ``lexicon/en/places.yaml`` and the abbreviations of divisions, as sets and tables."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from app.gazetteer import fold
from app.gazetteer.countries import countries, country_of_adjective, country_of_name
from app.gazetteer.sources import table
from app.nlp.lexicon import word_list, word_table

_COMMON = ("grounds", "directions", "calendar", "captions")  # lists of words that are no names


@dataclass(frozen=True, slots=True)
class Words:
    """The lexicon; folded names have the form of ``app.gazetteer.fold``.

    ``kinds``, ``long_kinds``: word, or words, → town, admin, part, street or thing; ``grounds``: what may stand between
    a name and its kind's bracket ("X area"); ``ways``: roads from place to place; ``fields``: airfields and the like;
    ``sites``: institutions that are where their name says; ``compounds``: "X-based"; ``acts_on``: "strikes on X";
    ``titles``: of persons; ``followers``: nouns behind a town, ``civic`` those behind a town alone; ``institutions``:
    capitalised words of them; ``kin``, ``named``, ``speaking``: signs of a person.
    ``never``: folded names that are no places; ``captions``: words that begin a caption, not a name; ``personal``:
    folded names of persons that are also names of towns; ``outlets``: those of newspapers; ``capitals``: folded name
    and country.
    ``groups``: folded name of an armed group → countries; ``forces``: that of a police force → country;
    ``expeditionary``: countries whose forces fight abroad; ``abbreviations`` (without their last full stop) and
    ``postal``: as written → GeoNames division code.
    """

    prepositions: dict[str, float]
    directions: frozenset[str]
    kinds: dict[str, str]
    long_kinds: dict[tuple[str, ...], str]
    grounds: frozenset[str]
    ways: frozenset[str]
    fields: frozenset[str]
    sites: frozenset[str]
    compounds: frozenset[str]
    acts_on: frozenset[str]
    titles: frozenset[str]
    before_of: frozenset[str]
    followers: frozenset[str]
    civic: frozenset[str]
    kin: frozenset[str]
    named: frozenset[str]
    speaking: frozenset[str]
    personal: frozenset[str]
    institutions: frozenset[str]
    never: frozenset[str]
    captions: frozenset[str]
    outlets: frozenset[str]
    capitals: frozenset[tuple[str, str]]
    expeditionary: frozenset[str]
    groups: dict[str, tuple[str, ...]]
    forces: dict[str, str]
    abbreviations: dict[str, str]
    postal: dict[str, str]


@functools.cache
def words() -> Words:
    """The lexicon of place names."""
    data = word_table("places")
    rows = table("abbreviations")
    kinds = {word: kind for kind, group in data["kinds"].items() for word in group}
    never = [item["name"] for item in data["never"]]
    return Words(
        prepositions=data["prepositions"] | data["verbs_before"],
        directions=frozenset(data["directions"]),
        kinds=kinds,
        long_kinds={tuple(name.split()): kind for name, kind in data["long_kinds"].items()},
        outlets=frozenset(fold(name) for names in word_table("places_outlets.outlets").values() for name in names),
        capitals=frozenset((fold(name), code) for code, names in data["capitals"].items() for name in names),
        grounds=frozenset(data["grounds"]),
        **{name: frozenset(data[name]) for name in ("ways", "fields", "sites", "compounds", "acts_on")},
        titles=word_list("titles.offices"),
        before_of=frozenset(data["before_of"]),
        **{name: frozenset(data[name]) for name in ("followers", "civic", "institutions", "kin", "named", "speaking")},
        personal=word_list("places_personal.names"),
        captions=frozenset(data["captions"]),
        never=frozenset(
            fold(name)
            for name in (*never, *kinds, *data["grounds"], *data["directions"], *data["calendar"], *data["captions"])
        ),
        expeditionary=frozenset(data["expeditionary"]),
        forces={fold(name): code for code, names in data["forces"].items() for name in names},
        groups={fold(name): tuple(codes.split()) for codes, names in data["groups"].items() for name in names},
        abbreviations={a.rstrip("."): code for a, code, kind in rows if kind != "postal"},
        postal={a: code for a, code, kind in rows if kind == "postal"},
    )


@functools.cache
def _country_keys() -> tuple[frozenset[str], frozenset[str]]:
    """Folded names of countries, and folded adjectives with their plurals: a quick sieve."""
    names = [name for row in countries().values() for name in (row.name, *row.aliases)]
    adjectives = [word for row in countries().values() for word in row.adjectives]
    return frozenset(map(fold, names)), frozenset(fold(a + s) for a in adjectives for s in ("", "s"))


def adjective(text: str, key: str) -> str | None:
    """The country of an adjective or demonym that is not a country's name; ``key`` is the folded text."""
    if key not in _country_keys()[1] or country_of_name(text):
        return None
    return country_of_adjective(text)


def country(text: str, key: str) -> str | None:
    """The country of a name; ``key`` is the folded text."""
    return country_of_name(text) if key in _country_keys()[0] else None
