"""Is a match a place here? What its neighbourhood says, and which names hold which others.

A match that the model does not label as a place needs evidence: a preposition, a kind word ("village of"), a parent
behind a comma, a dateline, or the same name read as a place elsewhere in the article. Names that the gazetteer lacks
need a preposition together with a kind word or a parent ("in Toulla (Banh, Loroum)").
"""

from __future__ import annotations

from spacy.tokens import Doc

from app.gazetteer import Gazetteer, fold
from app.nlp.components.toponyms.containment import link_parents, lists
from app.nlp.components.toponyms.name_evidence import FIRM, Weigher
from app.nlp.components.toponyms.names import PLACE_LABELS, QUANTITY_LABELS, Name, initials
from app.nlp.components.toponyms.phrases import Phrases

_COMPANY = 0.4  # what the names of a list say of each other
_VERB = 0.5  # what a verb says that takes places
_ACCEPT = 0.5
_LISTED_WORDS, _LISTED_TOWN = 3, 20_000  # words of an unknown name in a list of towns; people of one of them
_LISTED = frozenset({",", "and", "or", ".", ";", ")", "&"})
_JOINTS = (["and"], [","], [",", "and"], ["or"], [",", "or"])


def read(doc: Doc, gazetteer: Gazetteer) -> tuple[list[Name], list[tuple[str, ...]], list[str]]:
    """Every place name and country adjective of a Doc in text order; the countries of its armed groups, and forces."""
    reader = Reader(doc, gazetteer)
    return reader.read(), reader.hints, reader.forces


