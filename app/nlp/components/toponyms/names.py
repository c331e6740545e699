"""Which words of the text are place names?

Runs of capitalised words are looked up in the gazetteer, the longest match first; what the model labels GPE, LOC or
FAC is taken over where the gazetteer knows nothing. A match that the model does not label so needs evidence from its
neighbourhood: a preposition, a kind word ("village of"), a parent behind a comma, a dateline, or the same name read
as a place elsewhere in the article. Words: ``lexicon/en/places.yaml``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.attrs import SPACY  # type: ignore[import-not-found]
from spacy.tokens import Doc

from app.gazetteer import Gazetteer, fold
from app.nlp.components.toponyms.words import adjective, country, words
from app.nlp.lexicon import word_list
from app.nlp.token_table import token_table

_LONGEST = 8
_RUN = 12
_SHORT = 3
_INITIALS = 4
PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_CITY, _LEADING = 100_000, 0.6  # people of a city, and weight of a preposition, for which the model is not believed
QUANTITY_LABELS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})
HYPHENS = frozenset({"-", "–", "‑"})


@dataclass(slots=True)
class Name:
    """A place name found: token range, folded key, and what its neighbourhood says.

    ``kind`` is ``town``, ``admin``, ``part`` or ``thing`` when a kind word (``kind_word``) is beside it, ``way`` for
    an end of a road; ``label`` the model's; ``code`` the division or country that an abbreviation or adjective stands
    for. Flags: ``whole``: the name is all of the model's entity; ``first``: it begins it; ``tail``, ``head``: ends or
    begins a longer proper name; ``embedded``: it is only a word of an institution's name; ``in_phrase``: it is part of
    a phrase of places ("between X and Y"); ``boxed``: brackets behind it say where it lies; ``inside``: it is said to
    lie in the next name; ``filed``: it is the town of a dateline. ``parents`` are positions of names that hold this one
    ("X, Y": Y for X), ``peers`` those of the names in the same list ("X, Y and Z").
    """

    start: int
    end: int
    key: str
    label: str = ""
    evidence: float = 0.0
    around: float = 0.0
    kind: str | None = None
    kind_word: str = ""
    code: str | None = None
    whole: bool = True
    modifier: bool = False
    known: bool = True
    first: bool = True
    tail: bool = False
    head: bool = False
    in_phrase: bool = False
    boxed: bool = False
    inside: bool = False
    filed: bool = False
    embedded: bool = False
    parents: list[int] = field(default_factory=list)
    peers: list[int] = field(default_factory=list)


def initials(text: str) -> bool:
    """Whether a name is written as the initials of a body are ("VA")."""
    return len(text) <= _INITIALS and text.isupper()


class Page:
    """The words of one Doc as lists, and the matches of the gazetteer in them; short-lived."""

    def __init__(self, doc: Doc, gazetteer: Gazetteer) -> None:
        self.doc = doc
        self.gazetteer = gazetteer
        self.words = words()
        tokens = token_table(doc)
        self.texts, self.lower, self.label = tokens.text, tokens.lower, tokens.ent
        self.entity = [(a, b) if a >= 0 else None for a, b in zip(tokens.ent_start, tokens.ent_end, strict=True)]
        self.spaced = [bool(space) for space in doc.to_array([SPACY]).tolist()]
        self.begins = [False] * len(self.texts)
        for start, _ in tokens.sents:
            self.begins[start] = True
        self.hints: list[tuple[str, ...]] = []
        self.forces: list[str] = []
        self.bodies: set[int] = set()  # tokens of groups and forces, in whose names no place is sought
        said = (i for i in range(1, len(self.lower)) if self.lower[i] in self.words.speaking)
        self.speakers = {self.lower[i - 1] for i in said if self.speaks(i - 1)}
        self.surnames = {
            self.lower[ent.end - 1] for ent in doc.ents if ent.label_ == "PERSON" and ent.end - ent.start > 1
        }

    def speaks(self, i: int) -> bool:
        """Whether a word before "said" may name who spoke: "Petrova", not X in "Ann Smith of X"."""
        return self.texts[i][0].isupper() and (i == 0 or self.lower[i - 1] not in self.words.prepositions | {"of": 0.0})

    def slice(self, start: int, end: int) -> str:
        """The text of a token range."""
        if end - start == 1:
            return self.texts[start]
        words = [self.texts[i] + " " if self.spaced[i] else self.texts[i] for i in range(start, end - 1)]
        return "".join(words) + self.texts[end - 1]

    def long_kind(self, i: int) -> tuple[str, int] | None:
        """The kind that several words from a token on say ("Local Government Area"), and where they end."""
        for size in (3, 2):
            if kind := self.words.long_kinds.get(tuple(self.lower[i : i + size])):
                return kind, i + size
        return None

    def matches(self) -> list[Name]:
        """Matches of the gazetteer in runs of capitalised words."""
        found: list[Name] = []
        texts, i, n = self.texts, 0, len(self.texts)
        while i < n:
            if not (texts[i][0].isupper() or self.article(i)):
                i += 1
                continue
            end = self.run_end(i)
            while i < end:
                name = self.match_at(i, end) if texts[i] not in HYPHENS else None
                if name is not None:
                    found.append(name)
                i = name.end if name is not None else i + 1
                while i in self.bodies:
                    i += 1
        return found

    def article(self, i: int) -> bool:
        """Whether an Arabic article begins a name here ("al-Muthanna")."""
        texts = self.texts
        return (
            texts[i] in word_list("places.articles")
            and i + 2 < len(texts)
            and texts[i + 1] in HYPHENS
            and texts[i + 2][0].isupper()
        )

    def run_end(self, start: int) -> int:
        """Where the run of capitalised, hyphenated or connected words ends that begins at ``start``."""
        texts, lower, n = self.texts, self.lower, len(self.texts)
        j = start + 1
        while j < min(n, start + _RUN):
            text = texts[j]
            joined = not self.spaced[j - 1]
            hyphened = joined and ((text in HYPHENS and j + 1 < n) or (texts[j - 1] in HYPHENS and text.isalpha()))
            if text[0].isupper() or hyphened:
                j += 1
            elif self.article(j):
                j += 3
            elif (
                lower[j] in word_list("places.connectors") | word_list("places.joining")
                and j + 1 < n
                and texts[j + 1][0].isupper()
            ):
                j += 2
            elif lower[j] in ("of", "and", "in") and j + 2 < n and lower[j + 1] == "the" and texts[j + 2][0].isupper():
                j += 3
            elif lower[j] in {"'s", "’s"} and (
                lower[max(start, j - 2)] in word_list("places.saints") or lower[j - 1] == "people"
            ):
                j += 1  # "St. John's", "People's Republic"
            else:
                break
        while j > start + 1 and (texts[j - 1] in HYPHENS or texts[j - 1].isspace()):
            j -= 1
        return min(j, n)

    def match_at(self, i: int, run_end: int) -> Name | None:
        """The longest name of the gazetteer at a token; None when there is none."""
        for end in range(min(run_end, i + _LONGEST), i, -1):
            if end - i > 1 and (self.begins[end - 1] or self.texts[end - 1] in HYPHENS):
                continue
            name = self.name_of(i, end)
            if name is not None or i in self.bodies:
                return name
        return None

    def name_of(self, i: int, end: int) -> Name | None:
        """The words as a place name: abbreviation, adjective, country or key of the gazetteer."""
        text = self.slice(i, end)
        if end - i == 1 and (name := self.abbreviation(i, text)):
            return name
        if self.label[i] in QUANTITY_LABELS and not self.village(i, end):
            return None
        key = fold(text)
        if self.body(key, i, end):
            return None
        if key in self.words.outlets and self.label[i] not in PLACE_LABELS:
            return None
        if self.lower[i] == "the" and not any(e.name.startswith("The ") for e in self.gazetteer.lookup(key)):
            return None
        if code := adjective(text, key):
            return Name(i, end, key, self.label[i], 1.0, code=code, modifier=True)
        if key in self.words.never and end - i > 1:
            self.bodies.update(range(i, end))  # nor are its parts: "the White House"
        if not key or key in self.words.never:
            return None
        if code := country(text, key):
            if key in word_list("places.shared_countries") or len(self.gazetteer.lookup(key)) > 1:
                code = None
        elif (len(key) <= 3 and self.label[i] not in PLACE_LABELS) or len(key) <= 2 or not self.gazetteer.has(key):
            return None
        return self.labelled(Name(i, end, key, code=code))

    def body(self, key: str, start: int, end: int) -> bool:
        """Whether words name an armed group or a police force; the countries of both are noted."""
        if not any(self.texts[i][0].isupper() for i in range(start, end)):
            return False
        if key in self.words.groups:
            self.hints.append(self.words.groups[key])
        elif key in self.words.forces:
            self.forces.append(self.words.forces[key])
        else:
            return False
        self.bodies.update(range(start, end))
        return True

    def village(self, i: int, end: int) -> bool:
        """Whether what the model takes for a date or number is a place: its kind is behind it, or it is "in" a city.

        Only where the words are all that the model labels, and no time was read from them.
        """
        if self.entity[i] != (i, end):
            return False
        behind = self.lower[end] if end < len(self.lower) else ""
        if self.words.kinds.get(behind) in ("town", "admin"):
            return True
        led = i > 0 and self.words.prepositions.get(self.lower[i - 1], 0.0) >= _LEADING
        if not led or not self.texts[i][0].isupper() or any(t.start < end and i < t.end for t in self.doc._.times):
            return False
        return any(e.main and e.population >= _CITY for e in self.gazetteer.lookup(fold(self.slice(i, end))))

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
            first, last = entity[0], entity[1] - (self.lower[entity[1] - 1] in {"'s", "’s"})
            while first < name.start and self.lower[first] in self.words.directions:
                first += 1
            name.first = name.start <= first
            name.whole = name.start <= first and name.end >= last
        return name

    def with_entities(self, found: list[Name]) -> list[Name]:
        """Add the model's places that the gazetteer lacks, in text order.

        A match that covers only a part of such a name gives way to the whole ("Kaw" to "Lay Kay Kaw").
        """
        owner = {i: name for name in found for i in range(name.start, name.end)}
        for ent in self.doc.ents:
            start, end = self.bare(ent.start, ent.end)
            if ent.label_ not in PLACE_LABELS or not self.bodies.isdisjoint(range(start, end)):
                continue
            parts = [owner[i] for i in range(start, end) if i in owner]
            if end <= start or (parts and not self.is_fragment(start, end, parts)):
                continue
            key = fold(self.slice(start, end))
            if (
                key
                and not self.of_a_people(start, end)
                and key not in self.words.never
                and key.split()[0] not in self.words.captions
                and key not in self.words.groups
                and any(t[0].isupper() for t in self.texts[start:end])
            ):
                for i in range(start, end):
                    owner.pop(i, None)
                name = Name(start, end, key, ent.label_, known=False)
                owner |= dict.fromkeys(range(start, end), name)
        return sorted({id(name): name for name in owner.values()}.values(), key=lambda name: name.start)

    def of_a_people(self, start: int, end: int) -> bool:
        """Whether a name is a people's: "of the X community"; not "in the X community", "the X community in Y"."""
        if end >= len(self.lower) or self.lower[end] not in word_list("places.of_people"):
            return False
        i = start - 1 - (start > 0 and self.lower[start - 1] == "the")
        after = self.lower[end + 1] if end + 1 < len(self.lower) else ""
        led = i >= 0 and self.lower[i] != "of" and self.words.prepositions.get(self.lower[i], 0.0) > 0.0
        return not led and after not in ("in", "near", "of", ",")

    def bare(self, start: int, end: int) -> tuple[int, int]:
        """A range of tokens without the article before and the genitive behind it."""
        return start + (self.lower[start] == "the"), end - (self.lower[end - 1] in {"'s", "’s"})

    def is_fragment(self, start: int, end: int, parts: list[Name]) -> bool:
        """Whether matches leave out capitalised words of a GPE that are neither kind nor direction, or are no landform.

        A match at the beginning stays, for what follows may be an institution ("Boone County Jail"). A river, a lake
        or an eastern part of a town is not the town of its name ("James River", "East Oxford").
        """
        if any(p.start < start or p.end > end or p.code for p in parts):
            return False
        if len(parts) == 1 and (self.landform_of(start, end, parts[0]) or self.side_of(start, parts[0])):
            return True
        if self.label[start] != "GPE":
            return False
        if any(p.start == start and len(p.key) > _SHORT for p in parts):
            return False
        covered = {i for p in parts for i in range(p.start, p.end)}
        rest = [i for i in range(start, end) if i not in covered]
        if not rest or any(not self.texts[i][0].isalpha() for i in rest):
            return False
        return all(
            self.texts[i][0].isupper()
            and self.lower[i] not in self.words.kinds
            and self.lower[i] not in self.words.directions
            for i in rest
        )

    def landform_of(self, start: int, end: int, part: Name) -> bool:
        """Whether an entity is a river, lake or the like, and the match in it a town of that name."""
        kinds, sites = self.words.kinds, self.words.sites
        rest = [self.lower[i] for i in range(start, end) if not part.start <= i < part.end]
        if len(rest) != 1 or kinds.get(rest[0]) != "thing" or rest[0] in sites:
            return False
        return self.settled(part)

    def side_of(self, start: int, part: Name) -> bool:
        """Whether a capitalised direction before a match makes it a part of that town ("West Wichita")."""
        if (
            part.start != start + 1
            or self.lower[start] not in self.words.directions
            or not self.texts[start][0].isupper()
        ):
            return False
        return self.settled(part)

    def settled(self, name: Name) -> bool:
        """Whether a name is that of towns and districts alone, not of a province, a country, a river or a region."""
        found = [e for e in self.gazetteer.lookup(name.key) if e.main]
        return bool(found) and all(e.feature in ("PPL", "ADM2", "ADM3") for e in found)
