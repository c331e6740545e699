"""Is a match a place here? What its neighbourhood says, and which names hold which others.

A match that the model does not label as a place needs evidence: a preposition, a kind word ("village of"), a parent
behind a comma, a dateline, or the same name told as a place elsewhere in the article. Names that the gazetteer lacks
need a preposition together with a kind word or a parent ("in Toulla (Banh, Loroum)").
"""

from __future__ import annotations

from itertools import pairwise

from spacy.tokens import Doc

from app.gazetteer import Gazetteer, fold
from app.nlp.components.toponyms.name_evidence import FIRM, Weigher
from app.nlp.components.toponyms.names import PLACE_LABELS, QUANTITY_LABELS, Name, initials
from app.nlp.components.toponyms.phrases import Phrases

_GAP = 6  # tokens between a name and the one that holds it
_WIDE = 10  # the same with another name in brackets between
_VERB = 0.5  # what a verb says that takes places
_CHAIN = 5  # village, district, province, country, and one to spare
_ACCEPT = 0.5
_ENDS = frozenset({".", ",", "and", ";", "on"})
_NEARBY = ([",", "near"], ["near"], [",", "outside"])
_JOINTS = (["and"], [","], [",", "and"], ["or"])
_OPENERS = ([","], ["("], [",", "("], [",", "in"], [",", "the"], ["in"], [")", ","])


def read(doc: Doc, gazetteer: Gazetteer) -> tuple[list[Name], list[tuple[str, ...]]]:
    """Every place name and country adjective of a Doc in text order, and the countries of its armed groups."""
    reader = Reader(doc, gazetteer)
    return reader.read(), reader.hints


