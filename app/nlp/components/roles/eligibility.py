"""Who can take part in an act, and in which role: no days, floods, ideas or nobodies."""

from __future__ import annotations

from spacy.tokens import Token

from app.nlp.annotations import Mention, Trigger
from app.nlp.components.roles.finder import ACTORS, MEANS, Finder
from app.nlp.components.roles.grammar import lemma_in, words
from app.nlp.lexicon import word_list
from app.nlp.lexicon.trigger_lexicon import lexicon
from app.nlp.relative_clauses import RELATIVE

_THINGS = MEANS | {"facility"}


def takes_no_part(token: Token, mention: Mention, finder: Finder) -> bool:
    """Whether a noun names an event or is otherwise nothing that acts or suffers."""
    if not any(c.isalnum() for c in token.text):
        return True
    if token.lower_ in words("reflexive") or _each_other(token) or _nobody(token):
        return True
    if _part_of_land(token, finder) or _reports(token):
        return True
    if token.dep_ == "poss" and _part_of_place(token.head) and (token.i in finder.towns or lemma_in(token, "lands")):
        return True  # "shootings on the city's west side"
    if lemma_in(token, "forces_of_nature") or _names_a_condition(_antecedent(token)):
        return True
    if mention.proper and _names_an_operation(token, mention):
        return True
    if mention.kind in ACTORS:
        return False
    if token.i in finder.events or lemma_in(token, "no_participant"):
        return True
    if mention.kind == "facility" and _part_of_place(token):
        return True
    if mention.kind == "other" and token.pos_ == "NOUN" and (_abstract(token.lemma_.lower()) or _part_of_place(token)):
        return True
    senses = lexicon().nouns.get(token.lemma_.lower()) or lexicon().nouns.get(token.lower_, ())
    return token.pos_ == "NOUN" and any(sense.type.forceful for sense in senses)


def can_suffer(trigger: Trigger, mention: Mention) -> bool:
    """Whether a trigger can do to a mention what it says: only people are killed, hurt or arrested."""
    if trigger.effect is None and trigger.frame != "custody":
        return True
    if mention.kind in _THINGS:
        return False
    counted = mention.quantity is not None or mention.pronoun or mention.plural
    return trigger.frame != "custody" or mention.kind != "other" or mention.proper or counted


def can_act(noun: Token, mention: Mention) -> bool:
    """Whether a mention can do something: people, bodies, names; other nouns only with a sponsor or arms.

    "A Wagner-backed column burned the village", but not "the delay killed".
    """
    if mention.kind in ACTORS or mention.pronoun:
        return True
    sponsored = any(c.dep_ == "amod" and c.lower_ in words("sponsoring") for c in noun.lefts)
    return mention.kind == "other" and (mention.proper or sponsored)


def _part_of_land(token: Token, finder: Finder) -> bool:
    """Whether it is a part of a country, which neither acts nor is hit as one: "a bomb hits northern Mali"."""
    land = finder.toponyms.get(token.i)
    if land is None or land.place.precision != "country":
        return False
    before = (c for c in token.lefts if c.i < land.start and c.dep_ != "det")  # not "North Korea", "the Sudan"
    return any(c.lower_ in word_list("places.directions") for c in before)


def _reports(token: Token) -> bool:
    """Whether somebody behind a list says all this, and is no part of it: "killed two men, witnesses and police said".

    Of a list the speakers are those behind its last comma, who have neither an article nor a number.
    """
    if token.dep_ not in ("conj", "appos"):
        return False
    last = token
    while (further := next((c for c in last.rights if c.dep_ == "conj"), None)) is not None:
        last = further
    doc, end = token.doc, last.right_edge.i + 1
    if (
        end >= len(doc)
        or doc[end].lemma_.lower() not in words("reporting_bodies")
        or doc[end].pos_ not in ("VERB", "NOUN")
    ):
        return False
    comma = next((i for i in range(end - 1, token.sent.start, -1) if doc[i].text == ","), -1)
    return token.left_edge.i == comma + 1 or comma < token.i <= last.i


def _names_an_operation(token: Token, mention: Mention) -> bool:
    """ "Operation Desert Wind"."""
    return token.doc[mention.start : mention.end].text.strip("‘'\"“ ").lower().startswith(tuple(words("operations")))


def _antecedent(token: Token) -> Token:
    """The noun of a relative pronoun, else the token."""
    relative = token.lower_ in RELATIVE and token.head.dep_ == "relcl"
    return token.head.head if relative else token


def _names_a_condition(token: Token) -> bool:
    """ "a state of emergency", "martial law"."""
    if not lemma_in(token, "conditions"):
        return False
    behind = (n for c in token.rights if c.dep_ == "prep" for n in c.children)
    return any(lemma_in(word, "of_conditions") for word in (*token.lefts, *behind))


def _nobody(token: Token) -> bool:
    """ "no group", "nobody", "none of them"."""
    return token.lower_ in words("nobody") or any(c.lower_ == "no" and c.dep_ == "det" for c in token.lefts)


def _each_other(token: Token) -> bool:
    """ "each other", "one another"."""
    return token.lower_ in ("other", "another") and token.i > 0 and token.nbor(-1).lower_ in ("each", "one")


def _abstract(lemma: str) -> bool:
    """Whether a noun of no known kind names an idea by its ending ("resentment"): ideas are neither hit nor killed."""
    return lemma.endswith(tuple(words("abstract_endings"))) and lemma not in words("concrete")


def _part_of_place(token: Token) -> bool:
    """Whether a preposition leads to where something happened, not to what it hit: "an attack on the outskirts"."""
    return token.dep_ == "pobj" and lemma_in(token, "place_parts")