class Reader(Weigher):
    """Weighs the matches of one Doc; short-lived."""

    def read(self) -> list[Name]:
        """Every place name and country adjective, in text order."""
        found = self.with_entities(self.matches())
        self.lands = self.named_countries(found)
        found = self.with_strangers(found)
        for name in found:
            name.known = name.known or self.village_here(name.start, name.end)
        phrases = Phrases(self, lambda start, end: bool(self.lands) and self.village_here(start, end))
        found = phrases.names(found)
        self.extend_streets(found)
        link_parents(self, found, phrases)
        return self.accepted(found)

    def named_countries(self, found: list[Name]) -> frozenset[str]:
        """The countries that the article states by name, adjective, armed group or place."""
        named = {name.code[:2] for name in found if name.code} | {code for codes in self.hints for code in codes}
        for name in found:
            if name.known and not name.code and name.label in PLACE_LABELS and name.whole:
                named |= {e.country_code for e in self.gazetteer.lookup(name.key)[:1] if e.country_code}
        return frozenset(named)

    def village_here(self, start: int, end: int) -> bool:
        """Whether a hamlet of the countries that the article names has these words as its name.

        Any hamlet, when the article names no country. Initials are not one, nor is a part of what the model takes for a
        date or a number ("Nov. 1").
        """
        if initials(text := self.slice(start, end)):
            return False
        if self.label[start] in QUANTITY_LABELS and self.entity[start] != (start, end):
            return False
        found = self.gazetteer.hamlets(fold(text))
        return any(e.country_code in self.lands for e in found) if self.lands else bool(found)

    def with_strangers(self, found: list[Name]) -> list[Name]:
        """Add capitalised names that the gazetteer lacks and that stand as places ("in X village", "near X (Y)").

        A weak match inside such a name gives way to it ("War" to "War Tan village").
        """
        owner = {i: name for name in found for i in range(name.start, name.end)}
        firm = self.bodies | {i for i, name in owner.items() if self.firm(name)}
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
            among = not covered and i > 1 and self.between(i, end, owner)
            placed = not inside or village or among or self.has_kind_word(i, end)
            if not covered and placed and (among or self.stranger(i, end, village=village)):
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
        longer = i > name.end and self.has_kind_word(name.start, i)
        return bool(name.code) or (name.label in PLACE_LABELS and name.whole and not longer)

    def has_kind_word(self, start: int, end: int) -> bool:
        """Whether the kind of a town ends a run of at most four words, or stands behind it ("War Tan village")."""
        behind = self.texts[end] if end < len(self.texts) else ""
        if end - start > 2 and self.words.kinds.get(self.lower[end - 1]) == "town":
            return end - start <= 5
        return 1 < end - start <= 4 and self.words.kinds.get(behind) in ("town", "admin")

    def stranger(self, start: int, end: int, *, village: bool = False) -> bool:
        """Whether an unknown run of capitals stands as a place: a kind word or a parenthesis, and a preposition.

        That there is a ``village`` of the name makes a preposition enough, whatever the model takes it for.
        """
        if end - start > 5 or self.begins[start]:
            return False
        i = start - 1
        before = (
            i > 1 and self.lower[i] == "of" and self.words.kinds.get(self.texts[i - 1]) in ("town", "admin", "thing")
        )
        if not village and (self.label[start] in QUANTITY_LABELS or (self.label[start] == "NORP" and not before)):
            return False
        key = fold(self.slice(start, end))
        if not key or key in self.words.never or key in self.words.groups:
            return False  # without a key: nothing in it is Latin
        next_word = self.lower[end] if end < len(self.lower) else "."
        if self.of_a_people(start, end):
            return False
        behind = (
            self.words.kinds.get(next_word) in ("town", "admin", "part", "thing")
            or next_word in self.words.fields | self.words.grounds
            or next_word == "("
            or self.long_kind(end) is not None
            or (end - start > 2 and self.words.kinds.get(self.lower[end - 1]) == "town")
        )
        around = self.preposition(Name(start, end, ""))
        around += 0.1 if around >= _VERB and self.gazetteer.alike(key) else 0.0  # "retook Hawija"
        alone = around >= FIRM and end - start == 1 and not self.label[start] and self.closed(end)
        alone = alone or (self.beside(start) and self.closed(end) and bool(self.gazetteer.alike(key)))
        alone = alone or (village and (around >= 0.5 or self.words.kinds.get(self.lower[i]) == "town"))
        chained = i > 0 and self.lower[i] == "," and self.words.kinds.get(self.lower[i - 1]) in ("town", "admin")
        return before or alone or self.described(end) or (behind and (around >= 0.2 or chained))

    def between(self, start: int, end: int, owner: dict[int, Name]) -> bool:
        """Whether an unknown name stands in the midst of a list of towns: "shelled Aleppo, Korv, Homs and Idlib"."""
        joint = next((j for j in _JOINTS if self.lower[end : end + len(j)] == j), None)
        if joint is None or end - start > _LISTED_WORDS or self.lower[start - 1] != ",":
            return False
        both = [owner.get(start - 2), owner.get(end + len(joint))]
        towns = [self.gazetteer.lookup(n.key) for n in both if n and n.known and n.key not in self.words.personal]
        return len(towns) == len(both) and any(e.main and e.population >= _LISTED_TOWN for t in towns for e in t)

    def beside(self, start: int) -> bool:
        """Whether a name stands behind "and" and a known place that a preposition leads: "in Sanaa and Hodeidah"."""
        i = start - 2
        if i < 1 or self.lower[start - 1] != "and" or not self.texts[i][0].isupper():
            return False
        known = self.gazetteer.lookup(fold(self.texts[i]))
        return any(e.main for e in known) and self.preposition(Name(i, i + 1, "")) >= FIRM

    def with_whole_entities(self, found: list[Name]) -> list[Name]:
        """Add the model's places whose parts alone are not places: not "Bab" but all of "the Bab al-Salama crossing".

        They come last, so that the positions in ``parents`` stay right.
        """
        taken = self.bodies | {i for name in found for i in range(name.start, name.end)}
        for ent in self.doc.ents:
            start, end = self.bare(ent.start, ent.end)
            if ent.label_ not in PLACE_LABELS or end - start < 2 or not taken.isdisjoint(range(start, end)):
                continue
            name = self.labelled(Name(start, end, fold(self.slice(start, end)), known=False))
            name.around = self.around(name)
            self.weigh(name)
            proper = name.key and name.key not in self.words.never and self.texts[end - 1][0].isupper()
            if proper and name.evidence >= _ACCEPT and (name.around >= FIRM or ent.label_ != "FAC"):
                found.append(name)
        return found

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

    def share_kinds(self, found: list[Name]) -> None:
        """ "Butler, Clark and Warren counties": the kind of the last is that of all."""
        for here in range(len(found) - 2, -1, -1):
            name, after = found[here], found[here + 1]
            plural = after.kind_word.endswith("s") and after.kind in ("admin", "town")
            gap = self.lower[name.end : after.start]
            if plural and not name.modifier and gap in _JOINTS:
                name.kind, name.kind_word = after.kind, after.kind_word
                name.parents = list(after.parents)
                name.evidence = max(name.evidence, after.evidence)

    def joined(self, before: Name, name: Name) -> bool:
        """Whether a name follows another in a list: "X, Y and Z", not "near X, Lincoln spoke"."""
        gap = self.lower[before.end : name.start]
        behind = self.lower[name.end] if name.end < len(self.lower) else "."
        return gap in _JOINTS and (gap != [","] or behind in _LISTED)

    def embedded(self, name: Name) -> bool:
        """Whether a name begins that of an institution: "the Ohio Coalition for Education", "Athens Parks Director"."""
        if not name.head or name.tail or not name.first or not name.known:
            return False
        if name.label == "PERSON":
            behind = self.texts[name.end]
            return behind in self.words.institutions or self.words.kinds.get(behind.lower()) is not None
        return name.label not in PLACE_LABELS

    def accompany(self, run: list[Name]) -> None:
        """Take every name of a list for a place where one surely is and the others, but for one, are towns too."""
        doubtful = [n for n in run if n.evidence < _ACCEPT]
        strangers = [n for n in doubtful if not self.companion(n)]
        if len(doubtful) < len(run) and (not strangers or (len(strangers) == 1 and not strangers[0].known)):
            for name in doubtful:
                name.evidence = _ACCEPT

    def companion(self, name: Name) -> bool:
        """Whether a doubtful name of a list is that of a town, in any spelling, which no person has."""
        if not name.whole or name.tail or name.head or name.modifier or self.surname(name):
            return False
        towns = self.gazetteer.lookup(name.key)
        return name.key not in self.words.personal and any(e.population >= _LISTED_TOWN for e in towns)

    def accepted(self, found: list[Name]) -> list[Name]:
        """The names with enough evidence; a name that is a place somewhere in the article is one elsewhere too."""
        before: Name | None = None
        for name in found:
            name.around = self.around(name)
        runs = lists(self, found)
        for run in runs:
            for i in run:
                found[i].peers = run
            labelled = any(found[i].label in PLACE_LABELS for i in run)
            for i in run if labelled else ():
                found[i].around = max(found[i].around, _COMPANY)
        for name in found:
            if before is not None and before.evidence >= _ACCEPT and self.joined(before, name):
                name.around = max(name.around, before.around)
            self.weigh(name)
            before = name
        for run in runs:
            self.accompany([found[i] for i in run])
        self.share_kinds(found)
        sure = {n.key for n in found if n.evidence >= _ACCEPT and not n.modifier}
        keep: list[int] = []
        for i, name in enumerate(found):
            known = name.key in sure and not self.surname(name)
            if name.evidence < _ACCEPT and (known or name.code) and self.embedded(name):
                name.evidence, name.embedded = _ACCEPT, True
            if name.evidence < _ACCEPT and known and not (name.label == "PERSON" and not name.whole):
                name.evidence += 0.4
            if name.evidence >= _ACCEPT or (name.evidence > 0.1 and known):
                keep.append(i)
        place_of = {old: new for new, old in enumerate(keep)}
        for i in keep:
            found[i].parents = [place_of[p] for p in found[i].parents if p in place_of]
            found[i].peers = [place_of[p] for p in found[i].peers if p in place_of]
        return self.with_whole_entities([found[i] for i in keep])
