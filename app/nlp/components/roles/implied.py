"""Who put a crowd down, where the sentence does not say: "tear-gas shells were lobbed", "a lathi-charge followed".

Tear gas, water cannon and baton charges are the means of the police. Where no agent is told, it is the police nearest
in the same sentence or up to two before; its words are the evidence. Rounds fired in the same sentence are theirs too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from spacy.tokens import Doc

from app.nlp.annotations import Mention, RoleFiller
from app.nlp.grid import grid_of

_BACK = 2


def implied_agents(doc: Doc, told: Collection[int]) -> Iterator[RoleFiller]:
    """Attackers of the triggers (none of ``told``, which have theirs) that tell force against a crowd."""
    control = [t for t in doc._.triggers if t.subtype == "crowd_control"]
    if not control:
        return
    sentence = grid_of(doc).sent
    homes = {sentence[t.head] for t in control}
    police: dict[int, list[Mention]] = {}
    for mention in doc._.mentions:
        if mention.kind == "police" and not mention.pronoun:
            police.setdefault(sentence[mention.head], []).append(mention)
    for number, trigger in enumerate(doc._.triggers):
        fired = trigger.subtype == "shooting" and sentence[trigger.head] in homes
        if number in told or not (trigger.subtype == "crowd_control" or fired):
            continue
        home = sentence[trigger.head]
        near = next((police[s] for s in range(home, home - _BACK - 1, -1) if s in police), None)
        if near is not None:
            nearest = min(near, key=lambda m: (abs(m.head - trigger.head), m.head))
            yield RoleFiller(number, "attacker", nearest)
