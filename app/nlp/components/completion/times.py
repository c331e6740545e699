"""When a happening took place: what its mentions say, else what a rule infers.

The rules, in this order, with how often each was right on development articles (no answer in the gold counts neither
way): the paragraph says when "it happened" (5 of 6), the paragraph opens with a day (2 of 2), an event of the same
kind in the same paragraph has a day (8 of 8); for the happening that opens the article the day that the article gives
its story, for later ones of the same kind near the top the same day (23 of 25).
"""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from app.domain.time import EventTime, TimeExpression
from app.nlp.annotations import EventCluster, TimeFrame
from app.nlp.components.completion.story import FACTUAL, main_cluster
from app.nlp.token_table import token_table
from app.ontology import catalogue

FINE = frozenset({"minute", "hour", "part_of_day", "day"})
_TOP = 10  # sentences from the beginning in which an event without a day is of the story's day
_RANKS = {
    "occurrence": 1,
    "clause": 2,
    "opening": 2,
    "fronted": 3,
}  # how surely an expression dates the article's story


class TimeCompletion:
    """Times of the happenings of one Doc."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.tokens = token_table(doc)
        self.paragraphs = [start for start, _ in doc._.paragraphs]
        self.frames: Sequence[TimeFrame] = doc._.time_frames
        self.clusters: Sequence[EventCluster] = doc._.event_clusters
        self.main = main_cluster(doc)
        self.homes: dict[int, set[int]] = {}  # sentence → first triggers of the happenings that it mentions
        for cluster in self.clusters:
            for n in cluster.numbers:
                self.homes.setdefault(self.tokens.sent[doc._.triggers[n].head], set()).add(cluster.numbers[0])
        self.story = self.find_story()

    def of(self, cluster: EventCluster) -> EventTime | None:
        """The time of a happening; None when neither its mentions nor a rule give one."""
        own = best_of([t for n in cluster.numbers if (t := self.doc._.event_times[n])])
        if not self.dateable(cluster) or (own is not None and own.precision in FINE):
            return own
        if own is None:
            return next(self.inferred(cluster), None)
        return next((t for t in self.inferred(cluster) if t.precision in FINE and inside(t, own)), own)

    def dateable(self, cluster: EventCluster) -> bool:
        """Whether an event may take its time from others' words: a fact of the article's news, not a habit."""
        chosen = cluster.numbers[0]
        if self.doc._.triggers[chosen].background:
            return False
        modality = self.doc._.modalities[chosen]
        if modality.factuality not in FACTUAL and not self.none_hurt(cluster):
            return False
        once = all(self.doc._.time_scopes[n] == "once" for n in cluster.numbers)
        return once and not any(self.doc._.modalities[n].past_reference for n in cluster.numbers)

    def none_hurt(self, cluster: EventCluster) -> bool:
        """Whether it is negated harm: "no injuries were reported"."""
        chosen = cluster.numbers[0]
        negated = self.doc._.modalities[chosen].factuality == "negated"
        return negated and self.doc._.triggers[chosen].effect is not None

    def inferred(self, cluster: EventCluster) -> Iterator[EventTime]:
        """What the rules infer, the surest first."""
        heads = [self.doc._.triggers[n].head for n in cluster.numbers]
        paragraphs = {self.paragraph(i) for i in heads}
        for frame in self.frames:
            alone = self.homes.get(self.tokens.sent[frame.start], set()) <= {cluster.numbers[0]}
            if frame.kind == "occurrence" and alone and self.paragraph(frame.start) in paragraphs:
                yield inferred(frame.expression, "the same paragraph says when it happened")
        for head in heads:
            opening = [f for f in self.frames if f.kind == "opening" and f.start < head]
            if opening and self.paragraph(opening[-1].start) == self.paragraph(head):
                yield inferred(opening[-1].expression, "the day with which its paragraph begins")
        if (time := self.neighbour(cluster)) is not None:
            yield replace(
                time, span=None, source="inferred", reason="the day of the event before it in the same paragraph"
            )
        story = self.story if self.story is not None and not self.denied(self.story, heads) else None
        if story is not None and catalogue()[self.doc._.triggers[cluster.numbers[0]].type].dates_story:
            if cluster is self.main:
                yield inferred(story, "the day that the article gives its story")
            elif min(self.tokens.sent[i] for i in heads) <= _TOP:
                yield inferred(story, "near the top of the article, the day of its story")

    def denied(self, story: TimeExpression, heads: Sequence[int]) -> bool:
        """Whether a sentence of the happening names a time that the story's day does not lie in."""
        sentences = {self.tokens.sent[i] for i in heads}
        named = [m.expression for m in self.doc._.times if self.tokens.sent[m.start] in sentences]
        return any(apart(e, story) for e in named if e.type in ("DATE", "TIME"))

    def neighbour(self, cluster: EventCluster) -> EventTime | None:
        """The day of the latest event before, of the same family and in the same paragraph."""
        first = min(cluster.numbers)
        paragraph = self.paragraph(self.doc._.triggers[first].head)
        for n in range(first - 1, -1, -1):
            if self.paragraph(self.doc._.triggers[n].head) != paragraph:
                break
            time: EventTime | None = self.doc._.event_times[n]
            if time is not None and time.precision in FINE and self.continues(first, n):
                return time
        return None

    def continues(self, n: int, before: int) -> bool:
        """Whether the type of an event takes its time from that of an event before."""
        kind, other = (catalogue()[self.doc._.triggers[k].type] for k in (n, before))
        return other.family is not None and other.family in (kind.family, *kind.continues)

    def paragraph(self, token: int) -> int:
        """The number of a token's paragraph."""
        return bisect.bisect_right(self.paragraphs, token)

    def find_story(self) -> TimeExpression | None:
        """The expression that dates what the article is about; None when there is none.

        That of the first event of violence with a day of its own; else, in this order, an expression that dates that
        something took place, one that dates no aftermath, one that opens a sentence, the dateline's full date.
        """
        document = [f.expression for f in self.frames if f.kind == "document"]
        dated = [
            (0, n, self.doc._.event_times[n])
            for n, trigger in enumerate(self.doc._.triggers)
            if (t := self.doc._.event_times[n]) and t.precision in FINE and catalogue()[trigger.type].dates_story
        ]
        if dated:
            return expression_of(dated[0][2])
        ranked = [(_RANKS[f.kind], f.start, f.expression) for f in self.frames if f.kind in _RANKS and fine(f)]
        best = min(ranked, key=lambda r: r[:2], default=None)
        if best is not None and (best[0] == 1 or not document):
            return best[2]
        return document[0] if document else None


