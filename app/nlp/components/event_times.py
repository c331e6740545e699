"""When did each event happen?

The time of an event is the expression that governs it: that of its own words ("the Oct. 7 attack"), of its verb's clause
("were killed on Friday"), of the sentence that it opens ("On Friday, …"). Without one it is carried over from the event
that it continues, or from the day on which the article's story took place; then there is no span and ``source`` says
"inferred". Last comes the day that the document states for itself (its dateline), as "document". What the text does not
tell stays unknown: the day of publication is never used, nor the day on which somebody told of the event ("police said
Monday"). Lexicon: ``event_times.yaml``, ``times_context.yaml``.
"""

from __future__ import annotations

import bisect
import datetime as dt
import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from app.domain.time import EventTime, TimeExpression
from app.nlp.annotations import TimeMention, Trigger
from app.nlp.grid import Grid, grid_of
from app.nlp.lexicon import load

_VERBAL = frozenset(("VERB", "AUX"))
_NOMINAL = frozenset(("NOUN", "PROPN", "PRON"))
_FINE = frozenset(("minute", "hour", "part_of_day", "day"))
_DATELINE = 14  # tokens in which a dateline ends
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
_FACTUAL = frozenset(("asserted", "alleged"))
_UP = frozenset(("conj", "advcl", "xcomp", "acomp", "oprd", "pcomp", "dep", "attr"))
_ARGUMENT = frozenset(("nsubj", "nsubjpass", "dobj", "attr", "conj", "appos", "ROOT", "dep"))
_MODIFIER = frozenset(("poss", "compound", "amod", "nmod", "nummod", "npadvmod", "appos"))


@functools.cache
def words(lexicon: str, name: str) -> frozenset[str]:
    """A word list of a lexicon file."""
    return frozenset(str(word) for word in load(lexicon)[name])


@functools.cache
def families() -> dict[str, int]:
    """Event type → number of its family; events of one family continue one another."""
    return {name: n for n, family in enumerate(load("event_times")["families"]) for name in family}


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
        return self.mention.expression.precision in _FINE


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
    return inner[-1] if inner else verb


def opens(grid: Grid, first: int, mention: TimeMention) -> bool:
    """Whether an expression opens its sentence: "On Friday, …", "Friday night …"."""
    lead = [i for i in range(first, mention.start) if grid.pos[i] not in ("PUNCT", "SPACE")]
    return len(lead) <= 1 and all(grid.pos[i] in ("ADP", "ADV", "SCONJ", "CCONJ", "DET") for i in lead)


def climb(grid: Grid, i: int) -> tuple[int, bool]:
    """The verb at or above a token (-1: none), and whether a noun was passed."""
    between = False
    for _ in range(10):
        if grid.pos[i] in _VERBAL:
            return i, between
        between = between or grid.pos[i] in _NOMINAL
        if grid.head[i] == i:
            return -1, between
        i = grid.head[i]
    return -1, between


# -------------------------------------------------------------------------------------------- the expression of its own


def clause_verb(grid: Grid, trigger: Trigger) -> int:
    """The verb of whose clause the event is: itself, or the light verb of which it is an argument; -1 for none."""
    i = trigger.head
    for _ in range(6):
        if grid.pos[i] in _VERBAL:
            return i
        parent = grid.head[i]
        if parent == i:
            return -1
        if grid.pos[parent] in _VERBAL:
            light = grid.dep[i] in _ARGUMENT and grid.lemma[parent] in words("event_times", "light")
            return parent if light or grid.pos[i] not in _NOMINAL else -1
        if grid.pos[parent] == "ADP" and grid.pos[grid.head[parent]] in _VERBAL:
            verb = grid.head[parent]
            shared = grid.lower[parent] in ("in", "during", "by", "from", "with", "at", "under")
            return verb if shared and grid.lemma[verb] in words("event_times", "light") else -1
        i = parent
    return -1


def own(grid: Grid, trigger: Trigger, hung: Sequence[Hung]) -> Hung | None:
    """The expression that governs an event, among those of its sentence; None when there is none."""
    verb = clause_verb(grid, trigger)
    best: tuple[int, int, int, Hung] | None = None
    for item in hung:
        level = closeness(grid, trigger, verb, item)
        if level is None:
            continue
        key = (level, _RANK.get(item.mention.expression.precision or "", 9), abs(item.mention.start - trigger.head))
        if best is None or key < best[:3]:
            best = (*key, item)
    return best[3] if best else None


