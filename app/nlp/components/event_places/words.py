"""The lexicon ``event_places.yaml`` as sets and numbers."""

from __future__ import annotations

import functools
from dataclasses import dataclass, fields
from typing import Any

from app.nlp.lexicon import word_table


@dataclass(frozen=True, slots=True)
class Words:
    """Word lists and weights, named as in the lexicon."""

    prepositions: dict[str, float]
    away: dict[str, float]
    down: dict[str, float]
    up: dict[str, float]
    parts: frozenset[str]
    people: frozenset[str]
    undergo: frozenset[str]
    opposing: frozenset[str]
    bearings: frozenset[str]
    inside: frozenset[str]
    areas: frozenset[str]
    grounds: frozenset[str]
    care: frozenset[str]
    dying: frozenset[str]
    moving: frozenset[str]
    gathering: frozenset[str]
    streets: frozenset[str]
    seats: frozenset[str]
    nearness: frozenset[str]
    ways: frozenset[str]
    borders: frozenset[str]
    dwellers: frozenset[str]
    reactions: frozenset[str]
    sequels: frozenset[str]
    treated: frozenset[str]
    leaving: frozenset[str]
    doing: frozenset[str]
    courts: frozenset[str]
    adding: frozenset[str]
    hurting: frozenset[str]
    held: frozenset[str]
    saying: frozenset[str]


@functools.cache
def words() -> Words:
    """The lists of ``lexicon/en/event_places.yaml``, and the reporting verbs that are not ``doing`` too."""
    data = dict(word_table("event_places"))
    saying = {verb for group in word_table("reporting.verbs") for verb in group["verbs"]}
    data["saying"] = saying - set(data["doing"])
    tables: dict[str, Any] = {
        field.name: dict(data[field.name]) if isinstance(data[field.name], dict) else frozenset(data[field.name])
        for field in fields(Words)
    }
    return Words(**tables)
