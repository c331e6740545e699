"""How far do a name and its neighbourhood speak for a place? One number for each name; half a point is enough.

Prepositions, kind words, verbs that take places, parents, brackets and datelines speak for it; being a part of a
longer proper name speaks against it, unless that is an institution which is where its name says.
"""

from __future__ import annotations

from app.nlp.components.toponyms.names import HYPHENS, PLACE_LABELS, QUANTITY_LABELS, Name, Page, initials
from app.nlp.lexicon import word_list, word_table

FIRM = 0.6  # a preposition that hardly stands before anything but a place
_FALLEN = 0.5  # what "fell to" says of a name before it
_IN_PHRASE = 0.8  # a name in a list in brackets or in a pair
_FAMOUS = 300_000  # people of a town that needs little else to be read as a place
_TOWN, _LETTERS = 20_000, 4  # people of a town, and letters of a name, that are a town's where nobody has that name
_TAKES, _CITY = 0.35, 100_000  # a verb whose object is mostly a place; people of a city that has several spellings
_DATELINE_ENDS = frozenset({"—", "–", "-", "--", ":", "("})
_MODEL_TRUST = {"GPE": 1.0, "LOC": 0.9, "FAC": 0.8}
_ENDS = frozenset({".", ",", "and", ";", "on", "after", "during", "when", "where", "while", "as", "but", "at"})
_APPOSED = 7  # tokens behind a name in which an apposition says what it is
_PASSIVE = frozenset({"was", "were", "is", "are", "been", "being", "be", "has", "have", "had"})


