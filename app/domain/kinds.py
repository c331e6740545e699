"""Groups of participant kinds, and what follows from who fights whom."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

#: Who fights a war.
COMBATANTS = frozenset({"armed_group", "military"})
#: Who carries weapons.
ARMED = COMBATANTS | {"police"}
#: Who acts for a state.
STATE = frozenset({"military", "police", "government"})
#: Kinds of participants that cannot act.
THINGS = frozenset({"facility", "vehicle", "weapon"})
_UNARMED = frozenset({"civilians", "person", "media"})
_STATE_BASED, _NON_STATE, _ONE_SIDED = 1, 2, 3


def type_of_violence(attackers: AbstractSet[str], targets: AbstractSet[str]) -> int | None:
    """UCDP's type of organised violence by the kinds of both sides (UCDP GED codebook).

    1 state-based, 2 non-state, 3 one-sided; None where the kinds do not decide it.
    """
    if not attackers or not targets:
        return None
    if targets & STATE and attackers & (STATE | {"armed_group"}):
        return _STATE_BASED
    if attackers & STATE and "armed_group" in targets:
        return _STATE_BASED
    if not attackers & STATE and "armed_group" not in attackers:
        return None
    if targets & _UNARMED:
        return _ONE_SIDED
    return _NON_STATE if "armed_group" in targets else None
