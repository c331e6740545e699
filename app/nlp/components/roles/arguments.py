"""Agents, patients and means of a trigger, by dependency paths."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from spacy.tokens import Token

from app.nlp.annotations import Trigger
from app.nlp.components.roles.grammar import Arguments, coordinated, lemma_in, objects, prepositional, words
from app.nlp.components.roles.nouns import arguments_of_noun
from app.nlp.components.roles.purposes import aimed_at
from app.nlp.components.roles.verbs import arguments_of_adjective, arguments_of_verb

if TYPE_CHECKING:
    from app.nlp.components.roles.finder import Finder

#: Positions of nouns: "killed in police firing" holds one, whatever the tag.
_NOMINAL = frozenset({"pobj", "dobj", "nsubj", "nsubjpass", "attr"})

_VERBAL = frozenset({"dobj", "prt", "aux", "xcomp"})


def arguments(token: Token, trigger: Trigger, finder: Finder) -> Arguments:
    """The arguments of a trigger's head."""
    found = _grammatical(token, trigger, finder)
    if trigger.frame in ("act", "clash") and trigger.effect is None:
        aimed_at(token, finder, found)
    found.patients[:] = [part for t in found.patients for part in (_whole(t, finder), *_parts(t, finder))]
    return found


def _parts(people: Token, finder: Finder) -> Iterator[Token]:
    """Those who are named of a number of people: "35 people, including nine nurses", "comprising nine nurses"."""
    if not finder.fights(people):
        return
    below = (people.head, people) if people.dep_ in ("dobj", "nsubjpass") else (people,)
    marks = (c for t in below for c in t.rights if c.i > people.i and c.dep_ != "conj" and lemma_in(c, "parts"))
    for mark in marks:
        yield from (t for c in mark.children if c.dep_ in ("pobj", "dobj") and finder.fights(c) for t in coordinated(c))


def _whole(noun: Token, finder: Finder) -> Token:
    """What a share of a thing is of: the city of "80 percent of the city"; a share of people stays as it is."""
    if not lemma_in(noun, "portions"):
        return noun
    whole = next(iter(prepositional(noun, ("of",))), noun)
    return noun if finder.acts(whole) else whole


def _grammatical(token: Token, trigger: Trigger, finder: Finder) -> Arguments:
    if token.pos_ in ("VERB", "AUX") and token.dep_ not in _NOMINAL and not _names_an_act(token):
        return arguments_of_verb(token, trigger, finder)
    after = token.nbor() if token.i + 1 < len(token.doc) else token
    if token.dep_ in _NOMINAL and after.pos_ == "ADJ" and after.i in finder.events and objects(after):
        return arguments_of_adjective(after)
    if token.pos_ == "ADJ" and token.dep_ == "amod" and token.head.i in finder.events:
        return _of_described_act(token.head, finder)
    if token.pos_ == "ADJ" and token.dep_ not in _NOMINAL:
        if trigger.frame == "clash" and token.dep_ == "amod":
            return Arguments()  # "anti-war protesters"
        return arguments_of_adjective(token)
    return arguments_of_noun(token, trigger, finder)


def _of_described_act(act: Token, finder: Finder) -> Arguments:
    """Who killed and died in "the fatal shooting of a guard by police"; towns and buildings are only hit."""
    found = arguments_of_noun(act, finder.events[act.i], finder)
    found.patients[:] = [t for t in found.patients if finder.acts(t)]
    return found


def _names_an_act(gerund: Token) -> bool:
    """ "killed in shelling that hit the market": a bare "-ing" behind "in" is a noun, whatever the tagger says."""
    preposition = gerund.head
    if gerund.tag_ != "VBG" or gerund.dep_ != "pcomp":
        return False
    if preposition.lower_ not in words("before_acts") and preposition.dep_ != "agent":
        return False
    return not any(c.dep_ in _VERBAL or (c.dep_ == "conj" and c.tag_ == "VBG") or _content(c) for c in gerund.children)


def _content(clause: Token) -> bool:
    """Whether a clause is what a verb has as object; the parser takes relative clauses for such."""
    return clause.dep_ == "ccomp" and not any(c.dep_ == "nsubj" and c.tag_ == "WDT" for c in clause.children)
