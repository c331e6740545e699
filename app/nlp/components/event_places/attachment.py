"""How a place name stands in its sentence: the word to which it is attached, and how far that says "there"."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from app.nlp.annotations import Toponym
from app.nlp.components.event_places.words import words
from app.nlp.lexicon import word_list
from app.nlp.token_table import token_table
from app.nlp.undertakings import recalled

ORIGIN = 0.3  # "a man of X", "a US base": where somebody is from, whose it is, seldom where something happened
_BESIDE = 0.8  # "north of X": not there, but near it
_CLIMB = 12
_ENDS = 5  # tokens between "from" and "to"
_BORDER = 0.5  # "near the Iraq border": on which side is not said
_TIMES = frozenset({"DATE", "TIME"})
_APART, _SHARED = 0.35, 0.85  # of two joined clauses the place of the later with, and without, a subject of its own
_AFTERWARDS = 0.3  # "days after the bombing, they were buried in X"
_TAKEN = 0.4  # where people are brought afterwards
_SAID = 0.3  # what is said of happens elsewhere than the saying
_INNER = frozenset({"compound", "nmod", "amod", "poss", "appos", "nummod", "det"})


@dataclass(frozen=True, slots=True)
class Site:
    """A place in a sentence: the word that it is attached to, and how far the attachment says "there".

    ``group`` is the noun shared by names of one place ("the West Bank town of X"); ``direct``: the name is that
    noun itself; ``joined``: it follows another ("X and Y"); ``care``: it is part of a hospital's address.
    """

    toponym: Toponym
    anchor: int
    weight: float
    group: int
    joined: bool
    direct: bool
    care: bool = False


@dataclass(slots=True)
class _Climb:
    """The state of following one name up its tree."""

    token: Token
    weight: float = 1.0
    joined: bool = False
    care: bool = False


def site_of(doc: Doc, toponym: Toponym) -> Site:
    """Follow a place name up to the word that it is attached to."""
    root = doc[toponym.start : toponym.end].root
    care = any(doc[i].lower_ in words().care for i in range(*named_whole(doc, toponym)))
    climb = _Climb(root, care=care)
    for _ in range(_CLIMB):
        anchor = step(climb, toponym, root.i)
        if anchor >= 0:
            break
    else:
        anchor, climb.weight = climb.token.i, 0.3 * climb.weight
    group = climb.token.i
    return Site(toponym, anchor, climb.weight, group, climb.joined, group == root.i, climb.care)


def named_whole(doc: Doc, toponym: Toponym) -> tuple[int, int]:
    """The extent of the name that a place name is part of: "the University of X Teaching Hospital"."""
    start, end = toponym.start, toponym.end
    while start > 0 and doc[start].ent_iob_ == "I":
        start -= 1
    while end < len(doc) and doc[end].ent_iob_ == "I":
        end += 1
    return start, end


def step(climb: _Climb, toponym: Toponym, root: int) -> int:
    """One step up; the anchor when it is reached, else -1."""
    token, head, dep = climb.token, climb.token.head, climb.token.dep_
    if head.i == token.i:
        climb.weight *= 0.6
        return token.i
    if dep == "conj":
        climb.token, climb.joined = head, True
        return -1
    if dep == "npadvmod":
        climb.weight *= 0.9
        return head.i
    if dep in _INNER:
        climb.weight *= inner(token, toponym)
        climb.token = head
        return -1
    if dep in ("pobj", "pcomp"):
        return through_preposition(climb, head, toponym)
    climb.weight *= argument(token, named=token.i == root or token.ent_type_ == "GPE")
    return head.i


def inner(token: Token, toponym: Toponym) -> float:
    """What is left of a name that modifies a noun: "Mosul residents", "the Aleppo district", "Iraq's army"."""
    head, dep = token.head, token.dep_
    if head.lower_ in words().people or head.ent_type_ == "PERSON":
        return 0.4
    if head.lower_ in words().borders:
        return _BORDER
    if located(head) and (toponym.place.precision == "country" or head.lower_ not in words().parts):
        return ORIGIN
    if head.lower_ in words().parts or head.ent_type_ in _TIMES:
        return 1.0
    if toponym.place.precision == "country" and dep != "appos" and head.pos_ == "NOUN":
        return ORIGIN
    return 0.4 if dep == "poss" else 0.8


def through_preposition(climb: _Climb, preposition: Token, toponym: Toponym) -> int:
    """Past a preposition: on through the noun of which the place is the name, else to what the preposition modifies."""
    governor = preposition.head
    climb.care = climb.care or governor.lower_ in words().care
    if preposition.lower_ == "of" and governor.lower_ in words().parts:
        if governor.lower_ in words().bearings and not any(c.dep_ == "det" for c in governor.lefts):
            climb.weight *= _BESIDE
        climb.token = governor
        return -1
    if preposition.lower_ == "to" and governor.lower_ in words().nearness:
        return governor.head.i  # "close to X"
    if preposition.dep_ == "prep" and governor.dep_ == "prep":
        governor = governor.head
    climb.weight *= there(preposition, governor)
    if governor.lower_ in words().courts and speaks(governor):
        climb.weight *= ORIGIN  # "a court in X acquitted a man of bombing a hotel"
    if preposition.lower_ == "against" and toponym.place.precision == "country":
        climb.weight *= 0.5  # "fight against X"
    if spans(preposition, governor):
        climb.weight *= ORIGIN
    return governor.i


def speaks(subject: Token) -> bool:
    """Whether a noun is the subject of an active verb, or of one of saying: not a judge who "was abducted"."""
    return subject.dep_ == "nsubj" or (subject.dep_ == "nsubjpass" and subject.head.lemma_.lower() in words().saying)


def spans(preposition: Token, governor: Token) -> bool:
    """Whether a preposition leads to an end of a way: "on the road from X to Y"."""
    if preposition.lower_ == "from":
        return governor.lower_ in words().ways
    before = preposition.i - 1
    while before > 0 and preposition.i - before < _ENDS and preposition.doc[before].text[0].isupper():
        before -= 1
    return preposition.lower_ == "to" and before >= 0 and preposition.doc[before].lower_ == "from"


def argument(token: Token, *, named: bool) -> float:
    """How far a subject or an object is where it happens. A place that acts is a government: "France protested"."""
    if token.dep_ in ("dobj", "obj", "nsubjpass"):
        return 0.9
    if token.dep_ == "nsubj":
        if token.head.lemma_.lower() in words().undergo:
            return 0.9
        return ORIGIN if named and acts(token) else 0.55
    return 0.6


def acts(subject: Token) -> bool:
    """Whether a subject is that of a finite verb; a second subject behind it shows that it is a dateline."""
    verb = subject.head
    finite = verb.tag_ in ("VBD", "VBZ", "VBP") or any(t.dep_ in ("aux", "auxpass") for t in verb.lefts)
    return finite and not any(t.dep_ in ("nsubj", "nsubjpass") and t.i > subject.i for t in verb.lefts)


def located(word: Token) -> bool:
    """Whether a word has a place of its own behind it: "a US base in X", "and raids in X"."""
    behind = (c for c in word.rights if c.dep_ == "prep" and c.lower_ in ("in", "at", "near", "outside"))
    return any(p.ent_type_ in ("GPE", "LOC", "FAC") for c in behind for p in c.children)


def there(preposition: Token, governor: Token) -> float:
    """How far a preposition says "there"; "of" does behind a noun of an act ("the shelling of X")."""
    if preposition.lower_ == "of" and governor.lower_ in words().dwellers:
        return 0.45  # "residents of X protested"
    if preposition.lower_ == "of" and governor.lower_ not in words().people and governor.pos_ == "NOUN":
        return 0.8
    if preposition.lower_ == "from" and governor.lemma_.lower() in words().leaving:
        return 0.9  # "withdrew from X", "were abducted from X"
    if preposition.lower_ == "for" and governor.lemma_.lower() in word_list("event_places.fought_for"):
        return 0.9
    return words().prepositions.get(preposition.lower_, 0.5)


def tie(doc: Doc, anchor: int, head: int) -> float:
    """The product of the steps between a place's anchor and an event's head; 0.2 when only the sentence joins them."""
    if anchor == head:
        return 1.0
    if comes_to(doc[anchor], doc[head]):
        return 1.0
    lists = words()
    strength, token = 1.0, doc[anchor]
    if token.lemma_.lower() in lists.moving and token.pos_ == "VERB" and not (during(token) or held(token)):
        strength = _TAKEN  # "was shot and taken to X"
    elif any(child.dep_ == "dobj" and child.lemma_.lower() in lists.reactions for child in token.rights):
        strength = ORIGIN  # "the attack drew condemnation from the president in X"
    above: dict[int, float] = {anchor: strength}
    while token.head.i != token.i:
        strength *= apart(token) if token.dep_ == "conj" and subject(token) else lists.down.get(token.dep_, 0.5)
        if token.dep_ in ("prep", "mark"):
            strength *= lists.away.get(token.lower_, 1.0)
        if token.dep_ == "prep" and token.i and token.nbor(-1).lower_ in lists.ways and token.lower_ in ("to", "for"):
            strength *= ORIGIN  # "on their way to a meeting in X"
        if token.lower_ in ("of", "from") and (token.head.ent_type_ == "PERSON" or token.head.lower_ in lists.people):
            strength *= ORIGIN
        behind, token = token.i > token.head.i, token.head
        if behind and token.i != head and token.pos_ == "VERB" and token.lemma_.lower() in lists.moving:
            strength *= 1.0 if during(token) or held(token) else _TAKEN  # "was detained and taken to a station in X"
        above[token.i] = strength
        if token.i == head:
            return strength
    strength, token = 1.0, doc[head]
    while token.head.i != token.i:
        strength *= upward(token) if token.dep_ != "nsubj" or token.head.lemma_.lower() not in lists.sequels else ORIGIN
        token = token.head
        if token.i in above:
            return strength * above[token.i] if token.i == anchor else 0.7 * strength * above[token.i]
    return 0.2


def comes_to(moving: Token, act: Token) -> bool:
    """Whether people go somewhere in order to do something there: "drove their tractors into X to protest"."""
    purpose = act.dep_ in ("advcl", "xcomp") and act.head.i == moving.i < act.i and act.tag_ == "VB"
    return purpose and moving.lemma_.lower() in words().gathering and any(c.lower_ == "to" for c in act.lefts)


def apart(verb: Token) -> float:
    """The share of a joined clause with a subject of its own; one that adds an act ("was also hit in X") has none."""
    adds = any(child.lower_ in words().adding for child in verb.children)
    return 0.0 if adds and verb.lemma_.lower() not in words().hurting else _APART


def upward(token: Token) -> float:
    """What is left of a place's tie on the step from the event up to what governs it."""
    dep = token.dep_
    if dep == "pobj" and long_after(token.head):
        return _AFTERWARDS
    if dep == "pobj" and token.head.head.lemma_.lower() in word_list("event_places.circumstances"):
        return _AFTERWARDS
    if (dep == "conj" and located(token)) or (dep == "advcl" and subject(token) and marked(token, "while")):
        return _APART
    if dep == "conj" and not subject(token):
        return _SHARED
    said = dep in ("ccomp", "dobj", "obj", "pobj") and token.head.lemma_.lower() in words().saying
    if said and not recalled(token_table(token.doc), token.i):
        return _SAID  # "in X the president condemned the attack"
    return words().up.get(dep, 0.5)


def long_after(mark: Token) -> bool:
    """Whether a preposition puts an act at a length of time from the clause: "days after the bombing"."""
    before = mark.nbor(-1).lemma_.lower() if mark.i else ""
    return mark.lower_ in word_list("event_times.offset_marks") and before in word_list("event_times.time_units")


def subject(verb: Token) -> bool:
    """Whether a verb has a subject of its own."""
    return any(child.dep_ in ("nsubj", "nsubjpass", "expl") for child in verb.lefts)


def held(verb: Token) -> bool:
    """Whether a verb of moving says only that something happened: "took place in X"."""
    return any(child.dep_ == "dobj" and child.lower_ in words().held for child in verb.rights)


def during(verb: Token) -> bool:
    """Whether a clause says what happened meanwhile: "was shot while driving through X"."""
    return verb.dep_ == "advcl" and marked(verb, "while", "as", "when")


def marked(verb: Token, *by: str) -> bool:
    """Whether a clause is led by one of some words."""
    return any(child.dep_ in ("mark", "advmod") and child.lower_ in by for child in verb.lefts)
