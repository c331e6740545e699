"""Which weapons are named, and to which class each belongs (``lexicon/en/weapons.yaml``)."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from spacy.tokens import Doc, Token

from app.nlp.lexicon import word_list, word_table
from app.nlp.token_table import token_table


@functools.cache
def modifier_classes() -> Mapping[str, str]:
    """Modifier of an attack's noun ("air", "roadside") → class of weapon."""
    table: dict[str, str] = word_table("weapons.modifiers")
    return table


_NAMING = frozenset({"NOUN", "PROPN", "ADJ"})


@functools.cache
def classes() -> Mapping[str, str]:
    """Weapon name (lemmas, lower case) → class."""
    table: dict[str, list[str]] = word_table("weapons.classes")
    return {name: kind for kind, names in table.items() for name in names}


@functools.cache
def look_alikes() -> Mapping[str, list[str]]:
    """Weapon name → words before it that make it something else."""
    table: dict[str, list[str]] = word_table("weapons.look_alikes")
    return table


def _other_thing(token: Token, lemma: str) -> bool:
    """Whether what a word depends on makes it no weapon: "a mine collapsed", "the collapse of the mine"."""
    table: dict[str, list[str]] = word_table("weapons.look_alikes_above")
    above = token.head.head if token.dep_ == "pobj" else token.head
    return lemma in table and above.lemma_.lower() in table[lemma]


def weapon_class(token: Token) -> str | None:
    """The class of the weapon that a noun names, with its modifier if that is more specific ("suicide bomber")."""
    table = classes()
    lemma = token.lemma_.lower()
    if _other_thing(token, lemma):
        return None
    if token.i:
        before = token.nbor(-1)
        if before.text == "-" and token.i > 2:
            before = token.nbor(-2)
        if before.lemma_.lower() in look_alikes().get(lemma, ()):
            return None
        kind = table.get(f"{before.lemma_.lower()} {lemma}") or table.get(f"{before.lower_}-{lemma}")
        if kind:
            return kind
        if lemma in table and before.lower_ in word_list("weapons.deciding"):
            return modifier_classes()[before.lower_]
    return table.get(lemma) or table.get(token.lower_) or table.get(token.lower_.removesuffix("s"))


@functools.cache
def _last_words() -> frozenset[str]:
    return frozenset(name.split()[-1] for name in classes())


def weapons_in(doc: Doc) -> dict[int, str]:
    """Token index → class, for every noun that names a weapon."""
    table, tokens = _last_words(), token_table(doc)
    out: dict[int, str] = {}
    for i, (lemma, lower, pos) in enumerate(zip(tokens.lemma, tokens.lower, tokens.pos, strict=True)):
        if pos in _NAMING and (lemma in table or lower in table or lower.removesuffix("s") in table):
            kind = weapon_class(doc[i]) if pos != "ADJ" or tokens.dep[i] != "amod" else None  # "an explosive show"
            if kind:
                out[i] = kind
    return out
