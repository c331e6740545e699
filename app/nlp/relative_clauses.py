"""Relative clauses without a pronoun: the noun to which the clause does what it reports."""

from __future__ import annotations

import functools

from spacy.tokens import Token

from app.nlp.lexicon import word_list

RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
_OBJECTS = frozenset({"dobj", "nsubjpass", "dative"})
_TIMES = frozenset({"DATE", "TIME"})


def relative_object(verb: Token) -> Token | None:
    """The noun to which a relative clause does what it reports: the pupils of "the pupils they seized"."""
    head = verb.head
    if verb.dep_ != "relcl" or head.pos_ not in ("NOUN", "PROPN", "NUM") or head.ent_type_ in _TIMES:
        return None
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if subject is None or subject.lower_ in RELATIVE or subject.i > verb.i:
        return None
    if any(token.tag_ == "WRB" and token.head.dep_ == "conj" for token in verb.doc[head.i + 1 : verb.i]):
        return None  # "the jails where guards beat and starved them"
    for child in verb.children:
        if child.dep_ in ("nsubjpass", "auxpass", "xcomp") or (child.dep_ in _OBJECTS and child.lower_ not in RELATIVE):
            return None
        if child.tag_ == "WRB" or (
            child.dep_ == "prep" and not any(c.dep_ in ("pobj", "pcomp") for c in child.children)
        ):
            return None  # "the barn where they shot", "the town they fired on"
        if child.dep_ == "prep" and any(c.tag_ in ("WDT", "WP") for c in child.children):
            return None  # "the town in which they fought"
    return None if head.lemma_.lower() in _circumstances() else head


@functools.cache
def _circumstances() -> frozenset[str]:
    return word_list("triggers.circumstances")
