"""How time expressions hang in their sentences: on which word, under which verb."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from app.nlp.annotations import TimeMention
from app.nlp.grid import Grid
from app.nlp.lexicon import load

VERBAL = frozenset(("VERB", "AUX"))
NOMINAL = frozenset(("NOUN", "PROPN", "PRON"))
FINE = frozenset(("minute", "hour", "part_of_day", "day"))


@functools.cache
def words(lexicon: str, name: str) -> frozenset[str]:
    """A word list of a lexicon file."""
    return frozenset(str(word) for word in load(lexicon)[name])


@dataclass(frozen=True, slots=True)
class Hung:
    """A time expression as it hangs in its sentence: ``host`` is the word that it modifies, ``verb`` the one above.

    ``between``: a noun stands between the expression and the verb. ``fronted``: it opens the sentence. ``sequel``: it
    is counted from what was told before ("the following day").
    """

    mention: TimeMention
    host: int
    verb: int
    prep: str
    between: bool
    fronted: bool
    telling: bool
    sequel: bool

    @property
    def fine(self) -> bool:
        """Whether it names a day or less."""
        return self.mention.expression.precision in FINE


def hang(grid: Grid, mention: TimeMention) -> Hung:
    """Find what an expression modifies."""
    inside = range(mention.start, mention.end)
    token = next((i for i in inside if grid.head[i] not in inside and grid.pos[i] != "PUNCT"), mention.end - 1)
    host, prep = grid.head[token], ""
    for _ in range(3):
        if grid.pos[host] not in ("ADP", "SCONJ", "ADV", "ADJ") or grid.head[host] == host:
            break
        prep = prep or grid.lower[host]
        host = grid.head[host]
    verb, between = climb(grid, host)
    first = grid.sents[grid.sent[mention.start]][0]
    fronted = opens(grid, first, mention)
    telling = verb >= 0 and tells(grid, verb, mention)
    if telling and mention.start < verb and not fronted:
        host = verb = told(grid, verb, mention.start)
        telling = tells(grid, verb, mention)
    sequel = any(grid.lower[i] in words("event_times", "sequel") for i in inside)
    return Hung(mention, host, verb, prep, between, fronted, telling, sequel)


def tells(grid: Grid, verb: int, mention: TimeMention) -> bool:
    """Whether an expression dates the telling: "said Friday"; not "the shooting was reported at 3 p.m."."""
    if grid.lemma[verb] not in words("times_context", "telling") or mention.expression.precision in ("minute", "hour"):
        return False
    passive = any(grid.dep[k] == "nsubjpass" and grid.pos[k] == "NOUN" for k in grid.kids[verb])
    return not (passive and grid.lemma[verb] == "report")


def told(grid: Grid, verb: int, before: int) -> int:
    """The verb that is told, where the telling follows: "was shot Saturday, the sheriff said"; else the telling one."""
    inner = [k for k in grid.kids[verb] if grid.dep[k] in ("ccomp", "parataxis") and k < before]
    if not inner and grid.head[verb] < before and grid.pos[grid.head[verb]] in VERBAL and behind(grid, verb, before):
        return grid.head[verb]
    return inner[-1] if inner else verb


def behind(grid: Grid, verb: int, before: int) -> bool:
    """Whether the subject of a telling stands after an expression and a comma: "was shot Saturday, police said"."""
    subject = next((k for k in grid.kids[verb] if grid.dep[k] == "nsubj"), -1)
    return before < grid.left[subject] and "," in grid.text[before : grid.left[subject]] if subject >= 0 else False


def opens(grid: Grid, first: int, mention: TimeMention) -> bool:
    """Whether an expression opens its sentence: "On Friday, …", "Friday night …"."""
    lead = [i for i in range(first, mention.start) if grid.pos[i] not in ("PUNCT", "SPACE")]
    return len(lead) <= 1 and all(grid.pos[i] in ("ADP", "ADV", "SCONJ", "CCONJ", "DET") for i in lead)


def climb(grid: Grid, i: int) -> tuple[int, bool]:
    """The verb at or above a token (-1: none), and whether a noun was passed."""
    between = False
    for _ in range(10):
        if grid.pos[i] in VERBAL:
            return i, between
        between = between or grid.pos[i] in NOMINAL
        if grid.head[i] == i:
            return -1, between
        i = grid.head[i]
    return -1, between


def occurrence(grid: Grid, item: Hung) -> bool:
    """Whether an expression dates that something took place: "It happened about 10 p.m. Friday"."""
    return (
        item.verb >= 0
        and item.fine
        and not item.telling
        and grid.lemma[item.verb] in words("event_times", "occurrence")
    )


def aftermath(grid: Grid, item: Hung) -> bool:
    """Whether an expression dates what came after: "was charged Thursday", "remained in hospital Friday"."""
    return item.verb < 0 or item.telling or grid.lemma[item.verb] in words("event_times", "aftermath")
