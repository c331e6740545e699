"""Names and weapons before a noun: "US strike", "IED blast", "police officers"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.gazetteer.countries import country_name, country_of_adjective, country_of_name
from app.nlp.annotations import Mention
from app.nlp.noun_kinds import kind_of
from app.nlp.noun_phrases import left_bound, right_bound

if TYPE_CHECKING:
    from app.nlp.components.mentions.finder import Finder

#: Dependencies of words that belong to the noun phrase of their head.
MODIFIERS = frozenset(["compound", "nmod", "amod", "det", "nummod", "quantmod", "punct", "case", "advmod"])


def modifier(finder: Finder, i: int) -> Mention | None:
    """A name before a noun: a person or organization; a country only before a deed; a weapon: "rocket attack"."""
    tokens = finder.tokens
    if tokens.dep[i] in ("compound", "nmod") and finder.kinds.heads.get(tokens.lemma[i]) == "weapon":
        return _weapon(finder, i)
    if tokens.pos[i] != "PROPN":
        return None
    if tokens.ent[i] == "GPE" or country_of_name(tokens.text[i]) or country_of_adjective(tokens.text[i]):
        return country_modifier(finder, i)
    if (
        tokens.ent[i] != "ORG"
        or tokens.ent_end[i] - 1 != i
        or tokens.ent_start[i] <= tokens.head[i] < tokens.ent_end[i]
    ):
        return None
    start, end = tokens.ent_start[i], tokens.ent_end[i]
    start += tokens.lower[start] == "the"
    kind = finder.kind(i, start, end)
    code = finder.country_in(start, end)
    return Mention(start, end, i, kind, finder.bare(start, end), country_code=code, proper=True)


def _weapon(finder: Finder, i: int) -> Mention | None:
    """A weapon before what is done, kept or used with it: "IED blast", "mortar team"."""
    tokens = finder.tokens
    head = tokens.head[i]
    if head != i + 1 or tokens.dep[head] in MODIFIERS:
        return None
    start = left_bound(tokens, i)
    if start < i and tokens.dep[start] == "det":
        start += 1
    if kind_of(tokens, head, start, head + 1, finder.groups) in ("weapon", "vehicle", "person", "civilians"):
        return None
    return Mention(start, i + 1, i, "weapon", finder.bare(start, i + 1))


def country_modifier(finder: Finder, i: int) -> Mention | None:
    """A country or its adjective before a noun of deed: "US strike", "Israeli raids"."""
    tokens = finder.tokens
    head = tokens.head[i]
    if not (i < head and tokens.dep[i] in ("amod", "compound", "nmod") and tokens.lemma[head] in finder.kinds.deeds):
        return None
    start = tokens.ent_start[i] if tokens.ent_start[i] >= 0 and tokens.ent[i] in ("GPE", "NORP") else i
    end = right_bound(tokens, i) if tokens.pos[i] == "PROPN" else i + 1
    start += tokens.lower[start] == "the"
    code = finder.country_in(start, min(end, head))
    if code is None or end > head:
        return None
    return Mention(start, end, i, "government", country_name(code), country_code=code, proper=True)
