"""Agents, patients and means of a trigger, by dependency paths.

Labels are those of the ClearNLP scheme that spaCy's English models give. Coordinated nouns are all returned.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spacy.tokens import Token

from app.nlp.annotations import Trigger
from app.nlp.components.triggers.grammar import relative_object, with_conjuncts
from app.nlp.lexicon import word_list, word_table

if TYPE_CHECKING:
    from app.nlp.components.roles import Finder

_CLAUSES = frozenset({"advcl", "xcomp", "conj", "pcomp", "acl", "relcl"})
_NOMINAL = frozenset(
    {"pobj", "dobj", "nsubj", "nsubjpass", "attr"}
)  # "killed in police firing": a noun, whatever the tag
_MAX_CLIMB = 4
_CLOSE = 3  # tokens between coordinated verbs that share an object


@dataclass(slots=True)
class Arguments:
    """Tokens that head the arguments, in text order of discovery."""

    agents: list[Token] = field(default_factory=list)
    patients: list[Token] = field(default_factory=list)
    means: list[Token] = field(default_factory=list)


@functools.cache
def words(name: str) -> frozenset[str]:
    """A list of ``lexicon/en/roles.yaml`` or, for verbs around nouns, of ``triggers.yaml``."""
    return word_list(f"roles.{name}" if name in word_table("roles") else f"triggers.{name}")


def arguments(token: Token, trigger: Trigger, finder: Finder) -> Arguments:
    """The arguments of a trigger's head."""
    out = Arguments()
    if token.pos_ in ("VERB", "AUX") and token.dep_ not in _NOMINAL:
        _of_verb(token, trigger, out)
    elif token.pos_ == "ADJ":
        _of_adjective(token, out)
    else:
        _of_noun(token, trigger, finder, out)
    return out


def subjects(verb: Token) -> list[Token]:
    """Active subjects of a verb, its own or those that control it."""
    own = [c for c in verb.children if c.dep_ == "nsubj"]
    if own:
        return [t for s in own for t in with_conjuncts(s)]
    if any(c.dep_ == "nsubjpass" for c in verb.children):
        return []
    before = verb.nbor(-1) if verb.i else verb
    if verb.tag_ == "VBG" and verb.dep_ == "advcl" and before.dep_ == "pobj" and before.pos_ in ("NOUN", "PROPN"):
        return [before]  # "died in police firing"
    return list(_controllers(verb))


def _controllers(verb: Token, depth: int = 0) -> Iterator[Token]:
    """Who a verb without a subject is understood to speak of."""
    head, dep = verb.head, verb.dep_
    if depth > _MAX_CLIMB or dep not in _CLAUSES or head is verb:
        return
    if dep in ("acl", "relcl") and head.pos_ in ("NOUN", "PROPN", "PRON"):
        yield from with_conjuncts(head)
        return
    governor = head.head if dep == "pcomp" and head.pos_ == "ADP" else head
    if governor.pos_ not in ("VERB", "AUX"):
        return
    if dep in ("xcomp", "pcomp") and governor.lemma_.lower() in words("object_control"):
        objects = [c for c in governor.children if c.dep_ in ("dobj", "nsubjpass")]
        if objects:
            yield from with_conjuncts(objects[0])
            return
    for kind in ("nsubj", "nsubjpass"):
        found = [c for c in governor.children if c.dep_ == kind]
        if found:
            for subject in found:
                yield from with_conjuncts(subject)
            return
    yield from _controllers(governor, depth + 1)


def prepositional(token: Token, names: Iterable[str]) -> Iterator[Token]:
    """Nouns governed by one of the prepositions below a token."""
    for child in token.children:
        if child.dep_ in ("prep", "agent") and child.lower_ in names:
            for noun in child.children:
                if noun.dep_ == "pobj":
                    yield from with_conjuncts(noun)


