"""The lexicon of reporting (``reporting.yaml``), read once."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from app.nlp.lexicon import word_table


@dataclass(frozen=True, slots=True)
class Reporting:
    """Verbs: lemma → frame → stance. Nouns: lemma → frames. The rest: plain sets of lemmas."""

    verbs: dict[str, dict[str, str]]
    nouns: dict[str, frozenset[str]]
    noun_stances: dict[str, str]
    subtypes: dict[str, str]
    quote_only: frozenset[str]
    responsibility: frozenset[str]
    anonymity: frozenset[str]
    press: frozenset[str]
    labels: frozenset[str]
    aimed: frozenset[str]
    presupposing: frozenset[str]
    passive: frozenset[str]
    carriers: frozenset[str]
    addressing: frozenset[str]
    media: frozenset[str]
    media_prepositions: frozenset[str]
    scare_length: int


@functools.cache
def reporting() -> Reporting:
    """Frames of every reporting verb; where two rows give one frame the first row's stance holds."""
    data = word_table("reporting")
    verbs: dict[str, dict[str, str]] = {}
    for row in data["verbs"]:
        for verb in row["verbs"]:
            for frame in row["frames"]:
                verbs.setdefault(verb, {}).setdefault(str(frame), row["stance"])
    nouns: dict[str, set[str]] = {}
    for frame, words in data["nouns"].items():
        for word in words:
            nouns.setdefault(word, set()).add(frame)
    return Reporting(
        verbs=verbs,
        nouns={word: frozenset(frames) for word, frames in nouns.items()},
        noun_stances={word: stance for stance, words in data["noun_stances"].items() for word in words},
        subtypes=data["subtypes"],
        quote_only=frozenset(data["quote_only"]),
        responsibility=frozenset(data["responsibility"]),
        anonymity=frozenset(data["anonymity"]),
        press=frozenset(data["press"]),
        labels=frozenset(data["labels"]),
        aimed=frozenset(data["aimed"]),
        presupposing=frozenset(data["presupposing"]),
        passive=frozenset(data["passive"]),
        carriers=frozenset(data["carriers"]),
        addressing=frozenset(data["addressing"]),
        media=frozenset(data["media"]),
        media_prepositions=frozenset(data["media_prepositions"]),
        scare_length=data["scare_length"],
    )
