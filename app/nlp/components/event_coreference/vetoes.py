"""What no sign outweighs: why two triggers cannot report one happening."""

from __future__ import annotations

from collections.abc import Iterable

from app.nlp.annotations import Mention
from app.nlp.components.event_coreference.comparison import (
    compare_days,
    compare_places,
    exact_counts,
    shared_entity,
    shared_head,
    turned_on_itself,
)
from app.nlp.components.event_coreference.features import TriggerFeatures, words
from app.nlp.components.event_coreference.pairs import (
    compare_kinds,
    dies_of,
    fought_elsewhere,
    in_sequence,
    linked,
    one_doing,
)
from app.nlp.token_table import TokenTable
from app.ontology import catalogue

_STATE = frozenset({"military", "police", "government"})
_NOW = {"ongoing": "once"}  # what goes on may be what was reported as begun


def vetoed(a: TriggerFeatures, b: TriggerFeatures, tokens: TokenTable) -> str | None:
    """Why two triggers (``a`` before ``b``) cannot report one happening; None when they may."""
    if not a.kin(b):
        return "another type"
    joined = linked(a, b) or one_doing(a, b, tokens)
    if not (a.harm or b.harm) and compare_kinds(a, b) == "other" and not joined:
        return "another kind of act"
    if _part_of_war(a, b) and not linked(a, b):
        return "a single act or harm of a war only where grammar says so"
    if compare_days(a, b) == "other" and not dies_of(b, a):
        return "another day"
    if compare_places(a.places, b.places) == "other" or (a.trigger.background and fought_elsewhere(a, b)):
        return "another place"
    if a.unreal != b.unreal and not (b.unreal and b.definite) and not _aimed_at(a, b):
        return "one did not happen"  # but "the attack may have been …" is still the attack
    if a.downing != b.downing and not linked(a, b):
        return "what one fires the other shoots down"
    if a.running != b.running and a.claims and b.claims:
        return "a running toll"
    one, other = (_NOW.get(f.scope, f.scope) for f in (a, b))
    if one != other and not _refers_back(a if other == "once" else b, tokens):
        return "one happens once and then, the other does not"
    if _done_besides(a, b, tokens) or _done_besides(b, a, tokens):
        return "something else is done to others"
    answers = a.answered != b.answered and a.sentence == b.sentence
    if (b.fresh or answers) and not linked(a, b):
        return "another is said to begin, or one answers the other"
    if _crossed(a, b) or _crossed(b, a):
        return "who acts in one suffers in the other"
    return _others_take_part(a, b, tokens)


def _aimed_at(a: TriggerFeatures, b: TriggerFeatures) -> bool:
    """Whether one act of a kind is the purpose of the other: "fired tear gas to disperse the crowd"."""
    return b.lemma in words("dispersing") and linked(a, b) and a.trigger.subtype == b.trigger.subtype


def _culprit_hit(hit: TriggerFeatures, other: TriggerFeatures, tokens: TokenTable) -> bool:
    """Whether a state's forces hit a suspect, while the other act was done to others: "an officer shot the gunman"."""
    culprits = words("culprits")
    if not hit.patients or not all(tokens.lemma[m.head] in culprits for m in hit.patients):
        return False
    others = [m for m in other.patients if not m.pronoun and tokens.lemma[m.head] not in culprits]
    return bool(others) and any(m.kind in _STATE for m in hit.agents) and not linked(hit, other)


def _others_take_part(a: TriggerFeatures, b: TriggerFeatures, tokens: TokenTable) -> str | None:
    """Whether others act or suffer in one of two triggers than in the other."""
    if _culprit_hit(a, b, tokens) or _culprit_hit(b, a, tokens):
        return "the culprit is hit in answer"
    if _follows(a, b, tokens):
        return "one follows the other"
    if _done_there(a, b, tokens) or _done_there(b, a, tokens):
        return "done by others in the same place"
    if differing_victims(a, b) or _set_side_by_side(a, b, tokens) or _differing_numbers(a, b):
        return "other victims"
    return "somebody else is tried" if _other_persons(a, b) else None


def _crossed(hit: TriggerFeatures, done: TriggerFeatures) -> bool:
    """Whether who suffers in one does the other: in one sentence ("opened fire before he was shot"), or as a state."""
    if turned_on_itself(done.agents, hit.patients):
        return True
    if hit.sentence != done.sentence or "clash" in (hit.trigger.frame, done.trigger.frame):
        return False
    if not catalogue()[hit.trigger.type].sign and done.harm:
        return False  # "two trains collided, killing nine"
    if hit.harm and not hit.agents:
        return False  # "were killed while attacking a post"
    patients = [m for m in hit.patients if not _same_one(m, hit.agents)]
    return any(_same_one(m, (*done.agents, *done.weapons)) for m in patients)


