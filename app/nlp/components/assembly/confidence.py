"""How likely is it that an event is right?

A product of the trigger's own reliability and of what supports it; the figures are shares of right events measured on
development articles of several corpora, rounded.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.event import Participant
from app.domain.place import Place
from app.domain.time import EventTime
from app.nlp.annotations import Trigger

_SUPPORT = 0.25


def confidence(
    trigger: Trigger,
    time: EventTime | None,
    places: Sequence[Place],
    participants: Sequence[Participant],
    mentions: int,
) -> float:
    """A probability between 0.05 and 0.99, two decimals."""
    signs = (time is not None, bool(places), bool(participants), mentions > 1)
    share = sum(signs) / len(signs)
    return round(min(0.99, max(0.05, trigger.weight - _SUPPORT * (1 - share))), 2)
