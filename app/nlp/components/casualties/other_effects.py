"""Missing, captured, displaced and sickened people: which words report them, and whom they name."""

from __future__ import annotations

from spacy.tokens import Token

from app.nlp.components.casualties.grammar import OBJECTS, antecedent, own_subjects, subjects_of
from app.nlp.components.casualties.words import Fate, words

Found = tuple[Token, Fate, bool]


def others(token: Token, lemma: str) -> list[Found]:
    """ "captured six soldiers", "are still missing", "took 12 prisoners", "fled their homes", "fell ill"."""
    lex = words()
    if token.pos_ == "VERB" and lemma in lex.fleeing:
        return [(v, "displaced", False) for v in _fled(token)]
    if token.pos_ == "VERB" and lemma in lex.driving:
        return [(v, "displaced", False) for v in (_objects(token) if _from_home(token) else ())]
    fate = lex.other_transitive.get(lemma)
    if fate is not None and token.pos_ == "VERB":
        return [(v, fate, False) for v in _objects(token)]
    fate = lex.other_adjectives.get(token.lower_)
    if fate is not None:
        return [(v, fate, False) for v in _described(token)]
    if lemma in lex.taken and token.pos_ in ("NOUN", "ADJ", "ADV"):
        return [(v, "captured", False) for v in _taken(token)]
    return []


def _objects(verb: Token) -> list[Token]:
    found = [antecedent(c, verb) for c in verb.children if c.dep_ in OBJECTS]
    if not found and verb.dep_ in ("acl", "relcl") and verb.tag_ in ("VBN", "VBD"):
        return [verb.head]
    return found


def _described(token: Token) -> list[Token]:
    """Who is missing or ill: below a verb of being, or the noun itself ("two missing soldiers")."""
    head = token.head
    if any(c.dep_ == "dobj" for c in token.children):
        return []  # "he is missing his wife"
    before = token.nbor(-1) if token.i else token
    if before.pos_ == "NUM" and not token.i < before.head.i and not (token.dep_ == "amod" and head.i > token.i):
        return [before]  # "11 dead, 29 injured, 2 missing"
    if token.dep_ == "amod" and head.pos_ in ("NOUN", "NUM"):
        return [head] if any(c.dep_ == "nummod" for c in head.children) else []
    if own := [c for c in token.children if c.dep_ == "nsubj"]:
        return own  # "reported 24 people missing"
    if head.pos_ not in ("VERB", "AUX") or head.lemma_.lower() not in words().becoming:
        return own_subjects(token)
    objects = [c for c in head.children if c.dep_ == "dobj" and c.i < token.i]
    return objects or subjects_of(head)


def _taken(token: Token) -> list[Token]:
    """ "took 12 prisoners", "took three teachers hostage", "were taken prisoner"."""
    verb = token.head
    if verb.lower_ == "as":
        verb = verb.head
    if verb.lemma_.lower() not in words().captive_verbs:
        return []
    if any(c.dep_ == "nummod" for c in token.children):
        return [token]
    inside = [c for c in token.lefts if c.dep_ == "compound" and c.lemma_.lower() in words().people]
    if inside:
        return inside  # "took [three teachers] hostage" as one phrase
    return [c for c in verb.children if c.dep_ in OBJECTS and c.i != token.i]


def _from_home(verb: Token) -> bool:
    """Whether a verb leads away from a home: "fled their homes", "forced from the town", "driven out of the town"."""
    below = [c for c in verb.children if c.dep_ in ("dobj", "prep")]
    inner = [p for c in below for p in c.children if p.dep_ == "prep"]  # "out of", "people from their homes"
    return any(n.lemma_.lower() in words().homes for c in (*below, *inner) for n in (c, *c.children))


def _fled(verb: Token) -> list[Token]:
    """ "4,000 people fled their homes", "forced 300 families to flee the town"."""
    if not _from_home(verb):
        return []
    if verb.dep_ in ("xcomp", "ccomp") and not own_subjects(verb):
        return [c for c in verb.head.children if c.dep_ in OBJECTS]
    return subjects_of(verb)
