"""Of whom does a noun phrase speak, and how many are they?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from app.nlp.annotations import Quantity
from app.nlp.components.casualties.words import OTHER, Fate, words

_AGE = re.compile(r"(\d{1,3})(?:-year|-month|-yr)?")
_MISREAD = frozenset({"GPE", "DATE", "WORK_OF_ART", "PRODUCT"})  # labels that the model gives to names of people too
_DIRECT = frozenset({"dobj", "nsubjpass", "nsubj"})
_SINGULAR = frozenset({"NN", "NNP"})
_PLURAL = frozenset({"NNS", "NNPS"})
_PERSONAL = frozenset({"he", "she", "him", "her", "himself", "herself"})
_NOMINAL = frozenset({"NOUN", "PROPN", "NUM", "PRON", "ADJ"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_NOBODY_KNOWN = frozenset({"it", "itself", "this", "that", "which", "what", "i", "me", "you", "myself", "yourself"})
_GROUP = frozenset(
    {"they", "them", "themselves", "we", "us", "both", "all", "each", "who", "whom", "some", "many", "those", "these"}
)


@dataclass(frozen=True, slots=True)
class Victims:
    """Victims as one phrase states them. Token indices; see ``CasualtyFound`` for the marks."""

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

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        quantities: tuple[Quantity, ...] = doc._.quantities
        self.places = {i for t in doc._.toponyms if t.usage == "place" for i in range(t.start, t.end)}
        self.triggers = {t.head for t in doc._.triggers}
        self.of_noun: dict[int, Quantity] = {}
        self.at: dict[int, Quantity] = {}
        for quantity in quantities:
            if quantity.counted >= 0:
                held = self.of_noun.get(quantity.counted)  # "one of [five] people": the nearer number is theirs
                if held is None or held.start < quantity.start <= quantity.counted:
                    self.of_noun[quantity.counted] = quantity
            for i in range(quantity.start, quantity.end):
                self.at[i] = quantity

    def nobody(self, head: Token) -> Victims | None:
        """Nobody, of a head that only a negation makes so: "did not kill anyone", "without injuring any guests"."""
        word = head.lower_
        if word in ("anyone", "anybody") or any(c.lower_ == "any" for c in head.lefts):
            start, end = _extent(head)
            return Victims(head.i, start, end, 0, 0, False, (start, end))
        return None

    def victims(self, head: Token, fate: Fate, predicate: Token) -> Iterator[tuple[Victims, bool]]:
        """The victims of a phrase, one for each coordinated part, and whether it is the first part.

        ``predicate``: the word of harm; what it says of a part ("including a girl who died") is not said of the whole.
        """
        heads = [*self._before(head), *self._shared(head, predicate), *_coordinated(head)]
        part = -1  # the last one that is said to be among those counted before
        for token in heads:
            found = self._one(token, fate, token is head, of_all=predicate.head.i == token.i)
            if found is None:
                continue
            if part >= 0 and not found.part and self._listed(part, found):
                found = replace(found, part=True)
            part = found.head if found.part else -1
            if predicate.lower_ in words().bodies and not found.part:
                found = replace(found, part=True)  # they may have been reported dead before
            elif found.part and not _of_part_alone(predicate, token) and (whole := self._whole(found)):
                yield whole, True
            yield found, token is head

    def _before(self, head: Token) -> Iterator[Token]:
        """People listed before the head where a sentence opens with them: "[Baby], 4 people injured"."""
        doc, start = self.doc, _extent(head)[0]
        if start < 2 or doc[start - 1].lower_ not in (",", "and", "&") or head.pos_ not in ("NOUN", "NUM", "ADJ"):
            return
        other = doc[start - 2]
        if (
            other.pos_ not in ("NOUN", "NUM", "ADJ")
            or not self._is_person(other, "hit", direct=False)
            or other.dep_ == "conj"
        ):
            return
        if other.lower_ in words().forms or (
            other.lemma_.lower() not in words().people and other.lower_ not in words().age
        ):
            return
        opening = doc[max(start - 12, 0) : start - 1]
        verb = next((t.i for t in reversed(opening) if t.is_sent_start or t.pos_ in ("VERB", "AUX", "ADP")), None)
        if verb is not None and doc[verb].is_sent_start and doc[verb].pos_ not in ("VERB", "AUX", "ADP"):
            yield other

    def _shared(self, head: Token, predicate: Token) -> Iterator[Token]:
        """ "found one man and two women with gunshot wounds": the phrase after the last of them speaks of all."""
        if head.dep_ != "conj" or predicate.i <= head.i or predicate.pos_ not in ("NOUN", "ADJ"):
            return
        first, after = head.head, self.doc[head.i + 1].lower_
        if first.dep_ == "dobj" and first.i in self.of_noun and (after == "with" or after in words().forms):
            yield first

    def _listed(self, part: int, other: Victims) -> bool:
        """Whether a list goes on with a part: "three children and a nurse", not "a priest, and two women"."""
        between = [self.doc[i].lower_ for i in range(part + 1, other.start)]
        return between in (["and"], [","], ["or"])

    def _whole(self, part: Victims) -> Victims | None:
        """The number before "including two children", "(among them 4 women)"."""
        lex, doc = words(), self.doc
        mark = next((i for i in range(part.head - 1, max(part.head - 7, 0), -1) if doc[i].lower_ in lex.part_marks), 0)
        for i in range(mark - 1, max(mark - 8, -1), -1):
            quantity = self.at.get(i)
            if quantity is None or quantity.counted < 0:
                continue
            head = doc[quantity.counted]
            if self._is_person(head, "killed", direct=True):
                return self._counted(head, quantity, *_extent(head), part=False)
        return None

    def _one(self, head: Token, fate: Fate, direct: bool, *, of_all: bool = False) -> Victims | None:
        lex, lemma, word = words(), head.lemma_.lower(), head.lower_
        if not word[0].isalnum() or lemma in lex.not_victims or lemma in lex.things:
            return None
        if not self._is_person(head, fate, direct):
            return None
        start, end = _extent(head)
        if word in lex.unspecific or self._spared(start):
            return None
        if self.doc[start].lower_ in lex.distributive:
            return Victims(head.i, start, end, None, None, True, (start, end), definite=True)
        part = start > 0 and any(self.doc[i].lower_ in lex.part_marks for i in range(max(start - 2, 0), head.i))
        part = (part and not self._counts_all(start)) or self._among_more(head)
        if word in lex.none_words or (word == "one" and start > 0 and self.doc[head.i - 1].lower_ == "no"):
            return Victims(head.i, start, end, 0, 0, False, (start, end))
        first = self.doc[start].lower_
        if first == "no" and start < head.i:
            return Victims(head.i, start, end, 0, 0, False, (start, end))
        own = self.at.get(head.i) if _is_number(head) else None  # "from 17 to 14"
        quantity = own or self.of_noun.get(head.i) or self.at.get(head.i) or self._quantity_left(head)
        if quantity is not None and not of_all and (chosen := self._of_them(quantity)) is not None:
            quantity, part = chosen, True
        if quantity is not None:
            return self._counted(head, quantity, min(start, quantity.start), max(end, quantity.end), part)
        if word in _PERSONAL:
            return Victims(head.i, start, end, 1, 1, False, (start, end), definite=True, part=part)
        if word in _GROUP:
            return self._they(head, start, end)
        further = first in lex.further or word in ("another", "others", *lex.ordinals)
        if lemma in lex.couples:
            return Victims(head.i, start, end, 2, 2, False, (start, end), first == "the", further, part)
        if word == "others" or (head.tag_ in _PLURAL and head.ent_type_ != "PERSON"):
            definite = first in ("the", "these", "those", "both") or self.doc[start].dep_ == "poss"
            return Victims(head.i, start, end, None, None, True, (start, end), definite, further, part)
        definite = head.pos_ in ("PROPN", "PRON") or (first not in ("a", "an", "another", "one") and start < head.i)
        return Victims(head.i, start, end, 1, 1, False, (start, end), definite, further, part)

    def _counts_all(self, start: int) -> bool:
        """Whether a number counts the whole to which a part before it belongs: "two boys among [four] shot"."""
        if start < 2 or self.doc[start - 1].lower_ != "among" or start not in self.at:
            return False
        return self._is_person(self.doc[start - 2], "hit", direct=False)

    def _among_more(self, head: Token) -> bool:
        """Whether people are a part of a number that follows: "[two boys] among four shot"."""
        i = head.i + 1
        return i + 1 < len(self.doc) and self.doc[i].lower_ == "among" and i + 1 in self.at

    def _spared(self, start: int) -> bool:
        """Whether a phrase names those to whom nothing happened: "all except three of the 17 sailors died"."""
        lex = words()
        return start > 1 and self.doc[start - 1].lower_ in lex.spared and self.doc[start - 2].lower_ in lex.whole

    def _of_them(self, quantity: Quantity) -> Quantity | None:
        """The first number of "one of three people", where the parser took both for one number."""
        of = self.doc[quantity.start - 1] if quantity.start > 1 else None
        return self.at.get(of.i - 1) if of is not None and of.lower_ == "of" and of.dep_ == "quantmod" else None

    def _quantity_left(self, head: Token) -> Quantity | None:
        """The number before a noun with its modifiers, where the parser gave it to one of them."""
        i = head.i - 1
        while i >= 0 and i not in self.at:
            token = self.doc[i]
            if token.pos_ not in ("ADJ", "NOUN", "PROPN") and token.dep_ != "amod":
                return None
            i -= 1
        quantity = self.at.get(i)
        return quantity if quantity is not None and quantity.counted not in (-1, *range(i)) else None

    def _they(self, head: Token, start: int, end: int) -> Victims | None:
        """ "They", "them": the people counted last before, in the same or the previous sentence."""
        if head.lower_ not in ("they", "them"):
            return None
        for i in range(head.i - 1, max(head.i - 30, -1), -1):
            quantity = self.at.get(i)
            noun = self.doc[quantity.counted] if quantity is not None and quantity.counted >= 0 else None
            if quantity is not None and noun is not None and noun.lemma_.lower() in words().people:
                return Victims(
                    head.i, start, end, quantity.low, quantity.high, quantity.approximate,
                    (quantity.start, quantity.end), definite=True,
                )  # fmt: skip
        return None

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
            any(w in lex.further or w in ("others", "more") for w in (before, *rest[:1])) or head.lower_ == "others"
        )
        definite = before in ("the", "these", "those", "all", "both") or doc[quantity.start].lower_ == "both"
        part = part or (before in lex.part_marks and not self._counts_all(quantity.start))
        return Victims(
            head.i, start, end, quantity.low, quantity.high, quantity.approximate,
            (quantity.start, quantity.end), definite, further, part or partitive,
        )  # fmt: skip

    def _is_person(self, head: Token, fate: Fate, direct: bool) -> bool:
        lex, lemma = words(), head.lemma_.lower()
        if head.i in self.places or head.lower_ in _NOBODY_KNOWN:
            return False
        if _is_number(head):
            return head.i in self.at and not _of_things(head) and not _is_age(head)
        if head.pos_ == "PRON" or lemma in lex.people or head.lower_ in lex.anyone:
            return True
        if head.lower_ in lex.ordinals:
            return (
                head.i > 0 and head.nbor(-1).lower_ in ("a", "the") and not any(c.lower_ == "of" for c in head.children)
            )
        if head.lower_ in lex.bodies or lemma in lex.bodies or lemma in lex.counted_nouns or lemma in lex.not_people:
            return (
                head.i in self.of_noun
                or lemma not in (*lex.counted_nouns, *lex.not_people)
                or any(c.lower_ == "no" for c in head.lefts)
            )
        if head.pos_ == "PROPN":
            if head.ent_type_ in _MISREAD and fate not in OTHER:  # "May Winters", "June Okafor"
                return direct and head.dep_ in _DIRECT and head.i > 0 and head.nbor(-1).dep_ == "compound"
            return head.ent_type_ in ("PERSON", "NORP", "") or (head.ent_type_ == "ORG" and fate == "killed")
        if head.pos_ == "ADJ":
            return head.i in self.at
        if head.i in self.of_noun or self._quantity_left(head) is not None:
            return head.pos_ == "NOUN" and fate not in OTHER  # "captured six goals"
        outright = fate in ("killed", "injured") and head.i not in self.triggers
        return direct and outright and head.pos_ == "NOUN" and head.dep_ in ("dobj", "nsubjpass", "nsubj", "pobj")


def _is_age(number: Token) -> bool:
    """Whether a number is how old somebody is: "Ann Lee, 46, died"."""
    if number.i < 2 or not (number.text.isdigit() and len(number) < 3 and number.nbor(-1).text == ","):
        return False
    return number.nbor(-2).pos_ == "PROPN" and number.nbor(-2).ent_type_ in ("PERSON", "")


def _is_number(head: Token) -> bool:
    """Whether a token is a number: "12", "two dozen", or in a line of a list "Missing: 3"."""
    several = head.lower_ in words().round_numbers and any(c.dep_ == "nummod" for c in head.children)
    return head.pos_ == "NUM" or head.tag_ == "LS" or several


def _of_things(number: Token) -> bool:
    """Whether a number counts machines: "14 of 17 drones", "Of the 52 drones launched, 40 were shot down"."""
    heads = [number]
    if number.dep_ in ("nsubj", "nsubjpass"):
        heads += [c for c in number.head.lefts if c.lower_ == "of"]
    nouns = [n for h in heads for n in (h.children if h is not number else _governed(number)) if n.dep_ == "pobj"]
    things = words().not_victims | words().things
    return any(n.lemma_.lower() in things and n.lemma_.lower() not in words().people for n in nouns)


def _governed(number: Token) -> Iterator[Token]:
    """The nouns after "of"."""
    return (n for c in number.children if c.lower_ == "of" for n in c.children)


def _of_part_alone(predicate: Token, part: Token) -> bool:
    """Whether harm is reported of a part alone: "three people, including a girl who died", "… the boy killed"."""
    beside = predicate.dep_ == "acl" and predicate.i == part.i + 1
    return predicate.head.i == part.i and (beside or any(c.tag_ in ("WP", "WDT") for c in predicate.children))


def _coordinated(head: Token) -> Iterator[Token]:
    """The head and the nouns coordinated with it, but not one that opens a clause of its own ("and the army said")."""
    yield head
    for child in head.children:
        listed = child.dep_ == "conj" or _after_age(head, child)
        if not listed or child.i < head.i or child.pos_ not in _NOMINAL:
            continue
        if _is_same_person(head, child):
            continue
        after = child.nbor() if child.i + 1 < len(child.doc) else child
        clause = after.tag_ in _FINITE or (after.tag_ == "VBN" and after.head.i == child.i)  # "39 others arrested"
        if not clause or after.pos_ == "AUX" or after.lemma_.lower() in words().predicates:
            yield from _coordinated(child)


def _after_age(head: Token, other: Token) -> bool:
    """Whether a second name stands behind the age of the first: "Ann Lee, 31, [Bo Roe], 19, and Cy Poe"."""
    if other.dep_ != "appos" or other.ent_type_ != "PERSON" or head.ent_type_ != "PERSON":
        return False
    between = head.doc[head.i + 1 : other.left_edge.i]
    return len(between) == 3 and between[1].text.isdigit() and between[0].text == between[2].text == ","


def _is_same_person(head: Token, other: Token) -> bool:
    """Whether a second noun says more of the first: "a teacher and mother of two", not "a mother and daughter"."""
    articles = any(c.dep_ in ("det", "poss") for c in head.lefts)
    bare = not any(c.dep_ in ("det", "poss", "nummod") for c in other.lefts)
    singular = head.tag_ == "NN" and other.tag_ == "NN" and head.i < other.i
    related = head.lemma_.lower() in words().female | words().male
    return articles and bare and singular and not related and any(c.lower_ == "of" for c in other.rights)


def _extent(head: Token) -> tuple[int, int]:
    """The phrase without its relative clauses and tails: "some 130 more"."""
    start = head.i
    for child in head.lefts:
        if child.dep_ not in ("punct", "cc", "preconj", "advcl") and child.left_edge.i < start:
            start = child.left_edge.i
    more = head.i + 1 < len(head.doc) and head.nbor().lower_ == "more" and head.nbor().head.i == head.i
    return start, head.i + 1 + more


def age_of(doc: Doc, victims: tuple[int, int], head: int) -> int | None:
    """The age stated in or right after a phrase: "a 27-year-old man", "Ann Lee, 46,"."""
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
    """m, f, or None when the words do not say."""
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
        pair = f"{noun.nbor(-1).lower_} {noun.lemma_.lower()}" if noun.i else ""
        if pair in kinds:
            return str(kinds[pair])
        if noun.lemma_.lower() in kinds:
            return str(kinds[noun.lemma_.lower()])
    return None