def _done_there(act: TriggerFeatures, harm: TriggerFeatures, tokens: TokenTable) -> bool:
    """Whether a clause of place reports what others did there: "attacked the village where rebels had killed six"."""
    if tokens.dep[harm.head] != "relcl" or not (act.agents and harm.agents):
        return False
    placed = any(tokens.lower[k] in ("where", "when") for k in tokens.kids[harm.head])
    return placed and not shared_entity(act.agents, harm.agents) and not shared_head(tokens, act.agents, harm.agents)


def _same_one(mention: Mention, others: Iterable[Mention]) -> bool:
    """Whether some others have the words of a mention, or are known to be who it is."""
    return any(m.head == mention.head or (m.entity >= 0 and m.entity == mention.entity) for m in others)


def _follows(a: TriggerFeatures, b: TriggerFeatures, tokens: TokenTable) -> bool:
    """Whether one act is said to have come after the other: "violence broke out following the stabbing"."""
    if a.harm or b.harm or a.sentence != b.sentence or linked(a, b):
        return False
    for low, high in ((a.head, b.head), (b.head, a.head)):
        above = tokens.head[low]
        hung = tokens.dep[low] == "pobj" and tokens.head[above] in (high, tokens.head[high])
        clause = tokens.dep[low] == "advcl" and tokens.head[low] == high
        if (hung or clause) and in_sequence(low, high, tokens):
            return True
    return False


def _part_of_war(a: TriggerFeatures, b: TriggerFeatures) -> bool:
    """Whether one names a whole war, and the other something else that may belong to it."""
    whole = a.trigger.background, b.trigger.background
    return any(whole) and (whole != (True, True) or a.harm != b.harm)


def _refers_back(one: TriggerFeatures, tokens: TokenTable) -> bool:
    """Whether a noun names what was reported before: "days after the bombing", not "the 60 attacks since May"."""
    return one.noun and one.definite and all(tokens.dep[k] != "nummod" for k in tokens.kids[one.head])


def _done_besides(act: TriggerFeatures, harm: TriggerFeatures, tokens: TokenTable) -> bool:
    """Whether an act apart from the attack (abduction, arson) stands beside the death of others."""
    kind = catalogue()[act.trigger.type].subtype(act.trigger.subtype)
    if act.harm or not harm.harm or kind is None or not kind.apart or linked(act, harm):
        return False
    if not act.patients or not harm.patients:
        return False
    return not (shared_entity(act.patients, harm.patients) or shared_head(tokens, act.patients, harm.patients))


def differing_victims(a: TriggerFeatures, b: TriggerFeatures) -> bool:
    """Whether both count victims of one effect, by other numbers and other nouns: "five soldiers", "three farmers"."""
    if a.sentence == b.sentence and linked(a, b):
        return False
    for x in a.claims:
        for y in b.claims:
            if x.effect != y.effect or x.part or y.part or not (x.low and y.low):
                continue
            if y.further and x.low != y.low and a.sentence != b.sentence:
                return True
    return False


def _set_side_by_side(a: TriggerFeatures, b: TriggerFeatures, tokens: TokenTable) -> bool:
    """Whether a semicolon stands between two numbers of victims: "jets kill 24; 21 rebels die in ambush"."""
    if a.sentence != b.sentence or ";" not in tokens.text[a.head : b.head]:
        return False
    pairs = ((x, y) for x in a.claims for y in b.claims)
    return any(x.effect == y.effect and x.low and y.low and x.low != y.low for x, y in pairs)


def _differing_numbers(a: TriggerFeatures, b: TriggerFeatures) -> bool:
    """Whether the same act is done to other numbers of people: "arrested four", "arrested nine people"."""
    one, two = exact_counts(a.patients), exact_counts(b.patients)
    return a.lemma == b.lemma and not (a.harm or b.harm) and bool(one and two) and one.isdisjoint(two)


def _other_persons(a: TriggerFeatures, b: TriggerFeatures) -> bool:
    """Whether what is done to one person each is done to two persons of different names."""
    if not a.trigger.frame == b.trigger.frame == "custody":
        return False
    left, right = ([m for m in f.patients if m.kind == "person" and m.proper] for f in (a, b))
    return bool(left) and bool(right) and not shared_entity(left, right)
