"""Who did it, where the sentence of the act does not say.

"The group claimed responsibility.", "Officials blamed the rebels.": of what was told last before, within two sentences.

"Tear-gas shells were lobbed", "a lathi-charge followed": tear gas, water cannon and baton charges are the means of the
police. Where no agent is told, it is the police nearest in the same sentence or up to two before; its words are the
evidence. Rounds fired in the same sentence are theirs too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from spacy.tokens import Doc

from app.domain.kinds import COMBATANTS
from app.nlp.annotations import Mention, RoleFiller, StatementFound
from app.nlp.components.roles.arguments import words
from app.nlp.token_table import token_table

_BACK = 2
_OWNERS = frozenset({"armed_group", "organization", "military", "government", "person"})


def implied_agents(doc: Doc, told: Collection[int]) -> Iterator[RoleFiller]:
    """Attackers of the triggers (none of ``told``, which have theirs) that tell force against a crowd."""
    control = [t for t in doc._.triggers if t.subtype == "crowd_control"]
    if not control:
        return
    sentence = token_table(doc).sent
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


def owners_up(doc: Doc) -> Iterator[RoleFiller]:
    """Attackers of acts told before: who claims responsibility for them, or is blamed, without naming them again."""
    sentence = token_table(doc).sent
    acts = [n for n, t in enumerate(doc._.triggers) if t.type == "strike" or t.effect in ("killed", "injured")]
    homes = [sentence[doc._.triggers[n].head] for n in acts]
    for said in doc._.statements:
        who = _responsible(doc, said)
        home = sentence[said.verb] if said.verb >= 0 else -1
        if who is None or home in homes:  # "... for the attack": grammar tells
            continue
        last = max((s for s in homes if home - _BACK <= s < home), default=-1)
        told = [n for n, s in zip(acts, homes, strict=True) if s == last]
        if told:
            strikes = [n for n in told if doc._.triggers[n].type == "strike"]
            yield RoleFiller((strikes or told)[-1], "attacker", who)


def _responsible(doc: Doc, said: StatementFound) -> Mention | None:
    """Who owns up in a statement, or is blamed in it."""
    if said.negated or said.verb < 0:
        return None
    verb = doc[said.verb]
    if said.stance == "claim_responsibility":
        who, kinds = said.speaker, _OWNERS
    elif verb.lemma_.lower() in words("blaming") and not any(c.lower_ == "for" for c in verb.children):
        who, kinds = said.target, COMBATANTS  # not "blamed the police for their delay"
    else:
        return None
    return who if who is not None and who.kind in kinds and not who.pronoun else None
