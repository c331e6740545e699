"""Does a place name mean the place, or a government or institution named by it?

"Washington accused Tehran" names governments; "the Illinois State Police" an institution. Words:
``lexicon/en/places.yaml``, section ``government``.
"""

from __future__ import annotations

import functools
import re
from typing import Literal

from spacy.tokens import Doc

from app.domain.place import Place
from app.gazetteer.countries import government_by_capital
from app.nlp.components.toponyms.names import HYPHENS, Name
from app.nlp.components.toponyms.words import words
from app.nlp.lexicon import word_list, word_table

Usage = Literal["place", "government", "modifier"]
_SCORE = re.compile(r"\b\d{1,3}[-–]\d{1,3}\b")
_REACH = 20  # tokens around a verb in which a score is sought
_INSTITUTIONS = frozenset({"ORG", "PRODUCT", "LAW", "WORK_OF_ART", "EVENT", "NORP"})


@functools.cache
def _lists() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in word_table("places.government").items()}


def usage_of(doc: Doc, name: Name, place: Place) -> Usage:
    """How a place name is used, from the model's label and the syntax of its head."""
    if name.modifier or _hyphenated(doc, name) or _agreed_there(doc, name):
        return "modifier"
    if name.embedded:
        return "government"
    if name.label in _INSTITUTIONS and not name.whole and not name.in_phrase:
        led = name.start > 0 and doc[name.start - 1].lower_ in ("in", "at", "near")  # "St. Mary School in X"
        return "place" if led or _called(doc, name) or _stands(doc, name) else "government"
    if _plays(doc, name):
        return "government"
    head = doc[name.end - 1]
    if not (place.precision == "country" or government_by_capital(head.text)):
        return "place"
    return "government" if _acts(doc, name, place.precision == "country") else "place"


def _agreed_there(doc: Doc, name: Name) -> bool:
    """Whether something is called by the town where it was agreed or negotiated: "the Oslo accords"."""
    noun = doc[name.end] if name.end < len(doc) else None
    if noun is None or noun.pos_ not in ("NOUN", "PROPN") or doc[name.end - 1].head.i != noun.i:
        return False
    return not word_list("places.pacts").isdisjoint((noun.lemma_.lower(), noun.lower_.removesuffix("s")))


def _called(doc: Doc, name: Name) -> bool:
    """Whether the words say what kind of place it is: "X Local Government Area", "the town of X"; not "State of X"."""
    if name.kind not in ("town", "admin") or not name.kind_word:
        return False
    before = doc[name.start - 1].lower_ == "of" if name.start > 1 else False
    return not before or doc[name.start - 2].text.islower()


def _stands(doc: Doc, name: Name) -> bool:
    """Whether a name inside that of an institution says where it stands, and the institution does not speak."""
    if name.kind != "thing" or name.kind_word not in words().sites:
        return False
    head = doc[name.start : name.end].root
    while (
        head.dep_ in ("compound", "pobj", "prep", "nmod", "poss")
        and head.head.i != head.i
        and head.head.ent_iob_ == "I"
    ):
        head = head.head
    return not (head.dep_ in ("nsubj", "agent") and head.head.lemma_.lower() in _lists()["subject_of"])


def _plays(doc: Doc, name: Name) -> bool:
    """Whether the name is one of two sides of a game: "Boston beat Chicago 3-2"."""
    head = doc[name.start : name.end].root
    if head.dep_ not in ("nsubj", "nsubjpass", "dobj", "pobj") or name.kind is not None:
        return False
    verb = head.head
    if head.dep_ == "pobj" and verb.lower_ in ("by", "with", "to"):
        verb = verb.head
    if verb.lemma_.lower() not in _lists()["plays"]:
        return False
    if _SCORE.search(doc[max(verb.i - _REACH, verb.left_edge.i) : verb.i + _REACH].text):
        return True
    sides = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass", "dobj")]
    return len(sides) > 1 and all(c.ent_type_ in ("GPE", "ORG") for c in sides)


def _hyphenated(doc: Doc, name: Name) -> bool:
    """Whether the name is the first half of an adjective: "US-led forces", "the Iran-backed group"."""
    if name.end + 1 >= len(doc) or doc[name.end - 1].whitespace_ or doc[name.end].text not in HYPHENS:
        return False
    return not doc[name.end].whitespace_ and doc[name.end + 1].pos_ in ("VERB", "ADJ")


def _acts(doc: Doc, name: Name, country: bool) -> bool:
    """Whether the name stands as one who speaks or acts, or is dealt with as one."""
    lists = _lists()
    head = doc[name.start : name.end].root
    verb = head.head
    if country and head.dep_ in ("compound", "nmod", "amod") and head.i != verb.i and name.kind is None:
        return verb.pos_ == "NOUN" and verb.i >= name.end and verb.lower_ not in lists["grounds"]
    if head.dep_ in ("nsubj", "nsubjpass", "agent") and verb.lemma_.lower() in lists["subject_of"]:
        return True
    if head.dep_ in ("dobj", "obj", "dative", "nsubjpass") and verb.lemma_.lower() in lists["object_of"]:
        return True
    if head.dep_ == "poss" and verb.lemma_.lower() in lists["owner_of"]:
        return True
    if head.dep_ == "pobj" and verb.lower_ in ("with", "between", "against", "on", "by"):
        return verb.head.lemma_.lower() in lists["with_noun"] or verb.lower_ == "by"
    return False