def _of_verb(verb: Token, trigger: Trigger, out: Arguments) -> None:
    passive = any(c.dep_ in ("nsubjpass", "auxpass", "agent") for c in verb.children) or (
        verb.dep_ == "acl" and verb.tag_ == "VBN"
    )
    for child in verb.children:
        if child.dep_ in ("dobj", "nsubjpass", "dative"):
            launched = verb.lemma_.lower() in words("launching")
            (out.means if launched else out.patients).extend(with_conjuncts(child))
        elif child.dep_ in ("advcl", "prep") and child.lower_ == "using":
            out.means.extend(t for c in child.children if c.dep_ in ("dobj", "pobj") for t in with_conjuncts(c))
    theirs = relative_object(verb) if not passive and not out.patients else None
    if theirs is not None:
        out.patients.extend(with_conjuncts(theirs))
    elif not passive and not out.patients and not _transitive(verb):
        out.patients.extend(_shared_objects(verb))
    if passive:
        _passive(verb, out)
    else:
        out.agents.extend(subjects(verb))
    _oblique(verb, trigger, out)
    under_fire = trigger.frame == "come_under"
    if (
        under_fire
        or (trigger.frame == "explode" and not out.means)
        or (trigger.effect and not passive and not _transitive(verb))
    ):
        _turn(trigger, out)
    if under_fire:  # "from insurgents" hangs on the verb or on "fire"
        nouns = [n for c in verb.children if c.dep_ == "prep" for n in c.children if n.dep_ == "pobj"]
        out.agents.extend(t for x in (verb, *nouns) for t in prepositional(x, ("from", "by")))


def _transitive(verb: Token) -> bool:
    return any(c.dep_ == "dobj" for c in verb.children)


def _shared_objects(verb: Token) -> Iterator[Token]:
    """The object of a coordinated verb that stands for both: "attacked and killed three villagers"."""
    for other in verb.rights:
        near = other.dep_ == "conj" and other.tag_ == verb.tag_ and other.i - verb.i <= _CLOSE
        if near and not any(c.dep_ in ("nsubj", "nsubjpass", "prep") for c in other.lefts):
            yield from (t for c in other.children if c.dep_ == "dobj" for t in with_conjuncts(c))


def _passive(verb: Token, out: Arguments) -> None:
    out.agents.extend(prepositional(verb, ("by",)))
    if verb.dep_ == "acl":
        out.patients.extend(with_conjuncts(verb.head))
    elif verb.dep_ == "conj" and not any(c.dep_ == "nsubjpass" for c in verb.children):
        out.patients.extend(t for c in verb.head.children if c.dep_ == "nsubjpass" for t in with_conjuncts(c))
        out.agents.extend(prepositional(verb.head, ("by",)) if not out.agents else ())


def _oblique(verb: Token, trigger: Trigger, out: Arguments) -> None:
    if trigger.frame == "clash":
        out.patients.extend(prepositional(verb, words("opponent_prepositions")))
        return
    if trigger.frame in ("act", "come_under", "explode"):
        aims = verb.lemma_.lower() in words("aiming")
        allowed = words("target_prepositions") - (frozenset() if aims else words("aiming_only"))
        out.patients.extend(prepositional(verb, allowed))
        for child in verb.children:  # "opened fire on": the preposition may hang on the object
            if child.dep_ == "dobj":
                out.patients.extend(prepositional(child, words("target_prepositions")))
    out.means.extend(prepositional(verb, words("means_prepositions")))


def _turn(trigger: Trigger, out: Arguments) -> None:
    """The subject suffers ("four people died", "the convoy came under fire"); a bomb that explodes is the means."""
    if trigger.frame == "explode":
        out.means.extend(out.agents)
        return
    out.patients.extend(out.agents)
    out.agents.clear()


def _of_adjective(token: Token, out: Arguments) -> None:
    """ "were found dead", "left five people dead", "the wounded men"."""
    if token.dep_ == "amod":
        out.patients.extend(with_conjuncts(token.head))
        return
    own = [c for c in token.children if c.dep_ in ("nsubj", "nsubjpass")]
    governor = token.head
    found = own or [c for c in governor.children if c.dep_ in ("dobj", "nsubjpass")]
    found = found or [c for c in governor.children if c.dep_ == "nsubj"]
    out.patients.extend(t for c in found for t in with_conjuncts(c))


