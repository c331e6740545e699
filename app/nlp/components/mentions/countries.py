"""Countries and towns that act, and the country that other people and things are of: "the government of Iraq"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.event import EntityKind
from app.gazetteer.countries import country_name, country_of_adjective, country_of_name, government_by_capital
from app.nlp.annotations import Mention
from app.nlp.lexicon import word_list
from app.nlp.noun_phrases import bounds

if TYPE_CHECKING:
    from app.nlp.components.mentions.finder import Finder

_NOMINAL = frozenset(["NOUN", "PROPN"])
_AT_HOME = frozenset(["police", "armed_group", "military"])


def acting_country(finder: Finder, i: int) -> Mention | None:
    """A country or town that acts; None where it is only a place."""
    tokens = finder.tokens
    start, end = bounds(tokens, i)
    if tokens.ent_start[i] >= 0 and tokens.ent[i] in ("GPE", "LOC"):
        start, end = min(start, tokens.ent_start[i]), tokens.ent_end[i]
    toponym = finder.usage.get(i)
    if toponym is None and tokens.dep[i] == "appos" and tokens.lemma[tokens.head[i]] in word_list("places.kin"):
        return Mention(start, end, i, "person", finder.bare(start, end), proper=True)  # "his daughter, Aisha"
    head = i
    while tokens.dep[head] == "conj" and tokens.head[head] != head:
        head = tokens.head[head]
    if toponym is None or toponym.usage == "place":
        dep = tokens.dep[head]
        if dep in ("npadvmod", "appos", "ROOT", "dep", "attr", "nmod", "compound") and head == i:
            return None
        if dep == "pobj" and tokens.lower[tokens.head[head]] in finder.kinds.place_prepositions:
            return None
    text = finder.bare(start, end)
    known = None if text in finder.namesakes else country_of_name(text) or government_by_capital(text)
    code = known or finder.country_in(start, end)
    if code is None and toponym is not None:
        code = toponym.place.country_code
    name = country_name(known) if known else text
    word = tokens.text[i]
    if tokens.tag[i] in ("NNS", "NNPS") and country_of_adjective(word) and not country_of_name(word):  # "three Iraqis"
        counted = finder.quantity(start, end, i)
        return Mention(start, end, i, "civilians", text, country_code=code, proper=True, plural=True, quantity=counted)
    if tokens.lower[start] in ("a", "an", "another") and start < i and country_of_adjective(word) and known is None:
        return Mention(start, end, i, "person", text, country_code=code)  # "a Palestinian was shot"
    return Mention(start, end, i, "government", name, country_code=code, proper=True)


def country_of(finder: Finder, i: int, start: int, kind: EntityKind) -> str | None:
    """The country in a phrase, after it ("of Iraq"), or before the first of its conjuncts."""
    inside = finder.country_in(start, i + 1)
    if kind in ("other", "weapon", "facility"):  # the camp of a group is of no state
        return None if any(k in finder.group_of for k in range(start, i + 1)) else inside
    if inside is not None:
        return inside
    after = _country_after(finder, i) or (_country_within(finder, i, start) if kind in _AT_HOME else None)
    return after or _shared_country(finder, i) or _capital_before(finder, i, kind)


def _country_after(finder: Finder, i: int) -> str | None:
    """The country in "the government of Iraq"."""
    tokens = finder.tokens
    for kid in tokens.kids[i]:
        if kid == i + 1 and tokens.lower[kid] == "of":
            return finder.country_in(kid + 1, min(tokens.right[kid], kid + 5))
    return None


def _country_within(finder: Finder, i: int, start: int) -> str | None:
    """The country in "the rebels in Angola"; foreign troops and peacekeepers in a country are not its own."""
    tokens = finder.tokens
    abroad = word_list("kinds.abroad")
    if tokens.lemma[i] in abroad or any(tokens.lower[k] in abroad for k in range(start, i)):
        return None
    for kid in tokens.kids[i]:
        if kid == i + 1 and tokens.lower[kid] == "in":
            toponym = finder.usage.get(tokens.right[kid] - 1)
            return toponym.place.country_code if toponym and toponym.place.precision == "country" else None
    return None


def _shared_country(finder: Finder, i: int) -> str | None:
    """ "Iraqi army and police": a bare conjunct takes the country of the first."""
    tokens = finder.tokens
    if tokens.dep[i] != "conj" or any(k < i for k in tokens.kids[i]) or tokens.pos[tokens.head[i]] not in _NOMINAL:
        return None
    first = tokens.head[i]
    return finder.country_in(bounds(tokens, first)[0], first)


def _capital_before(finder: Finder, i: int, kind: EntityKind) -> str | None:
    """The country whose capital stands before its rulers: "the Kyiv government", "Tehran's foreign minister"."""
    tokens = finder.tokens
    if kind not in ("government", "person", "military") or tokens.pos[i] != "NOUN":
        return None
    for kid in tokens.kids[i]:
        if kid < i and tokens.dep[kid] in ("compound", "poss", "nmod", "amod") and tokens.text[kid][0].isupper():
            code = government_by_capital(tokens.text[kid])
            if code is not None:
                return code
    return None
