"""Which of the expressions of its sentence governs an event."""

from __future__ import annotations

from collections.abc import Sequence, Set

from app.nlp.annotations import Trigger
from app.nlp.components.event_times.attachment import FINE, MODIFIER, NOMINAL, VERBAL, Hung, conceded, words
from app.nlp.token_table import TokenTable
from app.nlp.undertakings import answered, counted_from, recalled

_RANK = {
    "minute": 0,
    "hour": 0,
    "part_of_day": 1,
    "day": 2,
    "span": 3,
    "week": 3,
    "month": 4,
    "season": 5,
    "year": 6,
    "decade": 7,
}
_UP = frozenset(("conj", "advcl", "xcomp", "acomp", "oprd", "pcomp", "dep", "attr"))
_RANKING = 12  # tokens before "since" in which an ordinal or superlative is sought
_PRESENT = frozenset(("VBP", "VBZ", "VB"))
_ARGUMENT = frozenset(("nsubj", "nsubjpass", "dobj", "attr", "conj", "appos", "ROOT", "dep"))


def own(tokens: TokenTable, trigger: Trigger, hung: Sequence[Hung]) -> Hung | None:
    """The expression that governs an event, among those of its sentence; None when there is none."""
    verb = clause_verb(tokens, trigger)
    best: tuple[int, int, int, Hung] | None = None
    for item in hung:
        level = closeness(tokens, trigger, verb, item)
        if level is None:
            continue
        key = (level, _RANK.get(item.mention.expression.precision or "", 9), abs(item.mention.start - trigger.head))
        if best is None or key < best[:3]:
            best = (*key, item)
    return best[3] if best else None


def clause_verb(tokens: TokenTable, trigger: Trigger) -> int:
    """The verb of whose clause the event is: itself, or the light verb of which it is an argument; -1 for none."""
    i = trigger.head
    for _ in range(6):
        if tokens.pos[i] in VERBAL:
            return i
        parent = tokens.head[i]
        if parent == i:
            return -1
        if tokens.pos[parent] in VERBAL:
            light = tokens.dep[i] in _ARGUMENT and tokens.lemma[parent] in words("event_times", "light")
            return parent if light or tokens.pos[i] not in NOMINAL else -1
        if tokens.pos[parent] == "ADP":
            above = tokens.head[parent]
            if tokens.pos[above] in VERBAL:
                shared = tokens.lower[parent] in ("in", "during", "by", "from", "with", "at", "under", "on", "to")
                return above if shared and tokens.lemma[above] in words("event_times", "light") else -1
            if tokens.pos[i] in NOMINAL and tokens.lemma[above] not in words("event_times", "bunch"):
                return -1  # "the film about the attack opened on Friday"
        i = parent
    return -1


def closeness(tokens: TokenTable, trigger: Trigger, verb: int, item: Hung) -> int | None:
    """How near an expression hangs to an event: 0 on its own words, 1 in its clause, 2 around it; None: not at all."""
    head = trigger.head
    if (
        conceded(tokens, item)
        or another_sum(tokens, item)
        or avenged(tokens, head, item)
        or (ranked_since(tokens, item) and not when_clause(tokens, head, item))
    ):
        return None
    if (
        item.host == head
        or trigger.start <= item.host < trigger.end
        or trigger.start <= item.mention.start < trigger.end
    ):
        return 0
    if tokens.pos[head] in NOMINAL and tokens.left[head] <= item.mention.start < tokens.right[head]:
        aside = item.reporting or of_an_aside(tokens, head, item) or in_another_clause(tokens, head, item)
        return 1 if not aside else None
    if answered(tokens, head):
        return None  # "struck on Friday to avenge the deaths"
    if tokens.dep[head] == "relcl" and item.host in (tokens.head[head], whole(tokens, tokens.head[head])):
        return 1  # "a 2019 attack that killed nine", "the 2019 siege of a bank in which nine died"
    if when_clause(tokens, head, item):
        return 1
    if item.mention.start > head and below(tokens, head, item.host, words("event_times", "claims")):
        return 1  # "responsibility for the killing in May"
    if item.verb < 0 or (item.verb != head and counted_from(tokens, head)):
        return None  # "Friday's raid came days after police said that four had been arrested"
    if item.mention.start > head and tokens.head[head] == item.verb and recalled(tokens, head):
        return 1  # "it recalled the raid in 2009"
    if item.mention.start > head and (inquired_into(tokens, head, item.verb) or judged(tokens, head, item)):
        return 1
    if item.verb in (head, verb):
        return 1 if not (item.between and foreign(tokens, item)) else None
    if item.reporting or item.sequel or verb < 0 or tokens.lemma[item.verb] in words("event_times", "aftermath"):
        return None
    return 2 if around(tokens, verb, item) else None


