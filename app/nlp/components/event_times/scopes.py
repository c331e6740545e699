"""Does an event happen once, again and again, is it a sum over a span, or is it counted from another one?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.nlp.annotations import TimeMention, TimeScope, Trigger
from app.nlp.components.event_times.attachment import Hung, climb, words
from app.nlp.components.event_times.governing import clause_verb, ranked
from app.nlp.token_table import TokenTable
from app.nlp.undertakings import counted_from

_COARSE = frozenset({"month", "season", "year", "decade", "span"})
_LONG = ("W", "M", "Y", "DE")  # units of a duration that is longer than an act


def scope_of(
    tokens: TokenTable, trigger: Trigger, governing: Hung | None, others: Mapping[int, Sequence[Hung]]
) -> TimeScope:
    """The scope of an event; ``others``: durations and habits ("every night") by sentence."""
    verb = clause_verb(tokens, trigger)
    verbs = {trigger.head, verb, climb(tokens, trigger.head)[0]} - {-1}
    for item in others.get(tokens.sent[trigger.head], ()):
        if item.verb not in verbs or among(tokens, item):
            continue
        if item.mention.expression.type == "SET":
            return "habit"
        if adds_up(item):
            return "span"
    if any(tokens.lower[k] in words("event_times", "habits") for k in tokens.kids[trigger.head]):
        return "habit"
    if ended(tokens, trigger.head):
        return "habit"
    if counted_from(tokens, trigger.head):
        return "offset"
    if governing is None:
        return "ongoing" if ongoing(tokens, trigger.head, verb) else "once"
    if among(tokens, governing):
        return "once"
    before = tokens.lower[governing.mention.start - 1] if governing.mention.start else ""
    if words("event_times", "since") & {governing.prep, before}:
        return "span"
    return "span" if up_to_now(tokens, governing.mention) else "once"


def ended(tokens: TokenTable, head: int) -> bool:
    """Whether somebody ends acts that have gone on: "vowed to end attacks on convoys", "halted raids"."""
    plural = tokens.tag[head] == "NNS" and all(k > head or tokens.dep[k] != "det" for k in tokens.kids[head])
    return plural and tokens.dep[head] == "dobj" and tokens.lemma[tokens.head[head]] in words("roles", "ceasing")


def among(tokens: TokenTable, item: Hung) -> bool:
    """Whether a time says among what an act is the first or the worst: "the deadliest raid in years", "since 2015"."""
    nouns = [item.host, *(k for k in tokens.kids[item.verb] if tokens.dep[k] in ("attr", "dobj"))]
    return any(tokens.pos[n] == "NOUN" and ranked(tokens, tokens.left[n], n) for n in nouns)


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


def ongoing(tokens: TokenTable, head: int, verb: int) -> bool:
    """Whether it goes on as the article is written: "troops are shelling the port", "the fighting goes on"."""
    for i in dict.fromkeys((head, verb, climb(tokens, head)[0])):
        if i < 0 or tokens.lemma[i] in words("times_context", "reporting"):
            continue
        if i != head and tokens.lemma[i] not in words("event_times", "lasting"):
            continue  # "police are investigating a shooting"
        helpers = {tokens.lower[k] for k in tokens.kids[i] if tokens.dep[k] in ("aux", "auxpass")}
        if tokens.tag[i] in ("VBZ", "VBP") and not helpers and tokens.sent[i] > 0:
            return True
        if tokens.tag[i] == "VBG" and helpers & {"is", "are", "'s", "'re"}:
            return True
    return False
