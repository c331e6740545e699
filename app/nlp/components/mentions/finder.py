"""From noun heads to mentions."""

from __future__ import annotations

from spacy.tokens import Doc

from app.domain.event import EntityKind
from app.gazetteer.countries import country_of_name, government_by_capital
from app.nlp.annotations import Mention, Quantity
from app.nlp.components.mentions.countries import acting_country, country_of
from app.nlp.components.mentions.modifiers import MODIFIERS, country_modifier, modifier
from app.nlp.components.mentions.names import Person, country_in, find_groups, find_persons
from app.nlp.lexicon import participants, word_list
from app.nlp.noun_kinds import kind_of, model_kind
from app.nlp.noun_phrases import bounds, root_of
from app.nlp.token_table import TokenTable

#: Dependencies that make a noun a modifier and no phrase of its own.
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


def namesakes(doc: Doc) -> dict[str, str | None]:
    """Names of countries that only name something else in this text, with its country: the US state of Georgia."""
    known = {(doc[t.start : t.end].text, t.place.precision == "country"): t.place.country_code for t in doc._.toponyms}
    return {
        name: code
        for (name, country), code in known.items()
        if not country and (name, True) not in known and country_of_name(name)
    }


class Finder:
    """Finds the mentions of one Doc. Holds what is looked up many times."""

    def __init__(self, doc: Doc, tokens: TokenTable) -> None:
        self.text = doc.text
        self.tokens = tokens
        self.kinds = participants.kinds()
        self.groups = find_groups(tokens)
        self.group_of = {k: s for s, (e, _) in self.groups.items() for k in range(s, e)}
        self.usage = {k: t for t in doc._.toponyms for k in range(t.start, t.end)}
        self.namesakes = namesakes(doc)
        self.persons = {
            root_of(tokens, p.start, p.end): p
            for p in find_persons(tokens, self.groups)
            if p.start < p.name or not self._place(p.name, p.end)
        }
        self.person_of = {k: root for root, p in self.persons.items() for k in range(p.start, p.end)}
        self.dated = {
            k: t.end for t in doc._.times if t.expression.type in ("DATE", "TIME") for k in range(t.start, t.end)
        }
        self.counted: dict[int, Quantity] = {}
        for quantity in doc._.quantities:
            if quantity.start in self.dated:
                continue  # "Since 1999 rebels have"
            self.counted[quantity.start] = quantity
            if quantity.counted >= 0:
                self.counted.setdefault(-quantity.counted - 1, quantity)

    def find(self) -> tuple[Mention, ...]:
        """All mentions, in text order."""
        by_range = {(m.start, m.end): m for i in range(len(self.tokens.text)) if (m := self.at(i)) is not None}
        found = list(by_range.values())  # each part of "al-Sadr" may seem to be its head: the last one is
        found.sort(key=lambda m: (m.start, -m.end, m.head))
        return tuple(found)

    def at(self, i: int) -> Mention | None:
        """The mention whose head is a token, or None."""
        tokens = self.tokens
        pos = tokens.pos[i]
        if pos in ("NUM", "PRON", "DET", "ADJ") and tokens.dep[i] in _ARGUMENTS and (found := self.part(i)) is not None:
            return found
        if pos == "PRON" or (pos == "DET" and tokens.lower[i] in ("his", "her", "its", "their", "our", "my", "your")):
            return self.pronoun(i)
        if i in self.persons:
            return self.person(i, self.persons[i])
        if i in self.group_of:
            return self.group(i)
        if pos in _NOMINAL:
            return self.noun(i)
        if pos == "ADJ" and tokens.text[i][0].isupper():
            return country_modifier(self, i)
        if pos in ("NUM", "ADJ", "VERB") and tokens.dep[i] in ("nsubj", "nsubjpass", "dobj", "pobj"):
            return self.elliptic(i)
        return None

    def _place(self, start: int, end: int) -> bool:
        """Whether a name without a title is a place that the gazetteer knows, rather than a person."""
        toponym = self.usage.get(start)
        return toponym is not None and (toponym.start, toponym.end) == (start, end)

    def country_in(self, start: int, end: int) -> str | None:
        """The country that a phrase names or is an adjective of."""
        return country_in(self.tokens, start, end, self.groups, self.namesakes)

    def bounds(self, head: int) -> tuple[int, int]:
        """Token range of a phrase without a date that the parser takes for its front: "On May 20 rebels"."""
        start, end = bounds(self.tokens, head)
        after = self.dated.get(start, 0)
        if after and after <= head:
            start = after + (after < head and self.tokens.lower[after] in ("'s", "’s"))
        return start, end

    def slice(self, start: int, end: int) -> str:
        """Text of a token range, line breaks and runs of blanks made one blank."""
        offset = self.tokens.offset
        return " ".join(self.text[offset[start] : offset[end - 1] + len(self.tokens.text[end - 1])].split())

    def bare(self, start: int, end: int) -> str:
        """Text of a token range without its determiner."""
        while start < end - 1 and (
            self.tokens.lower[start] in _DETERMINERS or not self.tokens.text[start][0].isalnum()
        ):
            start += 1
        return self.slice(start, end)

    def named(self, start: int, end: int, head: int) -> str:
        """A name without what is said of it: "the outlawed Baloch Freedom Army" is the Baloch Freedom Army."""
        tokens = self.tokens
        while start < head and (
            tokens.lower[start] in _DETERMINERS or (tokens.text[start][0].islower() and tokens.pos[start] in _SAID_OF)
        ):
            start += 1
        return self.bare(start, end)

    def pronoun(self, i: int) -> Mention | None:
        """Personal and indefinite pronouns."""
        tokens = self.tokens
        pronoun = participants.pronouns().get(tokens.lower[i])
        if pronoun is not None and tokens.dep[i] != "expl":
            kind: EntityKind = (
                "person" if pronoun.gender in ("m", "f") or tokens.lower[i] in ("i", "me", "my") else "other"
            )
            return Mention(i, i + 1, i, kind, tokens.text[i], pronoun=True, plural=pronoun.number == "p")
        if tokens.lower[i] in participants.indefinite() and tokens.dep[i] in _ARGUMENTS:
            start, end = bounds(tokens, i)
            return Mention(
                start, end, i, participants.indefinite()[tokens.lower[i]], self.bare(start, end),
                quantity=self.quantity(start, end, i), plural=tokens.lower[i] not in ("someone", "somebody", "one"),
            )  # fmt: skip
        return None

    def part(self, i: int) -> Mention | None:
        """Some of those whom "of" leads to, with their kind: "two of the suspects", "most of the rebels"."""
        tokens = self.tokens
        of = next((k for k in tokens.kids[i] if k == i + 1 and tokens.lower[k] == "of"), -1)
        noun = next((k for k in tokens.kids[of] if tokens.dep[k] == "pobj"), -1) if of >= 0 else -1
        if noun >= 0 and tokens.tag[noun] == "PRP" and tokens.pos[i] == "NUM" and tokens.left[i] == i:  # "five of them"
            return Mention(
                i, noun + 1, i, "other", self.slice(i, noun + 1), quantity=self.quantity(i, of, i), plural=True
            )
        if noun < 0 or tokens.pos[noun] not in _NOMINAL or tokens.ent[i] in _NUMBERS or noun in self.usage:
            return None
        (start, _), (first, end) = bounds(tokens, i), self.bounds(noun)
        return Mention(
            start,
            end,
            i,
            self.kind(noun, first, end),
            self.slice(start, end),
            country_code=self.country_in(first, end),
            quantity=self.quantity(start, of, noun),
            plural=tokens.lower[i] != "one",
        )

    def elliptic(self, i: int) -> Mention | None:
        """A number, adjective or participle that stands for people: "three were killed", "the wounded"."""
        tokens = self.tokens
        if tokens.lower[i] in word_list("kinds.age"):
            return self.aged(i)
        if tokens.ent[i] in _NUMBERS or (self.tokens.pos[i] == "VERB" and not self._the_dead(i)):
            return None
        if tokens.pos[i] == "ADJ" and not self._the_dead(i):
            return None
        start, end = bounds(tokens, i)
        end = self.with_more(i, end)
        model = model_kind(tokens.text[i])
        if model is not None:
            return Mention(start, end, i, model, self.bare(start, end))
        kind = self.kinds.heads.get(tokens.lower[i], "other")
        return Mention(start, end, i, kind, self.bare(start, end), plural=True, quantity=self.quantity(start, end, i))

    def with_more(self, i: int, end: int) -> int:
        """The end of a number that stands for people, with a "more" right behind it: "two more", "scores more"."""
        after = self.tokens.lower[i + 1 : i + 2]
        return max(end, i + 2) if after == ["more"] else end

    def aged(self, i: int) -> Mention | None:
        """ "the 34-year-old" as a noun of its own."""
        tokens = self.tokens
        start, end = bounds(tokens, i)
        if tokens.lower[i] not in word_list("kinds.age") or tokens.text[i - 1] != "-" or tokens.dep[start] != "det":
            return None
        return Mention(start, end, i, "person", self.slice(start + 1, end))

    def _the_dead(self, i: int) -> bool:
        return self.kinds.heads.get(self.tokens.lower[i]) is not None and any(
            self.tokens.dep[k] in ("det", "nummod") for k in self.tokens.kids[i]
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
        tokens = self.tokens
        start, end = person.start, person.end
        if start == person.name:
            start = min(start, bounds(tokens, root)[0]) if start <= root < end else start
        offices, address = participants.titles()
        titled = start
        while titled < person.name and (tokens.lower[titled] in _DETERMINERS or tokens.lower[titled] in address):
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
            country_code=self.country_in(*where) if where else None,
        )  # fmt: skip

    def _apposition(self, root: int, end: int) -> tuple[int, int] | None:
        """Range of an apposition that says what a person is: ", spokesman for the army,"."""
        tokens = self.tokens
        offices, _ = participants.titles()
        for kid in tokens.kids[root]:
            if (
                kid >= end
                and tokens.dep[kid] == "appos"
                and tokens.pos[kid] in _NOMINAL
                and (tokens.lemma[kid] in offices or self.kinds.heads.get(tokens.lemma[kid]) in _KINDS_OF_PEOPLE)
            ):
                start, stop = bounds(tokens, kid)
                for tail in tokens.kids[kid]:
                    if tail == stop and tokens.dep[tail] == "prep":
                        stop = min(tokens.right[tail], stop + 8)
                        stop = next(
                            (
                                k
                                for k in range(tail, stop)
                                if tokens.text[k] in (",", "(", ";") or tokens.dep[k] in ("relcl", "acl")
                            ),
                            stop,
                        )
                return start, stop
        return None

    def group(self, i: int) -> Mention | None:
        """A group of the lexicon: alone, or before a noun that says what its people are ("Hamas fighters")."""
        tokens = self.tokens
        first = self.group_of[i]
        end, group = self.groups[first]
        if i != root_of(tokens, first, end):
            return None
        kind, name = group.kind, group.name
        start = (
            first - 1
            if first and tokens.lower[first - 1] == "the" and tokens.sent[first - 1] == tokens.sent[first]
            else first
        )
        plural = end - first > 1 and tokens.text[end - 1].endswith("s") and kind in _KINDS_OF_PEOPLE
        return Mention(start, end, i, kind, name, country_code=group.country, proper=True, plural=plural)

    def noun(self, i: int) -> Mention | None:
        """A common or proper noun."""
        tokens = self.tokens
        root = self.person_of.get(i)
        if tokens.dep[i] in MODIFIERS:
            return modifier(self, i)
        if i + 1 < len(tokens.text) and tokens.text[i + 1] == "-" and tokens.dep[i] == "npadvmod":
            return None  # "Iranian-backed": who backs is not who acts
        if root is not None and root != i:
            return None
        if tokens.ent_start[i] >= 0 and tokens.ent[i] not in _NUMBERS | {"CARDINAL"} and self._inside_name(i):
            return None
        lemma = tokens.lemma[i]
        if lemma in self.kinds.never and tokens.pos[i] == "NOUN":
            return None
        if (
            tokens.ent[i] in ("GPE", "LOC")
            or i in self.usage
            or (tokens.pos[i] == "PROPN" and country_of_name(tokens.text[i]))
        ):
            return acting_country(self, i)
        start, end = self.bounds(i)
        end = self.with_more(i, end) if i in self.counted else end
        kind = self.kind(i, start, end)
        if tokens.ent[i] in _NUMBERS and kind == "other":
            return None
        tag = tokens.tag[i]
        proper = tokens.pos[i] == "PROPN" and (tokens.ent_start[i] >= 0 or tokens.text[i][0].isupper())
        if proper and end - start == 1 and kind in ("other", "person") and government_by_capital(tokens.text[i]):
            return acting_country(self, i)
        if kind == "other" and proper and end - start <= 3 and self._speaks(i):
            kind = "organization" if tokens.lower[start] == "the" else "person"
            return Mention(start, end, i, kind, self.bare(start, end), proper=True)
        quantity = self.quantity(start, end, i)
        plural = tag in ("NNS", "NNPS") or lemma in word_list("kinds.plural")
        return Mention(
            start,
            end,
            i,
            kind,
            self.named(start, end, i) if proper else self.bare(start, end),
            proper=proper,
            quantity=quantity,
            country_code=country_of(self, i, start, kind),
            plural=plural or (quantity is not None and (quantity.low or 0) > 1),
        )

    def _speaks(self, i: int) -> bool:
        """Whether a lone unknown name is the subject of "said" and the like: then it is a person's."""
        tokens = self.tokens
        return tokens.dep[i] == "nsubj" and tokens.lemma[tokens.head[i]] in word_list("kinds.speaking")

    def _inside_name(self, i: int) -> bool:
        """Whether a noun is an inner part of a name whose head is another noun: "Health and Human Services"."""
        tokens = self.tokens
        start, end, head = tokens.ent_start[i], tokens.ent_end[i], tokens.head[i]
        return end - start > 1 and start <= head < end and head != i and tokens.pos[head] != "VERB"

    def kind(self, i: int, start: int, end: int) -> EntityKind:
        """The kind of a noun phrase."""
        return kind_of(self.tokens, i, start, end, self.groups)
