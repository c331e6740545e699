"""Who a verb without a subject of its own is understood to speak of.

"Rebels tried to storm the town", "the army was accused of shelling it", "the plan of the rebels to attack", "gunmen who
fled after killing two": the subject, or the object, of the governing verb, or the holder of a plan or an accusation.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from spacy.tokens import Token

from app.nlp.components.roles.grammar import (
    NOUNS,
    coordinated,
    governed,
    governs_what_follows,
    lemma_in,
    objects,
    prepositional,
    surface_subjects,
    words,
)

if TYPE_CHECKING:
    from app.nlp.components.roles.finder import Finder

_VERBS = frozenset({"VERB", "AUX"})
_CLAUSES = frozenset({"advcl", "xcomp", "conj"})
_DEEPEST = 4


def subjects(verb: Token, finder: Finder) -> list[Token]:
    """Who does what an active verb says: its subjects, or who is understood."""
    own = surface_subjects(verb, "nsubj")
    if own:
        return own
    if any(c.dep_ == "nsubjpass" for c in verb.children):
        return []
    before = verb.nbor(-1) if verb.i else verb
    if verb.tag_ == "VBG" and verb.dep_ == "advcl" and before.dep_ == "pobj" and before.pos_ in ("NOUN", "PROPN"):
        return [before]  # "died in police firing"
    return list(understood(verb, finder))


def understood(verb: Token, finder: Finder, depth: int = 0) -> Iterator[Token]:
    """Who a verb without a subject speaks of, by its place in the tree."""
    head, dep = verb.head, verb.dep_
    if depth > _DEEPEST or head.i == verb.i:
        return
    clause = _clause_before(verb)
    if clause is not None:
        yield from surface_subjects(clause, "nsubj")
    elif dep in ("acl", "relcl") and head.pos_ in NOUNS:
        yield from _of_described_noun(verb, finder)
    elif dep == "pcomp" and (head.pos_ in ("ADP", "SCONJ") or head.dep_ == "prep"):  # "including seizing a town"
        yield from _behind_preposition(head, finder, depth)
    elif governs_what_follows(verb):
        yield from _behind_preposition(head.head, finder, depth)
    elif dep == "conj" and _of_nearer_harm(verb, finder):
        return
    elif dep in _CLAUSES and head.pos_ in _VERBS:
        yield from _of_governor(head, finder, depth, raised=dep == "xcomp" and lemma_in(head, "object_control"))


def _of_nearer_harm(verb: Token, finder: Finder) -> bool:
    """Whether harm goes on with a nearer clause of harm than the verb that it hangs on, which is no act.

    "Police are hunting for three men over an attack that killed one and wounded eight".
    """
    act, above = finder.events.get(verb.i), verb.head
    nearer = (t for t in verb.doc[above.i + 1 : verb.i] if t.dep_ == "relcl" and t.i in finder.events)
    harm = act is not None and act.effect is not None and above.i not in finder.events
    return harm and any(finder.events[t.i].effect for t in nearer)


def holders(noun: Token, finder: Finder, depth: int = 0) -> Iterator[Token]:
    """Whose plan, order, charge or history a noun names: its possessor, its "by", or the subject that has it."""
    own = [c for c in noun.lefts if c.dep_ == "poss" or (c.dep_ in ("amod", "compound", "nmod") and finder.acts(c))]
    own += prepositional(noun, ("by",))
    if lemma_in(noun, "accusations"):
        own += prepositional(noun, ("against",))
    if own:
        yield from (t for c in own for t in coordinated(c))
        return
    above = noun.head
    if noun.dep_ == "dobj" and above.pos_ in _VERBS:
        if not (lemma_in(noun, "accusations") and lemma_in(above, "bringing")):
            yield from subjects(above, finder)
    elif noun.dep_ == "pobj" and above.pos_ == "ADP":
        yield from _behind_preposition(above, finder, depth, accused=lemma_in(noun, "accusations"))


def _clause_before(verb: Token) -> Token | None:
    """The verb whose subject a loose participle speaks of, where the parser hangs it on an object before the comma.

    "Gunmen stopped a bus near the border, killing five": but "was hit by gunmen, killing five" speaks of the gunmen.
    """
    noun = verb.head
    if verb.tag_ != "VBG" or verb.dep_ not in ("acl", "conj") or noun.pos_ not in NOUNS or verb.nbor(-1).text != ",":
        return None
    for _ in range(2 * _DEEPEST):
        if noun.dep_ == "agent" or noun.head.i == noun.i:
            return None
        above = noun.head
        if above.pos_ in _VERBS:
            return above if noun.i > above.i and surface_subjects(above, "nsubj") else None
        noun = above
    return None


def _of_described_noun(verb: Token, finder: Finder) -> Iterator[Token]:
    """The noun that a participle or relative clause describes, or who holds the plan that an infinitive spells out."""
    noun = verb.head
    infinitive = verb.tag_ == "VB" and any(c.tag_ == "TO" for c in verb.children)
    if infinitive and not finder.acts(noun):
        yield from holders(noun, finder)
    else:
        yield from coordinated(noun)


def _behind_preposition(preposition: Token, finder: Finder, depth: int, *, accused: bool = False) -> Iterator[Token]:
    """The understood subject of "of killing", "after shelling", "on charges of" … by what the preposition hangs on."""
    above = preposition.head
    if depth > _DEEPEST:
        return
    if above.pos_ in ("NOUN", "PROPN"):
        if finder.acts(above):
            yield above  # "accused the militia of kidnapping", where "of" seems to hang on the noun
        else:
            yield from holders(above, finder, depth + 1)
    elif above.pos_ == "ADJ":
        yield from described(above)
    elif above.pos_ in _VERBS:
        yield from _of_governor(
            above, finder, depth, raised=accused or preposition.lower_ in words("object_prepositions")
        )


def spelt_out(verb: Token) -> Token | None:
    """The clause for which "it" stands in "it was reported that …"; None where the subject is somebody."""
    if not any(c.lower_ == "it" for c in surface_subjects(verb, "nsubj", "nsubjpass")):
        return None
    clauses = (c for c in verb.rights if c.dep_ in ("ccomp", "csubj", "csubjpass"))
    passive = any(c.dep_ in ("auxpass", "acomp") for c in verb.children)
    return next((c for c in clauses if any(m.dep_ == "mark" for m in c.lefts)), None) if passive else None


def _of_governor(verb: Token, finder: Finder, depth: int, *, raised: bool) -> Iterator[Token]:
    """Object of the governing verb where it controls, else its subject, else who that verb itself speaks of."""
    asked = prepositional(verb, words("asked_prepositions") if lemma_in(verb, "asking") else ())
    if who := [t for t in asked if finder.acts(t)]:  # "called on the army to retreat"
        yield from who
        return
    if raised:
        found = [t for t in objects(verb) if finder.acts(t)] or surface_subjects(verb, "nsubjpass")
        if verb.dep_ == "acl" and verb.tag_ == "VBN":
            found = found or list(coordinated(verb.head))  # "the two accused of bombing the race"
        if found:
            yield from found
            return
    found = surface_subjects(verb, "nsubj") or surface_subjects(verb, "nsubjpass")
    said = spelt_out(verb)
    if said is not None:  # "it was reported that rebels came and burned a bus", where the parser takes "it" for both
        yield from surface_subjects(said, "nsubj")
    elif found:
        yield from found
    elif verb.dep_ == "acl" and verb.tag_ == "VBN":
        yield from coordinated(verb.head)
    else:
        yield from understood(verb, finder, depth + 1)


def described(adjective: Token) -> list[Token]:
    """Whom an adjective describes: "guilty of", "responsible for"."""
    above = adjective.head
    if adjective.dep_ in ("amod", "acl", "relcl"):
        return list(coordinated(above))
    if above.pos_ not in _VERBS:
        return []
    found = objects(above) if adjective.dep_ in ("oprd", "ccomp") else []
    return found or surface_subjects(above, "nsubj", "nsubjpass") or _described_by_clause(above)


def _described_by_clause(verb: Token) -> list[Token]:
    """ "the group believed to be responsible": what the clause above describes."""
    for _ in range(_DEEPEST):
        if verb.dep_ in ("acl", "relcl"):
            return list(coordinated(verb.head))
        if verb.dep_ != "xcomp":
            break
        verb = verb.head
        found = surface_subjects(verb, "nsubj", "nsubjpass")
        if found:
            return found
    return []


__all__ = ["described", "governed", "holders", "spelt_out", "subjects", "understood"]
