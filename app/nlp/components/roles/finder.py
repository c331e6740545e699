"""From tokens to the mentions, places and countries that they name."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from app.gazetteer.countries import country_code_of, country_name
from app.nlp.annotations import Mention, Trigger
from app.nlp.components.roles.grammar import words
from app.nlp.noun_kinds import kind_of
from app.nlp.token_table import token_table
from app.ontology import catalogue

#: Kinds of those who act.
ACTORS = frozenset({"person", "military", "government", "armed_group", "police", "civilians", "organization", "media"})
#: Kinds of things with which something is done.
MEANS = frozenset({"weapon", "vehicle"})
_MODIFIERS = frozenset({"compound", "amod", "nmod", "poss"})
_THINGS = frozenset({"which", "that"})
_RELATIVE = frozenset({"who", "whom", "whose"}) | _THINGS
_CLIMB = 4


class Finder:
    """Finds mentions by token; made once for each Doc."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.by_head: dict[int, Mention] = {}
        self.covering: dict[int, Mention] = {}
        for mention in doc._.mentions:
            self.by_head.setdefault(mention.head, mention)
            for i in range(mention.start, mention.end):
                self.covering.setdefault(i, mention)
        types = catalogue()
        ordered = sorted(doc._.triggers, key=lambda t: types[t.type].forceful)
        self.named_acts: dict[int, Trigger] = {t.head: t for t in ordered}
        #: Acts of force, unrest and harm, through whose clauses participants reach each other.
        self.events = {i: t for i, t in self.named_acts.items() if types[t.type].forceful}
        self.toponyms = {i: t for t in doc._.toponyms for i in range(t.start, t.end)}
        self.towns = {i for i, t in self.toponyms.items() if t.place.precision != "country"}
        self.dated = {i for t in doc._.times for i in range(t.start, t.end)}

    def mention(self, token: Token) -> Mention | None:
        """The mention that a token heads (or lies in); a relative pronoun stands for what it refers to."""
        pronoun = token.lower_ if token.lower_ in _RELATIVE else ""
        token = counted(_antecedent(token) if pronoun else token)
        if token.i in self.dated and token.ent_type_ != "PERSON":
            return None  # "Monday's attack"
        found = self.by_head.get(token.i)
        if found is None and token.head.i in self.named_acts and token.dep_ in _MODIFIERS:
            return self.own(token)
        if found is None and token.i not in self.named_acts:
            found = self.covering.get(token.i)
        found = found or self._country(token)
        unfit = found is not None and pronoun == "which" and found.kind == "person"
        if unfit or (pronoun and self._scene(token)):
            return None  # "blasts in the home town of Roe, which killed 14", "bombings in Kenya, which killed 14"
        return found

    def _scene(self, token: Token) -> bool:
        """Whether a name of a place says where the act of a noun took place: the clause behind it is about the act."""
        first = token.head if token.dep_ == "conj" else token
        if token.i not in self.toponyms or first.dep_ != "pobj" or first.head.lower_ not in words("site_prepositions"):
            return False
        above = first.head.head
        return above.i in self.events or above.head.head.i in self.events

    def place(self, token: Token) -> Mention | None:
        """A place that is hit: "fired missiles at Erbil"."""
        toponym = self.toponyms.get(token.i)
        if toponym is None:
            return None
        start, end = toponym.start, toponym.end
        return Mention(start, end, token.i, "other", self.doc[start:end].text, toponym.place.country_code, proper=True)

    def is_town(self, token: Token) -> bool:
        """Whether a token names a town as a place."""
        return token.i in self.towns and self.toponyms[token.i].usage == "place"

    def is_state(self, token: Token) -> bool:
        """Whether a token names a government or the land that it governs."""
        mention = self.mention(token)
        return token.i in self.toponyms or (mention is not None and mention.kind == "government")

    def is_building(self, token: Token) -> bool:
        """Whether a token names a building or site."""
        mention = self.mention(token)
        return mention is not None and mention.kind == "facility"

    def own(self, token: Token) -> Mention | None:
        """The mention that a modifier itself heads, the country that it names, or its kind: "police firing"."""
        if token.i in self.towns or (token.i in self.dated and token.ent_type_ != "PERSON"):
            return None  # "the Dayton shooting": a town does nothing
        if token.pos_ == "PROPN" and token.i + 1 in self.dated and token.dep_ in ("compound", "nmod"):
            return None  # "the Black Friday attacks"
        return self.by_head.get(token.i) or self._country(token) or self._kind(token)

    def leader(self, token: Token) -> Mention | None:
        """Who leads in "US-led", "Hamas-led": a mention, a country, or the bare name."""
        found = self.by_head.get(token.i) or self.covering.get(token.i) or self._country(token)
        if found is not None and (found.head == token.i or found.end <= token.i + 1):
            return found
        found = self._country(token) or self._state(token)
        if found is None and token.pos_ == "PROPN" and token.i not in self.toponyms:
            start = token.left_edge.i
            kind = kind_of(token_table(self.doc), token.i, start, token.i + 1, {})
            kind = kind if kind in ACTORS else "organization"
            return Mention(start, token.i + 1, token.i, kind, self.doc[start : token.i + 1].text, proper=True)
        return found

    def _state(self, token: Token) -> Mention | None:
        """The government of a country whose name has several words: "United States-led"."""
        toponym = self.toponyms.get(token.i)
        if toponym is None or toponym.place.precision != "country":
            return None
        start, end, place = toponym.start, toponym.end, toponym.place
        return Mention(start, end, token.i, "government", place.name, place.country_code, proper=True)

    def acts(self, token: Token) -> bool:
        """Whether a token names somebody who can act."""
        mention = self.own(token) if token.dep_ in _MODIFIERS else self.mention(token)
        return mention is not None and (mention.kind in ACTORS or mention.pronoun) and token.i not in self.events

    def fights(self, token: Token) -> bool:
        """Whether a token names people or a group, but no country: "violence from their supporters"."""
        mention = self.mention(token)
        return mention is not None and mention.kind in ACTORS - {"government"} and token.i not in self.toponyms

    def does(self, token: Token) -> bool:
        """Whether a noun behind "by" names who acts, a weapon or an act: "by rebel fire", not "by the river"."""
        mention = self.mention(token)
        named = self.acts(token) or any(c.dep_ in _MODIFIERS and self.acts(c) for c in token.lefts)
        return named or token.i in self.events or (mention is not None and mention.kind in MEANS)

    def act_upon(self, noun: Token) -> Token | None:
        """The trigger that has a noun as object, direct or behind a preposition."""
        above = noun.head.head if noun.dep_ == "pobj" else noun.head
        return above if noun.dep_ in ("pobj", "dobj") and above.i in self.events else None

    def act_between(self, after: Token, before: Token) -> Token | None:
        """The last trigger between two tokens of a sentence."""
        heads = [i for i in self.events if after.i < i < before.i]
        return self.doc[max(heads)] if heads else None

    def _kind(self, token: Token) -> Mention | None:
        """A bare noun before the noun of an act, by its kind alone."""
        unarmed = token.dep_ == "amod" and token.lower_ in words("people_adjectives")
        if not unarmed and (token.pos_ != "NOUN" or token.dep_ not in ("compound", "nmod", "poss")):
            return None
        kind = kind_of(token_table(self.doc), token.i, token.i, token.i + 1, {})
        return None if kind == "other" else Mention(token.i, token.i + 1, token.i, kind, token.text)

    def _country(self, token: Token) -> Mention | None:
        """A country named by an adjective: "Israeli airstrikes"."""
        if token.i in self.towns or token.pos_ not in ("ADJ", "PROPN") or not token.text[0].isupper():
            return None
        code = country_code_of(token.text)
        if code is None:
            return None
        return Mention(token.i, token.i + 1, token.i, "government", country_name(code), code, proper=True)


def counted(token: Token, name: str = "measures") -> Token:
    """What a word of measure counts: the homes of "dozens of homes", of "hundreds of thousands of homes"."""
    if token.pos_ not in ("NOUN", "NUM", "ADJ") or token.lemma_.lower() not in words(name):
        return token
    for child in token.rights:
        if child.lower_ == "of":
            noun = next((c for c in child.children if c.dep_ == "pobj"), None)
            return counted(noun, name) if noun is not None and noun.pos_ in ("NOUN", "PROPN", "PRON", "NUM") else token
    return token


def _antecedent(pronoun: Token) -> Token:
    """What a relative pronoun refers to: the noun that its clause hangs on ("Hamas, whose attack …")."""
    token = pronoun
    for _ in range(_CLIMB):
        if token.dep_ == "relcl":
            return token.head
        if token.head.i == token.i:
            break
        token = token.head
    return pronoun
