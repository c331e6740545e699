"""Which sector of society an actor belongs to, in PLOVER's codes (``sectors.yaml``, from PETRARCH's agents)."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

from app.domain.event import EntityKind
from app.nlp.lexicon import word_table

_LONGEST = 4
_OF_KIND: Mapping[EntityKind, str] = {
    "government": "GOV",
    "military": "MIL",
    "police": "COP",
    "armed_group": "REB",
    "civilians": "CVL",
    "media": "MED",
}


@functools.cache
def _sectors() -> Mapping[str, str]:
    table: dict[str, list[str]] = word_table("sectors.sectors")
    return {phrase: code for code, phrases in table.items() for phrase in phrases}


def sector_of(words: Sequence[str], kind: EntityKind, description: str | None = None) -> str | None:
    """The sector of an actor.

    Parameters
    ----------
    words
        Lemmas of its noun phrase up to the head, in small letters.
    kind
        Its kind; states, forces and armed groups have the sector of their kind whatever they are called.
    description
        Its title, such as "prime minister".
    """
    if kind in ("government", "military", "police", "armed_group", "media"):
        return _OF_KIND[kind]
    if kind not in ("person", "civilians", "organization"):
        return None
    for phrase in (list(words), (description or "").lower().split()):
        for length in range(min(_LONGEST, len(phrase)), 0, -1):
            if code := _sectors().get(" ".join(phrase[-length:])):
                return code
    return _OF_KIND.get(kind)
