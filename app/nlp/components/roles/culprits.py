"""The verb above a noun that names an act: who launched, suffered, joined or admitted it, or stands accused of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from spacy.tokens import Token

from app.nlp.annotations import Trigger
from app.nlp.components.roles.control import described, holders, subjects
from app.nlp.components.roles.grammar import (
    NOUNS,
    Arguments,
    coordinated,
    is_passive,
    lemma_in,
    objects,
    prepositional,
    surface_subjects,
    words,
)
from app.ontology import catalogue

if TYPE_CHECKING:
    from app.nlp.components.roles.finder import Finder

_VERBS = frozenset({"VERB", "AUX"})
_FORCES = frozenset({"military", "police", "armed_group", "government"})


def bearers(noun: Token, finder: Finder, out: Arguments) -> None:
    """Whom a noun behind that of the act names: "rape victims", "the murder suspect", "faces assault charges"."""
    bearer = noun.head
    if noun.dep_ == "pobj" and bearer.lower_ == "of" and lemma_in(bearer.head, "victims"):
        out.patients.append(bearer.head)  # "victims of the massacre"
    if noun.dep_ != "compound":
        return
    if lemma_in(bearer, "victims"):
        out.patients.extend(coordinated(bearer))
    elif lemma_in(bearer, "suspects"):
        out.agents.extend(coordinated(bearer))
    elif lemma_in(bearer, "accusations"):
        out.agents.extend(holders(bearer, finder))


def culprits(noun: Token, finder: Finder) -> Iterator[Token]:
    """Who is said to be behind the act through a preposition: "responsible for", "accused of", "is at war"."""
    while noun.dep_ == "conj" and noun.head.pos_ in NOUNS:  # "charged with extortion, arson and murder"
        noun = noun.head
    preposition = noun.head
    if noun.dep_ != "pobj" or preposition.pos_ not in ("ADP", "SCONJ"):
        return
    above = preposition.head
    if _disclaimed(above):
        return
    if above.pos_ == "ADJ" and lemma_in(above, "guilty"):
        yield from described(above)
    elif above.lemma_.lower() == "be" and (preposition.lower_ in words("guilty") or _at_war(noun)):
        yield from subjects(above, finder)
    elif above.pos_ in ("NOUN", "PROPN"):
        yield from _behind_noun(above, preposition, finder)
    elif above.pos_ in _VERBS:
        yield from _behind_verb(above, preposition, finder)


def _at_war(noun: Token) -> bool:
    """ "Chad is at war with Libya"; but who "was at the bombing" only stood there."""
    return noun.head.lower_ == "at" and lemma_in(noun, "wars")


def _disclaimed(token: Token) -> bool:
    """Whether the clause is denied: "was not behind the raid", "denied that its men were behind the raid"."""
    while token.pos_ not in _VERBS and token.dep_ != "ROOT":
        token = token.head
    while token.pos_ in _VERBS:
        if lemma_in(token, "denying") or any(child.dep_ == "neg" for child in token.children):
            return True
        if token.dep_ not in ("ccomp", "xcomp", "pcomp"):
            return False
        token = token.head.head if token.dep_ == "pcomp" else token.head
    return False


def _behind_noun(above: Token, preposition: Token, finder: Finder) -> Iterator[Token]:
    """ "claimed responsibility for", "accusations of", "his role in", "the gunman behind the attack"."""
    if lemma_in(above, "responsibility") and above.head.pos_ == "VERB":
        yield from subjects(above.head, finder)
    elif lemma_in(above, "accusations") or lemma_in(above, "shares"):
        yield from holders(above, finder)
    elif (preposition.lower_ in words("guilty") and finder.acts(above)) or _accused(above):
        yield above
    elif above.dep_ in ("dobj", "nsubjpass"):  # "killed 30 men in raids", where "in" seems to hang on the men
        yield from _of_harm(above.head, preposition, finder)


def _accused(noun: Token) -> bool:
    """ "indicted a guard for the shooting", where "for" seems to hang on the guard."""
    return noun.dep_ in ("dobj", "nsubjpass") and lemma_in(noun.head, "accusing")


def _behind_verb(verb: Token, preposition: Token, finder: Finder) -> Iterator[Token]:
    """ "was accused of the attack", "retaliated with raids", "took part in the fighting"."""
    if verb.dep_ in ("advcl", "acl") and verb.tag_ == "VBG" and not lemma_in(verb, "accusing"):
        above = verb.head.head if verb.dep_ == "acl" else verb.head
        verb = above if lemma_in(above, "accusing") else verb  # "charged six men, aged from 20 to 60, with arson"
    if lemma_in(verb, "accusing") or (lemma_in(verb, "punishing") and preposition.lower_ in ("for", "over")):
        yield from surface_subjects(verb, "dobj", "nsubjpass") or _bare_passive(verb)
        if verb.dep_ == "acl" and verb.tag_ == "VBN":
            yield from coordinated(verb.head)
    elif lemma_in(verb, "answering") and preposition.lower_ == "with":
        yield from subjects(verb, finder)
    elif lemma_in(verb, "joining") and preposition.lower_ == "in":
        yield from subjects(verb, finder) or surface_subjects(verb, "nsubjpass")
    else:
        yield from _of_harm(verb, preposition, finder)


def _bare_passive(verb: Token) -> list[Token]:
    """The subject of a participle without its "were": "Two officers implicated in a coup were held"."""
    return surface_subjects(verb, "nsubj") if verb.tag_ == "VBN" or lemma_in(verb, "never_alone") else []


def _of_harm(verb: Token, preposition: Token, finder: Finder) -> Iterator[Token]:
    """Who did the harm "in" which the act is named: "killed 30 men in raids", "were killed by soldiers in a raid"."""
    harm = verb.i in finder.events and finder.events[verb.i].effect is not None
    if not harm or preposition.lower_ not in words("before_acts"):
        return
    if any(n.i in finder.events and finder.events[n.i].frame == "gather" for n in preposition.children):
        return  # "police killed nine during protests"
    if is_passive(verb):
        yield from prepositional(verb, ("by",))
    elif any(not lemma_in(t, "own_life") for t in objects(verb)):
        yield from subjects(verb, finder)


def of_governing_verb(noun: Token, trigger: Trigger, finder: Finder, out: Arguments) -> None:
    """Who launched or suffered the act, and what it hit (whom it killed the words of harm say)."""
    if noun.dep_ == "pobj":
        above = noun.head.head
        suffers = lemma_in(above, "suffering_verbs") and noun.head.lower_ in words("suffering_prepositions")
        if above.pos_ == "VERB" and suffers and trigger.frame != "gather":
            out.patients.extend(subjects(above, finder))
        elif noun.head.dep_ == "agent" and lemma_in(above, "reaching_verbs"):  # "the hall was damaged by a blast"
            out.patients.extend(surface_subjects(above, "nsubjpass"))
        return
    verb = noun.head.head if noun.dep_ == "conj" else noun.head
    if verb.pos_ != "VERB" or (verb.tag_ == "VBG" and lemma_in(verb, "growing")):
        return  # "following escalating protests"
    if noun.dep_ in ("dobj", "nsubjpass", "conj") and _does(verb, noun, finder):
        passive = is_passive(verb)
        out.agents.extend(prepositional(verb, ("by",)) if passive else subjects(verb, finder))
        out.patients.extend(prepositional(verb, words("target_prepositions") - {"into"}))
        used = (c for c in verb.rights if c.dep_ == "advcl" and lemma_in(c, "using"))
        out.means.extend(t for c in used for t in objects(c))  # "carried out raids, using rockets"
    elif noun.dep_ in ("dobj", "nsubjpass") and not catalogue()[trigger.type].forceful:
        _of_any_verb(verb, trigger, finder, out)
    elif noun.dep_ in ("dobj", "nsubjpass") and lemma_in(verb, "laying"):
        blamed = [*prepositional(verb, ("to", "on")), *prepositional(noun, ("on",))]
        out.patients[:] = [t for t in out.patients if t not in blamed]
        out.agents.extend(t for t in blamed if not any(c.dep_ == "neg" for c in t.lefts))
    elif noun.dep_ == "dobj" and lemma_in(verb, "joining"):
        out.agents.extend(subjects(verb, finder))
    elif noun.dep_ == "dobj" and lemma_in(verb, "suffering_verbs") and trigger.frame != "gather":
        out.patients.extend(subjects(verb, finder))
    elif noun.dep_ == "nsubj" and trigger.frame == "harm" and lemma_in(verb, "listing"):
        out.patients.extend(t for t in objects(verb) if finder.acts(t))  # "The fatalities included two nurses"
    elif noun.dep_ == "nsubj" and lemma_in(verb, "reaching_verbs"):
        out.patients.extend(t for t in objects(verb) if not (lemma_in(verb, "moving_verbs") and _public(t, finder)))


def _does(verb: Token, noun: Token, finder: Finder) -> bool:
    """Whether the subject of a verb does the act: "carried out a raid", "halted its raids"; not "ended the raids"."""
    if not lemma_in(verb, "ceasing"):
        return lemma_in(verb, "light_verbs") or lemma_in(verb, "going_on")
    bare = all(c.dep_ not in ("det", "predet") for c in noun.lefts)
    sides = (finder.mention(t) for t in subjects(verb, finder))
    return bare and any(m is not None and m.kind in _FORCES for m in sides)


def _public(token: Token, finder: Finder) -> bool:
    """Whether it is a whole country, which a crime shakes only in a figure of speech."""
    place = finder.toponyms.get(token.i)
    return lemma_in(token, "publics") or (place is not None and place.place.precision in ("country", "region"))


def _of_any_verb(verb: Token, trigger: Trigger, finder: Finder, out: Arguments) -> None:
    """The sides of a peaceful act: who signs a treaty or imposes a ban, with whom or on whom."""
    if lemma_in(verb, "suffering_verbs"):  # "the town has suffered a siege"
        out.patients.extend(subjects(verb, finder))
        return
    out.agents.extend(prepositional(verb, ("by",)) if is_passive(verb) else subjects(verb, finder))
    if not out.patients:
        sides = ("with",) if trigger.frame == "clash" else ("with", "on", "against", "upon")  # not "a meeting on Syria"
        out.patients.extend(prepositional(verb, sides))
