"""Whom an act is aimed at, where only its purpose says so: "launched an offensive to root out the rebels"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from spacy.tokens import Token

from app.domain.kinds import ARMED
from app.nlp.components.roles.grammar import Arguments, lemma_in, objects

if TYPE_CHECKING:
    from app.nlp.components.roles.finder import Finder

_CLAUSES = frozenset({"advcl", "xcomp", "acl", "relcl", "ccomp"})
_SIDES = ARMED | {"government", "organization"}


def aimed_at(act: Token, finder: Finder, out: Arguments) -> None:
    """Add the object of the purpose, unless those who were hit are named already; a place alone is not enough."""
    if any(finder.acts(t) and t.i not in finder.toponyms for t in out.patients):
        return
    governor = act.head if act.dep_ in ("dobj", "nsubjpass") and act.head.pos_ == "VERB" else act
    for clause in dict.fromkeys((*_purposes(act), *_purposes(governor))):
        out.patients.extend(t for t in objects(clause) if _side(t, finder))


def _side(noun: Token, finder: Finder) -> bool:
    mention = finder.mention(noun)
    return mention is not None and not mention.pronoun and mention.kind in _SIDES and noun.i not in finder.towns


def _purposes(token: Token) -> Iterator[Token]:
    """The infinitives behind a word that say what it is for, also behind "in an effort"."""
    for child in token.rights:
        if child.dep_ == "prep" and child.lower_ == "in":
            for noun in child.children:
                if noun.dep_ == "pobj" and lemma_in(noun, "intentions"):
                    yield from _purposes(noun)
        elif child.dep_ in _CLAUSES and lemma_in(child, "purposes") and any(c.tag_ == "TO" for c in child.lefts):
            yield child
