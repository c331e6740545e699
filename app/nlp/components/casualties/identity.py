"""Find the phrases that refer to the same person.

"A man was shot … the 27-year-old … he died … John Lee, 27": one person, and the gravest fate is his. Persons are kept
apart by sex, age, name, by "another", and by standing side by side in one sentence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein
from spacy.tokens import Doc, Token

from app.nlp.annotations import CasualtyFound
from app.nlp.components.casualties.victims import age_of, sex_of
from app.nlp.components.casualties.words import words
from app.nlp.token_table import token_table

_LONG_NAME = 5
_CHILD, _OF_AGE = 12, 21  # between them words and newspapers differ


@dataclass(slots=True)
class Person:
    """Somebody who came to harm, with everything reported of him."""

    claims: list[CasualtyFound] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    entities: set[int] = field(default_factory=set)
    sentences: set[int] = field(default_factory=set)
    age: int | None = None
    sex: str | None = None
    perpetrator: bool | None = None
    grown: bool | None = None

    @property
    def heads(self) -> set[int]:
        """Where he is mentioned: heads of the phrases."""
        return {c.head for c in self.claims}

    @property
    def killed(self) -> bool:
        """Whether some phrase says that he died."""
        return any(c.effect == "killed" for c in self.claims)


@dataclass(frozen=True, slots=True)
class Traits:
    """What one phrase says of its person."""

    name: frozenset[str]
    entity: int
    sentence: int
    age: int | None
    sex: str | None
    perpetrator: bool | None
    grown: bool | None
    pronoun: bool
    owners: frozenset[str]
    owned_by: frozenset[int]
    mates: frozenset[int]


class Traiting:
    """Reads traits; holds sentence starts and entities of one text."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.sentences = token_table(doc).sent
        self.entities = {m.head: m.entity for m in doc._.mentions}

    def of(self, claim: CasualtyFound) -> Traits:
        """The traits of a claim's victim."""
        lex, doc = words(), self.doc
        extent = claim.victims or claim.figure
        head = doc[claim.head]
        lemma = head.lemma_.lower()
        name = frozenset(
            t.lower_
            for t in doc[extent[0] : extent[1]]
            if head.pos_ == "PROPN" and t.pos_ == "PROPN" and len(t) > 2 and t.lemma_.lower() not in lex.people
        )
        if lemma in lex.perpetrators:
            culprit: bool | None = True
        else:
            culprit = False if lemma in lex.bystanders else None
        age = age_of(doc, extent, claim.head)
        return Traits(
            name=name,
            entity=self.entities.get(claim.head, -1),
            sentence=self.sentence(claim),
            age=age,
            sex=sex_of(doc, extent, claim.head),
            perpetrator=culprit,
            grown=_grown(lemma, age),
            pronoun=head.pos_ == "PRON",
            owners=frozenset(c.lower_ for c in head.lefts if c.dep_ == "poss" and c.pos_ == "PROPN"),
            owned_by=frozenset(self.entities.get(c.i, -1) for c in head.lefts if c.dep_ == "poss") - {-1},
            mates=frozenset(_mates(head)),
        )

    def beside(self, claim: CasualtyFound, heads: Collection[int]) -> bool:
        """Whether a claim's victims are coordinated with those that some heads name: "a guard and two others"."""
        entities = {self.entities.get(i, -1) for i in heads} - {-1}
        return any(i in heads or self.entities.get(i, -1) in entities for i in _mates(self.doc[claim.head]))

    def within(self, claim: CasualtyFound, whole: CasualtyFound) -> bool:
        """Whether a phrase takes some out of another: "one of five people shot"."""
        of = (c for c in self.doc[claim.head].children if c.lower_ == "of")
        return any(noun.i == whole.head for c in of for noun in c.children)

    def sentence(self, claim: CasualtyFound) -> int:
        """The number of the claim's sentence."""
        return self.sentences[claim.head]


def _grown(lemma: str, age: int | None) -> bool | None:
    """True for a grown person, False for a child, None when words and age say neither."""
    if age is not None:
        return True if age >= _OF_AGE else False if age <= _CHILD else None
    return True if lemma in words().grown else False if lemma in words().young else None