def _of_noun(noun: Token, trigger: Trigger, finder: Finder, out: Arguments) -> None:
    harm = trigger.frame == "harm"
    told = any(c.lower_ == "of" for c in noun.rights)  # "the army's killing of two nurses", but "the nurse's killing"
    for child in noun.lefts:
        if child.dep_ == "poss":
            (out.patients if harm and not told else out.agents).extend(with_conjuncts(child))
        elif child.dep_ in ("compound", "amod", "nmod"):
            _modifier(child, harm, finder, out)
            if trigger.frame == "clash" and child.i > 1 and child.nbor(-1).text in ("-", "–"):
                _modifier(child.nbor(-2), harm, finder, out)  # "army-rebel clashes"
    out.agents.extend(prepositional(noun, ("by",)))
    lemma = noun.lemma_.lower()
    if trigger.frame == "clash":
        sides = list(prepositional(noun, words("opponent_prepositions")))
        out.agents.extend(sides[:1])
        out.patients.extend(sides[1:])
    elif lemma not in words("of_is_no_patient"):
        out.patients.extend(prepositional(noun, ("of",)))
    if not harm:
        out.patients.extend(prepositional(noun, words("target_prepositions") - {"inside"}))
        _clauses_of(noun, out)
    out.means.extend(prepositional(noun, ("with", "using")))
    _governing_verb(noun, out)


def _clauses_of(noun: Token, out: Arguments) -> None:
    """What a clause below the noun says: "attacks carried out by rebels", "a bombing targeted at the barracks"."""
    for child in noun.children:
        if child.dep_ not in ("acl", "relcl") or child.pos_ != "VERB":
            continue
        lemma = child.lemma_.lower()
        if lemma == "target":
            out.patients.extend(t for c in child.children if c.dep_ == "dobj" for t in with_conjuncts(c))
            out.patients.extend(prepositional(child, ("at", "against")))
        elif lemma in words("light_verbs"):
            out.agents.extend(prepositional(child, ("by",)))
            if child.dep_ == "relcl":
                own = [c for c in child.children if c.dep_ == "nsubj" and c.lower_ not in ("that", "which", "who")]
                out.agents.extend(t for c in own for t in with_conjuncts(c))
        elif lemma in words("laying"):
            out.agents.extend(prepositional(child, ("to", "on")))


def _modifier(child: Token, harm: bool, finder: Finder, out: Arguments) -> None:
    mention = finder.own(child)
    if mention is None:
        return
    if mention.kind in ("weapon", "vehicle"):
        out.means.append(child)
    elif harm or mention.kind in ("facility", "civilians", "person", "other", "organization", "media"):
        out.patients.append(child)
    else:
        out.agents.append(child)


def _governing_verb(noun: Token, out: Arguments) -> None:
    """Who launched, suffered or claimed the attack; what it hit (whom it killed is told by the harm)."""
    head = noun.head
    if noun.dep_ == "conj":
        head = head.head
    if noun.dep_ == "pobj" and head.pos_ == "ADP":
        above = head.head
        if above.lemma_.lower() in words("guilty") and above.head.pos_ in ("VERB", "AUX"):
            out.agents.extend(subjects(above.head))
        elif head.lower_ in words("guilty") and above.lemma_.lower() == "be":
            out.agents.extend(subjects(above))
        elif above.lemma_.lower() in words("responsibility") and above.head.pos_ == "VERB":
            out.agents.extend(subjects(above.head))
        elif above.pos_ == "VERB" and above.lemma_.lower() in words("suffering_verbs"):
            out.patients.extend(subjects(above))
        elif above.lemma_.lower() in ("accuse", "suspect", "blame"):
            out.agents.extend(t for c in above.children if c.dep_ in ("dobj", "nsubjpass") for t in with_conjuncts(c))
        return
    if head.pos_ != "VERB":
        return
    lemma = head.lemma_.lower()
    if noun.dep_ in ("dobj", "nsubjpass", "conj") and lemma in words("light_verbs"):
        passive = any(c.dep_ == "nsubjpass" for c in head.children)
        out.agents.extend(prepositional(head, ("by",)) if passive else subjects(head))
        out.patients.extend(prepositional(head, words("target_prepositions") - {"inside", "into"}))
    elif noun.dep_ in ("dobj", "nsubjpass") and lemma in words("laying"):
        out.agents.extend(prepositional(head, ("to", "on")))
    elif noun.dep_ == "dobj" and lemma in words("suffering_verbs"):
        out.patients.extend(subjects(head))
    elif noun.dep_ == "nsubj" and lemma in words("reaching_verbs"):
        out.patients.extend(t for c in head.children if c.dep_ == "dobj" for t in with_conjuncts(c))
