"""The codes of an event in the vocabularies of other projects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.domain.kinds import type_of_violence
from app.ontology import catalogue

VIOLENCE = "ASSAULT"  # PLOVER's event for acts of violence
#: What acts that are only planned are in PLOVER (manual, "Future events"): help is agreed, force is threatened.
_PLANNED = {
    **dict.fromkeys(("CONSULT", "SUPPORT", "COOPERATE", "AID"), "AGREE"),
    **dict.fromkeys(("PROTEST", "SANCTION", "COERCE", "ASSAULT"), "THREATEN"),
}


def event_codes(
    event_type: str,
    subtype: str | None,
    kinds: Mapping[str, Iterable[str]],
    *,
    planned: bool = False,
    contexts: Iterable[str] = (),
) -> dict[str, Any]:
    """PLOVER, CAMEO, ACLED and UCDP codes.

    Parameters
    ----------
    kinds
        The kinds of the participants of each role that is filled.
    planned
        Whether the act is only planned: PLOVER has other codes then.
    contexts
        PLOVER's contexts that the article gives it, besides those that its type declares.
    """
    codes = catalogue().codes(event_type, subtype, kinds)
    violence = None
    if codes["plover"]["event"] == VIOLENCE:
        declared = catalogue()[event_type]
        attackers, targets = (
            {kind for role, filled in kinds.items() if declared.position_of(role) in positions for kind in filled}
            for positions in (("agent",), ("patient", "harmed"))
        )
        violence = type_of_violence(attackers, targets)
    if planned and codes["plover"]["event"] in _PLANNED:
        codes["plover"] = codes["plover"] | {"event": _PLANNED[codes["plover"]["event"]], "mode": None}
    named = {*catalogue()[event_type].contexts_of(subtype), *contexts}
    codes["plover"] = codes["plover"] | {"context": sorted(named)}
    return codes | {"ucdp": {"type_of_violence": violence}}
