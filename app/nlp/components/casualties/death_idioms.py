"""Deaths reported without a word of dying: "passed away", "did not survive", "could not be saved", "didn't make it"."""

from __future__ import annotations

from spacy.tokens import Token

from app.nlp.components.casualties.grammar import OBJECTS, antecedent, has_object, subjects_of
from app.nlp.components.casualties.words import words

_CLIMB = 3
_FURTHER = frozenset({"prep", "xcomp", "ccomp", "oprd", "acomp", "advmod", "prt"})


def lost(verb: Token, lemma: str) -> list[Token]:
    """The dead of a verb that alone says something else."""
    lex = words()
    if lemma in lex.saving:
        return [antecedent(c, verb) for c in verb.children if c.dep_ in OBJECTS] if negated(verb) else []
    rule = lex.lost.get(lemma)
    if rule is None or (rule.get("negated") and not negated(verb)):
        return []
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    if (particle := rule.get("particle")) and (has_object(verb) or not _followed(verb, particle)):
        return []
    if (allowed := rule.get("objects")) and any(c.lemma_.lower() not in allowed for c in objects):
        return []
    if idiom := rule.get("idiom"):
        further = any(c.dep_ in _FURTHER for c in verb.children)
        if further or not any(c.lower_ == idiom for c in objects):
            return []
    return subjects_of(verb)


def _followed(verb: Token, particle: str) -> bool:
    return any(c.lower_ == particle and c.i == verb.i + 1 for c in verb.children)


def negated(verb: Token) -> bool:
    """ "did not survive", "could not be saved", "were unable to save", "were not able to", "failed to"."""
    token, lex = verb, words()
    for _ in range(_CLIMB):
        if any(c.dep_ == "neg" for c in token.children):
            return True
        if token.dep_ not in ("xcomp", "ccomp", "acomp") or token.head.i == token.i:
            return False
        token = token.head
        if token.lemma_.lower() in lex.failing:
            return True
    return False
