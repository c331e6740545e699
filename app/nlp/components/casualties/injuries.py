"""Blows, wounds and hospitals: who was hit by a shot, who has a wound, who was taken to a hospital."""

from __future__ import annotations

from spacy.tokens import Token

from app.nlp.components.casualties.grammar import OBJECTS, SUBJECTS, antecedent, has_object, subjects_of
from app.nlp.components.casualties.words import Fate, words

Wounded = tuple[Token, Fate, bool]


def to_hospital(token: Token) -> bool:
    """ "was taken to a hospital", "rushed to Elm Medical Center"."""
    lex = words()
    for child in token.children:
        if child.dep_ not in ("prep", "dative") or child.lower_ not in ("to", "at", "in", "into"):
            continue
        for noun in child.children:
            if noun.lemma_.lower() in lex.hospitals:
                return True
            if noun.lemma_.lower() in lex.centers and any(c.lower_ in lex.before_centers for c in noun.lefts):
                return True
    return False


def by_missile(token: Token) -> bool:
    """ "hit by a bullet", "struck in the leg", "the shot grazed a man", "was hit in the shooting"."""
    lex = words()
    for child in token.children:
        if child.dep_ in ("prep", "agent"):
            wanted = lex.body_parts | lex.contact_events if child.lower_ in ("in", "on") else lex.contact_agents
            if child.lower_ in ("by", "with", "in", "on") and any(c.lemma_.lower() in wanted for c in child.children):
                return True
        if child.dep_ == "nsubj" and child.lemma_.lower() in lex.contact_agents and has_object(token):
            return True
    return False


def in_condition(token: Token) -> list[Token]:
    """Who is "in critical condition"."""
    lex = words()
    if token.head.lower_ != "in" or not any(c.lower_ in lex.condition_words for c in token.children):
        return []
    return _bearer(token.head)


def _bearer(preposition: Token) -> list[Token]:
    """Whom a phrase with a preposition speaks of: the noun it follows, or the patient (else subject) of its verb."""
    head = preposition.head
    before = preposition.nbor(-1) if preposition.i else head
    if before.lower_ in ("others", "another") or (before.pos_ == "NOUN" and before.lemma_.lower() in words().people):
        return [before]
    for _ in range(3):
        if head.pos_ in ("NOUN", "PROPN", "NUM", "PRON"):
            if head.lemma_.lower() in words().people or head.pos_ in ("PROPN", "NUM", "PRON"):
                return [head]
            head = head.head
            continue
        if head.pos_ in ("VERB", "AUX"):
            objects = [antecedent(c, head) for c in head.children if c.dep_ in OBJECTS]
            return objects or ([head.head] if head.dep_ == "acl" and head.tag_ == "VBN" else subjects_of(head))
        head = head.head
    return []


def of_wounds(token: Token, lemma: str) -> list[Wounded]:
    """ "suffered gunshot wounds", "with a gunshot wound", "treated for injuries", "no injuries"."""
    lex, head = words(), token.head
    numbered = any(c.dep_ == "nummod" or c.lower_ == "no" for c in token.children) and lemma in lex.injury_nouns
    if numbered and token.dep_ != "pobj" and head.lemma_.lower() not in lex.suffering:
        return [(token, "injured", False)]
    by_shot = any(c.lower_ in lex.shot_modifiers for c in token.lefts)
    fate: Fate = "injured" if lemma in lex.injury_nouns and not by_shot else "hit"
    fatal = next((c for c in token.lefts if c.dep_ == "amod" and c.lower_ in lex.fatal_adjectives), None)
    if fatal is not None and token.doc[fatal.i - 1].text != "-":
        fate = "killed"  # "suffered fatal wounds", not "a non-fatal wound"
    if token.dep_ == "dobj" and head.lemma_.lower() in lex.wound_verbs:
        return [(v, fate, False) for v in subjects_of(head)]
    owners = [c for c in token.children if c.dep_ == "poss" and c.pos_ in ("NOUN", "PROPN")]
    if by_shot and owners and token.dep_ in (*SUBJECTS, "ROOT"):
        return [(v, fate, False) for v in owners]  # "the guard's bullet wound seemed to be his own doing"
    if token.dep_ == "pobj" and head.lower_ == "to" and head.head.lower_ == "due":
        head = head.head
    if token.dep_ == "pobj" and head.lower_ in lex.wound_prepositions:
        verb = head.head
        if verb.lemma_.lower() in lex.dying:
            return []
        return [(v, fate, False) for v in _bearer(head)]
    return []
