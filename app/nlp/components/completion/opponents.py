"""Who killed or captured the fighters of an armed group, where no mention says so: the force that is acting there.

"Troops entered Bama on Friday. Twelve militants were killed." Only soldiers and police are inferred, only for harm to
armed groups alone, and only where no other side acts in the sentences above.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from app.domain.kinds import ARMED, COMBATANTS
from app.nlp.annotations import EventCluster, Mention, RoleFiller
from app.nlp.token_table import TokenTable
from app.ontology import catalogue

_BACK = 2  # sentences
_FORCES = ARMED - {"armed_group"}
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
REASON = "the force that acts in the sentences before it"


def opponents(doc: Doc, tokens: TokenTable, cluster: EventCluster, found: Sequence[RoleFiller]) -> list[RoleFiller]:
    """The inferred agents of a happening; empty when it has agents, or when others than fighters suffered."""
    first = min(cluster.numbers)
    trigger = doc._.triggers[first]
    role = catalogue()[trigger.type].role_at("agent")
    kinds = {f.mention.kind for f in found}
    if role is None or kinds != {"armed_group"} or (trigger.effect is None and trigger.frame != "custody"):
        return []
    if any(catalogue().position(doc._.triggers[f.trigger].type, f.role) == "agent" for f in found):
        return []
    home = tokens.sent[trigger.head]
    for sentence in range(home, max(home - _BACK, 0) - 1, -1):
        sides = _sides(doc, tokens, sentence, trigger.head)
        if sides and _elsewhere(doc, tokens, home, sentence):
            return []
        if sides:
            return [RoleFiller(first, role, sides[0], REASON)] if {s.kind for s in sides} <= _FORCES else []
    return []


def _elsewhere(doc: Doc, tokens: TokenTable, home: int, sentence: int) -> bool:
    """Whether one sentence names places and none of them stands in the other, which names some too."""
    here, there = (
        {t.place.name for t in doc._.toponyms if t.usage == "place" and tokens.sent[t.start] == number}
        for number in (home, sentence)
    )
    return bool(here) and bool(there) and not here & there


def _sides(doc: Doc, tokens: TokenTable, sentence: int, end: int) -> list[Mention]:
    """Armed sides that are subjects of a sentence, up to a token."""
    start, stop = tokens.sents[sentence]
    return [
        m
        for m in doc._.mentions
        if start <= m.head < min(stop, end) and tokens.dep[m.head] == "nsubj" and m.kind in COMBATANTS | {"police"}
    ]
