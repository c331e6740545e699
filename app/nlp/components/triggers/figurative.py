"""Is a sentence about a match, a show or a business, where words of war are figures of speech?

"Rovers battled past City", "critics attacked the sound", "the retailer beat its rivals": words of such a scene stand
close together, and nobody armed is named. Words, and triggers that may be figurative: ``lexicon/en/scenes.yaml``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc, Token

from app.nlp.components.triggers.constraints import Named
from app.nlp.components.triggers.grammar import Surroundings
from app.nlp.lexicon import word_list, word_table
from app.nlp.lexicon.trigger_lexicon import Sense
from app.nlp.token_table import token_table

_SCORE = re.compile(r"(?<!\d)\d{1,3}\s?[-–]\s?\d{1,3}(?!\d)")
_POINTS = "0-0"
_PEOPLE = frozenset({"person", "civilians", "police"})
_IN_SENTENCE, _IN_ARTICLE, _DENSITY = 2, 5, 40


@dataclass(frozen=True, slots=True)
class Scene:
    """Words of one scene; ``nouns``: whether nouns of an act are figures of speech there too.

    ``scored``: a score ("4-0") beside one of its words is a second word of the scene.
    """

    words: frozenset[str]
    nouns: bool
    scored: bool = False


@functools.cache
def _scenes() -> tuple[Scene, ...]:
    table: dict[str, Any] = word_table("scenes.scenes")
    return tuple(Scene(frozenset(row["words"]), bool(row["nouns"]), bool(row.get("scored"))) for row in table.values())


@functools.cache
def _figurative() -> frozenset[str]:
    return word_list("scenes.figurative")


def scenes_of(doc: Doc, hostile: Set[int]) -> Mapping[int, frozenset[Scene]]:
    """Number of each sentence that belongs to a scene → its scenes; ``hostile`` are tokens that rule it out."""
    tokens = token_table(doc)
    armed = {tokens.sent[i] for i in hostile}
    out: dict[int, set[Scene]] = {}
    for scene in _scenes():
        found: dict[int, set[str]] = {}
        for number, lemma in zip(tokens.sent, tokens.lemma, strict=True):
            if lemma in scene.words:
                found.setdefault(number, set()).add(lemma)
        for number in found if scene.scored else ():
            start, end = tokens.sents[number]
            if _SCORE.search(doc[start:end].text):
                found[number].add(_POINTS)
        named = set().union(*found.values()) if found else set()
        whole = not armed and len(named) >= _IN_ARTICLE and len(doc) <= _DENSITY * sum(map(len, found.values()))
        for number in range(len(tokens.sents)) if whole else found:
            if number not in armed and (whole or len(found[number]) >= _IN_SENTENCE):
                out.setdefault(number, set()).add(scene)
    return {number: frozenset(scenes) for number, scenes in out.items()}


def is_figure(
    token: Token, sense: Sense, near: Surroundings, scenes: Mapping[int, frozenset[Scene]], named: Named
) -> bool:
    """Whether a trigger is a figure of speech of its scene.

    Not "a fan was stabbed", which people suffer, nor "a bomb exploded", which a weapon does.
    """
    if token.lemma_.lower() in word_list("scenes.winning") and _scored(token):
        return True
    peaceful = sense.type.sign is None
    if not scenes or not (peaceful or sense.group.weak or token.lemma_.lower() in _figurative()):
        return False
    here = scenes.get(token_table(token.doc).sent[token.i], frozenset())
    if not here:
        return False
    if peaceful:  # "the club agreed a deal", "she was released by the label"
        return not sense.type.owns_harm and not _of_state(near, named)
    if token.pos_ != "VERB":
        return any(scene.nouns for scene in here)
    if any(c.dep_ == "nsubjpass" for c in token.children):
        return not any(named.kinds.get(o.i) in ("person", "civilians") for o in near.objects)
    words = frozenset().union(*(scene.words for scene in here))  # "beat a man", not "beat the champion"
    nouns = [o for o in near.objects if o.pos_ == "NOUN" and o.lemma_.lower() not in words]
    if any(named.kinds.get(o.i) in _PEOPLE for o in nouns):
        return False
    return not any(s.i in named.weapons for s in near.subjects)


def _of_state(near: Surroundings, named: Named) -> bool:
    """Whether somebody who acts for a state stands around a trigger."""
    return any(t.i in named.officials for t in (*near.subjects, *near.objects, *near.governed, *near.modifiers))


def _scored(verb: Token) -> bool:
    """Whether a score stands right behind a verb and its object: "beat the visitors 2-0"."""
    if verb.pos_ != "VERB":
        return False
    return any(_SCORE.search(verb.doc[child.i : child.i + 4].text) for child in verb.rights if child.dep_ != "prep")
