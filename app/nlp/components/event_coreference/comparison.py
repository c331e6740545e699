"""Do days, places and participants of two triggers agree, differ, or leave it open?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from app.domain.place import Place
from app.nlp.annotations import Mention, Toponym
from app.nlp.components.event_coreference.features import TriggerFeatures, counted
from app.nlp.token_table import TokenTable

Verdict = Literal["same", "near", "other", "open"]
_STATE = frozenset({"military", "police", "government"})
_SIDES = _STATE | {"armed_group", "civilians", "person"}


def compare_days(a: TriggerFeatures, b: TriggerFeatures) -> Verdict:
    """ "same": both fine and overlapping; "near": one lies in a longer other; "other": they do not meet."""
    if a.day is None or b.day is None:
        return "open"
    if not (a.day[0] < b.day[1] and b.day[0] < a.day[1]):
        return "other"
    return "same" if a.fine and b.fine else "near"


def compare_places(a: Sequence[Toponym], b: Sequence[Toponym]) -> Verdict:
    """ "same": one place in both lists; "near": one may hold the other; "other": different places of known kind."""
    if not a or not b:
        return "open"
    verdicts = {_compare(one.place, other.place) for one in a for other in b}
    ranked: tuple[Verdict, ...] = ("same", "near", "other")
    return next((v for v in ranked if v in verdicts), "open")


def _compare(p: Place, q: Place) -> Verdict:
    if p.name == q.name or (p.geonames_id and p.geonames_id == q.geonames_id):
        return "same"
    if p.country_code and q.country_code and p.country_code != q.country_code:
        return "other" if "region" not in (p.precision, q.precision) else "open"
    if "country" in (p.precision, q.precision) or "region" in (p.precision, q.precision):
        return "near"
    if "admin1" in (p.precision, q.precision):
        return "near" if p.admin1 == q.admin1 or not (p.admin1 and q.admin1) else "other"
    if p.latitude is None or q.latitude is None:
        return "open"
    return "other"


def shared_entity(a: Iterable[Mention], b: Iterable[Mention]) -> bool:
    """Whether an entity or a proper name stands in both."""
    left = list(a)
    return any((x.entity >= 0 and x.entity == y.entity) or (x.proper and x.name == y.name) for y in b for x in left)


def shared_head(tokens: TokenTable, a: Iterable[Mention], b: Iterable[Mention]) -> bool:
    """Whether the same noun heads a phrase of both: "two guards", "one of the guards"."""
    left = {tokens.lemma[counted(tokens, m.head)] for m in a if not m.pronoun}
    return any(tokens.lemma[counted(tokens, m.head)] in left for m in b if not m.pronoun)


def counts(mentions: Iterable[Mention]) -> set[int]:
    """The numbers above one that the phrases of some mentions give."""
    return {m.quantity.low for m in mentions if m.quantity and m.quantity.low and m.quantity.low > 1}


def exact_counts(mentions: Iterable[Mention]) -> set[int]:
    """The numbers above one that the phrases of some mentions give exactly: not "several", "more than 400"."""
    found = (m.quantity for m in mentions if m.quantity)
    return {q.low for q in found if q.low and q.low > 1 and q.low == q.high and not q.approximate}


def conflicting(a: Sequence[Mention], b: Sequence[Mention]) -> bool:
    """Whether both sides are named and nothing of one fits the other."""
    if opposed(a, b):
        return True
    left = [m for m in a if m.proper or m.country_code]
    right = [m for m in b if m.proper or m.country_code]
    if not left or not right or shared_entity(left, right):
        return False
    return not any(x.country_code is not None and x.country_code == y.country_code for x in left for y in right)


def opposed(a: Iterable[Mention], b: Iterable[Mention]) -> bool:
    """Whether one side holds only forces of a state and the other only people of another kind."""
    left = {m.kind in _STATE for m in a if m.kind in _SIDES}
    right = {m.kind in _STATE for m in b if m.kind in _SIDES}
    return bool(left) and bool(right) and not left & right


def turned_on_itself(agents: Iterable[Mention], patients: Iterable[Mention]) -> bool:
    """Whether the forces of a state would strike their own: "US strikes", "a strike on a US base"."""
    states = {m.country_code for m in agents if m.kind in ("military", "government") and m.country_code}
    forces = {m.country_code for m in patients if m.kind in (*_STATE, "facility") and m.country_code}
    return bool(states & forces)
