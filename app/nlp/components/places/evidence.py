"""Is a match a place here? What its neighbourhood says, and which names hold which others.

A match that the model does not label as a place needs evidence: a preposition, a kind word ("village of"), a parent
behind a comma, a dateline, or the same name told as a place elsewhere in the article. Names that the gazetteer lacks
need a preposition together with a kind word or a parent ("in Toulla (Banh, Loroum)").
"""

from __future__ import annotations

from spacy.tokens import Doc

from app.gazetteer import Gazetteer, fold
from app.nlp.components.places.names import PLACE_LABELS, QUANTITY_LABELS, Name, Page
from app.nlp.components.places.phrases import Phrases

_GAP = 6  # tokens between a name and the one that holds it
_CHAIN = 5  # village, district, province, country, and one to spare
_ACCEPT = 0.5
_TOLD = 0.8  # a name in a list in brackets or in a pair
_FIRM = 0.6  # a preposition that hardly stands before anything but a place
_FAMOUS = 300_000  # people of a town that needs little else to be told as a place
_ENDS = frozenset({".", ",", "and", ";", "on"})
_DATELINE_ENDS = frozenset({"—", "–", "-", "--", ":", "("})
_MODEL_TRUST = {"GPE": 1.0, "LOC": 0.9, "FAC": 0.8}
_NEARBY = ([",", "near"], ["near"], [",", "outside"])
_JOINTS = (["and"], [","], [",", "and"], ["or"])
_OPENERS = ([","], ["("], [",", "("], [",", "in"], [",", "the"], ["in"], [")", ","])


def read(doc: Doc, gazetteer: Gazetteer) -> tuple[list[Name], list[tuple[str, ...]]]:
    """Every place name and country adjective of a Doc in text order, and the countries of its armed groups."""
    reader = Reader(doc, gazetteer)
    return reader.read(), reader.hints


