"""Which words of the text are place names?

Runs of capitalised words are looked up in the gazetteer, the longest match first; what the model labels GPE, LOC or
FAC is taken over where the gazetteer knows nothing. A match that the model does not label so needs evidence from its
neighbourhood: a preposition, a kind word ("village of"), a parent behind a comma, a dateline, or the same name told
as a place elsewhere in the article. Words: ``lexicon/en/places.yaml``.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

from spacy.attrs import ORTH, SENT_START, SPACY
from spacy.tokens import Doc

from app.gazetteer import Gazetteer, fold
from app.gazetteer.countries import country_of_adjective, country_of_name
from app.gazetteer.sources import table
from app.nlp.lexicon import load

_LONGEST = 6
_RUN = 12
_ACCEPT = 0.5
_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_QUANTITY_LABELS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})
_CONNECTORS = frozenset(
    {"of", "de", "la", "le", "du", "des", "da", "do", "del", "al", "el", "and", "on", "upon", "sur", "the"}
)
_HYPHENS = frozenset({"-", "–", "‑"})
_DATELINE_ENDS = frozenset({"—", "–", "-", "--", ":", "("})
_MODEL_TRUST = {"GPE": 1.0, "LOC": 0.9, "FAC": 0.8}


@dataclass(slots=True)
class Name:
    """A place name found: token range, folded key, and what its neighbourhood says.

    ``kind`` is ``town``, ``admin`` or ``thing`` when a kind word stands beside it; ``label`` the model's;
    ``code`` the division or country that an abbreviation or adjective stands for; ``whole`` tells that the name
    is all of the model's entity; ``tail`` and ``head`` that it ends or begins a longer proper name; ``parents`` are positions of names that hold this one ("X, Y": Y for X).
    """

    start: int
    end: int
    key: str
    label: str = ""
    evidence: float = 0.0
    kind: str | None = None
    kind_word: str = ""
    code: str | None = None
    whole: bool = True
    modifier: bool = False
    known: bool = True
    first: bool = True
    tail: bool = False
    head: bool = False
    parents: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Words:
    prepositions: dict[str, float]
    directions: frozenset[str]
    kinds: dict[str, str]
    before_of: frozenset[str]
    followers: frozenset[str]
    institutions: frozenset[str]
    never: frozenset[str]
    abbreviations: dict[str, str]
    postal: dict[str, str]


@functools.cache
def _words() -> _Words:
    data = load("places")
    rows = table("abbreviations")
    return _Words(
        prepositions=data["prepositions"],
        directions=frozenset(data["directions"]),
        kinds={word: kind for kind, words in data["kinds"].items() for word in words},
        before_of=frozenset(data["before_of"]),
        followers=frozenset(data["followers"]),
        institutions=frozenset(data["institutions"]),
        never=frozenset(
            [fold(item["name"]) for item in data["never"]]
            + [word for words in data["kinds"].values() for word in words]
            + [fold(word) for word in data["directions"]]
        ),
        abbreviations={a.rstrip("."): code for a, code, kind in rows if kind != "postal"},
        postal={a: code for a, code, kind in rows if kind == "postal"},
    )


@functools.lru_cache(maxsize=20_000)
def _adjective(text: str) -> str | None:
    return None if country_of_name(text) else country_of_adjective(text)


@functools.lru_cache(maxsize=20_000)
def _country(text: str) -> str | None:
    return country_of_name(text)


class Reader:
    """Finds the place names of one Doc; short-lived."""

    def __init__(self, doc: Doc, gazetteer: Gazetteer) -> None:
        self.doc = doc
        self.gazetteer = gazetteer
        self.words = _words()
        orths, spaces, sentences = (column.tolist() for column in doc.to_array([ORTH, SPACY, SENT_START]).T)
        strings = {orth: doc.vocab.strings[orth] for orth in set(orths)}
        lowered = {orth: text.lower() for orth, text in strings.items()}
        self.texts = [strings[orth] for orth in orths]
        self.lower = [lowered[orth] for orth in orths]
        self.spaced = [bool(space) for space in spaces]
        self.begins = [mark == 1 for mark in sentences]
        self.label = [""] * len(doc)
        self.entity: list[tuple[int, int] | None] = [None] * len(doc)
        for ent in doc.ents:
            for i in range(ent.start, ent.end):
                self.label[i] = ent.label_
                self.entity[i] = (ent.start, ent.end)
        self.surnames = {
            self.lower[ent.end - 1] for ent in doc.ents if ent.label_ == "PERSON" and ent.end - ent.start > 1
        }

    def slice(self, start: int, end: int) -> str:
        """The text of a token range."""
        if end - start == 1:
            return self.texts[start]
        words = [self.texts[i] + " " if self.spaced[i] else self.texts[i] for i in range(start, end - 1)]
        return "".join(words) + self.texts[end - 1]

    def read(self) -> list[Name]:
        """Every place name and country adjective, in text order."""
        found = self.matches()
        self.take_over_entities(found)
        found.sort(key=lambda name: name.start)
        self.link_parents(found)
        return self.accepted(found)

    # -- matching ---------------------------------------------------------------------------------------------

    def matches(self) -> list[Name]:
        """Matches of the gazetteer in runs of capitalised words."""
        found: list[Name] = []
        texts, i, n = self.texts, 0, len(self.texts)
        while i < n:
            if not texts[i][0].isupper():
                i += 1
                continue
            end = self.run_end(i)
            while i < end:
                name = self.match_at(i, end)
                if name is not None:
                    found.append(name)
                    i = name.end
                else:
                    i += 1
        return found

    def run_end(self, start: int) -> int:
        """Where the run of capitalised, hyphenated or connected words ends that begins at ``start``."""
        texts, lower, n = self.texts, self.lower, len(self.texts)
        j = start + 1
        while j < min(n, start + _RUN):
            text = texts[j]
            joined = not self.spaced[j - 1]
            if text[0].isupper() or (text in _HYPHENS and joined and j + 1 < n):
                j += 1
            elif texts[j - 1] in _HYPHENS and joined and text.isalpha():
                j += 1
            elif lower[j] in _CONNECTORS and j + 1 < n and texts[j + 1][0].isupper():
                j += 2
            elif lower[j] in {"'s", "’s"} and lower[max(start, j - 2)] in {"st.", "st", "saint"}:
                j += 1
            else:
                break
        while j > start + 1 and (texts[j - 1] in _HYPHENS or texts[j - 1].isspace()):
            j -= 1
        return min(j, n)

    def match_at(self, i: int, run_end: int) -> Name | None:
        """The longest name of the gazetteer at a token; None when there is none."""
        for end in range(min(run_end, i + _LONGEST), i, -1):
            if end - i > 1 and self.begins[end - 1]:
                continue
            name = self.name_of(i, end)
            if name is not None:
                return name
        return None

    def name_of(self, i: int, end: int) -> Name | None:
        """The words as a place name: abbreviation, adjective, country or key of the gazetteer."""
        text = self.slice(i, end)
        if end - i == 1 and (name := self.abbreviation(i, text)):
            return name
        if self.label[i] in _QUANTITY_LABELS:
            return None
        if code := _adjective(text):
            return Name(i, end, fold(text), self.label[i], 1.0, code=code, modifier=True)
        key = fold(text)
        if not key or key in self.words.never:
            return None
        if code := _country(text):
            if key in {"congo", "car", "georgia"} or len(self.gazetteer.lookup(key)) > 1:
                code = None
        elif len(key) <= 3 and self.label[i] not in _PLACE_LABELS:
            return None
        elif len(key) <= 2 or not self.gazetteer.has(key):
            return None
        return self.labelled(Name(i, end, key, code=code))

    def abbreviation(self, i: int, text: str) -> Name | None:
        """A division's abbreviation: dotted on its own, others only behind a comma or hyphen or as a GPE."""
        code = self.words.abbreviations.get(text.rstrip("."))
        dotted = "." in text[:-1]
        before = self.texts[i - 1] if i else ""
        behind_name = before in {",", "-", "("} and i > 1
        if code and (dotted or behind_name or (self.label[i] == "GPE" and text.endswith("."))):
            return Name(i, i + 1, fold(text), "GPE", 1.0, code=code)
        code = self.words.postal.get(text)
        if code and before == "," and i > 1 and self.texts[i - 2][0].isupper():
            return Name(i, i + 1, fold(text), "GPE", 1.0, code=code)
        return None

    def labelled(self, name: Name) -> Name:
        """Add what the model says of the words."""
        entity = self.entity[name.start]
        name.label = self.label[name.start]
        if entity:
            first = entity[0] + (self.lower[entity[0]] == "the")
            last = entity[1] - (self.lower[entity[1] - 1] in {"'s", "’s"})
            name.first = name.start <= first
            name.whole = name.start <= first and name.end >= last
        return name

    def take_over_entities(self, found: list[Name]) -> None:
        """Add the model's places that no match touches; names with a kind word are looked up without it."""
        taken = {i for name in found for i in range(name.start, name.end)}
        for ent in self.doc.ents:
            if ent.label_ not in _PLACE_LABELS or any(i in taken for i in range(ent.start, ent.end)):
                continue
            start = ent.start + (self.lower[ent.start] == "the")
            end = ent.end - (self.lower[ent.end - 1] in {"'s", "’s"})
            key = fold(self.slice(start, end)) if end > start else ""
            if key and key not in self.words.never and any(t[0].isupper() for t in self.texts[start:end]):
                found.append(Name(start, end, key, ent.label_, known=False))

    # -- neighbourhood ----------------------------------------------------------------------------------------

    def link_parents(self, found: list[Name]) -> None:
        """ "X, Y" and "X (Y, Z)": the later names are parents of the earlier; evidence for both."""
        for here, name in enumerate(found[:-1]):
            after = found[here + 1]
            gap = self.texts[name.end : after.start]
            if (
                gap in ([","], ["("], [",", "("], [",", "in"], [",", "the"])
                and not after.modifier
                and not name.modifier
            ):
                name.parents.append(here + 1)
        for here in range(len(found) - 2, -1, -1):
            for parent in list(found[here].parents):
                found[here].parents += [p for p in found[parent].parents if p not in found[here].parents]

    def kind_beside(self, name: Name) -> tuple[str | None, str]:
        """The kind of the word before ("village of X") or behind ("X Province") a name, and the word itself."""
        kinds, lower = self.words.kinds, self.lower
        word = lower[name.end] if name.end < len(lower) else ""
        if word in kinds:
            return kinds[word], word
        if name.end - name.start > 1 and (word := lower[name.end - 1]) in kinds:
            return kinds[word], ""
        i = name.start - 1
        if i > 0 and lower[i] == "of":
            i -= 1
        return (kinds[lower[i]], lower[i]) if i >= 0 and lower[i] in kinds else (None, "")

    def preposition(self, name: Name) -> float:
        """How far the words before a name speak for a place."""
        i = name.start - 1
        while i >= 0 and name.start - i <= 4 and self.lower[i] in self.words.directions:
            i -= 1
        if i > 0 and self.lower[i] == "of":
            return 0.5 if self.lower[i - 1] in self.words.before_of else 0.2
        return self.words.prepositions.get(self.lower[i], 0.0) if i >= 0 else 0.0

    def dateline(self, name: Name) -> bool:
        """ "BEIRUT:", "MENASHA, Wis. (AP) —": capitals at the beginning of a sentence, closed by a dash or colon."""
        if not self.texts[name.start].isupper() or len(self.texts[name.start]) < 3:
            return False
        if not (name.start == 0 or self.begins[name.start] or self.texts[name.start - 1].isspace()):
            return False
        return any(t in _DATELINE_ENDS for t in self.texts[name.end : name.end + 8])

    def capital_before(self, name: Name) -> bool:
        """Whether the name is the tail of a longer proper name ("Briarcliff Road")."""
        i = name.start - 1
        return (
            i >= 0
            and self.texts[i][0].isupper()
            and not self.begins[name.start]
            and self.lower[i] not in self.words.directions
            and self.lower[i] not in self.words.prepositions
            and self.words.kinds.get(self.lower[i]) is None
            and self.label[i] not in _QUANTITY_LABELS
        )

    def capital_behind(self, name: Name) -> bool:
        """Whether the name is the beginning of a longer proper name ("Gwinnett Medical Center")."""
        i = name.end
        return (
            i < len(self.texts)
            and self.texts[i][0].isupper()
            and not self.begins[i]
            and self.words.kinds.get(self.lower[i]) not in ("town", "admin")
            and self.label[i] not in _QUANTITY_LABELS
        )

    def weigh(self, name: Name) -> None:
        """Set the evidence that the name is a place here."""
        name.kind, name.kind_word = self.kind_beside(name)
        name.tail, name.head = self.capital_before(name), self.capital_behind(name)
        if name.modifier or name.evidence:
            return
        around = self.preposition(name)
        if name.kind:
            around = max(around, 0.3) + 0.3
        if self.dateline(name):
            around += 0.8
        if name.parents:
            around += 0.4
        if name.end < len(self.lower) and self.lower[name.end] in self.words.followers:
            around += 0.4
        surname = name.end - name.start == 1 and self.lower[name.start] in self.surnames
        if name.label in _PLACE_LABELS and name.whole:
            least = 0.6 if name.label == "FAC" and not name.known else 0.4
            doubt = 0.6 if around < least and (surname or not name.known) else 0.0
            name.evidence = _MODEL_TRUST[name.label] - doubt
            return
        name.evidence = around + self.standing(name) - (0.4 if surname else 0.0)

    def standing(self, name: Name) -> float:
        """What the name itself and its place in a longer name add to (or take from) its neighbourhood."""
        score = 0.5 if name.code else 0.0
        if name.label == "PERSON":
            score -= 0.1 if name.whole else 0.8
        elif name.label and not name.whole:
            score -= 0.15
        if name.label in _PLACE_LABELS and name.start == (self.entity[name.start] or (0, 0))[0]:
            score += 0.4
        if name.tail:
            score -= 0.6
        if name.head and not name.tail:
            score += 0.4 if self.texts[name.end] in self.words.institutions else -0.3
        if name.known and not name.code:
            places = self.gazetteer.lookup(name.key)
            if not any(p.main or p.population > 100_000 for p in places):
                score -= 0.3
        return score

    def share_kinds(self, found: list[Name]) -> None:
        """ "Butler, Clark and Warren counties": the kind of the last is that of all."""
        for here in range(len(found) - 2, -1, -1):
            name, after = found[here], found[here + 1]
            plural = after.kind_word.endswith("s") and after.kind in ("admin", "town")
            gap = self.lower[name.end : after.start]
            if plural and not name.modifier and gap in ([","], ["and"], [",", "and"]):
                name.kind, name.kind_word = after.kind, after.kind_word
                name.parents = []
                name.evidence = max(name.evidence, after.evidence)

    def accepted(self, found: list[Name]) -> list[Name]:
        """The names with enough evidence; a name that is a place somewhere in the article is one elsewhere too."""
        for name in found:
            self.weigh(name)
        self.share_kinds(found)
        sure = {n.key for n in found if n.evidence >= _ACCEPT and not n.modifier}
        keep: list[int] = []
        for i, name in enumerate(found):
            if name.evidence < _ACCEPT and name.key in sure and not (name.label == "PERSON" and not name.whole):
                name.evidence += 0.4
            if name.evidence >= _ACCEPT or (name.evidence > 0.1 and name.key in sure and name.label != "PERSON"):
                keep.append(i)
        place_of = {old: new for new, old in enumerate(keep)}
        for i in keep:
            found[i].parents = [place_of[p] for p in found[i].parents if p in place_of]
        return [found[i] for i in keep]
