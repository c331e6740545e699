"""The cues of modality (``modality.yaml``), compiled once."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from app.nlp.lexicon import word_list, word_table


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Tables by word; the comments of the YAML say what each holds."""

    auxiliaries: dict[str, str]
    counterfactual: dict[str, str]
    regret: frozenset[str]
    negations: frozenset[str]
    not_negated_before: frozenset[str]
    nobody: frozenset[str]
    no_determiners: frozenset[str]
    adverbs: dict[str, str]
    modifiers: dict[str, str]
    governors: dict[tuple[str, str], str]
    negated_governor: dict[str, str]
    nouns: dict[str, str]
    nouns_to_only: frozenset[str]
    nouns_of_clauses: dict[str, str]
    verbs_of_fact: frozenset[str]
    defining: frozenset[str]
    defining_as: frozenset[str]
    naming: frozenset[str]
    fiction: frozenset[str]
    fiction_of_somebody: frozenset[str]
    games: dict[str, frozenset[str]]
    drills: frozenset[str]
    people: frozenset[str]
    works: frozenset[str]
    adjectives: dict[str, str]
    marks: dict[str, str]
    prepositions: dict[str, str]
    compound_prepositions: dict[tuple[str, ...], str]
    light_verbs: frozenset[str]
    happen_verbs: frozenset[str]
    effect_verbs: frozenset[str]
    realised: frozenset[str]
    past_adjectives: frozenset[str]
    past_governors: frozenset[str]


@functools.cache
def lexicon() -> Lexicon:
    """The cues, compiled once."""
    data = word_table("modality")
    governors = {
        (verb, way): entry["category"]
        for entry in data["governors"]
        for verb in entry["verbs"]
        for way in entry["governs"]
    }
    return Lexicon(
        auxiliaries=data["auxiliaries"],
        counterfactual=data["counterfactual"],
        regret=frozenset(data["regret"]),
        negations=frozenset(data["negations"]),
        not_negated_before=frozenset(data["negation_unless_next"]),
        nobody=frozenset(data["nobody"]),
        no_determiners=frozenset(data["no_determiners"]),
        adverbs=data["adverbs"],
        modifiers=data["modifiers"],
        governors=governors,
        negated_governor=data["negated_governor"],
        nouns=data["governing_nouns"],
        nouns_to_only=frozenset(data["governing_nouns_to_only"]),
        nouns_of_clauses={**data["governing_nouns"], **data["governing_nouns_of_clauses"]},
        verbs_of_fact=frozenset(data["verbs_of_fact"]),
        defining=frozenset(data["defining"]),
        defining_as=frozenset(data["defining_as"]),
        naming=frozenset(data["naming"]),
        fiction=frozenset(data["fiction"]),
        fiction_of_somebody=frozenset(data["fiction_of_somebody"]),
        games={noun: frozenset(words) for noun, words in data["games"].items()},
        drills=frozenset(data["drills"]),
        people=word_list("kinds.civilians") | word_list("kinds.person"),
        works=frozenset(data["works"]),
        adjectives=data["governing_adjectives"],
        marks=data["marks"],
        prepositions=data["prepositions"],
        compound_prepositions={tuple(k.split()): v for k, v in data["compound_prepositions"].items()},
        light_verbs=frozenset(data["light_verbs"]),
        happen_verbs=frozenset(data["happen_verbs"]),
        effect_verbs=frozenset(data["effect_verbs"]),
        realised=frozenset(data["realised_purpose"]),
        past_adjectives=frozenset(data["past_adjectives"]),
        past_governors=frozenset(data["past_governors"]),
    )