class Reader(Page):
    """Weighs the matches of one Doc; short-lived."""

    def read(self) -> list[Name]:
        """Every place name and country adjective, in text order."""
        found = self.with_strangers(self.with_entities(self.matches()))
        phrases = Phrases(self)
        found = phrases.names(found)
        self.extend_streets(found)
        self.link_parents(found, phrases)
        return self.accepted(found)

    def with_strangers(self, found: list[Name]) -> list[Name]:
        """Add capitalised names that the gazetteer lacks and that are told as places ("in X village", "near X (Y)").

        A weak match inside such a name gives way to it ("War" to "War Tan village").
        """
        owner = {i: name for name in found for i in range(name.start, name.end)}
        firm = {i for i, name in owner.items() if name.code or (name.label in PLACE_LABELS and name.whole)}
        added = False
        i, n = 0, len(self.texts)
        while i < n:
            if not self.texts[i][0].isupper() or i in firm:
                i += 1
                continue
            end = i + 1
            while end < n and end not in firm and (self.texts[end][0].isupper() or self.hyphen(end)):
                end += 1
            inside = {id(owner[k]): owner[k] for k in range(i, end) if k in owner}
            covered = any(name.start <= i and name.end >= end for name in inside.values())
            if not covered and self.stranger(i, end) and (not inside or self.told_as_kind(i, end)):
                added = True
                for name in inside.values():
                    for k in range(name.start, name.end):
                        owner.pop(k, None)
                name = Name(i, end, fold(self.slice(i, end)), self.label[i], known=False)
                owner |= dict.fromkeys(range(i, end), name)
            i = end
        if not added:
            return found
        return sorted({id(name): name for name in owner.values()}.values(), key=lambda name: name.start)

    def told_as_kind(self, start: int, end: int) -> bool:
        """Whether a lower-case kind word stands right behind a run of at most four words ("War Tan village")."""
        behind = self.texts[end] if end < len(self.texts) else ""
        return 1 < end - start <= 4 and self.words.kinds.get(behind) == "town"

    def stranger(self, start: int, end: int) -> bool:
        """Whether an unknown run of capitals is told as a place: a kind word or a parenthesis, and a preposition."""
        if end - start > 4 or self.begins[start] or self.label[start] in QUANTITY_LABELS or self.label[start] == "NORP":
            return False
        if fold(self.slice(start, end)) in self.words.never:
            return False
        next_word = self.lower[end] if end < len(self.lower) else "."
        behind = self.words.kinds.get(next_word) in ("town", "admin") or next_word == "("
        i = start - 1
        before = i > 1 and self.lower[i] == "of" and self.words.kinds.get(self.texts[i - 1]) in ("town", "admin")
        around = self.preposition(Name(start, end, ""))
        alone = around >= _FIRM and end - start == 1 and not self.label[start] and next_word in _ENDS
        chained = i > 0 and self.lower[i] == "," and self.words.kinds.get(self.lower[i - 1]) in ("town", "admin")
        return before or alone or (behind and (around >= 0.2 or chained))

    def extend_streets(self, found: list[Name]) -> None:
        """ "Jackson Street" is a street, whatever Jackson is."""
        for name in found:
            if name.modifier or name.code or name.kind == "way" or name.end >= len(self.texts):
                continue
            if self.texts[name.end][0].isupper() and self.words.kinds.get(self.lower[name.end]) == "street":
                name.end += 1
                name.key, name.known = fold(self.slice(name.start, name.end)), False

    def hyphen(self, i: int) -> bool:
        """Whether a token is a hyphen inside a word."""
        return self.texts[i] == "-" and not self.spaced[i] and not self.spaced[i - 1]

    def link_parents(self, found: list[Name], phrases: Phrases) -> None:
        """Make the later names of "X, Y" and "X village (Y district, Z)" parents of the earlier ones."""
        for here, name in enumerate(found[:-1]):
            after = found[here + 1]
            if after.modifier or name.modifier:
                continue
            if after.start - 1 in phrases.boxes and phrases.heads(name.end, after.start - 1):
                name.boxed = True
                name.parents.append(here + 1)
            elif after.start - name.end <= _GAP and self.led(name, after):
                name.boxed = name.told and after.told
                name.parents.append(here + 1)
        for here in range(len(found) - 2, -1, -1):
            for parent in list(found[here].parents):
                found[here].parents += [p for p in found[parent].parents if p not in found[here].parents]
            del found[here].parents[_CHAIN:]  # in a list of a thousand towns each would hold all before it
            name, after = found[here], found[here + 1]
            gap = [w for w in self.lower[name.end : after.start] if self.words.kinds.get(w) != "town"]
            if not name.parents and gap == ["and"] and (not name.known or name.told):
                name.parents, name.boxed = list(after.parents), after.boxed  # "between X and Y (Z)"

    def led(self, name: Name, after: Name) -> bool:
        """Whether the words between two neighbours say that the later holds the earlier."""
        raw = self.lower[name.end : after.start]
        gap = [w for w in raw if self.words.kinds.get(w) not in ("town", "admin") and w not in self.words.grounds]
        if gap[:2] == [",", "in"]:  # ", in the west of"
            gap = [w for w in gap if w == "," or not (w in self.words.directions or w in ("in", "of"))]
        if gap[:2] == ["and", "its"]:  # "X and its surroundings in Y"
            gap = gap[2:]
        if gap in _OPENERS and not (gap == [","] and self.listed(after)):
            return True
        if gap == ["of"] and raw != gap:  # "X village of Y township"
            return True
        return not name.known and (gap in _NEARBY or (gap[:1] == [","] and gap[-1:] == ["of"]))  # "X, west of Y"

    def listed(self, name: Name) -> bool:
        """Whether a name stands before the last of a list ("X, Y and Z")."""
        behind = self.lower[name.end : name.end + 2]
        return bool(behind) and (behind[0] == "and" or behind == [",", "and"])

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
            and self.label[i] not in QUANTITY_LABELS
        )

    def around(self, name: Name) -> float:
        """How far the words around a name speak for a place. Sets its kind and whether it is part of a longer name."""
        if name.kind != "way":
            name.kind, name.kind_word = self.kind_beside(name)
        name.tail, name.head = self.capital_before(name), self.capital_behind(name)
        around = self.preposition(name)
        if name.kind:
            around = max(around, 0.3) + 0.3
        if self.dateline(name):
            around += 0.8
        if name.parents:
            around += 0.4
        if self.bracketed(name):
            around += 0.5
        if name.end < len(self.lower) and self.lower[name.end] in self.words.followers:
            around += 0.4
        return around

    def weigh(self, name: Name) -> None:
        """Set the evidence that the name is a place here."""
        if name.modifier or name.evidence:
            return
        if name.told:
            name.evidence = max(_TOLD, _MODEL_TRUST.get(name.label, 0.0))
            return
        surname = name.end - name.start == 1 and self.lower[name.start] in self.surnames
        if name.label in PLACE_LABELS and name.whole:
            least = 0.6 if name.label == "FAC" and not name.known else 0.4
            doubt = 0.6 if name.around < least and (surname or not name.known) else 0.0
            name.evidence = _MODEL_TRUST[name.label] - doubt
            return
        name.evidence = name.around + self.standing(name) - (0.4 if surname else 0.0)

    def standing(self, name: Name) -> float:
        """What the name itself and its place in a longer name add to (or take from) its neighbourhood."""
        score = 0.5 if name.code else 0.0
        if name.label == "PERSON":
            score -= 0.1 if name.whole else 0.8
        elif name.label and not name.whole:
            score -= 0.15
        if name.label in PLACE_LABELS and name.start == (self.entity[name.start] or (0, 0))[0]:
            score += 0.4
        if name.tail:
            score -= 0.6
        if name.head and not name.tail:
            score += 0.4 if self.texts[name.end] in self.words.institutions else -0.3
        if name.known and not name.code:
            places = self.gazetteer.lookup(name.key)
            if name.whole and not name.tail and not name.head:
                score += 0.3 if any(p.main and p.population > _FAMOUS for p in places) else 0.0
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
                name.parents = list(after.parents)
                name.evidence = max(name.evidence, after.evidence)

    def accepted(self, found: list[Name]) -> list[Name]:
        """The names with enough evidence; a name that is a place somewhere in the article is one elsewhere too."""
        before: Name | None = None
        for name in found:
            name.around = self.around(name)
            if before is not None and self.lower[before.end : name.start] in _JOINTS and before.evidence >= _ACCEPT:
                name.around = max(name.around, before.around)
            self.weigh(name)
            before = name
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
