"""Entities in the making, and what is known of them."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

from app.domain.event import EntityKind
from app.nlp.annotations import Mention
from app.nlp.lexicon import word_table

#: Kinds that can name the same thing as one another; others clash.
_CLASSES: dict[EntityKind, str] = {
    "person": "people", "civilians": "people", "military": "group", "police": "group", "armed_group": "group",
    "government": "group", "organization": "group", "media": "group", "facility": "thing", "vehicle": "vehicle",
    "weapon": "weapon", "other": "thing",
}  # fmt: skip


def family_of(kind: EntityKind) -> str:
    """What a kind can name the same thing as: people, group, thing, vehicle, weapon."""
    return _CLASSES[kind]


@dataclass(slots=True)
class Cluster:
    """One entity: its number, the mentions so far (positions), and what they state."""

    number: int
    kind: EntityKind
    name: str
    proper: bool
    plural: bool
    country: str | None = None
    description: str | None = None
    gender: str | None = None
    words: frozenset[str] = frozenset()
    members: list[int] = field(default_factory=list)

    @property
    def family(self) -> str:
        """What it can be the same as: people, group, thing, vehicle, weapon."""
        return _CLASSES[self.kind]


@dataclass(frozen=True, slots=True)
class Genders:
    """Words and given names that give a person's gender."""

    male: frozenset[str]
    female: frozenset[str]
    male_names: frozenset[str]
    female_names: frozenset[str]


@functools.cache
def genders() -> Genders:
    """The lists of ``titles.yaml``; a given name on both lists decides nothing."""
    data = word_table("titles")
    males, females = frozenset(data["male_names"]), frozenset(data["female_names"])
    return Genders(frozenset(data["male"]), frozenset(data["female"]), males - females, females - males)


def gender_of(mention: Mention, written: str) -> str | None:
    """m, f or None for a person's mention; ``written`` is its text, title included."""
    table = genders()
    words = [w.rstrip(".,").lower() for w in f"{mention.description or ''} {written}".split()]
    if any(w in table.female or f"{w}." in table.female for w in words):
        return "f"
    if any(w in table.male or f"{w}." in table.male for w in words):
        return "m"
    if not mention.proper:
        return None
    first = mention.name.split()[0].lower() if " " in mention.name else ""
    return "m" if first in table.male_names else "f" if first in table.female_names else None
