"""Who did what to whom, with what? Finds the participants of each trigger: ``doc._.roles``.

Agents, patients and means are found by grammar (``arguments``: actives, passives, participles, relative clauses,
control, nominalisations, light verbs, claims of responsibility); here they become the roles that the event type
declares. It does not decide which triggers tell one happening; merging does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Token

from app.domain.kinds import ARMED
from app.gazetteer.countries import country_code_of, country_name
from app.nlp.annotations import Mention, RoleFiller, Trigger
from app.nlp.components.mentions.kinding import kind_of
from app.nlp.components.roles.arguments import Arguments, arguments, words
from app.nlp.components.roles.implied import agent_role, implied_agents, owners_up
from app.nlp.components.triggers.trigger_lexicon import lexicon
from app.nlp.token_table import token_table
from app.ontology import catalogue

_MEANS_KINDS = frozenset({"weapon", "vehicle"})
_ACTORS = frozenset({"person", "military", "government", "armed_group", "police", "civilians", "organization", "media"})
_CLIMB = 4
_RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})


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
        self.events = {t.head: t for t in doc._.triggers}
        self.toponyms = {i: t for t in doc._.toponyms for i in range(t.start, t.end)}
        self.towns = {i for i, t in self.toponyms.items() if t.place.precision != "country"}

    def mention(self, token: Token) -> Mention | None:
        """The mention that a token heads (or lies in); a relative pronoun stands for what it refers to."""
        if token.lower_ in _RELATIVE:
            token = _antecedent(token)
        token = counted(token)
        found = self.by_head.get(token.i)
        if found is None and token.head.i in self.events and token.dep_ in ("compound", "amod", "nmod", "poss"):
            return self.own(token)
        if found is None and token.i not in self.events:
            found = self.covering.get(token.i)
        return found if found is not None else self._country(token)

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

    def own(self, token: Token) -> Mention | None:
        """The mention that a modifier itself heads, the country that it names, or its kind: "police firing"."""
        if token.i in self.towns:
            return None  # "the Dayton shooting": a town does nothing
        return self.by_head.get(token.i) or self._country(token) or self._kind(token)

    def _kind(self, token: Token) -> Mention | None:
        """A bare noun before the noun of an act, by its kind alone."""
        if token.pos_ != "NOUN" or token.dep_ not in ("compound", "nmod", "poss"):
            return None
        kind = kind_of(token_table(self.doc), token.i, token.i, token.i + 1, {})
        return None if kind == "other" else Mention(token.i, token.i + 1, token.i, kind, token.text)

    def _country(self, token: Token) -> Mention | None:
        """A country named by an adjective: "Israeli airstrikes"."""
        if token.pos_ not in ("ADJ", "PROPN") or not token.text[0].isupper():
            return None
        code = country_code_of(token.text)
        if code is None:
            return None
        return Mention(token.i, token.i + 1, token.i, "government", country_name(code), code, proper=True)


def counted(token: Token, name: str = "measures") -> Token:
    """What a word of measure counts: the homes of "dozens of homes", the youths of "a group of youths"."""
    if token.pos_ not in ("NOUN", "NUM") or token.lemma_.lower() not in words(name):
        return token
    for child in token.rights:
        if child.lower_ == "of":
            noun = next((c for c in child.children if c.dep_ == "pobj"), None)
            return noun if noun is not None and noun.pos_ in ("NOUN", "PROPN") else token
    return token


def _antecedent(pronoun: Token) -> Token:
    """What a relative pronoun refers to: the noun that its clause hangs on ("Hamas, whose attack …")."""
    token = pronoun
    for _ in range(_CLIMB):
        if token.dep_ == "relcl":
            return token.head
        if token.head is token:
            break
        token = token.head
    return pronoun


def fillers(finder: Finder, number: int, trigger: Trigger) -> Iterator[RoleFiller]:
    """The participants of one trigger."""
    names: dict[str, str] = {role.position: name for name, role in catalogue()[trigger.type].roles.items()}
    found = arguments(finder.doc[trigger.head], trigger, finder)
    for token in found.agents:
        yield from _agent(finder, number, token, trigger, names)
    patient = names.get("patient")
    for token in found.patients if patient else ():
        mention = finder.mention(token) or finder.place(token)
        if mention is not None and mention.kind == "government" and finder.is_town(token):
            mention = finder.place(token)  # "bombs rocked Baghdad": the town, not whom it governs
        if mention is None or _nobody(token, mention, finder) or trigger.start <= token.i < trigger.end:
            continue
        means = names.get("means")
        used = mention.kind == "weapon" and finder.doc[trigger.head].lemma_.lower() not in words("hitting_verbs")
        role = means if used and means and (trigger.frame == "act" or trigger.effect) else patient
        if role:
            yield RoleFiller(number, role, mention)
    if "means" in names:
        for token in found.means:
            mention = finder.mention(token)
            if mention and mention.kind in _MEANS_KINDS:
                yield RoleFiller(number, names["means"], mention)


def _agent(
    finder: Finder, number: int, token: Token, trigger: Trigger, names: Mapping[str, str]
) -> Iterator[RoleFiller]:
    agent, means = names.get("agent"), names.get("means")
    mention = finder.mention(token)
    if mention is None or (mention.head != token.i and token.dep_ == "compound"):
        mention = finder.own(token) or mention  # "army-rebel clashes"
    body = finder.mention(counted(token, "belonging"))
    if body is not None and body.proper:
        mention = body
    if mention is None or _nobody(token, mention, finder):
        return
    if mention.kind in _MEANS_KINDS:
        if means:
            yield RoleFiller(number, means, mention)
        if agent and mention.kind == "vehicle" and mention.country_code:
            yield RoleFiller(number, agent, _owner(mention))
        for modifier in token.lefts:  # "by police bullets", "by rebel rockets"
            owner = finder.own(modifier) if mention.kind == "weapon" and modifier.pos_ in ("NOUN", "PROPN") else None
            if agent and owner is not None and owner.kind in ARMED:
                yield RoleFiller(number, agent, owner)
    elif not agent:
        return
    elif mention.kind in _ACTORS or mention.pronoun or (mention.kind == "other" and mention.proper):
        yield RoleFiller(number, agent, mention)
    elif trigger.frame == "gather" and mention.quantity is not None and mention.quantity.counted < 0:
        yield RoleFiller(number, agent, replace(mention, kind="civilians"))  # "Thousands marched"


def _nobody(token: Token, mention: Mention, finder: Finder) -> bool:
    """Whether a noun tells an event or is otherwise nothing that acts or suffers."""
    lemma = token.lemma_.lower()
    if (
        token.lower_ in words("reflexive")
        or _each_other(token)
        or any(c.lower_ == "no" and c.dep_ == "det" for c in token.lefts)
    ):
        return True
    if mention.kind in _ACTORS:
        return False
    if token.i in finder.events or lemma in words("no_participant"):
        return True
    if mention.kind == "other" and token.pos_ == "NOUN" and (_abstract(lemma) or _part_of_place(token)):
        return True
    return token.pos_ == "NOUN" and (lemma in lexicon().nouns or token.lower_ in lexicon().nouns)


def _each_other(token: Token) -> bool:
    """ "each other", "one another"."""
    return token.lower_ in ("other", "another") and token.i > 0 and token.nbor(-1).lower_ in ("each", "one")


def _abstract(lemma: str) -> bool:
    """Whether a noun of no known kind names an idea by its ending ("resentment"): ideas are neither hit nor killed."""
    return lemma.endswith(tuple(words("abstract_endings"))) and lemma not in words("concrete")


def _part_of_place(token: Token) -> bool:
    """Whether a preposition leads to where something happened, not to what it hit: "an attack on the outskirts"."""
    return token.dep_ == "pobj" and token.lemma_.lower() in words("place_parts")


def _owner(craft: Mention) -> Mention:
    """The armed forces to whose country a craft belongs: "U.S. warplanes"."""
    code = craft.country_code or ""
    return Mention(craft.start, craft.end, craft.head, "military", country_name(code), code, proper=True)


def find_roles(doc: Doc) -> tuple[RoleFiller, ...]:
    """The participants of all triggers, each once, in the order of the triggers."""
    finder = Finder(doc)
    out: dict[tuple[int, str, int], RoleFiller] = {}
    for number, trigger in enumerate(doc._.triggers):
        for filler in fillers(finder, number, trigger):
            out.setdefault((number, filler.role, filler.mention.head), filler)
    for filler in owners_up(doc):
        out.setdefault((filler.trigger, filler.role, filler.mention.head), filler)
    for filler in implied_agents(doc, {n for n, role, _ in out if role == agent_role(doc._.triggers[n])}):
        out.setdefault((filler.trigger, filler.role, filler.mention.head), filler)
    return tuple(sorted(out.values(), key=lambda f: f.trigger))


@Language.component("roles", requires=["doc._.triggers", "doc._.mentions", "doc._.statements"], assigns=["doc._.roles"])
def roles(doc: Doc) -> Doc:
    """Write ``doc._.roles``."""
    doc._.roles = find_roles(doc)
    return doc


__all__ = ["Arguments", "Finder", "find_roles", "roles"]