class Weigher(Page):
    """Weighs the names of one Doc; short-lived."""

    def kind_beside(self, name: Name) -> tuple[str | None, str]:
        """The kind of the word before ("village of X") or behind ("X Province") a name, and the word itself."""
        kinds, lower = self.words.kinds, self.lower
        if long := self.long_kind(name.end):
            return long[0], lower[long[1] - 1]
        word = lower[name.end] if name.end < len(lower) else ""
        if self.of_a_people(name.start, name.end):
            return None, ""
        if word in kinds and (kinds[word] != "street" or self.paved(name.end)):
            return kinds[word], word
        if name.end - name.start > 1 and (word := lower[name.end - 1]) in kinds:
            return kinds[word], ""
        i = name.start - 1
        of = i > 0 and lower[i] == "of"
        i -= of
        kind = kinds.get(lower[i]) if i >= 0 else None
        if kind is None or (of and (kind == "street" or (kind == "part" and self.indefinite(i)))):
            return None, ""  # "the streets of X", "a neighborhood of X"
        return kind, lower[i]

    def paved(self, i: int) -> bool:
        """Whether the word behind a name makes it a street's: "Ohio Court", "Elm street", not "the Ohio court"."""
        return self.texts[i][0].isupper() or self.lower[i] in word_list("places.paved")

    def indefinite(self, i: int) -> bool:
        """Whether "a" or "an" stands before a noun and its adjectives."""
        return any(word in ("a", "an") for word in self.lower[max(0, i - 3) : i])

    def preposition(self, name: Name) -> float:
        """How far the words before a name speak for a place."""
        i = name.start - 1
        kind = name.end < len(self.lower) and self.words.kinds.get(self.lower[name.end]) == "admin"
        while (
            i > 0 and name.start - i <= 5 and (self.lower[i] in self.words.directions or (kind and self.describes(i)))
        ):
            i -= 1
        if i > 0 and self.lower[i] == "of":
            someone = self.label[i - 1] == "PERSON"  # "Ann Smith of X"
            if i > 1 and self.texts[i - 1] == "," and (self.texts[i - 2].isdigit() or self.label[i - 2] == "PERSON"):
                return FIRM  # "Ann Smith, 41, of X"
            return 0.5 if someone or self.lower[i - 1] in self.words.before_of else 0.2
        if i > 0 and self.lower[i] == "as" and self.lower[i - 1] == "such":
            return 0.4
        if i > 0 and self.lower[i] in ("'s", "’s") and self.label[i - 1] == "GPE":
            return 0.4  # "Mogadishu's X district"
        if i > 1 and self.lower[i] == "on" and self.lower[i - 1] in self.words.acts_on:
            return FIRM  # "strikes on X"
        if i > 2 and self.lower[i] == "from" and self.lower[i - 1] == "," and self.texts[i - 2].isdigit():
            return FIRM  # "Ann Smith, 25, from X"
        return self.words.prepositions.get(self.lower[i], 0.0) if i >= 0 else 0.0

    def describes(self, i: int) -> bool:
        """Whether a word is an adjective in small letters, or a part of one: "in the oil-rich Deir Az Zor province"."""
        joined = any(self.texts[k] == "-" for k in (i - 1, i, i + 1))
        return self.lower[i] == self.texts[i] and (joined or self.doc[i].pos_ == "ADJ")

    def suffers(self, name: Name) -> float:
        """How far a verb behind the name speaks for a place: one in the passive ("X was shelled"), or "X fell to"."""
        i = name.end
        if any(self.lower[i : i + 2] == words.split() for words in word_list("places.falling")):
            return _FALLEN
        while i < len(self.lower) and i - name.end < 4 and self.lower[i] in _PASSIVE:
            i += 1
        return self.words.prepositions.get(self.lower[i], 0.0) if name.end < i < len(self.lower) else 0.0

    def compound(self, name: Name) -> bool:
        """Whether the name is the first half of a word that makes it a place: "X-based"."""
        i = name.end
        joined = i + 1 < len(self.texts) and self.texts[i] in HYPHENS and not self.spaced[i] and not self.spaced[i - 1]
        return joined and self.lower[i + 1] in self.words.compounds

    def bracketed(self, name: Name) -> bool:
        """Whether the name is alone or first or last of two in brackets behind a name ("Toulla (Banh, Loroum)")."""
        opens = [i for i in range(max(0, name.start - 5), name.start) if self.texts[i] == "("]
        closes = [i for i in range(name.end, min(len(self.texts), name.end + 6)) if self.texts[i] == ")"]
        if not opens or not closes or not self.texts[opens[-1] - 1][0].isupper():
            return False
        inner = self.texts[opens[-1] + 1 : closes[0]]
        kinds = self.words.kinds
        return all(t[0].isupper() or t in {",", "-", "'"} or t.lower() in kinds for t in inner) and (
            len(inner) > 1 or not inner[0].isupper()
        )

    def dateline(self, name: Name) -> bool:
        """ "BEIRUT:", "MENASHA, Wis. (AP) —": capitals at the beginning of a sentence, closed by a dash or colon."""
        if not self.texts[name.start].isupper() or len(self.texts[name.start]) < 3:
            return False
        if name.start and self.lower[name.start - 1].rstrip(".") in self.words.titles:
            return False  # "GOV. ELENA DUARTE:"
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
            and self.label[i] not in QUANTITY_LABELS
        )

    def capital_behind(self, name: Name) -> bool:
        """Whether the name is the beginning of a longer proper name ("Gwinnett Medical Center")."""
        i = name.end
        return (
            i < len(self.texts)
            and self.texts[i][0].isupper()
            and not self.begins[i]
            and self.words.kinds.get(self.lower[i]) not in ("town", "admin")
            and self.long_kind(i) is None
            and self.label[i] not in QUANTITY_LABELS
        )

    def upper_after(self, i: int) -> bool:
        """Whether a capital word stands behind a token: "Memorial Hospital"."""
        return i + 1 < len(self.texts) and self.texts[i + 1][0].isupper()

    def around(self, name: Name) -> float:
        """How far the words around a name speak for a place. Sets its kind and whether it is part of a longer name."""
        if name.kind != "way":
            name.kind, name.kind_word = self.kind_beside(name)
        if name.filed:
            name.kind = name.kind or "town"  # "WASHINGTON (Newswire)" is not a state
        name.tail, name.head = self.capital_before(name), self.capital_behind(name)
        around = max(self.preposition(name), self.suffers(name), FIRM if self.compound(name) else 0.0)
        if name.kind:
            around = max(around, 0.3) + (0.0 if self.landform(name) else 0.3)
        if self.dateline(name):
            around += 0.8
        if name.parents:
            around += 0.4
        if self.bracketed(name) or self.described(name.end):
            around += 0.5
        if name.end < len(self.lower) and self.lower[name.end] in self.words.followers:
            around += 0.5 if self.lower[name.end] in self.words.civic and not name.tail else 0.4
        return around

    def weigh(self, name: Name) -> None:
        """Set the evidence that the name is a place here."""
        if name.modifier or name.evidence:
            return
        if name.in_phrase:
            name.evidence = max(_IN_PHRASE, _MODEL_TRUST.get(name.label, 0.0))
            return
        if self.christened(name):
            name.evidence = -1.0
            return
        surname = self.surname(name)
        if name.label in PLACE_LABELS and name.whole:
            least = 0.6 if name.label == "FAC" and not name.known else 0.4
            doubt = 0.6 if name.around < least and (surname or not name.known) else 0.0
            name.evidence = _MODEL_TRUST[name.label] - doubt
            return
        name.evidence = name.around + self.standing(name) - (0.4 if surname else 0.0)
        if not surname and (self.town(name) or self.ending(name) or self.taken(name)):
            name.evidence = max(name.evidence, 0.5)

    def ending(self, name: Name) -> bool:
        """Whether a known name stands right behind "in", "near" or "strikes on" and ends what they say."""
        alone = name.whole and name.known and not (name.tail or name.head) and self.texts[name.start][0].isupper()
        led = name.start > 0 and self.lower[name.start - 1] not in self.words.directions
        return alone and led and self.preposition(name) >= FIRM and self.closed(name.end)

    def taken(self, name: Name) -> bool:
        """Whether a city's name, in any spelling, is the object of a verb that takes places: "captured Wad Madani"."""
        alone = name.whole and name.known and not (name.tail or name.head) and not name.code
        if not alone or name.key in self.words.personal or not self.closed(name.end):
            return False
        verb = self.lower[name.start - 1] if name.start else ""
        if word_table("places.verbs_before").get(verb, 0.0) < _TAKES:
            return False
        return any(e.feature == "PPL" and e.population >= _CITY for e in self.gazetteer.lookup(name.key))

    def closed(self, end: int) -> bool:
        """Whether a phrase ends before a token: "in X and", "in X after", "in X Monday"."""
        if end >= len(self.lower) or self.lower[end] in _ENDS:
            return True
        return self.label[end] in ("DATE", "TIME")

    def described(self, end: int) -> bool:
        """Whether the words behind a name say what it is: "X, a small town in"."""
        behind = self.lower[end : end + _APPOSED]
        if behind[:1] != [","] or behind[1:2] not in (["a"], ["an"], ["the"]):
            return False
        kinds = (i for i in range(2, len(behind)) if self.words.kinds.get(behind[i]) in ("town", "admin", "part"))
        noun = next(kinds, len(behind))
        return noun + 1 < len(behind) and behind[noun + 1] in (
            "in",
            "of",
            "near",
            "on",
            "north",
            "south",
            "east",
            "west",
        )

    def surname(self, name: Name) -> bool:
        """Whether a person of the article has the name, or does what people do and towns do not: "Petrova said"."""
        if name.end - name.start > 1:
            return False
        word = self.lower[name.start]
        return word in self.surnames or (word in self.speakers and not name.code and not self.famous(name))

    def famous(self, name: Name) -> bool:
        """Whether a name is that of a large town, which may stand for its government."""
        return any(e.population > _FAMOUS for e in self.gazetteer.lookup(name.key))

    def christened(self, name: Name) -> bool:
        """Whether the words before a name say that it is a person's: "his wife, Amina", "a teacher named Florence"."""
        i = name.start - 1
        if i > 0 and self.lower[i] in self.words.named:
            return self.words.kinds.get(self.lower[i - 1]) is None and self.texts[i - 1] != ","
        i -= i > 0 and self.texts[i] == ","
        return i >= 0 and self.lower[i] in self.words.kin and not name.code

    def town(self, name: Name) -> bool:
        """Whether a name that no person has is that of a town or country, and stands alone; the model may be wrong."""
        if name.tail or name.head or name.key in self.words.personal or not self.texts[name.start][0].isupper():
            return False
        if name.code:
            return len(name.code) == 2
        if not name.whole or len(name.key) < _LETTERS or initials(self.slice(name.start, name.end)):
            return False
        if not name.label and (self.begins[name.start] or self.pointed_at(name)):
            return False  # "Most of them", "Mobile teams", "told the Mission"
        return any(e.main and e.population >= _TOWN for e in self.gazetteer.lookup(name.key))

    def pointed_at(self, name: Name) -> bool:
        """Whether "the", "our" ... stands before a name."""
        return name.start > 0 and self.lower[name.start - 1] in word_list("places.pointers")

    def placed(self, name: Name) -> bool:
        """Whether words of the model's entity say that the name is a place: "the school in X", "the Port of X"."""
        before = self.lower[name.start - 1] if name.start else ""
        of = before == "of" and bool(name.kind_word)
        return of or before in ("in", "at", "near") or self.long_kind(name.end) is not None

    def landform(self, name: Name) -> bool:
        """Whether the name is that of a landform which names something else: not Miami, in "Miami Valley Hospital"."""
        i = name.end
        if i + 1 >= len(self.texts) or not (self.texts[i][0].isupper() and self.texts[i + 1][0].isupper()):
            return False
        return self.words.kinds.get(self.lower[i]) == "thing" and self.lower[i] not in self.words.sites

    def standing(self, name: Name) -> float:
        """What the name itself and its place in a longer name add to (or take from) its neighbourhood."""
        score = 0.5 if name.code else 0.0
        if name.label == "PERSON":
            score -= 0.1 if name.whole else 0.8
        elif name.label and not name.whole and not self.placed(name):
            score -= 0.15
        if (
            name.label in PLACE_LABELS
            and not self.landform(name)
            and name.start == (self.entity[name.start] or (0, 0))[0]
        ):
            score += 0.4
        if name.tail:
            score -= 0.6
        if name.head and self.lower[name.end] in word_list("places.memorials") and not self.upper_after(name.end):
            score -= 0.8  # "near the Lincoln Memorial"
        elif name.head and not name.tail:
            score += 0.4 if self.texts[name.end] in self.words.institutions else -0.8 if self.landform(name) else -0.3
        if name.known and not name.code:
            places = self.gazetteer.lookup(name.key)
            if name.whole and not name.tail and not name.head:
                score += 0.3 if any(p.main and p.population > _FAMOUS for p in places) else 0.0
            if places and not any(p.main or p.population > 100_000 for p in places):
                score -= 0.3
        return score
