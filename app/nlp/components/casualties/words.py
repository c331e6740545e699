"""The lexicon of harm and victims in the shape that the component needs; made once."""

from __future__ import annotations

import functools
from typing import Any, Final, Literal

from app.nlp.lexicon import word_table

#: What became of somebody, the gravest first. "hit" (shot), "treated" (in hospital) and "listed" (in some condition):
#: how it ended is reported elsewhere, or not at all.
Fate = Literal["killed", "injured", "hit", "treated", "listed", "captured", "missing", "displaced", "sickened"]
OTHER: Final = ("captured", "missing", "displaced", "sickened")
GRAVITY: dict[str, int] = {"killed": 4, "injured": 3, "hit": 2, "treated": 1, "listed": 0, **dict.fromkeys(OTHER, 1)}


class Words:
    """``harm.yaml`` and ``victims.yaml`` as sets and maps; see there."""

    def __init__(self) -> None:
        harm = word_table("harm")
        self.transitive = _by_word(harm["transitive"])
        self.intransitive = _by_word(harm["intransitive"])
        self.adjectives = _by_word(harm["adjectives"])
        self.headline = _by_word(harm["headline"])
        self.forms = frozenset({*self.adjectives, *self.headline, *harm["bodies"], *harm["fatal_adverbs"]})
        self.nouns = _by_word(harm["nouns"])
        self.counted_nouns = _by_word(harm["counted_nouns"])
        self.contact, self.contact_agents = frozenset(harm["contact"]), frozenset(harm["contact_agents"])
        self.contact_events, self.body_parts = frozenset(harm["contact_events"]), frozenset(harm["body_parts"])
        self.moved, self.hospitals = frozenset(harm["moved"]), frozenset(harm["hospitals"])
        self.centers = frozenset(harm["centers"]["nouns"])
        self.before_centers = frozenset(harm["centers"]["after"])
        self.fatal_adverbs = frozenset(harm["fatal_adverbs"])
        self.fatal_adjectives = frozenset(harm["fatal_adjectives"])
        self.estimate_verbs = frozenset(harm["estimate_verbs"])
        self.result_verbs = frozenset(harm["result_verbs"])
        self.bodies, self.body_verbs = frozenset(harm["bodies"]), frozenset(harm["body_verbs"])
        self.tolls, self.lives_verbs = frozenset(harm["tolls"]), frozenset(harm["lives_verbs"])
        self.wounds, self.wound_verbs = frozenset(harm["wounds"]), frozenset(harm["wound_verbs"])
        self.wound_prepositions = frozenset(harm["wound_prepositions"])
        self.conditions, self.condition_words = frozenset(harm["conditions"]), frozenset(harm["condition_words"])
        self.running = tuple(tuple(phrase.split()) for phrase in harm["running"])
        self.spared, self.whole = frozenset(harm["spared"]), frozenset(harm["whole"])
        self.none_words, self.unspecific = frozenset(harm["none_words"]), frozenset(harm["unspecific"])
        self.distributive = frozenset(harm["distributive"])
        self.not_victims = frozenset(harm["not_victims"])
        self.part_marks = frozenset(harm["part_marks"])
        self._stated(harm)
        self._single(harm)
        self._people(word_table("victims"), word_table("kinds"))
        self.predicates = (
            frozenset({*self.transitive, *self.intransitive, *self.adjectives, *self.nouns, *self.counted_nouns})
            | self.contact
            | self.moved
            | self.bodies
            | self.tolls
            | self.wounds
            | self.conditions
            | self.life
            | self.suicide
            | self.losing
            | self.counts
            | self.burying
            | self.lost.keys()
            | self.saving
            | self.no_harm
            | self.taken
            | self.fleeing
            | self.driving
            | frozenset({*self.losses, *self.other_transitive, *self.other_adjectives})
        )

    def _stated(self, harm: dict[str, Any]) -> None:
        """Figures that are stated, and what else became of people."""
        self.rising, self.counts = frozenset(harm["rising"]), frozenset(harm["counts"])
        self.round_numbers = frozenset(harm["round_numbers"])
        self.correcting = frozenset(harm["correcting"])
        self.losses, self.giving = _by_word(harm["losses"]), frozenset(harm["giving"])
        self.burying = frozenset(harm["burying"])
        self.lost: dict[str, dict[str, Any]] = harm["lost"]
        self.saving, self.failing = frozenset(harm["saving"]), frozenset(harm["failing"])
        self.no_harm, self.no_harm_verbs = frozenset(harm["no_harm"]), frozenset(harm["no_harm_verbs"])
        self.other_transitive = _by_word(harm["other_transitive"])
        self.other_adjectives = _by_word(harm["other_adjectives"])
        self.becoming, self.taken = frozenset(harm["becoming"]), frozenset(harm["taken"])
        self.fleeing, self.homes = frozenset(harm["fleeing"]), frozenset(harm["homes"])
        self.driving = frozenset(harm["driving"])
        self.forms |= frozenset({*self.other_adjectives, *self.taken})

    def _single(self, harm: dict[str, Any]) -> None:
        """Words that grammar reads in a way of their own."""
        self.life, self.suicide, self.losing = (frozenset(harm[key]) for key in ("life", "suicide", "losing"))
        self.giving_life = frozenset(harm["giving_life"])
        self.suicide_verbs, self.gunning = frozenset(harm["suicide_verbs"]), frozenset(harm["gunning"])
        self.dead, self.death, self.age = (frozenset(harm[key]) for key in ("dead", "death", "age"))
        self.fatal_phrases = tuple(phrase.split() for phrase in harm["fatal_phrases"])
        self.stative, self.copulas = frozenset(harm["stative"]), frozenset(harm["copulas"])
        self.loss_nouns, self.captive_verbs = frozenset(harm["loss_nouns"]), frozenset(harm["captive_verbs"])
        self.injury_nouns, self.suffering = frozenset(harm["injury_nouns"]), frozenset(harm["suffering"])
        self.shot_modifiers, self.dying = frozenset(harm["shot_modifiers"]), frozenset(harm["dying"])

    def _people(self, victims: dict[str, Any], kinds: dict[str, Any]) -> None:
        """Who the victims may be."""
        self.ordinals = frozenset(victims["ordinals"])
        self.couples = frozenset(victims["couples"])
        self.victim_kinds = {word: kind for kind, words in reversed(victims["kinds"].items()) for word in words}
        self.female, self.male = frozenset(victims["female"]), frozenset(victims["male"])
        self.anyone, self.perpetrators = frozenset(victims["anyone"]), frozenset(victims["perpetrators"])
        self.bystanders = frozenset(victims["bystanders"])
        self.not_people, self.further = frozenset(victims["not_people"]), frozenset(victims["further"])
        self.losable = frozenset(victims["losable"])
        self.grown, self.young = frozenset(victims["grown"]), frozenset(victims["young"])
        self.sides = {kind: side for side, kinds_ in victims["sides"].items() for kind in kinds_}
        people = ("military", "police", "armed_group", "civilians", "person")
        self.people = frozenset(w for kind in people for w in kinds[kind]) | frozenset(self.victim_kinds)
        self.things = frozenset(w for kind in ("facility", "vehicle", "weapon") for w in kinds[kind]) - self.people


def _by_word(table: dict[Fate, list[str]]) -> dict[str, Fate]:
    return {word: fate for fate, words in table.items() for word in words}


@functools.cache
def words() -> Words:
    """The compiled lexicon."""
    return Words()
