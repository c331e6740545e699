"""What stands beside a trigger in the syntax tree: objects, subjects, particles, prepositions and their nouns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from app.nlp.lexicon import word_list
from app.nlp.relative_clauses import RELATIVE, relative_object

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
OBJECTS = frozenset({"dobj", "nsubjpass", "dative"})
PARTICLES = frozenset({"prt", "advmod", "oprd", "acomp"})
MODIFIERS = frozenset({"compound", "amod", "nmod", "poss"})
_VERBS = 4  # coordinated verbs up to the one that has the subject


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The neighbours of one token, by position."""

    objects: tuple[Token, ...]
    subjects: tuple[Token, ...]
    particles: tuple[Token, ...]
    modifiers: tuple[Token, ...]
    prepositions: tuple[Token, ...]
    governed: tuple[Token, ...]


def before_name(token: Token) -> bool:
    """Whether a word stands before the name that it belongs to: the "Mount" of "Mount Etna"."""
    compound = token.dep_ == "compound" and token.head.i == token.i + 1 and token.head.pos_ == "PROPN"
    return compound and token.lower_ in word_list("triggers.before_names")


def with_conjuncts(token: Token) -> Iterator[Token]:
    """The token and what is coordinated with it to its right."""
    yield token
    for child in token.rights:
        if child.dep_ == "conj":
            yield from with_conjuncts(child)


def surroundings(token: Token) -> Surroundings:
    """Read the children of a token once."""
    objects: list[Token] = []
    subjects: list[Token] = []
    particles: list[Token] = []
    modifiers: list[Token] = []
    prepositions: list[Token] = []
    governed: list[Token] = []
    for child in token.children:
        dep = child.dep_
        if dep in SUBJECTS:
            (objects if dep == "nsubjpass" else subjects).append(child)
        elif dep in OBJECTS or (dep == "attr" and token.pos_ == "VERB"):
            objects.append(child)
        elif dep in PARTICLES or (dep == "ccomp" and child.pos_ == "ADJ"):
            particles.append(child)
            objects.extend(c for c in child.lefts if dep == "ccomp" and c.dep_ in SUBJECTS)  # "found him guilty"
            if dep == "advmod" and token.pos_ in ("NOUN", "PROPN"):
                modifiers.append(child)
        elif dep in MODIFIERS:
            modifiers.append(child)
        elif dep in ("prep", "agent") or child.lower_ in word_list("triggers.taking_in"):
            prepositions.append(child)
            (subjects if dep == "agent" else governed).extend(_governed(child))
    modifiers.extend(t for t in _prefix(token) if t not in modifiers)
    subjects = subjects or _shared_subjects(token)
    behind = _behind_object(token)
    if behind is not None:
        prepositions.append(behind)
        governed.extend(_governed(behind))
    if token.dep_ in ("acl", "relcl") and token.head.pos_ in ("NOUN", "PROPN"):
        if (token.tag_ == "VBN" and token.dep_ == "acl") or _is_relative_object(token):
            objects.append(token.head)
        elif not subjects:
            subjects.append(token.head)
        subjects, objects = _antecedents(token, subjects), _antecedents(token, objects)
    return Surroundings(
        tuple(n for o in objects for n in (o, *whole(o))),
        tuple(n for s in subjects for n in (s, *(c for c in s.lefts if before_name(c)))),
        tuple(particles),
        tuple(modifiers),
        tuple(prepositions),
        tuple(governed),
    )


def _prefix(token: Token) -> Iterator[Token]:
    """What a hyphen joins to a word from the left: the "anti" of "anti-war", whatever the parser hangs it on."""
    if token.i > 1 and token.nbor(-1).text == "-" and token.nbor(-1).idx + 1 == token.idx:
        yield token.nbor(-2)


def _shared_subjects(verb: Token) -> list[Token]:
    """The subject that a verb takes over from the one before it: "the army crossed the river and advanced".

    One with a modal of its own takes over also the subject of a passive: "he was indicted and will resign".
    """
    finite = verb.tag_ == "VB" and any(c.tag_ == "MD" for c in verb.lefts)
    for _ in range(_VERBS):
        if verb.dep_ != "conj" or verb.head.pos_ != "VERB" or (verb.tag_ != verb.head.tag_ and not finite):
            return []
        verb = verb.head
        found = [c for c in verb.lefts if c.dep_ in SUBJECTS]
        if found:
            return [c for c in found if finite or c.dep_ != "nsubjpass"]
    return []


def _antecedents(verb: Token, nouns: list[Token]) -> list[Token]:
    """The noun of a relative clause in the place of its pronoun: the town of "the town, which was retaken"."""
    pronouns = RELATIVE - {"whose"}
    return [verb.head if verb.dep_ == "relcl" and n.lower_ in pronouns and n.i < verb.i else n for n in nouns]


def whole(part: Token) -> Iterator[Token]:
    """What a word of measure is a part of: the valley of "most of the valley", the troops of "a team of troops"."""
    if part.lemma_.lower() not in word_list("triggers.partitives") and part.pos_ != "NUM":
        return
    for child in part.rights:
        if child.dep_ == "prep" and child.lower_ == "of":
            yield from (noun for noun in child.children if noun.dep_ == "pobj")


def _governed(preposition: Token) -> Iterator[Token]:
    for noun in preposition.children:
        if noun.dep_ in ("pobj", "pcomp", "dobj"):
            for each in with_conjuncts(noun):
                yield each
                yield from whole(each)
        elif noun.dep_ == "prep":  # "out of the town"
            yield from (w for n in noun.children if n.dep_ == "pobj" for w in (n, *whole(n)))


def _behind_object(token: Token) -> Token | None:
    """The preposition right behind an object, which parsers may hang on the verb: "declare war on drugs"."""
    if token.dep_ != "dobj" or token.i + 1 == len(token.doc):
        return None
    behind = token.nbor()
    return behind if behind.dep_ == "prep" and behind.head.i == token.head.i else None


def _is_relative_object(verb: Token) -> bool:
    return relative_object(verb) is not None


def lemmas(tokens: tuple[Token, ...]) -> set[str]:
    """Lower-case lemmas and forms of some tokens."""
    return {t.lemma_.lower() for t in tokens} | {t.lower_ for t in tokens}
