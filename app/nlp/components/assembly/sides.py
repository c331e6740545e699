"""Who did the harm, where those harmed are of the side that attacked: "Rebels stormed the post. Four rebels died."."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from app.domain.kinds import ARMED
from app.nlp.annotations import RoleFiller
from app.nlp.token_table import TokenTable, token_table
from app.ontology import catalogue

_HARMED = frozenset({"patient", "harmed"})


def others_side(doc: Doc, fillers: Sequence[RoleFiller]) -> tuple[RoleFiller, ...]:
    """The participants of harm without an armed agent of whose own people some were killed or hurt.

    An agent that the sentence of the harm names is kept: "A soldier shot dead two other soldiers".
    """
    tokens = token_table(doc)
    harm = {f.trigger for f in fillers if doc._.triggers[f.trigger].effect is not None}
    harmed = [f for f in fillers if f.trigger in harm and _position(doc, f) in _HARMED]
    return tuple(
        f
        for f in fillers
        if _position(doc, f) != "agent"
        or f.mention.kind not in ARMED
        or not any(_own(tokens, f, other) for other in harmed)
    )


def _own(tokens: TokenTable, agent: RoleFiller, harmed: RoleFiller) -> bool:
    """Whether those harmed are called like the agent: "Four fighters" of the "Hamas fighters", the same group."""
    one, other = agent.mention, harmed.mention
    if tokens.sent[one.head] == tokens.sent[other.head]:
        return False
    if one.entity == other.entity >= 0:
        return True
    return one.kind == other.kind and not other.proper and tokens.lemma[one.head] == tokens.lemma[other.head]


def _position(doc: Doc, filler: RoleFiller) -> str | None:
    return catalogue().position(doc._.triggers[filler.trigger].type, filler.role)
