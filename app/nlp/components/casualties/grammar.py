"""Subjects and antecedents, as the words of harm need them."""

from __future__ import annotations

from spacy.tokens import Token

from app.nlp.components.casualties.words import words

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
OBJECTS = frozenset({"dobj", "nsubjpass"})
CLAUSES = frozenset({"relcl", "acl"})


def own_subjects(token: Token) -> list[Token]:
    """The subjects of a verb itself; of a relative clause, the noun that "who" stands for."""
    return [antecedent(c, token) for c in token.children if c.dep_ in SUBJECTS]


def subjects_of(token: Token) -> list[Token]:
    """The subject of a verb; of a coordinated or dependent verb, that of the one above it."""
    for _ in range(3):
        own = own_subjects(token) or between(token)
        if own:
            return own
        if token.dep_ in CLAUSES and token.head.pos_ in ("NOUN", "PROPN", "PRON", "NUM"):
            return [token.head]
        if token.dep_ not in ("conj", "xcomp", "advcl", "pcomp", "dep"):
            return []
        token = token.head.head if token.head.dep_ == "prep" else token.head
    return []


def between(verb: Token) -> list[Token]:
    """The people of "between twenty and thirty people died", which parsers take for a time or a place."""
    if verb.i == 0 or verb.nbor(-1).pos_ != "NOUN" or verb.nbor(-1).dep_ not in ("pobj", "conj"):
        return []
    noun = verb.nbor(-1)
    above = next((t for t in noun.ancestors if t.dep_ == "prep"), None)
    return [noun] if above is not None and above.lower_ == "between" and above.head.i == verb.i else []


def antecedent(token: Token, verb: Token) -> Token:
    """ "who" and "that" stand for the noun before them."""
    if token.tag_ not in ("WP", "WDT"):
        return token
    clause = verb.head if verb.dep_ == "conj" and verb.head.dep_ == "relcl" else verb
    if clause.dep_ != "relcl":
        return token
    return _person_before(clause.head) if token.lower_ == "who" else clause.head


def _person_before(noun: Token) -> Token:
    """ "a child at home in Larn who was shot": whom "who" speaks of when the noun right before it is a thing."""
    lex = words()
    if noun.lemma_.lower() not in lex.things or noun.head.dep_ != "prep":
        return noun
    above = noun.head.head
    candidates = [above, *(c for c in above.children if c.dep_ == "dobj")]
    return next((c for c in candidates if c.lemma_.lower() in lex.people), noun)


def governed_by_of(token: Token) -> list[Token]:
    """ "the death of [two men]"."""
    return [n for c in token.children if c.dep_ == "prep" and c.lower_ == "of" for n in c.children if n.dep_ == "pobj"]


def has_object(token: Token) -> bool:
    """Whether a verb has a direct object."""
    return any(c.dep_ == "dobj" for c in token.children)