def below(tokens: TokenTable, noun: int, above: int, lemmas: Set[str]) -> bool:
    """Whether a preposition hangs a noun on one of some others: "responsibility for the killing"."""
    hung = tokens.dep[noun] == "pobj" and tokens.head[tokens.head[noun]] == above
    return hung and tokens.lemma[above] in lemmas


def avenged(tokens: TokenTable, head: int, item: Hung) -> bool:
    """Whether an expression dates an act that the event answers: "struck in retaliation for the raid on Friday"."""
    i = item.mention.start
    while tokens.head[i] not in (i, head) and not answered(tokens, head):
        i = tokens.head[i]
        if answered(tokens, i):
            return not tokens.left[i] <= head < tokens.right[i]
    return False


def another_sum(tokens: TokenTable, item: Hung) -> bool:
    """Whether "since" bounds another number than that of the verb: "nine have died this year, 79 since May"."""
    opening = words("event_times", "since")
    marks = (i for i in range(max(0, item.mention.start - _RANKING), item.mention.start) if tokens.lower[i] in opening)
    return any(_behind_number(tokens, i) for i in marks)


def _behind_number(tokens: TokenTable, since: int) -> bool:
    return since > 1 and tokens.pos[since - 1] == "NUM" and tokens.text[since - 2] == ","


def since(tokens: TokenTable, item: Hung) -> int:
    """The verb that an expression in a clause or phrase of "since" dates the beginning of, or -1.

    "10,000 have died since the coalition launched raids in March 2015", "since the start of the war in May".
    """
    opening = words("event_times", "since")
    clause = item.verb >= 0 and tokens.dep[item.verb] == "advcl" and not item.between
    if clause and any(tokens.dep[k] == "mark" and tokens.lower[k] in opening for k in tokens.kids[item.verb]):
        return tokens.head[item.verb]
    noun = item.host
    while tokens.dep[noun] == "pobj":
        above = tokens.head[noun]
        if tokens.lower[above] in opening:
            return tokens.head[above] if not _behind_number(tokens, above) else -1
        if tokens.lower[above] != "of":
            break
        noun = tokens.head[above]
    return -1


def ranked_since(tokens: TokenTable, item: Hung) -> bool:
    """Whether "since" says over which time an event is counted or ranked: "the third attack since Sunday"."""
    first = max(tokens.sents[tokens.sent[item.mention.start]][0], item.mention.start - _RANKING)
    opening = words("event_times", "since")
    if item.prep in opening:
        return ranked(tokens, first, item.mention.start)
    behind = max(first, item.verb)  # "the deadliest since a missile killed 16 in March" dates the missile
    marks = (i for i in range(behind, item.mention.start) if tokens.lower[i] in opening)
    return any(ranked(tokens, first, i) for i in marks)  # "the highest since the bloodletting in 2006"


def ranked(tokens: TokenTable, start: int, end: int) -> bool:
    """Whether an ordinal or superlative stands among some words: "the third attack", "the deadliest"."""
    words = range(start, end)
    best = (
        i for i in words if tokens.tag[i] in ("JJS", "RBS") and not (i and tokens.lower[i - 1] == "at")
    )  # "at least"
    return any(True for _ in best) or any(tokens.ent[i] == "ORDINAL" for i in words)


def whole(tokens: TokenTable, noun: int) -> int:
    """The noun that another one behind "of" belongs to; the noun itself where there is none."""
    of = tokens.head[noun]
    nominal = tokens.dep[noun] == "pobj" and tokens.lower[of] == "of" and tokens.pos[tokens.head[of]] in NOMINAL
    return tokens.head[of] if nominal else noun


def when_clause(tokens: TokenTable, head: int, item: Hung) -> bool:
    """Whether an event is reported in the clause that says what was then: "since 2013, when nine people died"."""
    i = item.mention.end
    i += i < len(tokens.lower) and tokens.lower[i] == ","
    if i >= len(tokens.lower) or tokens.lower[i] != "when":
        return False
    clause = tokens.head[i]
    return tokens.left[clause] <= head < tokens.right[clause] and head > i


