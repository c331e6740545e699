"""What kind of participant a noun names: the lexicon behind mentions, read once."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from app.domain.event import EntityKind
from app.nlp.lexicon import word_list, word_table


@dataclass(frozen=True, slots=True)
class Group:
    """A named group or institution of the lexicon."""

    name: str
    kind: EntityKind
    country: str | None


@dataclass(frozen=True, slots=True)
class Kinds:
    """The tables of ``kinds.yaml``: lemma → kind, two lemmas → kind …"""

    heads: dict[str, EntityKind]
    phrases: dict[tuple[str, str], EntityKind]
    name_heads: dict[str, EntityKind]
    name_fronts: frozenset[str]
    outlawed: frozenset[str]
    designated: dict[str, EntityKind]
    models: tuple[tuple[EntityKind, re.Pattern[str]], ...]
    ships: frozenset[str]
    never: frozenset[str]
    strangers: frozenset[str]
    stranger_heads: frozenset[str]
    deeds: frozenset[str]
    place_prepositions: frozenset[str]
    portfolios: frozenset[tuple[str, ...]]
    lookalikes: frozenset[str]
    no_country_before: frozenset[str]
    place_words: frozenset[str]


_KINDS: tuple[EntityKind, ...] = (
    "other", "person", "organization", "government", "facility", "vehicle",
    "civilians", "media", "weapon", "police", "military", "armed_group",
)  # fmt: skip


@functools.cache
def kinds() -> Kinds:
    """The lexicon of kinds; a word listed twice has the kind that comes last in ``_KINDS``."""
    data = word_table("kinds")
    heads: dict[str, EntityKind] = {}
    phrases: dict[tuple[str, str], EntityKind] = {}
    for kind in _KINDS:
        for word in data.get(kind, []):
            parts = word.split()
            if len(parts) == 1:
                heads[word] = kind
            else:
                phrases[(parts[-2], parts[-1])] = kind
    for phrase, kind in data["phrases"].items():
        before, head = phrase.split()
        phrases[(before, head)] = kind
    return Kinds(
        heads=heads,
        phrases=phrases,
        name_heads={word: kind for kind, words in data["name_heads"].items() for word in words},
        name_fronts=frozenset(data["name_fronts"]),
        outlawed=frozenset(data["outlawed"]),
        designated=data["designated"],
        models=tuple((m["kind"], re.compile(m["pattern"])) for m in data["models"]),
        ships=frozenset(data["ships"]),
        never=frozenset(data["never"]),
        strangers=frozenset(data["strangers"]),
        stranger_heads=frozenset(data["stranger_heads"]),
        deeds=frozenset(data["deeds"]),
        place_prepositions=frozenset(data["place_prepositions"]),
        portfolios=frozenset(tuple(p.split()) for p in data["portfolios"]),
        lookalikes=frozenset(data["no_country"]),
        no_country_before=frozenset(data["no_country_before"]),
        place_words=frozenset(data["place_words"]),
    )


@dataclass(frozen=True, slots=True)
class Pronoun:
    """Gender m, f, n or None; number s or p; person 1, 2 or 3."""

    gender: str | None
    number: str
    person: int


@functools.cache
def pronouns() -> dict[str, Pronoun]:
    """Personal and possessive pronouns."""
    return {
        word: Pronoun(row["gender"], row["number"], row.get("person", 3))
        for word, row in word_table("pronouns.personal").items()
    }


@functools.cache
def indefinite() -> dict[str, EntityKind]:
    """Words that stand for people without naming them."""
    return dict(word_table("pronouns.indefinite"))


@functools.cache
def titles() -> tuple[frozenset[str], frozenset[str]]:
    """Offices and ranks; forms of address."""
    data = word_table("titles")
    return frozenset(data["offices"]), frozenset(data["address"])


@functools.cache
def headline_verbs() -> frozenset[str]:
    """Verbs that end a name in a headline, lower case."""
    return word_list("titles.headline_verbs")


@functools.cache
def given_names() -> frozenset[str]:
    """Common given names, lower case."""
    data = word_table("titles")
    return frozenset(data["male_names"]) | frozenset(data["female_names"])


def bare(text: str) -> str:
    """The form under which words of group names are compared: no dots, no apostrophes, lower case."""
    return text.replace(".", "").replace("'", "").replace("’", "").lower()


@functools.cache
def groups() -> dict[str, list[tuple[tuple[str, ...], str | None, Group]]]:
    """First word → (further words, spelling that must be kept or None, group), the longest first."""
    table: dict[str, list[tuple[tuple[str, ...], str | None, Group]]] = {}
    for row in word_table("groups.groups"):
        group = Group(row["name"], row["kind"], row["country"])
        for alias in (row["name"], *row["aliases"]):
            words = tuple(bare(w) for w in re.split(r"[\s\-–/()]+", alias) if w)
            words = words[1:] if words[0] == "the" and len(words) > 1 else words
            spelling = alias if len(words) == 1 and any(c.isupper() for c in alias[1:]) and "-" not in alias else None
            table.setdefault(words[0], []).append((words[1:], spelling, group))
    for rows in table.values():
        rows.sort(key=lambda row: -len(row[0]))
    return table
