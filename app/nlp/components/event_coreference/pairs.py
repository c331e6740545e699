"""What speaks for and against two triggers reporting one happening: named signs, and ties that need none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.nlp.annotations import CasualtyFound, Mention
from app.nlp.components.event_coreference.comparison import (
    compare_days,
    compare_places,
    conflicting,
    counts,
    shared_entity,
    shared_head,
)
from app.nlp.components.event_coreference.features import TriggerFeatures, words
from app.nlp.token_table import TokenTable
from app.ontology import catalogue

_LEAD = 3  # sentences: title and first sentences
_MANY_NAMES = 3


def compare_kinds(a: TriggerFeatures, b: TriggerFeatures) -> str:
    """ "same", "kindred" (they may name one act), "general" (one is no more than an attack) or "other"."""
    kind, one, two = catalogue()[a.trigger.type], a.trigger.subtype, b.trigger.subtype
    if one == two:
        return "same"
    if not kind.may_be_one_act(one, two):
        fighting = b.noun and b.definite and b.trigger.frame == "clash" and b.lemma in words("fighting")
        return "general" if fighting else "other"
    return "general" if not one or not two or kind.default_subtype in (one, two) else "kindred"


def dies_of(harm: TriggerFeatures, blow: TriggerFeatures) -> bool:
    """Whether it is a death that may come days after the blow: of the person who was hit, or of one of them."""
    if harm.lemma not in words("dying"):
        return False
    return shared_entity(harm.patients, blow.patients) or any(c.part for c in harm.claims)


def waged(f: TriggerFeatures) -> bool:
    """Whether it names a war as a whole, or fighting at no time of its own that may be one: "while fighting rebels"."""
    if f.trigger.background:
        return True
    if f.trigger.frame != "clash" or f.lemma not in words("fighting"):
        return False
    return not (f.day or f.claims or f.indefinite or f.harm)


def same_war(a: TriggerFeatures, b: TriggerFeatures) -> bool:
    """Whether two words for a war or a series as a whole name one: the same kind, neither another place nor time.

    Fighting that is not called a war needs a side or a land of it besides.
    """
    if not (waged(a) and waged(b)) or a.trigger.type != b.trigger.type or a.unreal != b.unreal:
        return False  # "plunging into war" is not the war that goes on
    if other_war(a, b):
        return False
    if a.trigger.background and b.trigger.background:
        return a.trigger.subtype == b.trigger.subtype
    if not (a.trigger.background or b.trigger.background):
        return False
    one, other = ((*f.agents, *f.patients) for f in (a, b))
    return shared_entity(one, other) or compare_places(a.places, b.places) in ("same", "near")


def other_war(a: TriggerFeatures, b: TriggerFeatures) -> bool:
    """Whether two wars are fought against others, in other lands or at other times."""
    if fought_elsewhere(a, b) or conflicting(a.patients, b.patients):
        return True
    return compare_places(a.places, b.places) == "other" or compare_days(a, b) == "other"


def goes_on(war: TriggerFeatures, new: TriggerFeatures) -> bool:
    """Whether one of two words for a war or for fighting says nothing of its own and may mean the other."""
    if not new.noun or new.indefinite or not (waged(war) and waged(new)) or war.trigger.frame != "clash":
        return False
    if war.trigger.type != new.trigger.type or war.unreal or new.unreal:
        return False
    if new.trigger.background and not war.trigger.background:
        return new.definite and (_bare(war) or _bare(new))  # "war" may be any
    return _bare(new)


def _bare(f: TriggerFeatures) -> bool:
    return not (f.agents or f.patients or f.day or f.places or f.claims)


def same_taken(a: TriggerFeatures, b: TriggerFeatures, tokens: TokenTable) -> bool:
    """Whether two acts of a type that comes in series are done to the same person, or to as many of one kind."""
    if a.trigger.type != b.trigger.type or not catalogue()[a.trigger.type].serial:
        return False
    if shared_entity(a.patients, b.patients):
        return True
    pairs = ((x, y) for x in a.patients for y in b.patients if counts((x,)) & counts((y,)))
    return any(shared_head(tokens, (x,), (y,)) for x, y in pairs)


def same_means(act: TriggerFeatures, harm: TriggerFeatures, tokens: TokenTable) -> bool:
    """Whether harm was done by "the" weapons of an act so far: "bombed a depot. … The bombs also hurt a farmer"."""
    if not harm.harm or harm.agents or harm.sentence - act.sentence > 1:
        return False
    known = {act.lemma, *(tokens.lemma[m.head] for m in act.weapons)}
    return any(tokens.lower[m.start] in ("the", "these") and tokens.lemma[m.head] in known for m in harm.weapons)


def fought_elsewhere(a: TriggerFeatures, b: TriggerFeatures) -> bool:
    """Whether one war is against a state, and the other, against nobody named, in lands that are not of that state."""
    for war, other in ((a, b), (b, a)):
        against, lands = _countries(war.patients), {p.place.country_code for p in other.places} - {None}
        if against and lands and not other.patients and against.isdisjoint(lands):
            return True
    return False


def linked(a: TriggerFeatures, b: TriggerFeatures) -> bool:
    """Whether grammar names one as what did the harm of the other, or as the act of which the other is a part."""
    return a.head in b.causes or b.head in a.causes


def one_doing(a: TriggerFeatures, b: TriggerFeatures, tokens: TokenTable) -> bool:
    """Whether those who do one act go on to the other in the same clause: "attacked a post and burnt down a mast".

    Of 11 such pairs on development articles 10 are one happening.
    """
    if a.harm or b.harm or a.trigger.type != b.trigger.type or a.sentence != b.sentence:
        return False
    low, high = (a, b) if _under(a.head, b.head, tokens) else (b, a)
    return _under(low.head, high.head, tokens) and not low.places


def _under(low: int, high: int, tokens: TokenTable) -> bool:
    """Whether one verb is joined to the other, or to one that is, without a subject of its own."""
    while low != high and tokens.dep[low] in ("conj", "advcl"):
        marks = {tokens.dep[k] for k in tokens.kids[low]}
        if marks & {"nsubj", "nsubjpass", "mark", "aux"}:
            return False
        low = tokens.head[low]
    return low == high


def signs(a: TriggerFeatures, b: TriggerFeatures, tokens: TokenTable) -> frozenset[str]:
    """The signs of a pair, ``a`` before ``b``."""
    out = {*_kinds(a, b), *_form(a, b, tokens), *_clause(a, b, tokens), *_people(a, b, tokens), *_figures(a, b)}
    out |= _names(a, b)
    out.add(f"days_{compare_days(a, b)}")
    out.add(f"places_{compare_places(a.places, b.places)}")
    out.add("same_voice" if a.speaker == b.speaker else "other_voice")
    if a.past != b.past:
        out.add("one_past")
    if a.unreal != b.unreal:
        out.add("one_unreal")
    return frozenset(out)


def gap(a: TriggerFeatures, b: TriggerFeatures) -> str:
    """How many sentences lie between two triggers, in steps."""
    between = b.sentence - a.sentence
    return next((f"gap_{most}" for most in (0, 1, 3, 8) if between <= most), "gap_far")


def _kinds(a: TriggerFeatures, b: TriggerFeatures) -> set[str]:
    pair = "both_harm" if a.harm and b.harm else "act_harm" if a.harm != b.harm else "both_act"
    out = {pair}
    if pair == "both_act":
        out.add(f"kind_{compare_kinds(a, b)}")
    if pair == "both_harm":
        out.add("effect_same" if a.trigger.effect == b.trigger.effect else "effect_other")
    if a.lemma == b.lemma:
        out.add("same_lemma")
    return out


def _form(a: TriggerFeatures, b: TriggerFeatures, tokens: TokenTable) -> set[str]:
    out: set[str] = set()
    if linked(a, b):
        out.add("caused")
    if tokens.head[b.head] == a.head or tokens.head[a.head] == b.head:
        out.add("attached")
        low = b.head if tokens.head[b.head] == a.head else a.head
        if tokens.dep[low] == "conj":
            out.add("coordinated")
    if b.noun:
        out.add("noun_definite" if b.definite else "noun_indefinite" if b.indefinite else "noun_bare")
        if b.plural != a.plural and a.noun:
            out.add("number_differs")
        if b.plural:
            out.add("noun_plural")
    else:
        out.add("verb")
    if a.noun and a.plural:
        out.add("first_plural")
    if b.adding:
        out.add("adding")
    return out


def _clause(a: TriggerFeatures, b: TriggerFeatures, tokens: TokenTable) -> set[str]:
    """How the clause of one hangs on the other: "by firing", "in order to expel", "in the raid", "after the blast"."""
    out: set[str] = set()
    if a.sentence != b.sentence:
        return out
    for low, high in ((a.head, b.head), (b.head, a.head)):
        above, dep = tokens.head[low], tokens.dep[low]
        marks = {tokens.lower[k] for k in tokens.kids[low]}
        if dep == "pcomp" and tokens.head[above] == high:
            out.add("by_means")
        if dep in ("advcl", "xcomp") and above == high and "to" in marks:
            out.add("purpose")
        if dep == "pobj" and tokens.head[above] == high and tokens.lower[above] == "in":
            out.add("within")
        if in_sequence(low, high, tokens):
            out.add("sequence")
    return out


def in_sequence(low: int, high: int, tokens: TokenTable) -> bool:
    """Whether one word puts its happening before or after the other: "shelled a town after rebels shot at a bus"."""
    above, marks = tokens.head[low], {tokens.lower[k] for k in tokens.kids[low]}
    if tokens.dep[low] == "advcl" and above == high and marks & words("sequence"):
        return True
    return tokens.dep[low] in ("pcomp", "pobj") and tokens.lower[above] in words("sequence")


def _names(a: TriggerFeatures, b: TriggerFeatures) -> set[str]:
    """How many proper names two sentences share, and whether the second opens the text below the title."""
    out: set[str] = set()
    if a.sentence != b.sentence:
        out.add(f"proper_{min(len(a.names & b.names), _MANY_NAMES)}")
    if a.title and not b.title and b.sentence <= _LEAD:
        out.add("title_lead")
    return out


def _people(a: TriggerFeatures, b: TriggerFeatures, tokens: TokenTable) -> set[str]:
    """Whether those who act, those who suffer, and the weapons are the same."""
    out = {*_sides(a.patients, b.patients, tokens, "patient")}
    if a.agents and b.agents and not shared_entity(a.agents, b.agents) and conflicting(a.agents, b.agents):
        out.add("agents_differ")
    else:
        sides = _sides(a.agents, b.agents, tokens, "agent")
        out |= sides - {"agents_differ"}
        if "same_agent" not in sides:
            out |= _alike(a.agents, b.agents, "agent")
    if "same_patient" not in out and _countries(a.patients) & _countries(b.patients):
        out.add("patient_country")
    if "patients_differ" in out and _entity_kinds(a.patients) & _entity_kinds(b.patients):
        out.add("patient_kind")
    if _countries(a.agents) & _countries(b.patients) or _countries(b.agents) & _countries(a.patients):
        out.add("country_crossed")
    if counts(a.patients) & counts(b.patients):
        out.add("patient_count")
    elif counts(a.patients) and counts(b.patients):
        out.add("patient_counts_differ")
    if shared_entity(a.agents, b.patients) or shared_entity(a.patients, b.agents):
        out.add("roles_crossed")
    if _definite_again(a.patients, b.patients, tokens):
        out.add("patient_definite")
    if fits_means(a, b) or fits_means(b, a):
        out.add("means_fit")
    if a.weapons and b.weapons:
        out.add("same_weapon" if shared_head(tokens, a.weapons, b.weapons) else "weapons_differ")
    return out


def _alike(one: Sequence[Mention], other: Sequence[Mention], name: str) -> set[str]:
    """Whether participants that are not known to be the same are of one country, or of one kind."""
    out: set[str] = set()
    if _countries(one) & _countries(other):
        out.add(f"{name}_country")
    if _entity_kinds(one) & _entity_kinds(other):
        out.add(f"{name}_kind")
    return out


def _countries(mentions: Iterable[Mention]) -> set[str]:
    return {m.country_code for m in mentions if m.country_code}


def _entity_kinds(mentions: Iterable[Mention]) -> set[str]:
    return {m.kind for m in mentions if m.kind != "other"}


def _definite_again(one: Sequence[Mention], other: Sequence[Mention], tokens: TokenTable) -> bool:
    """Whether the second is a definite phrase that may stand for the first: "a youth … the boy"."""
    return any(
        tokens.lower[y.start] in ("the", "this", "that", "these", "those")
        and not y.proper
        and any(x.kind == y.kind and x.plural == y.plural and not x.pronoun for x in one)
        for y in other
    )


def _sides(one: Sequence[Mention], other: Sequence[Mention], tokens: TokenTable, name: str) -> set[str]:
    """How two lists of participants compare: the same entity, the same noun, or neither."""
    if not one or not other:
        return set()
    if shared_entity(one, other):
        return {f"same_{name}"}
    return {f"{name}_head"} if shared_head(tokens, one, other) else {f"{name}s_differ"}


def fits_means(act: TriggerFeatures, other: TriggerFeatures) -> bool:
    """Whether the weapon of one is of the kind of the other act: "shelled a market … the shells also wounded"."""
    kind = catalogue()[act.trigger.type].subtype(act.trigger.subtype)
    return kind is not None and not other.weapon_classes.isdisjoint(kind.means)


def _figures(a: TriggerFeatures, b: TriggerFeatures) -> set[str]:
    out: set[str] = set()
    for x in a.claims:
        for y in b.claims:
            if x.effect == y.effect and not (x.part or y.part) and _size(x) and _size(y):
                if y.basis in ("total", "update", "correction", "estimate"):
                    out.add("figure_update")
                elif _size(x) == _size(y):
                    out.add("figure_same" if (_size(x) or 0) > 1 else "figure_one")
                else:
                    out.add("figure_differs")
    return out


def _size(claim: CasualtyFound) -> int | None:
    return claim.low if claim.low is not None else claim.high
