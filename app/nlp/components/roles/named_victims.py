"""Who the victims were, where a sentence of its own names them: "The victims were Ana Kovac and Peter Lang."

Also "the dead were identified as", "police named the victim as". They are those of the harm reported last, in the same
sentence or up to two before.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from app.nlp.annotations import Mention, RoleFiller
from app.nlp.components.roles.finder import Finder
from app.nlp.components.roles.grammar import lemma_in, words
from app.nlp.token_table import token_table
from app.ontology import catalogue

_BACK = 2
_HARMED = frozenset({"killed", "injured"})


def named_victims(finder: Finder) -> Iterator[RoleFiller]:
    """The named people of whom a sentence says that they are the victims."""
    victims = words("named_victims")
    for token in (finder.doc[i] for i, lemma in enumerate(token_table(finder.doc).lemma) if lemma in victims):
        names = list(_names(token))
        number = _harm(finder, token) if names else None
        if number is None:
            continue
        role = catalogue()[finder.doc._.triggers[number].type].role_at("patient")
        for name in names:
            mention = finder.by_head.get(name.i) or _person(name)
            if role and mention is not None and mention.kind == "person" and mention.proper:
                yield RoleFiller(number, role, mention)


def _person(name: Token) -> Mention | None:
    """A name behind "were", which is no mention of its own: "The victims were Ana Kovac, 34, and ..."."""
    if name.pos_ != "PROPN" or name.dep_ != "attr" or name.ent_type_ not in ("PERSON", ""):
        return None
    start = min((c.i for c in name.lefts if c.dep_ == "compound" and c.pos_ == "PROPN"), default=name.i)
    return Mention(start, name.i + 1, name.i, "person", name.doc[start : name.i + 1].text, proper=True)


def _names(noun: Token) -> Iterator[Token]:
    """What is said to be the victims: behind "were", or behind "identified as"."""
    verb = noun.head
    if noun.dep_ == "nsubj" and verb.lemma_ == "be":
        heads = [c for c in verb.rights if c.dep_ == "attr"]
    elif noun.dep_ in ("nsubjpass", "dobj") and lemma_in(verb, "naming_verbs"):
        heads = [
            n for c in verb.rights if c.lower_ == "as" for n in c.children if c.dep_ == "prep" and n.dep_ == "pobj"
        ]
    else:
        return
    if any(c.dep_ == "neg" for c in verb.children):
        return
    while heads:
        head = heads.pop()
        yield head
        heads += [c for c in head.rights if c.dep_ in ("conj", "appos")]


def _harm(finder: Finder, token: Token) -> int | None:
    """The harm reported last before or beside a noun for its victims, or None."""
    sentence = token_table(finder.doc).sent
    home = sentence[token.i]
    near = [
        (sentence[t.head], t.head <= token.i, number)
        for number, t in enumerate(finder.doc._.triggers)
        if t.effect in _HARMED and home - _BACK <= sentence[t.head] <= home and not t.background
    ]
    return max(near)[2] if near else None
