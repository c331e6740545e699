"""Who acts for a state: states, their unions and forces, armed groups, and people who hold an office of state."""

from __future__ import annotations

from collections.abc import Iterable

from app.nlp.annotations import Mention
from app.nlp.lexicon import word_list
from app.nlp.token_table import TokenTable

_BODIES = frozenset({"government", "military", "police", "armed_group"})


def official_mentions(tokens: TokenTable, mentions: Iterable[Mention]) -> frozenset[int]:
    """Heads of the mentions of those who act for a state or an armed group, names of office holders included."""
    offices, unions = word_list("triggers.offices"), word_list("triggers.unions_of_states")
    holders: set[int] = set()
    found: set[int] = set()
    everybody = tuple(mentions)
    for mention in everybody:
        titles = (mention.description or "").lower().split()
        union = mention.name.lower().removeprefix("the ") in unions
        if union or mention.kind in _BODIES or tokens.lemma[mention.head] in offices or not offices.isdisjoint(titles):
            found.add(mention.head)
            if mention.kind == "person" and mention.entity >= 0:
                holders.add(mention.entity)
    return frozenset(found | {m.head for m in everybody if m.entity in holders})