def closeness(grid: Grid, trigger: Trigger, verb: int, item: Hung) -> int | None:
    """How near an expression hangs to an event: 0 on its own words, 1 in its clause, 2 around it; None: not at all."""
    head = trigger.head
    if (
        item.host == head
        or trigger.start <= item.host < trigger.end
        or trigger.start <= item.mention.start < trigger.end
    ):
        return 0
    if grid.pos[head] in _NOMINAL and grid.left[head] <= item.mention.start < grid.right[head]:
        return 1 if not item.telling else None
    if item.verb < 0:
        return None
    if item.mention.start > head and asked(grid, head, item.verb):
        return 1
    if item.verb in (head, verb):
        return 1 if not (item.between and foreign(grid, item)) else None
    if item.telling or item.sequel or verb < 0 or grid.lemma[item.verb] in words("event_times", "aftermath"):
        return None
    return 2 if around(grid, verb, item) else None


def asked(grid: Grid, noun: int, verb: int) -> bool:
    """Whether a noun is what a verb inquires into, so that a time after it is the noun's: "are investigating a shooting
    at a motel Friday night"."""
    if grid.lemma[verb] not in words("event_times", "inquiry") or grid.pos[noun] not in _NOMINAL:
        return False
    for _ in range(4):
        if grid.head[noun] == verb:
            return grid.dep[noun] in ("dobj", "pobj", "prep")
        noun = grid.head[noun]
    return False


def foreign(grid: Grid, item: Hung) -> bool:
    """Whether an expression only dates a noun beside the event: "killed the author of a 2019 law"."""
    precision = item.mention.expression.precision
    token = item.mention.end - 1
    return precision not in _FINE and grid.dep[token] in _MODIFIER and grid.pos[item.host] in _NOMINAL


def around(grid: Grid, verb: int, item: Hung) -> bool:
    """Whether the clause of an expression shares its time with the event's: coordination, participles, "while"."""
    return passes(grid, verb, item.verb) or passes(grid, item.verb, verb, strict=True)


def passes(grid: Grid, low: int, high: int, *, strict: bool = False) -> bool:
    """Whether one climbs from the verb ``low`` to ``high`` through clauses of the same time."""
    for _ in range(5):
        if low == high:
            return True
        dep, parent = grid.dep[low], grid.head[low]
        if parent == low or dep not in _UP:
            return False
        if dep == "advcl" and (strict or finite(grid, low)) and not same_time(grid, low):
            return False
        if dep == "conj" and strict and own_subject(grid, low):
            return False
        low = parent
    return False


def finite(grid: Grid, verb: int) -> bool:
    """Whether a clause has a conjunction or subject of its own, so that its time may differ."""
    return any(grid.dep[k] in ("mark", "nsubj", "nsubjpass") for k in grid.kids[verb])


def same_time(grid: Grid, verb: int) -> bool:
    """Whether an adverbial clause says that it runs at the same time: "while", "when", "as"."""
    kids = grid.kids[verb]
    return any(grid.dep[k] in ("mark", "advmod") and grid.lower[k] in words("event_times", "same_time") for k in kids)


def own_subject(grid: Grid, verb: int) -> bool:
    """Whether a coordinated verb has a subject of its own."""
    return any(grid.dep[k] in ("nsubj", "nsubjpass") for k in grid.kids[verb])


# ----------------------------------------------------------------------------------------------- the day of the story


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


# ------------------------------------------------------------------------------------------------------------ assembly


def event_time(expression: TimeExpression, source: str, prep: str = "") -> EventTime | None:
    """The time of an event from an expression; "since", "until" and "after" leave an end open."""
    start, end, precision = expression.start, expression.end, expression.precision
    if precision is None:
        return None
    if prep in words("event_times", "since"):
        end, precision = None, "span"
    elif prep in words("event_times", "until") and precision in _FINE:
        start, precision = None, "span"
    told = source == "expression"
    return EventTime(start, end, precision, expression.value, expression.span if told else None, source)  # type: ignore[arg-type]


