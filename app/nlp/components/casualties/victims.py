"""Of whom does a noun phrase speak, and how many are they?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from app.nlp.annotations import Quantity
from app.nlp.components.casualties.words import words

_AGE = re.compile(r"(\d{1,3})(?:-year|-month|-yr)?")
_SINGULAR = frozenset({"NN", "NNP"})
_PLURAL = frozenset({"NNS", "NNPS"})
_PERSONAL = frozenset({"he", "she", "him", "her", "himself", "herself", "i", "me"})
_GROUP = frozenset(
    {"they", "them", "themselves", "we", "us", "both", "all", "each", "who", "whom", "some", "many", "those", "these"}
)


@dataclass(frozen=True, slots=True)
class Victims:
    """Victims as one phrase tells them. Token indices; see ``CasualtyFound`` for the marks."""

    head: int
    start: int
    end: int
    low: int | None
    high: int | None
    approximate: bool
    figure: tuple[int, int]
    definite: bool = False
    further: bool = False
    part: bool = False


class Reader:
    """Reads the victims of one text; holds its quantities by token."""

    def __init__(self, doc: Doc, quantities: tuple[Quantity, ...]) -> None:
        self.doc = doc
        self.of_noun: dict[int, Quantity] = {}
        self.at: dict[int, Quantity] = {}
        for quantity in quantities:
            if quantity.counted >= 0:
                self.of_noun.setdefault(quantity.counted, quantity)
            for i in range(quantity.start, quantity.end):
                self.at[i] = quantity

    def victims(self, head: Token) -> Iterator[Victims]:
        """The victims of a phrase, one for each coordinated part."""
        for token in _coordinated(head):
            found = self._one(token)
            if found is not None:
                yield found

    def _one(self, head: Token) -> Victims | None:
        lex, lemma, word = words(), head.lemma_.lower(), head.lower_
        if lemma in lex.not_victims or lemma in lex.things or not self._is_person(head):
            return None
        start, end = _extent(head)
        part = start > 0 and any(self.doc[i].lower_ in lex.part_marks for i in range(max(start - 2, 0), start))
        if word in lex.none_words or word == "one" and start > 0 and self.doc[head.i - 1].lower_ == "no":
            return Victims(head.i, start, end, 0, 0, False, (start, end))
        first = self.doc[start].lower_
        if first == "no" and start < head.i:
            return Victims(head.i, start, end, 0, 0, False, (start, end))
        quantity = self.of_noun.get(head.i) or self.at.get(head.i)
        if quantity is not None:
            return self._counted(head, quantity, min(start, quantity.start), max(end, quantity.end), part)
        if word in _PERSONAL:
            return Victims(head.i, start, end, 1, 1, False, (start, end), definite=True, part=part)
        if word in _GROUP:
            return None
        further = first in ("another", "other", "additional") or word in ("another", "others")
        if word == "others" or (head.tag_ in _PLURAL and head.ent_type_ != "PERSON"):
            definite = first in ("the", "these", "those", "both") or self.doc[start].dep_ == "poss"
            return Victims(head.i, start, end, None, None, True, (start, end), definite, further, part)
        definite = head.pos_ in ("PROPN", "PRON") or first not in ("a", "an", "another", "one") and start < head.i
        return Victims(head.i, start, end, 1, 1, False, (start, end), definite, further, part)

    def _counted(self, head: Token, quantity: Quantity, start: int, end: int, part: bool) -> Victims:
        lex, doc = words(), self.doc
        before = doc[quantity.start - 1].lower_ if quantity.start else ""
        rest = [t.lower_ for t in doc[quantity.end : quantity.end + 3]]
        partitive = (
            rest[:1] == ["of"]
            and len(rest) > 1
            and rest[1] in ("the", "them", "those", "these", "whom", "his", "her", "their", "our")
        )
        further = (
            any(w in ("other", "others", "more", "another", "additional") for w in (before, *rest[:1]))
            or head.lower_ == "others"
        )
        definite = before in ("the", "these", "those", "all", "both") or doc[quantity.start].lower_ == "both"
        part = part or before in lex.part_marks
        return Victims(
            head.i, start, end, quantity.low, quantity.high, quantity.approximate,
            (quantity.start, quantity.end), definite, further, part or partitive,
        )  # fmt: skip

    def _is_person(self, head: Token) -> bool:
        lex = words()
        if head.pos_ in ("NUM", "PRON") or head.lemma_.lower() in lex.people or head.lower_ in lex.anyone:
            return head.lower_ not in ("it", "itself", "this", "that", "which", "what")
        if head.lemma_.lower() in (*lex.bodies, *lex.counted_nouns, "life", "wound"):
            return True
        if head.pos_ == "PROPN":
            return head.ent_type_ in ("PERSON", "NORP", "ORG", "") and head.ent_type_ != "GPE"
        if head.pos_ == "ADJ":
            return head.i in self.at or head.lower_ in ("old", "male", "female", "dead", "wounded", "injured")
        return head.i in self.of_noun or head.pos_ == "NOUN"


def _coordinated(head: Token) -> Iterator[Token]:
    """The head and the nouns coordinated with it, but not a clause's."""
    yield head
    for child in head.children:
        if child.dep_ == "conj" and child.i > head.i and child.pos_ in ("NOUN", "PROPN", "NUM", "PRON", "ADJ"):
            yield from _coordinated(child)


def _extent(head: Token) -> tuple[int, int]:
    """The phrase without its relative clauses and tails."""
    start = head.i
    for child in head.lefts:
        if child.dep_ not in ("punct", "cc", "preconj", "advcl") and child.left_edge.i < start:
            start = child.left_edge.i
    return start, head.i + 1


def age_of(doc: Doc, victims: tuple[int, int], head: int) -> int | None:
    """The age told in or right after a phrase: "a 27-year-old man", "Ann Lee, 46,"."""
    for i in range(victims[0], min(head + 1, len(doc))):
        token = doc[i]
        if token.lower_.endswith(("-year", "year")) or (
            i + 2 < len(doc) and doc[i + 1].lower_ in ("-", "year") and "year" in (doc[i + 1].lower_, doc[i + 2].lower_)
        ):
            found = _AGE.match(token.lower_)
            if found:
                return int(found[1])
    if head + 2 < len(doc) and doc[head + 1].lower_ in (",", "(") and doc[head + 2].text.isdigit():
        return int(doc[head + 2].text) if len(doc[head + 2]) < 3 else None
    return None


def sex_of(doc: Doc, victims: tuple[int, int], head: int) -> str | None:
    """m, f, or None when the words do not tell."""
    lex = words()
    for i in range(head, victims[0] - 1, -1):
        lemma = doc[i].lemma_.lower()
        if lemma in lex.female or doc[i].lower_ in lex.female:
            return "f" if doc[i].dep_ != "poss" else None
        if lemma in lex.male or doc[i].lower_ in lex.male:
            return "m" if doc[i].dep_ != "poss" else None
    return None


def kind_of(token: Token) -> str | None:
    """The kind of victims by their head noun ("children", "soldiers" …); for "three of the [soldiers]" by that noun."""
    kinds = words().victim_kinds
    for noun in (token, *(n for c in token.children if c.lower_ == "of" for n in c.children)):
        if noun.lemma_.lower() in kinds:
            return kinds[noun.lemma_.lower()]
    return None
