"""Deaths that no word of dying tells: "passed away", "did not survive", "could not be saved", "didn't make it"."""

from __future__ import annotations

from spacy.tokens import Token

from app.nlp.components.casualties.grammar import OBJECTS, antecedent, has_object, subjects_of
from app.nlp.components.casualties.words import words

_CLIMB = 3


def lost(verb: Token, lemma: str) -> list[Token]:
    """Who is told to have died by a verb that alone says something else."""
    lex = words()
    if lemma == "pass":
        gone = any(c.lower_ == "away" and c.i == verb.i + 1 for c in verb.children)
        return subjects_of(verb) if gone and not has_object(verb) else []
    if lemma == "survive":
        named = any(c.dep_ == "dobj" and c.lemma_.lower() not in lex.survived for c in verb.children)
        return subjects_of(verb) if not named and negated(verb) else []
    if lemma == "make":
        ended = any(c.dep_ == "dobj" and c.lower_ == "it" for c in verb.children)
        further = any(c.dep_ in ("prep", "xcomp", "ccomp", "oprd", "acomp", "advmod", "prt") for c in verb.children)
        return subjects_of(verb) if ended and not further and negated(verb) else []
    if lemma in lex.saving and negated(verb):
        return [antecedent(c, verb) for c in verb.children if c.dep_ in OBJECTS]
    return []


def negated(verb: Token) -> bool:
    """ "did not survive", "could not be saved", "were unable to save", "were not able to", "failed to"."""
    token, lex = verb, words()
    for _ in range(_CLIMB):
        if any(c.dep_ == "neg" for c in token.children):
            return True
        if token.dep_ not in ("xcomp", "ccomp", "acomp") or token.head is token:
            return False
        token = token.head
        if token.lemma_.lower() in lex.failing:
            return True
    return False