class Reader:
    """Reads the times of one Doc's events; the state is what was told so far."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.grid = grid_of(doc)
        self.triggers: tuple[Trigger, ...] = doc._.triggers
        self.paragraph_starts = [start for start, _ in doc._.paragraphs]
        self.by_sentence: dict[int, list[Hung]] = {}
        for mention in doc._.times:
            if mention.expression.type in ("DATE", "TIME") and mention.expression.start and not self.stamp(mention):
                item = hang(self.grid, mention)
                self.by_sentence.setdefault(self.grid.sent[mention.start], []).append(item)
        moment = doc._.anchor.moment
        self.latest = (moment + dt.timedelta(days=2)).date().isoformat() if moment else None

    def stamp(self, mention: TimeMention) -> bool:
        """Whether an expression dates the document: "Updated: Aug 29, 2016 - 6:33 PM"."""
        first = max(0, mention.start - 4)
        if any(word in words("event_times", "stamp") for word in self.grid.lower[first : mention.start]):
            return True
        n = bisect.bisect_right(self.paragraph_starts, mention.start) - 1
        start, end = self.doc._.paragraphs[n] if n >= 0 else (0, 0)
        alone = end - start <= mention.end - mention.start + 6
        return (
            alone and climb(self.grid, mention.start)[0] < 0 and any(c.isdigit() for c in mention.expression.span.text)
        )

    def read(self) -> tuple[EventTime | None, ...]:
        """One time, or None, for each trigger."""
        found = [self.governing(t) for t in self.triggers]
        story = self.story(found)
        return tuple(self.finish(n, item, found, story) for n, item in enumerate(found))

    def past(self, item: Hung) -> bool:
        """Whether an expression names a day, and none after the anchor."""
        start = item.mention.expression.start or ""
        return item.fine and (self.latest is None or start[:10] <= self.latest)

    def governing(self, trigger: Trigger) -> Hung | None:
        """The expression that governs an event."""
        hung = self.by_sentence.get(self.grid.sent[trigger.head])
        if not hung:
            return None
        if item := own(self.grid, trigger, hung):
            return item
        first = hung[0]
        return first if first.fronted and not first.telling and trigger.head > first.mention.start else None

    def story(self, found: Sequence[Hung | None]) -> tuple[int, Hung | None]:
        """The expression that dates what the article is about, and how sure: 0 it dates a violent event, 1 that something
        happened, 2 anything that is not the aftermath, 3 it opens a sentence.
        """
        ranked: list[tuple[int, int, Hung]] = []
        for trigger, item in zip(self.triggers, found, strict=True):
            if item is not None and self.past(item) and families().get(trigger.type) == 0:
                ranked.append((0, item.mention.start, item))
        for items in self.by_sentence.values():
            for item in filter(self.past, items):
                if occurrence(self.grid, item):
                    ranked.append((1, item.mention.start, item))
                elif item.fine and not aftermath(self.grid, item):
                    ranked.append((2, item.mention.start, item))
                elif item.fine and item.fronted:
                    ranked.append((3, item.mention.start, item))
        best = min(ranked, key=lambda r: r[:2], default=None)
        return (best[0], best[2]) if best else (0, None)

    def finish(
        self, n: int, item: Hung | None, found: Sequence[Hung | None], story: tuple[int, Hung | None]
    ) -> EventTime | None:
        """The time of the n-th event: its own, that of the event that it continues, the story's, the document's."""
        if item is not None:
            return event_time(item.mention.expression, "expression", item.prep)
        if not self.continues(n):
            return None
        before = self.carried(n, found)
        rank, story_item = story
        if before is None and families().get(self.triggers[n].type) == 0:
            if rank > 1 and (stated := self.stated()):
                return stated
            before = story_item
        if before is not None:
            return event_time(before.mention.expression, "inferred")
        return self.stated()

    def continues(self, n: int) -> bool:
        """Whether an event may take its time from others: it is told as fact and is of a family that does."""
        modalities = self.doc._.modalities
        if n < len(modalities) and (modalities[n].factuality not in _FACTUAL or modalities[n].past_reference):
            return False
        return self.triggers[n].type in families()

    def carried(self, n: int, found: Sequence[Hung | None]) -> Hung | None:
        """The time of the nearest event or happening before in the same paragraph."""
        trigger = self.triggers[n]
        family = families()[trigger.type]
        paragraph = bisect.bisect_right(self.paragraph_starts, trigger.head)
        start = self.paragraph_starts[paragraph - 1] if paragraph else 0
        best: Hung | None = None
        for other, item in zip(self.triggers, found, strict=True):
            if (
                item is not None
                and item.fine
                and start <= other.head < trigger.head
                and families().get(other.type) == family
            ):
                best = item
        for item in self.occurrences(start, trigger.head):
            if best is None or item.mention.start > best.mention.start:
                best = item
        return best

    def occurrences(self, start: int, end: int) -> Iterator[Hung]:
        """Expressions between two tokens that date a happening."""
        first, last = self.grid.sent[start], self.grid.sent[end]
        for sentence in range(first, last + 1):
            for item in self.by_sentence.get(sentence, ()):
                if start <= item.mention.start < end and (occurrence(self.grid, item) or self.leads(item)):
                    yield item

    def leads(self, item: Hung) -> bool:
        """Whether an expression opens a sentence and dates what the sentence and those after it tell."""
        return item.fronted and item.fine and not (item.verb >= 0 and aftermath(self.grid, item))

    def stated(self) -> EventTime | None:
        """The day that the document states for itself: the full date of its dateline."""
        if not self.doc._.times:
            return None
        first: TimeMention = self.doc._.times[0]
        dated = first.expression.precision == "day" and first.expression.span.text[-2:].isdigit()
        after = self.grid.lower[first.end] if first.end < len(self.doc) else ""
        if first.end > _DATELINE or not dated or after not in ("(", "-", "--", "—", "–", ":"):
            return None
        return event_time(first.expression, "document")


@Language.component("event_times", assigns=["doc._.event_times"], requires=["doc._.times", "doc._.triggers"])
def event_times(doc: Doc) -> Doc:
    """Write ``doc._.event_times``."""
    doc._.event_times = Reader(doc).read() if doc._.triggers else ()
    return doc
