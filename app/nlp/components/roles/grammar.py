"""Steps in the syntax tree that verbs and nouns share.

Labels are those of the ClearNLP scheme that spaCy's English models give.
"""

from __future__ import annotations

import functools
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field

from spacy.tokens import Token

from app.nlp.lexicon import word_list, word_table
from app.nlp.lexicon.trigger_lexicon import lexicon

NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_PREPOSITIONS = frozenset({"prep", "agent"})


@dataclass(slots=True)
class Arguments:
    """Tokens that head the arguments of a trigger, in the order in which they were found."""

    agents: list[Token] = field(default_factory=list)
    patients: list[Token] = field(default_factory=list)
    means: list[Token] = field(default_factory=list)


@functools.cache
def words(name: str) -> frozenset[str]:
    """A list of ``lexicon/<language>/roles.yaml`` or, for verbs around nouns, of ``triggers.yaml``."""
    return word_list(f"roles.{name}" if name in word_table("roles") else f"triggers.{name}")


def lemma_in(token: Token, name: str) -> bool:
    """Whether the lemma of a token is on a list."""
    return token.lemma_.lower() in words(name)


def coordinated(token: Token) -> Iterator[Token]:
    """The token and what is enumerated with it to its right.

    The parser takes a noun after a comma for an apposition ("two brothers, their mother and a guard"), and hangs the
    list of a relative clause on the noun that the clause describes ("the man who bombed a bank, a shop and a bar").
    """
    yield token
    described = False
    for child in token.rights:
        if _fragment(child):
            continue
        if child.dep_ == "conj" and _opposed(token, child):
            continue
        if (child.dep_ == "conj" and not described) or (child.dep_ == "appos" and _enumerated(child)):
            yield from coordinated(child)
        described |= child.dep_ == "relcl" or (child.dep_ == "appos" and any(t.dep_ == "relcl" for t in child.subtree))


def _opposed(noun: Token, other: Token) -> bool:
    """Whether "but" before a noun opens a clause: "dispersed the crowd but youths went on", not "no man but a boy"."""
    between = [c for c in noun.rights if c.dep_ == "cc" and c.i < other.i]
    negated = any(c.lower_ in ("no", "not") for c in noun.subtree if c.i < other.i)
    return bool(between) and between[-1].lower_ == "but" and not negated and noun.head.pos_ == "VERB"


def _fragment(noun: Token) -> bool:
    """Whether a noun behind a comma is told dead or hurt in a headline, and is no member of a list: ", dozens dead"."""
    doc, i = noun.doc, noun.i + 1
    return doc[noun.left_edge.i - 1].text == "," and i < len(doc) and doc[i].lower_ in lexicon().adjectives


def _enumerated(noun: Token) -> bool:
    """Whether an apposition is a member of a list: a common noun with a determiner, before "and" and another noun."""
    listed = any(c.dep_ == "conj" for c in noun.rights)
    return listed and noun.pos_ == "NOUN" and any(c.dep_ in ("det", "poss", "nummod") for c in noun.lefts)


def prepositional(token: Token, names: Iterable[str]) -> Iterator[Token]:
    """Nouns, with their conjuncts, that one of the prepositions below a token governs."""
    for child in token.children:
        if child.dep_ in _PREPOSITIONS and child.lower_ in names:
            yield from governed(child)


def governed(preposition: Token) -> Iterator[Token]:
    """Nouns, with their conjuncts, that a preposition governs."""
    for noun in preposition.children:
        if noun.dep_ == "pobj":
            yield from coordinated(noun)
        elif noun.dep_ == "pcomp":
            yield from named_so(noun)


def named_so(clause: Token) -> Iterator[Token]:
    """What a clause with "what" names: the bases of "on what it called bases", of "what it said were bases"."""
    inner = next((c for c in clause.rights if c.dep_ == "ccomp"), clause)
    if any(c.lower_ == "what" for verb in (clause, inner) for c in verb.lefts):
        yield from (t for c in inner.rights if c.dep_ in ("oprd", "attr") for t in coordinated(c))


def objects(verb: Token) -> list[Token]:
    """Direct objects of a verb with their conjuncts; none behind a comma: "19 men arrested, 13 men killed"."""
    return [t for c in verb.children if c.dep_ == "dobj" and not _apart(verb, c) for t in coordinated(c)]


def _apart(verb: Token, noun: Token) -> bool:
    """Whether only a comma stands between a verb and a noun, which begins another item of a list."""
    return noun.left_edge.i == verb.i + 2 and verb.nbor().text == ","


def governs_what_follows(verb: Token) -> bool:
    """Whether an "-ing" that seems to describe a noun behind a preposition has it as object: "of vandalizing signs"."""
    noun = verb.head
    return verb.tag_ == "VBG" and verb.dep_ == "amod" and noun.dep_ == "pobj" and noun.left_edge.i == verb.i


def surface_subjects(verb: Token, *labels: str) -> list[Token]:
    """Subjects with one of the labels, with their conjuncts."""
    return [t for c in verb.children if c.dep_ in labels for t in coordinated(c)]


def nested(token: Token, name: str, skipped: Container[int]) -> Iterator[Token]:
    """Nouns behind a preposition that the parser hangs on a place or time in between.

    "The raid in May by the army", "abducted from a school in Lima, Peru, by rebels". ``skipped`` are tokens that have
    participants of their own.
    """
    for child in token.rights:
        for noun in child.children if child.dep_ in _PREPOSITIONS else ():
            for inner in coordinated(noun) if noun.dep_ == "pobj" else ():
                if inner.i not in skipped:
                    found = list(prepositional(inner, (name,)))
                    yield from found or nested(inner, name, skipped)


def supports(noun: Token) -> list[Token]:
    """Nouns that count, gather or carry the noun: "dozens of raids", "acts of violence", "a bombing campaign"."""
    out: list[Token] = []
    while (above := _support(noun)) is not None:
        noun = above
        out.append(noun)
    return out


def _support(noun: Token) -> Token | None:
    if noun.dep_ == "compound" and lemma_in(noun.head, "carriers"):
        return noun.head
    if noun.dep_ != "pobj" or noun.head.lower_ != "of":
        return None
    above = noun.head.head
    known = lemma_in(above, "measures") or lemma_in(above, "gatherings")
    return above if known and above.pos_ in ("NOUN", "NUM") else None


def is_passive(verb: Token) -> bool:
    """Whether the subject of a verb, or the noun that a participle describes, suffers what it says."""
    labels = {c.dep_ for c in verb.children}
    if labels & {"nsubjpass", "auxpass"} or ("agent" in labels and not {"nsubj", "dobj"} <= labels):
        return True
    return verb.tag_ == "VBN" and verb.dep_ == "acl" and "dobj" not in labels
