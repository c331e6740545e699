"""Of what kinds are the participants of an event, beyond their own kind? By these the ontology chooses codes.

A police station belongs to the police, demonstrators are ``protesters``, villagers who act together are a ``crowd``,
and a casualty is named by its effect (``figures: killed``).
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence

from spacy.tokens import Doc

from app.domain.casualties import Casualty
from app.domain.event import Participant
from app.nlp.annotations import Mention, fillers_of
from app.nlp.lexicon import word_list, word_table
from app.nlp.token_table import token_table
from app.ontology import FIGURES, catalogue

_SHORT = 4
_LOOSE = frozenset({"facility", "vehicle", "person", "other", "organization", "media", "civilians"})


@functools.cache
def _armed_words() -> Mapping[str, str]:
    table: dict[str, list[str]] = word_table("roles.armed_words")
    return {word: kind for kind, words in table.items() for word in words}


def allegiance(participant: Participant) -> tuple[str, ...]:
    """Kinds of force to which a building, vehicle or person belongs: "police station" → police."""
    if participant.kind not in _LOOSE:
        return ()
    text = participant.span.text if participant.span else participant.name
    words = (w.removesuffix("s") if len(w) > _SHORT else w for w in text.lower().split())
    found = dict.fromkeys(_armed_words()[w] for w in words if w in _armed_words())
    return tuple(kind for kind in found if kind == "protesters" or participant.kind != "civilians")


def is_crowd(doc: Doc, mention: Mention) -> bool:
    """Whether a mention names unarmed people who act together: "villagers", "an angry mob"."""
    lemma = token_table(doc).lemma[mention.head]
    if lemma in word_list("roles.crowds"):
        return True
    return mention.kind == "civilians" and mention.plural and lemma not in word_list("roles.communal")


def kinds_by_role(
    doc: Doc, triggers: Sequence[int], participants: Iterable[Participant], casualties: Iterable[Casualty]
) -> dict[str, list[str]]:
    """Role → kinds of those who fill it."""
    kinds: dict[str, list[str]] = {}
    for p in participants:
        kinds.setdefault(p.role, []).extend((p.kind, *allegiance(p)))
    for filler in fillers_of(doc, triggers):
        code = doc._.triggers[filler.trigger].type
        if catalogue().position(code, filler.role) == "agent" and is_crowd(doc, filler.mention):
            kinds.setdefault(filler.role, []).append("crowd")
    for casualty in casualties:
        if casualty.low or casualty.high:
            kinds.setdefault(FIGURES, []).append(casualty.effect)
    return kinds