def _spelled_alike(names: Collection[str], known: Collection[str]) -> bool:
    """Lacky and Lackey: one letter apart, in names of five letters or more."""
    long = [n for n in names if len(n) >= _LONG_NAME]
    return any(Levenshtein.distance(a, b, score_cutoff=1) <= 1 for a in long for b in known if len(b) >= _LONG_NAME)


def _mates(head: Token) -> Iterator[int]:
    """The nouns that a noun is coordinated with: "a chief, his son and a guard" are three."""
    while head.dep_ == "conj" and head.head.i < head.i:
        head = head.head
        yield head.i


def persons(claims: Sequence[CasualtyFound], traiting: Traiting) -> list[Person]:
    """The persons of some claims of one each, in the order in which they come up."""
    out: list[Person] = []
    for claim in claims:
        traits = traiting.of(claim)
        person = _known(claim, traits, out)
        if person is None:
            person = Person()
            out.append(person)
        _learn(person, claim, traits)
    return out


def _known(claim: CasualtyFound, traits: Traits, known: list[Person]) -> Person | None:
    """The person that a claim speaks of, when he was mentioned before."""
    fitting = [p for p in reversed(known) if _compatible(traits, p) and not traits.mates.intersection(p.heads)]
    for person in fitting:
        if traits.entity >= 0 and traits.entity in person.entities:
            return person
        if traits.name & person.names or _spelled_alike(traits.name, person.names):
            return person
    if traits.name:
        fitting = [p for p in fitting if not p.names]
    if claim.further and claim.definite:
        return fitting[0] if len(known) > 1 and fitting else None
    if claim.further:  # "another": than the one of this sentence, and perhaps mentioned before; else somebody new
        beside = any(traits.sentence in p.sentences for p in known)
        fitting = [p for p in fitting if beside and traits.sentence not in p.sentences and not _contradict(claim, p)]
        return next((p for p in fitting if p.killed == (claim.effect == "killed")), None)
    if claim.part:
        return next((p for p in fitting if p.killed == (claim.effect == "killed")), None)
    if not claim.definite and not traits.pronoun:
        fitting = [p for p in fitting if not _contradict(claim, p)]
    aged = [p for p in fitting if traits.age is not None and p.age == traits.age]
    if aged:
        return aged[0] if traits.sentence not in aged[0].sentences or claim.definite else None
    if traits.pronoun or claim.definite:
        same = [p for p in fitting if p.killed or claim.effect != "killed"] if len(fitting) > 1 else fitting
        return next(iter(same or fitting), None)
    fitting = [p for p in fitting if traits.sentence not in p.sentences]
    return fitting[0] if fitting else None


def _contradict(claim: CasualtyFound, person: Person) -> bool:
    """Somebody mentioned as if new: wounded, when the other one died; or dead, when the other one was wounded."""
    stated = {c.effect for c in person.claims if c.basis == "stated"}
    if claim.basis != "stated" or (claim.effect == "killed" and "killed" in stated):
        return False
    return bool(stated - {claim.effect})


def _compatible(traits: Traits, person: Person) -> bool:
    if traits.sex and person.sex and traits.sex != person.sex:
        return False
    if traits.age is not None and person.age is not None and traits.age != person.age:
        return False
    if None not in (traits.grown, person.grown) and traits.grown != person.grown:
        return False  # "his father" is not the boy
    if traits.owners & person.names:
        return False  # "Lee's brother" is not Lee
    if traits.owned_by & person.entities and traits.sentence in person.sentences:
        return False  # "a man killed his son and then himself"
    return not (
        traits.perpetrator is not None and person.perpetrator is not None and traits.perpetrator != person.perpetrator
    )


def _learn(person: Person, claim: CasualtyFound, traits: Traits) -> None:
    person.claims.append(claim)
    person.names |= traits.name
    if traits.entity >= 0:
        person.entities.add(traits.entity)
    person.sentences.add(traits.sentence)
    person.age = person.age if person.age is not None else traits.age
    person.sex = person.sex or traits.sex
    person.grown = person.grown if person.grown is not None else traits.grown
    if person.perpetrator is None:
        person.perpetrator = traits.perpetrator
