"""How likely is it that an event is right?

A logistic model of seven signs. Its weights were fitted on development articles of three corpora (field reports, news
snippets, whole articles; 1,245 events, each corpus counting the same); "right" means that the corpus has an event of
that kind there. The README shows how often events of each confidence were right.
"""

from __future__ import annotations

import math
from collections.abc import Collection

from app.domain.time import EventTime
from app.nlp.annotations import Trigger

_BIAS = -0.88
_WEIGHTS = {
    "strong": 0.32,  # the trigger tells violence by itself
    "weak": -0.28,  # it is a noun that needed a sign of violence
    "time": 1.02,
    "agent": 0.44,
    "patient": 0.48,
    "casualties": 0.46,
    "retold": 0.73,  # several triggers tell it
}
_STRONG, _WEAK = 0.85, 0.55
_AGENTS = frozenset({"agent", "intervenes"})
_PATIENTS = frozenset({"patient", "harmed"})


def confidence(
    trigger: Trigger,
    time: EventTime | None,
    filled: Collection[str | None],
    casualties: Collection[object],
    mentions: int,
) -> float:
    """A probability between 0 and 1, two decimals; ``filled``: positions of the roles that somebody fills."""
    signs = {
        "strong": trigger.weight >= _STRONG,
        "weak": trigger.weight <= _WEAK,
        "time": time is not None,
        "agent": not _AGENTS.isdisjoint(filled),
        "patient": not _PATIENTS.isdisjoint(filled),
        "casualties": bool(casualties),
        "retold": mentions > 1,
    }
    score = _BIAS + sum(weight for name, weight in _WEIGHTS.items() if signs[name])
    return round(1 / (1 + math.exp(-score)), 2)
