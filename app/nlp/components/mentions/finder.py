"""From noun heads to mentions."""

from __future__ import annotations

from spacy.tokens import Doc

from app.domain.event import EntityKind
from app.gazetteer.countries import country_name, country_of_adjective, country_of_name, government_by_capital
from app.nlp.annotations import Mention, Quantity
from app.nlp.components.mentions import words
from app.nlp.components.mentions.kinding import kind_of, model_kind
from app.nlp.components.mentions.names import Person, country_in, find_groups, find_persons
from app.nlp.components.mentions.phrases import bounds, left_bound, right_bound, root_of
from app.nlp.grid import Grid

#: Dependencies that make a noun a modifier and no phrase of its own.
_MODIFIERS = frozenset(["compound", "nmod", "amod", "det", "nummod", "quantmod", "punct", "case", "advmod"])
_ARGUMENTS = frozenset(
    ["nsubj", "nsubjpass", "dobj", "pobj", "attr", "conj", "dative", "agent", "appos", "ROOT", "oprd"]
)
_NUMBERS = frozenset(["DATE", "TIME", "PERCENT", "MONEY", "ORDINAL", "QUANTITY"])
_NOMINAL = frozenset(["NOUN", "PROPN"])
_DETERMINERS = frozenset(
    ["the", "a", "an", "this", "these", "those", "that", "its", "their", "his", "her", "our", "my", "your", "some"]
)  # fmt: skip
_SAID_OF = frozenset(["ADJ", "VERB", "ADV"])
_KINDS_OF_PEOPLE = frozenset(["person", "civilians", "armed_group", "military", "police"])