class Reader(Weigher):
    """Weighs the matches of one Doc; short-lived."""

    def read(self) -> list[Name]:
        """Every place name and country adjective, in text order."""
        found = self.with_entities(self.matches())
        self.lands = self.told_countries(found)
        found = self.with_strangers(found)
        for name in found:
            name.known = name.known or self.village_here(name.start, name.end)
        phrases = Phrases(self, lambda start, end: bool(self.lands) and self.village_here(start, end))
        found = phrases.names(found)
        self.extend_streets(found)
        self.link_parents(found, phrases)
        return self.accepted(found)

    def told_countries(self, found: list[Name]) -> frozenset[str]:
        """The countries that the article tells by name, adjective, armed group or place."""
        told = {name.code[:2] for name in found if name.code} | {code for codes in self.hints for code in codes}
        for name in found:
            if name.known and not name.code and name.label in PLACE_LABELS and name.whole:
                told |= {e.country_code for e in self.gazetteer.lookup(name.key)[:1] if e.country_code}
        return frozenset(told)

    def village_here(self, start: int, end: int) -> bool:
        """Whether a hamlet of the countries that the article tells has these words as its name.

        Any hamlet, when the article tells no country. Initials are none, nor is a part of what the model takes for a
        date or a number ("Nov. 1").
        """
        if initials(text := self.slice(start, end)):
            return False
        if self.label[start] in QUANTITY_LABELS and self.entity[start] != (start, end):
            return False
        found = self.gazetteer.hamlets(fold(text))
        return any(e.country_code in self.lands for e in found) if self.lands else bool(found)

    def with_strangers(self, found: list[Name]) -> list[Name]:
        """Add capitalised names that the gazetteer lacks and that are told as places ("in X village", "near X (Y)").

        A weak match inside such a name gives way to it ("War" to "War Tan village").
        """
        owner = {i: name for name in found for i in range(name.start, name.end)}
        firm = {i for i, name in owner.items() if self.firm(name)}
        added = False
        i, n = 0, len(self.texts)
        while i < n:
            led = self.begins[i] and self.lower[i] in self.words.prepositions
            if not self.texts[i][0].isupper() or i in firm or led:
                i += 1
                continue
            end = i + 1
            while end < n and end not in firm and (self.texts[end][0].isupper() or self.hyphen(end)):
                end += 1
            inside = {id(owner[k]): owner[k] for k in range(i, end) if k in owner}
            covered = any(name.start <= i and name.end >= end for name in inside.values())
            village = not covered and self.village_here(i, end)
            told = not inside or village or self.told_as_kind(i, end)
            if not covered and told and self.stranger(i, end, village=village):
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

    def firm(self, name: Name) -> bool:
        """Whether a name stands for itself; the model's "Zee" in "Zee Taw village" does not."""
        i = name.end
        while (
            i < len(self.texts)
            and i - name.start < 4
            and self.texts[i][0].isupper()
            and self.label[i] not in PLACE_LABELS
        ):
            i += 1
        longer = i > name.end and self.told_as_kind(name.start, i)
        return bool(name.code) or (name.label in PLACE_LABELS and name.whole and not longer)

    def told_as_kind(self, start: int, end: int) -> bool:
        """Whether a lower-case kind word stands right behind a run of at most four words ("War Tan village")."""
        behind = self.texts[end] if end < len(self.texts) else ""
        return 1 < end - start <= 4 and self.words.kinds.get(behind) == "town"

    def stranger(self, start: int, end: int, *, village: bool = False) -> bool:
        """Whether an unknown run of capitals is told as a place: a kind word or a parenthesis, and a preposition.

        That there is a ``village`` of the name makes a preposition enough, whatever the model takes it for.
        """
        if end - start > 4 or self.begins[start]:
            return False
        if not village and (self.label[start] in QUANTITY_LABELS or self.label[start] == "NORP"):
            return False
        key = fold(self.slice(start, end))
        if not key or key in self.words.never or key in self.words.groups:
            return False  # without a key: nothing in it is Latin
        next_word = self.lower[end] if end < len(self.lower) else "."
        behind = (
            self.words.kinds.get(next_word) in ("town", "admin") or next_word == "(" or next_word in self.words.fields
        )
        i = start - 1
        before = (
            i > 1 and self.lower[i] == "of" and self.words.kinds.get(self.texts[i - 1]) in ("town", "admin", "thing")
        )
        around = self.preposition(Name(start, end, ""))
        around += 0.1 if around >= _VERB and self.gazetteer.alike(key) else 0.0  # "retook Hawija"
        alone = around >= FIRM and end - start == 1 and not self.label[start] and next_word in _ENDS
        alone = alone or (village and (around >= 0.5 or self.words.kinds.get(self.lower[i]) == "town"))
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
            then = self.beyond(found, here, phrases.boxes)
            after = found[then]
            if after.modifier or name.modifier:
                continue
            if after.start - 1 in phrases.boxes and phrases.heads(name.end, after.start - 1):
                name.boxed = name.inside = True
                name.parents.append(then)
            elif after.start - name.end <= (_WIDE if self.texts[name.end] == "(" else _GAP) and self.led(name, after):
                name.boxed = name.told and after.told
                name.inside = self.lower[after.start - 1] == "in" or self.texts[after.start - 1] == "("
                name.parents.append(then)
        for here in range(len(found) - 2, -1, -1):
            for parent in list(found[here].parents):
                found[here].parents += [p for p in found[parent].parents if p not in found[here].parents]
            del found[here].parents[_CHAIN:]  # in a list of a thousand towns each would hold all before it
            name, after = found[here], found[here + 1]
            gap = [w for w in self.lower[name.end : after.start] if self.words.kinds.get(w) != "town"]
            if not name.parents and gap == ["and"] and (not name.known or name.told):
                name.parents, name.boxed = list(after.parents), after.boxed  # "between X and Y (Z)"
        self.link_ends(found)

    def beyond(self, found: list[Name], here: int, boxes: set[int]) -> int:
        """The position of the next name; names in brackets that do not tell where this one lies are passed over."""
        opens, then = found[here].end, here + 1
        if opens in boxes or opens >= len(self.texts) or self.texts[opens] != "(":
            return then
        closes = next((k for k in range(opens, min(opens + _WIDE, len(self.texts))) if self.texts[k] == ")"), opens)
        while then + 1 < len(found) and found[then].end <= closes:
            then += 1
        return then

    def link_ends(self, found: list[Name]) -> None:
        """Put the unknown end of a road, or of "between X and Y", by the other end."""
        for here, (name, after) in enumerate(pairwise(found)):
            gap = self.texts[name.end : after.start]
            if name.told and after.told and name.known != after.known and gap in (["and"], ["-"], ["–"]):
                unknown, other = (after, here) if name.known else (name, here + 1)
                unknown.parents = unknown.parents or [other]

    def led(self, name: Name, after: Name) -> bool:
        """Whether the words between two neighbours say that the later holds the earlier."""
        raw = self.lower[name.end : after.start]
        if "(" in raw and raw[:1] == ["("] and ")" in raw:
            raw = raw[raw.index(")") + 1 :]  # "X (Old X) village in Y"
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
