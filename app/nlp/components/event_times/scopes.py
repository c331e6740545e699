"""Does an event happen once, again and again, or is it a sum over a span of time?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.nlp.annotations import TimeMention, TimeScope, Trigger
from app.nlp.components.event_times.attachment import Hung, climb, words
from app.nlp.components.event_times.governing import clause_verb
from app.nlp.token_table import TokenTable

_COARSE = frozenset({"month", "season", "year", "decade", "span"})
_LONG = ("W", "M", "Y", "DE")  # units of a duration that is longer than an act


def scope_of(
    tokens: TokenTable, trigger: Trigger, governing: Hung | None, others: Mapping[int, Sequence[Hung]]
) -> TimeScope:
    """The scope of an event; ``others``: durations and habits ("every night") by sentence."""
    verb = clause_verb(tokens, trigger)
    verbs = {trigger.head, verb, climb(tokens, trigger.head)[0]} - {-1}
    for item in others.get(tokens.sent[trigger.head], ()):
        if item.verb not in verbs:
            continue
        if item.mention.expression.type == "SET":
            return "habit"
        if adds_up(item):
            return "span"
    if governing is None:
        return "once"
    before = tokens.lower[governing.mention.start - 1] if governing.mention.start else ""
    if words("event_times", "since") & {governing.prep, before}:
        return "span"
    return "span" if up_to_now(tokens, governing.mention) else "once"


def adds_up(item: Hung) -> bool:
    """Whether a duration is one over which figures are summed: "in the first three months"."""
    value = item.mention.expression.value
    long = value.startswith("P") and not value.startswith("PT") and value.endswith(_LONG)
    return long and item.prep in words("event_times", "over")


def up_to_now(tokens: TokenTable, mention: TimeMention) -> bool:
    """Whether an expression names a period that is still running: "this year", "so far in 2024"."""
    if mention.expression.precision not in _COARSE:
        return False
    before = tokens.lower[max(0, mention.start - 3) : mention.end]
    return any(word in words("event_times", "running") for word in before)