def of_an_aside(tokens: TokenTable, noun: int, item: Hung) -> bool:
    """Whether an expression dates a clause about another noun: "the deployment of a force that it requested in May"."""
    verb = item.verb
    inside = verb >= 0 and tokens.left[noun] <= verb < tokens.right[noun]
    aside = tokens.dep[verb] == "relcl" or (tokens.dep[verb] == "acl" and not item.fine)
    return inside and aside and tokens.head[verb] != noun


def in_another_clause(tokens: TokenTable, noun: int, item: Hung) -> bool:
    """Whether a clause below that of a noun has it: "the raids, which came after rebels had struck in May"."""
    i = item.mention.start
    while i != noun and tokens.head[i] != i:
        i = tokens.head[i]
        if i != noun and tokens.pos[i] in VERBAL and tokens.dep[i] in ("advcl", "pcomp", "ccomp"):
            return True
    return False


def inquired_into(tokens: TokenTable, noun: int, verb: int) -> bool:
    """Whether a noun is what a verb inquires into, so that a time after it is the noun's: "are looking into a robbery
    at a motel Friday night"."""
    if tokens.lemma[verb] not in words("event_times", "inquiry") or tokens.pos[noun] not in NOMINAL:
        return False
    for _ in range(4):
        if tokens.head[noun] == verb:
            return tokens.dep[noun] in ("dobj", "pobj", "prep")
        noun = tokens.head[noun]
    return False


def judged(tokens: TokenTable, noun: int, item: Hung) -> bool:
    """Whether a year or month behind a deed is the deed's: "sentenced them for the murder of a nun in 2019"."""
    if tokens.pos[noun] not in NOMINAL or item.fine or item.prep != "in" or tokens.dep[noun] != "pobj":
        return False
    court = tokens.lemma[item.verb] in words("event_times", "aftermath")
    return court and tokens.head[tokens.head[noun]] == item.verb


def foreign(tokens: TokenTable, item: Hung) -> bool:
    """Whether an expression only dates a noun beside the event: "killed the author of a 2019 law"."""
    precision = item.mention.expression.precision
    token = item.mention.end - 1
    return precision not in FINE and tokens.dep[token] in MODIFIER and tokens.pos[item.host] in NOMINAL


def around(tokens: TokenTable, verb: int, item: Hung) -> bool:
    """Whether the clause of an expression shares its time with the event's: coordination, participles, "while"."""
    return passes(tokens, verb, item.verb) or passes(tokens, item.verb, verb, strict=True)


def passes(tokens: TokenTable, low: int, high: int, *, strict: bool = False) -> bool:
    """Whether one climbs from the verb ``low`` to ``high`` through clauses of the same time."""
    for _ in range(5):
        if low == high:
            return True
        dep, parent = tokens.dep[low], tokens.head[low]
        if parent == low or dep not in _UP:
            return False
        if dep == "advcl" and (strict or finite(tokens, low)) and not same_time(tokens, low):
            return False
        if dep == "conj" and ((strict and own_subject(tokens, low)) or now_and_then(tokens, low, parent)):
            return False
        low = parent
    return False


def finite(tokens: TokenTable, verb: int) -> bool:
    """Whether a clause has a conjunction or subject of its own, so that its time may differ."""
    return any(tokens.dep[k] in ("mark", "nsubj", "nsubjpass") for k in tokens.kids[verb])


def same_time(tokens: TokenTable, verb: int) -> bool:
    """Whether an adverbial clause says that it runs at the same time: "while", "when", "as"."""
    kids = tokens.kids[verb]
    return any(
        tokens.dep[k] in ("mark", "advmod") and tokens.lower[k] in words("event_times", "same_time") for k in kids
    )


def now_and_then(tokens: TokenTable, verb: int, first: int) -> bool:
    """Whether one of two joined verbs is past and the other present: "left in May, but still shell it"."""
    tags = {tokens.tag[verb], tokens.tag[first]}
    helped = any(tokens.dep[k] in ("aux", "auxpass") for v in (verb, first) for k in tokens.kids[v])
    return "VBD" in tags and bool(tags & _PRESENT) and not helped


def own_subject(tokens: TokenTable, verb: int) -> bool:
    """Whether a coordinated verb has a subject of its own."""
    return any(tokens.dep[k] in ("nsubj", "nsubjpass") for k in tokens.kids[verb])
