"""Figures that are stated and not counted out: tolls, losses, the number of dead, "a figure of 18", "no casualties"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from app.nlp.components.casualties.grammar import OBJECTS, SUBJECTS, governed_by_of
from app.nlp.components.casualties.words import Fate, words

Stated = tuple[Token, Fate, bool]
_LIST, _GAP = 40, 10  # tokens in which figures of several places follow; between two of them
_BACK = 45  # tokens in which "a figure" looks for what was counted


def stated(token: Token, lemma: str) -> list[Stated]:
    """What a toll, losses, a number or a figure state, with whether the figure runs on."""
    lex = words()
    if token.pos_ not in ("NOUN", "PROPN", "ADJ"):
        return []
    fate = _counted(token, lemma)
    if fate is not None:
        running = token.head.lemma_.lower() in lex.rising or (lemma in lex.tolls and not _put(token))
        return [(n, fate, running) for n in _numbers(token)]
    if lemma in lex.counts and token.dep_ == "dobj" and token.head.lemma_.lower() in lex.giving:
        before = _counted_before(token)
        return [(n, before, False) for n in governed_by_of(token) if n.pos_ == "NUM"] if before else []
    corrected = token.dep_ == "dobj" and token.head.lemma_.lower() in lex.rising
    if lemma in lex.counts and corrected and not governed_by_of(token):
        before = _counted_before(token)  # "later corrected the number to eight"
        return [(n, before, True) for n in _numbers(token)] if before else []
    if lemma in lex.counts and token.dep_ == "nsubj" and token.head.lemma_ == "be" and not governed_by_of(token):
        before = _counted_before(token)  # "the number is six"
        return [(n, before, False) for n in token.head.rights if n.dep_ == "attr" and n.pos_ == "NUM"] if before else []
    return []


def _counted(token: Token, lemma: str) -> Fate | None:
    """What is counted: the dead of "the toll", the wounded of "the number of wounded"."""
    lex = words()
    if lemma in lex.tolls:
        return "killed"
    if lemma in lex.counts:
        return next((lex.losses[n.lower_] for n in governed_by_of(token) if n.lower_ in lex.losses), None)
    return lex.losses.get(lemma) if lemma in lex.loss_nouns and _put(token) else None


def _put(token: Token) -> bool:
    """ "put the toll at 34", "losses were estimated at 40"."""
    return token.dep_ in ("dobj", "nsubjpass") and token.head.lemma_.lower() in words().estimate_verbs


def _numbers(token: Token) -> list[Token]:
    """The number after "rose to", "put … at", "of": the first that stands there."""
    near = [*token.children, *(token.head.children if token.dep_ in (*SUBJECTS, *OBJECTS) else ())]
    near += [c for way in near if way.lower_ in ("down", "up") and way.dep_ == "advmod" for c in way.children]
    found = [n for c in near if c.dep_ == "prep" and c.lower_ in ("to", "at", "of") for n in c.children]
    found += [n for c in near if c.lower_ == "from" for n in c.children if any(k.lower_ == "to" for k in n.children)]
    found += [c for c in near if c.dep_ in ("attr", "dobj") and c.i > token.i]
    return [n for n in found if n.pos_ == "NUM" or any(c.dep_ == "nummod" for c in n.children)][:1]


def _counted_before(token: Token) -> Fate | None:
    """Of what an earlier sentence gave a number."""
    lex, doc = words(), token.doc
    for i in range(token.i - 1, max(token.i - _BACK, -1), -1):
        lemma = doc[i].lemma_.lower()
        if lemma in lex.tolls:
            return "killed"
        fate = lex.transitive.get(lemma) or lex.intransitive.get(lemma) or lex.adjectives.get(doc[i].lower_)
        if fate in ("killed", "injured"):
            return fate
    return None


def nobody_hurt(token: Token, lemma: str) -> Iterator[Stated]:
    """ "There were no casualties": nobody killed and nobody hurt."""
    lex = words()
    if lemma not in lex.no_harm or token.head.lemma_.lower() not in lex.no_harm_verbs:
        return
    if any(c.lower_ == "no" for c in token.lefts):
        yield token, "killed", False
        yield token, "injured", False


def listed(token: Token, lemma: str) -> list[Stated]:
    """A line of a list: "Killed: 14."."""
    lex, doc, i = words(), token.doc, token.i
    if i + 2 >= len(doc) or doc[i + 1].text != ":" or not doc[i + 2].text.isdigit():
        return []
    fate = lex.transitive.get(lemma) or lex.adjectives.get(token.lower_) or lex.other_adjectives.get(token.lower_)
    return [(doc[i + 2], fate, False)] if fate else []


def elsewhere(token: Token, head: Token) -> Iterator[Token]:
    """Further figures of the same harm, each with a place: "killed three people in Kherson, two in Nikopol"."""
    doc, last = token.doc, head.i
    if token.pos_ != "VERB" or head.i < token.i:
        return
    for i in range(head.i + 1, min(head.i + _LIST, len(doc) - 2)):
        if doc[i].is_sent_start:
            return
        starts = doc[i - 1].lower_ in (",", "and", ";") and doc[i].pos_ == "NUM"
        if starts and doc[i + 1].lower_ in ("in", "at", "near") and doc[i + 2].pos_ == "PROPN":
            yield doc[i]
            last = i
        if i - last > _GAP:
            return
