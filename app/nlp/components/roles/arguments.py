"""Agents, patients and means of a trigger, by dependency paths."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Token

from app.nlp.annotations import Trigger
from app.nlp.components.roles.grammar import Arguments, words
from app.nlp.components.roles.nouns import arguments_of_noun
from app.nlp.components.roles.verbs import arguments_of_adjective, arguments_of_verb

if TYPE_CHECKING:
    from app.nlp.components.roles.finder import Finder

#: Positions of nouns: "killed in police firing" holds one, whatever the tag.
_NOMINAL = frozenset({"pobj", "dobj", "nsubj", "nsubjpass", "attr"})


def arguments(token: Token, trigger: Trigger, finder: Finder) -> Arguments:
    """The arguments of a trigger's head."""
    if token.pos_ in ("VERB", "AUX") and token.dep_ not in _NOMINAL and not _names_an_act(token):
        return arguments_of_verb(token, trigger, finder)
    if token.pos_ == "ADJ":
        return arguments_of_adjective(token)
    return arguments_of_noun(token, trigger, finder)


def _names_an_act(gerund: Token) -> bool:
    """ "killed in shelling that hit the market": a bare "-ing" behind "in" is a noun, whatever the tagger says."""
    if gerund.tag_ != "VBG" or gerund.dep_ != "pcomp" or gerund.head.lower_ not in words("before_acts"):
        return False
    return not any(c.dep_ in ("dobj", "prt", "aux") for c in gerund.children)