def apart(one: TimeExpression, other: TimeExpression) -> bool:
    """Whether two times have no day in common."""
    if not (one.start and one.end and other.start and other.end):
        return False
    days = [(e[0][:10], last_day(e[1])) for e in ((one.start, one.end), (other.start, other.end))]
    return days[0][1] < days[1][0] or days[1][1] < days[0][0]


def last_day(end: str) -> str:
    """The last day of an interval that ends before a moment."""
    return (dt.datetime.fromisoformat(end) - dt.timedelta(seconds=1)).date().isoformat()


def fine(frame: TimeFrame) -> bool:
    """Whether an expression names a day or less."""
    return frame.expression.precision in FINE


def expression_of(time: EventTime) -> TimeExpression | None:
    """The expression of a time that was read."""
    if time.span is None:
        return None
    return TimeExpression(time.span, "DATE", time.value, time.start, time.end, time.precision)


def inferred(expression: TimeExpression, reason: str) -> EventTime:
    """The time of an expression that dates another clause."""
    assert expression.precision is not None
    return EventTime(expression.start, expression.end, expression.precision, expression.value, None, "inferred", reason)


def best_of(times: Sequence[EventTime]) -> EventTime | None:
    """The first fine one of some times of one happening, when it lies in the first coarse one; else that."""
    fine_one = next((t for t in times if t.precision in FINE), None)
    coarse = next((t for t in times if t.precision not in FINE), None)
    if fine_one is None or coarse is None:
        return fine_one or coarse
    return fine_one if inside(fine_one, coarse) else times[0]


def inside(one: EventTime, other: EventTime) -> bool:
    """Whether a time lies in another."""
    if not (one.start and one.end and other.start and other.end):
        return False
    return other.start <= one.start and one.end <= other.end
