"""Who did it, where the sentence of the act does not say.

"The group claimed responsibility.", "Officials blamed the rebels.": of the act reported last, within two sentences.

"Tear-gas shells were lobbed", "a lathi-charge followed": tear gas, water cannon and baton charges are the means of the
police. Where no agent is named, it is the police nearest in the same sentence or up to two before; its words are the
evidence. Rounds fired in the same sentence are theirs too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from spacy.tokens import Doc

from app.domain.kinds import COMBATANTS
from app.nlp.annotations import Mention, RoleFiller, StatementFound, Trigger
from app.nlp.components.roles.grammar import words
from app.nlp.token_table import token_table
from app.ontology import catalogue

_BACK = 2
_OWNERS = frozenset({"armed_group", "organization", "military", "government", "person"})


def agent_role(trigger: Trigger) -> str | None:
    """The role of the agent of a trigger; None when its type has no such role."""
    return catalogue()[trigger.type].role_at("agent")


def implied_agents(doc: Doc, explicit: Collection[int]) -> Iterator[RoleFiller]:
    """Agents of the triggers (those in ``explicit`` have theirs) whose sub-type implies one."""
    subtypes = [catalogue()[t.type].subtype(t.subtype) for t in doc._.triggers]
    if not any(subtype and subtype.implied_agent for subtype in subtypes):
        return
    sentence = token_table(doc).sent
    homes: dict[int, str] = {}
    for trigger, subtype in zip(doc._.triggers, subtypes, strict=True):
        if subtype and subtype.implied_agent:
            homes.setdefault(sentence[trigger.head], subtype.implied_agent)
    named: dict[tuple[int, str], list[Mention]] = {}
    for mention in doc._.mentions:
        if not mention.pronoun:
            named.setdefault((sentence[mention.head], mention.kind), []).append(mention)
    for number, (trigger, subtype) in enumerate(zip(doc._.triggers, subtypes, strict=True)):
        home = sentence[trigger.head]
        shared = homes.get(home) if subtype and subtype.shares_implied_agent else None
        kind = (subtype and subtype.implied_agent) or shared
        role = agent_role(trigger)
        if number in explicit or not kind or not role:
            continue
        near = next((named[s, kind] for s in range(home, home - _BACK - 1, -1) if (s, kind) in named), None)
        if near is not None:
            nearest = min(near, key=lambda m: (abs(m.head - trigger.head), m.head))
            yield RoleFiller(number, role, nearest)


def owners_up(doc: Doc) -> Iterator[RoleFiller]:
    """Attackers of acts reported before: who claims responsibility, or is blamed, without naming the act again."""
    sentence = token_table(doc).sent
    acts = [
        n
        for n, t in enumerate(doc._.triggers)
        if agent_role(t) and (catalogue()[t.type].owns_harm or t.effect in ("killed", "injured"))
    ]
    homes = [sentence[doc._.triggers[n].head] for n in acts]
    for said in doc._.statements:
        who = _responsible(doc, said)
        home = sentence[said.verb] if said.verb >= 0 else -1
        if who is None or home in homes:  # "... for the attack": grammar finds it
            continue
        last = max((s for s in homes if home - _BACK <= s < home), default=-1)
        before = [n for n, s in zip(acts, homes, strict=True) if s == last]
        if before:
            owning = [n for n in before if catalogue()[doc._.triggers[n].type].owns_harm]
            number = (owning or before)[-1]
            yield RoleFiller(number, agent_role(doc._.triggers[number]) or "", who)


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