class Finder:
    """Finds the mentions of one Doc. Holds what is looked up many times."""

    def __init__(self, doc: Doc, grid: Grid) -> None:
        self.text = doc.text
        self.offsets = [int(x) for x in doc.to_array("IDX")] if len(doc) else []
        self.grid = grid
        self.kinds = words.kinds()
        self.groups = find_groups(grid)
        self.group_of = {k: s for s, (e, _) in self.groups.items() for k in range(s, e)}
        self.usage = {k: t for t in doc._.toponyms for k in range(t.start, t.end)}
        self.persons = {
            root_of(grid, p.start, p.end): p
            for p in find_persons(grid, self.groups)
            if p.start < p.name or not self._place(p.name, p.end)
        }
        self.person_of = {k: root for root, p in self.persons.items() for k in range(p.start, p.end)}
        self.counted: dict[int, Quantity] = {}
        for quantity in doc._.quantities:
            self.counted[quantity.start] = quantity
            if quantity.counted >= 0:
                self.counted.setdefault(-quantity.counted - 1, quantity)

    def find(self) -> tuple[Mention, ...]:
        """All mentions, in text order."""
        found = [m for i in range(len(self.grid.text)) if (m := self.at(i)) is not None]
        found.sort(key=lambda m: (m.start, -m.end, m.head))
        return tuple(found)

    def at(self, i: int) -> Mention | None:
        """The mention whose head is a token, or None."""
        grid = self.grid
        pos = grid.pos[i]
        if pos == "PRON" or (pos == "DET" and grid.lower[i] in ("his", "her", "its", "their", "our", "my", "your")):
            return self.pronoun(i)
        if i in self.persons:
            return self.person(i, self.persons[i])
        if i in self.group_of:
            return self.group(i)
        if pos in _NOMINAL:
            return self.noun(i)
        if pos == "ADJ" and grid.text[i][0].isupper():
            return self.country_modifier(i)
        if pos in ("NUM", "ADJ", "VERB") and grid.dep[i] in ("nsubj", "nsubjpass", "dobj", "pobj"):
            return self.elliptic(i)
        return None

    def _place(self, start: int, end: int) -> bool:
        """Whether a name without a title is a place that the gazetteer knows, rather than a person."""
        toponym = self.usage.get(start)
        return toponym is not None and (toponym.start, toponym.end) == (start, end)

    def slice(self, start: int, end: int) -> str:
        """Text of a token range, line breaks and runs of blanks made one blank."""
        return " ".join(self.text[self.offsets[start] : self.offsets[end - 1] + len(self.grid.text[end - 1])].split())

    def bare(self, start: int, end: int) -> str:
        """Text of a token range without its determiner."""
        while start < end - 1 and (self.grid.lower[start] in _DETERMINERS or not self.grid.text[start][0].isalnum()):
            start += 1
        return self.slice(start, end)

    def named(self, start: int, end: int, head: int) -> str:
        """A name without what is said of it: "the outlawed Baloch Freedom Army" is the Baloch Freedom Army."""
        grid = self.grid
        while start < head and (
            grid.lower[start] in _DETERMINERS or (grid.text[start][0].islower() and grid.pos[start] in _SAID_OF)
        ):
            start += 1
        return self.bare(start, end)

    def pronoun(self, i: int) -> Mention | None:
        """Personal and indefinite pronouns."""
        grid = self.grid
        pronoun = words.pronouns().get(grid.lower[i])
        if pronoun is not None and grid.dep[i] != "expl":
            kind: EntityKind = (
                "person" if pronoun.gender in ("m", "f") or grid.lower[i] in ("i", "me", "my") else "other"
            )
            return Mention(i, i + 1, i, kind, grid.text[i], pronoun=True, plural=pronoun.number == "p")
        if grid.lower[i] in words.indefinite() and grid.dep[i] in _ARGUMENTS:
            start, end = bounds(grid, i)
            return Mention(
                start, end, i, words.indefinite()[grid.lower[i]], self.bare(start, end),
                quantity=self.quantity(start, end, i), plural=grid.lower[i] not in ("someone", "somebody", "one"),
            )  # fmt: skip
        return None

    def elliptic(self, i: int) -> Mention | None:
        """A number, adjective or participle that stands for people: "three were killed", "the wounded"."""
        grid = self.grid
        if grid.lower[i] == "old":
            return self.aged(i)
        if grid.ent[i] in _NUMBERS or (self.grid.pos[i] == "VERB" and not self._the_dead(i)):
            return None
        if grid.pos[i] == "ADJ" and not self._the_dead(i):
            return None
        start, end = bounds(grid, i)
        model = model_kind(grid.text[i])
        if model is not None:
            return Mention(start, end, i, model, self.bare(start, end))
        kind = self.kinds.heads.get(grid.lower[i], "other")
        return Mention(start, end, i, kind, self.bare(start, end), plural=True, quantity=self.quantity(start, end, i))

    def aged(self, i: int) -> Mention | None:
        """ "the 34-year-old" as a noun of its own."""
        grid = self.grid
        start, end = bounds(grid, i)
        if grid.lower[i] != "old" or grid.text[i - 1] != "-" or grid.dep[start] != "det":
            return None
        return Mention(start, end, i, "person", self.slice(start + 1, end))

    def _the_dead(self, i: int) -> bool:
        return self.kinds.heads.get(self.grid.lower[i]) is not None and any(
            self.grid.dep[k] in ("det", "nummod") for k in self.grid.kids[i]
        )

    def quantity(self, start: int, end: int, head: int) -> Quantity | None:
        """The quantity that counts a phrase."""
        if not self.counted:
            return None
        for i in range(start, end):
            quantity = self.counted.get(i)
            if quantity is not None and quantity.end <= end and quantity.counted in (-1, head):
                return quantity
        return self.counted.get(-head - 1)

    def person(self, root: int, person: Person) -> Mention:
        """A named person; the title goes into the description."""
        grid = self.grid
        start, end = person.start, person.end
        if start == person.name:
            start = min(start, bounds(grid, root)[0]) if start <= root < end else start
        offices, address = words.titles()
        titled = start
        while titled < person.name and (grid.lower[titled] in _DETERMINERS or grid.lower[titled] in address):
            titled += 1
        description = self.slice(titled, person.name) if titled < person.name else None
        if description is not None and not any(w.rstrip(".").lower() in offices for w in description.split()):
            description = None
        apposition = None if description else self._apposition(root, end)
        if apposition is not None:
            description = self.bare(*apposition)
        where = (start, person.name) if start < person.name else apposition
        return Mention(
            start, end, root, "person", self.slice(person.name, end), proper=True, description=description,
            country_code=country_in(grid, *where, self.groups) if where else None,
        )  # fmt: skip

    def _apposition(self, root: int, end: int) -> tuple[int, int] | None:
        """Range of an apposition that says what a person is: ", spokesman for the army,"."""
        grid = self.grid
        offices, _ = words.titles()
        for kid in grid.kids[root]:
            if (
                kid >= end
                and grid.dep[kid] == "appos"
                and grid.pos[kid] in _NOMINAL
                and (grid.lemma[kid] in offices or self.kinds.heads.get(grid.lemma[kid]) in _KINDS_OF_PEOPLE)
            ):
                start, stop = bounds(grid, kid)
                for tail in grid.kids[kid]:
                    if tail == stop and grid.dep[tail] == "prep":
                        stop = min(grid.right[tail], stop + 8)
                        stop = next(
                            (
                                k
                                for k in range(tail, stop)
                                if grid.text[k] in (",", "(", ";") or grid.dep[k] in ("relcl", "acl")
                            ),
                            stop,
                        )
                return start, stop
        return None

    def group(self, i: int) -> Mention | None:
        """A group of the lexicon: alone, or before a noun that says what its people are ("Hamas fighters")."""
        grid = self.grid
        first = self.group_of[i]
        end, group = self.groups[first]
        if i != root_of(grid, first, end):
            return None
        kind, name = group.kind, group.name
        start = (
            first - 1
            if first and grid.lower[first - 1] == "the" and grid.sent[first - 1] == grid.sent[first]
            else first
        )
        plural = end - first > 1 and grid.text[end - 1].endswith("s") and kind in _KINDS_OF_PEOPLE
        return Mention(start, end, i, kind, name, country_code=group.country, proper=True, plural=plural)

    def noun(self, i: int) -> Mention | None:
        """A common or proper noun."""
        grid = self.grid
        root = self.person_of.get(i)
        if grid.dep[i] in _MODIFIERS:
            return self.modifier(i)
        if i + 1 < len(grid.text) and grid.text[i + 1] == "-" and grid.dep[i] == "npadvmod":
            return None  # "Iranian-backed": who backs is not who acts
        if root is not None and root != i:
            return None
        if grid.ent_start[i] >= 0 and grid.ent[i] not in _NUMBERS | {"CARDINAL"} and self._inside_name(i):
            return None
        lemma = grid.lemma[i]
        if lemma in self.kinds.never and grid.pos[i] == "NOUN":
            return None
        if (
            grid.ent[i] in ("GPE", "LOC")
            or i in self.usage
            or (grid.pos[i] == "PROPN" and country_of_name(grid.text[i]))
        ):
            return self.country(i)
        start, end = bounds(grid, i)
        kind = self.kind(i, start, end)
        if grid.ent[i] in _NUMBERS and kind == "other":
            return None
        tag = grid.tag[i]
        proper = grid.pos[i] == "PROPN" and (grid.ent_start[i] >= 0 or grid.text[i][0].isupper())
        if proper and end - start == 1 and kind in ("other", "person") and government_by_capital(grid.text[i]):
            return self.country(i)
        if kind == "other" and proper and end - start <= 3 and self._speaks(i):
            kind = "organization" if grid.lower[start] == "the" else "person"
            return Mention(start, end, i, kind, self.bare(start, end), proper=True)
        quantity = self.quantity(start, end, i)
        plural = tag in ("NNS", "NNPS") or lemma in ("police", "people")
        return Mention(
            start,
            end,
            i,
            kind,
            self.named(start, end, i) if proper else self.bare(start, end),
            proper=proper,
            quantity=quantity,
            country_code=self._country_of(i, start, kind),
            plural=plural or (quantity is not None and (quantity.low or 0) > 1),
        )

    def _speaks(self, i: int) -> bool:
        """Whether a lone unknown name is the subject of "said" and the like: then it is a person's."""
        grid = self.grid
        return grid.dep[i] == "nsubj" and grid.lemma[grid.head[i]] in ("say", "tell", "add", "write", "argue", "note")

    def _country_of(self, i: int, start: int, kind: EntityKind) -> str | None:
        """The country in a phrase, after it ("of Iraq"), or before the first of its conjuncts."""
        inside = country_in(self.grid, start, i + 1, self.groups)
        if inside is not None or kind in ("other", "weapon", "facility"):
            return inside
        return self._country_after(i) or self._shared_country(i) or self._capital_before(i, kind)

    def _capital_before(self, i: int, kind: EntityKind) -> str | None:
        """The country whose capital stands before its rulers: "the Kyiv government", "Tehran's foreign minister"."""
        grid = self.grid
        if kind not in ("government", "person", "military") or grid.pos[i] != "NOUN":
            return None
        for kid in grid.kids[i]:
            if kid < i and grid.dep[kid] in ("compound", "poss", "nmod", "amod") and grid.text[kid][0].isupper():
                code = government_by_capital(grid.text[kid])
                if code is not None:
                    return code
        return None

    def _inside_name(self, i: int) -> bool:
        """Whether a noun is an inner part of a name whose head is another noun: "Health and Human Services"."""
        grid = self.grid
        start, end, head = grid.ent_start[i], grid.ent_end[i], grid.head[i]
        return end - start > 1 and start <= head < end and head != i and grid.pos[head] != "VERB"

    def kind(self, i: int, start: int, end: int) -> EntityKind:
        """The kind of a noun phrase."""
        return kind_of(self.grid, i, start, end, self.groups)

    def _country_after(self, i: int) -> str | None:
        """The country in "the government of Iraq"."""
        grid = self.grid
        for kid in grid.kids[i]:
            if kid == i + 1 and grid.lower[kid] == "of":
                return country_in(grid, kid + 1, min(grid.right[kid], kid + 5), self.groups)
        return None

    def _shared_country(self, i: int) -> str | None:
        """ "Iraqi army and police": a bare conjunct takes the country of the first."""
        grid = self.grid
        if grid.dep[i] != "conj" or any(k < i for k in grid.kids[i]) or grid.pos[grid.head[i]] not in _NOMINAL:
            return None
        first = grid.head[i]
        return country_in(grid, bounds(grid, first)[0], first, self.groups)

    def country(self, i: int) -> Mention | None:
        """A country or town that acts; None where it is only a place."""
        grid = self.grid
        start, end = bounds(grid, i)
        if grid.ent_start[i] >= 0 and grid.ent[i] in ("GPE", "LOC"):
            start, end = min(start, grid.ent_start[i]), grid.ent_end[i]
        toponym = self.usage.get(i)
        head = i
        while grid.dep[head] == "conj" and grid.head[head] != head:
            head = grid.head[head]
        if toponym is None or toponym.usage == "place":
            dep = grid.dep[head]
            if dep in ("npadvmod", "appos", "ROOT", "dep", "attr", "nmod", "compound") and head == i:
                return None
            if dep == "pobj" and grid.lower[grid.head[head]] in self.kinds.place_prepositions:
                return None
        text = self.bare(start, end)
        code = country_of_name(text) or government_by_capital(text) or country_in(grid, start, end, self.groups)
        if code is None and toponym is not None:
            code = toponym.place.country_code
        known = country_of_name(text) or government_by_capital(text)
        name = country_name(known) if known else text
        if country_of_adjective(text) and grid.tag[i] == "NNPS":  # "Iraqis": people of a country
            return Mention(start, end, i, "civilians", text, country_code=code, proper=True, plural=True)
        return Mention(start, end, i, "government", name, country_code=code, proper=True)

    def modifier(self, i: int) -> Mention | None:
        """A name before a noun: a person or organization; a country only before a deed; a weapon: "rocket attack"."""
        grid = self.grid
        if grid.dep[i] in ("compound", "nmod") and self.kinds.heads.get(grid.lemma[i]) == "weapon":
            return self.weapon_modifier(i)
        if grid.pos[i] != "PROPN":
            return None
        if grid.ent[i] == "GPE" or country_of_name(grid.text[i]) or country_of_adjective(grid.text[i]):
            return self.country_modifier(i)
        if grid.ent[i] != "ORG" or grid.ent_end[i] - 1 != i or grid.ent_start[i] <= grid.head[i] < grid.ent_end[i]:
            return None
        start, end = grid.ent_start[i], grid.ent_end[i]
        start += grid.lower[start] == "the"
        kind = self.kind(i, start, end)
        code = country_in(grid, start, end, self.groups)
        return Mention(start, end, i, kind, self.bare(start, end), country_code=code, proper=True)

    def weapon_modifier(self, i: int) -> Mention | None:
        """A weapon before what is done, kept or used with it: "IED blast", "mortar team"."""
        grid = self.grid
        head = grid.head[i]
        if head != i + 1 or grid.dep[head] in _MODIFIERS:
            return None
        start = left_bound(grid, i)
        if start < i and grid.dep[start] == "det":
            start += 1
        if kind_of(grid, head, start, head + 1, self.groups) in ("weapon", "vehicle", "person", "civilians"):
            return None
        return Mention(start, i + 1, i, "weapon", self.bare(start, i + 1))

    def country_modifier(self, i: int) -> Mention | None:
        """A country or its adjective before a noun of deed: "US strike", "Israeli raids"."""
        grid = self.grid
        head = grid.head[i]
        if not (i < head and grid.dep[i] in ("amod", "compound", "nmod") and grid.lemma[head] in self.kinds.deeds):
            return None
        start = grid.ent_start[i] if grid.ent_start[i] >= 0 and grid.ent[i] in ("GPE", "NORP") else i
        end = right_bound(grid, i) if grid.pos[i] == "PROPN" else i + 1
        start += grid.lower[start] == "the"
        code = country_in(grid, start, min(end, head), self.groups)
        if code is None or end > head:
            return None
        return Mention(start, end, i, "government", country_name(code), country_code=code, proper=True)
