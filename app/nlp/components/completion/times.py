"""When a happening took place: what its mentions say, else what a rule infers.

The rules, in this order: the paragraph says when "it happened", the paragraph opens with a day, an event of the same
family in the same paragraph has a day, it happened "during the operation" that was just reported; for the happening
that opens the article the day that the article gives its story; the day of the violence just before; for later violence
near the top the day of the story. A rule that gives a day inside a coarser time of the happening's own words ("over the
weekend") refines it; those of the story do so for the main happening only. ``docs/quality.md`` says how often each is
right.
"""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from app.domain.time import EventTime, TimeExpression
from app.nlp.annotations import EventCluster, TimeFrame, Trigger
from app.nlp.components.completion.story import FACTUAL, main_cluster, story_time, takes_story
from app.nlp.components.completion.time_values import (
    FINE,
    apart,
    best_of,
    expression_of,
    inferred,
    inside,
    on_the_day,
)
from app.nlp.lexicon import word_list
from app.nlp.token_table import TokenTable, token_table
from app.nlp.undertakings import during
from app.ontology import catalogue

_TOP = 10  # sentences from the beginning in which an event without a day is of the story's day
_CLOSE = 5  # sentences between what opens the article and the day of its story
_ABOVE = 2  # sentences over which the day of the violence before holds
_CLIMB = 8  # words up to the clause that an event stands in
_RECENT = dt.timedelta(days=14)  # how far back news lies that does not say when it happened
_LONG, _NEAR = 6, 2  # sentences of a paragraph that is no longer one, and how far a day reaches in it
_DAYLIKE = FINE | {"week", "month"}


class TimeCompletion:
    """Times of the happenings of one Doc."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.tokens = token_table(doc)
        self.paragraphs = [start for start, _ in doc._.paragraphs]
        self.frames: Sequence[TimeFrame] = doc._.time_frames
        self.main = main_cluster(doc)
        self.homes: dict[int, set[int]] = {}  # sentence → first triggers of the happenings that it mentions
        for cluster in doc._.event_clusters:
            for n in filter(self.forceful, cluster.numbers):
                self.homes.setdefault(self.sentence(n), set()).add(cluster.numbers[0])
        self.story = story_time(doc)
        self.known: dict[int, EventTime | None] = {}  # by trigger, of the happenings up to the one in hand
        for cluster in sorted(doc._.event_clusters, key=lambda c: min(c.numbers)):
            self.known |= dict.fromkeys(cluster.numbers, self.find(cluster))

    def of(self, cluster: EventCluster) -> EventTime | None:
        """The time of a happening; None when neither its mentions nor a rule give one."""
        return self.known[cluster.numbers[0]]

    def find(self, cluster: EventCluster) -> EventTime | None:
        """The time that its mentions give, the finer one inside it that a rule infers, or what a rule infers."""
        own = best_of([t for n in cluster.numbers if (t := self.doc._.event_times[n])])
        if (own is not None and own.precision in FINE) or not self.dateable(cluster):
            return own
        if own is None:
            return next(self.inferred(cluster), None)
        finer = self.inferred(cluster) if cluster is self.main else self.of_the_paragraph(cluster)
        return next((t for t in finer if t.precision in FINE and inside(t, own)), own)

    def dateable(self, cluster: EventCluster) -> bool:
        """Whether an event may take its time from others' words: a fact of the article's news, not a habit."""
        chosen = cluster.numbers[0]
        if self.doc._.triggers[chosen].background:
            return False
        modality = self.doc._.modalities[chosen]
        if modality.factuality not in FACTUAL and not self.none_hurt(cluster):
            return False
        once = all(self.doc._.time_scopes[n] == "once" for n in cluster.numbers)
        if self.harmless(cluster) and all(map(self.in_general, cluster.numbers)):
            return False
        return once and not any(self.doc._.modalities[n].past_reference for n in cluster.numbers)

    def in_general(self, n: int) -> bool:
        """Whether a trigger's words name acts of a kind, rather than an act."""
        return in_general(self.tokens, self.doc._.triggers[n].head)

    def harmless(self, cluster: EventCluster) -> bool:
        """Whether no figure is given of those whom it harmed."""
        return all(claim.trigger not in cluster.numbers for claim in self.doc._.casualties)

    def none_hurt(self, cluster: EventCluster) -> bool:
        """Whether it is negated harm: "no injuries were reported"."""
        chosen = cluster.numbers[0]
        negated = self.doc._.modalities[chosen].factuality == "negated"
        return negated and self.doc._.triggers[chosen].effect is not None

    def inferred(self, cluster: EventCluster) -> Iterator[EventTime]:
        """What the rules infer, the surest first."""
        yield from self.of_the_paragraph(cluster)
        if (time := self.whole(cluster)) is not None:
            yield on_the_day(time, "the day of the operation of which it was a part")
        yield from self.of_the_story(cluster)

    def of_the_paragraph(self, cluster: EventCluster) -> Iterator[EventTime]:
        """What its own paragraph says of the time."""
        heads = [self.doc._.triggers[n].head for n in cluster.numbers]
        for frame in self.frames:
            alone = self.homes.get(self.tokens.sent[frame.start], set()) <= {cluster.numbers[0]}
            if frame.kind == "occurrence" and alone and any(self.together(frame.start, i) for i in heads):
                yield inferred(frame.expression, "the same paragraph says when it happened")
        for head in heads:
            opening = [f for f in self.frames if f.kind == "opening" and f.start < head]
            if opening and self.together(opening[-1].start, head):
                yield inferred(opening[-1].expression, "the day with which its paragraph begins")
        if (time := self.neighbour(cluster)) is not None:
            yield on_the_day(time, "the day of the event before it in the same paragraph")

    def whole(self, cluster: EventCluster) -> EventTime | None:
        """The day of the act just before, where it happened "during the operation"."""
        for n in sorted(cluster.numbers):
            if not during(self.tokens, self.doc._.triggers[n].head):
                continue
            earlier = (k for k in range(n - 1, -1, -1) if k not in cluster.numbers and self.forceful(k))
            before = next((k for k in earlier if self.sentence(k) < self.sentence(n)), -1)
            if before < 0 or self.doc._.triggers[before].background or self.doc._.modalities[before].past_reference:
                continue
            time = self.known.get(before)
            if time is not None and time.precision in FINE and self.sentence(n) - self.sentence(before) <= _ABOVE:
                return time
        return None

    def of_the_story(self, cluster: EventCluster) -> Iterator[EventTime]:
        """The day of the story, for what opens the article or stands near its top; the day of the violence before."""
        sentences = {self.sentence(n) for n in cluster.numbers}
        story = self.story
        if story is not None and (
            self.denied(story, sentences)
            or self.follows(cluster, story)
            or self.bygone(story, cluster)
            or self.several(sentences)
        ):
            story = None
        if story is not None and cluster is self.main and self.close(story, sentences):
            yield on_the_day(story, "the day that the article gives its story")
        if (time := self.above(cluster)) is not None and not self.denied(time, sentences):
            yield on_the_day(time, "the day of the event reported just before it")
        if story is not None and min(sentences) <= _TOP and takes_story(self.doc, cluster):
            yield on_the_day(story, "near the top of the article, the day of its story")

    def several(self, sentences: set[int]) -> bool:
        """Whether the first sentence of a happening sums several up: "in separate operations"."""
        tokens, several, acts = (
            self.tokens,
            word_list("event_times.several"),
            word_list("event_coreference.undertakings"),
        )
        inside = [i for i in range(*tokens.sents[min(sentences)]) if tokens.lower[i] in several]
        return any(tokens.tag[tokens.head[i]] == "NNS" and tokens.lemma[tokens.head[i]] in acts for i in inside)

    def bygone(self, story: TimeExpression, cluster: EventCluster) -> bool:
        """Whether the story's day is an old one on which another happening took place: "On April 21, a mine killed"."""
        anchor = self.doc._.anchor.date
        if anchor is None or not story.end:
            return False
        if dt.datetime.fromisoformat(story.end) > dt.datetime.fromisoformat(anchor[:10]) - _RECENT:
            return False
        dated = [n for n, t in enumerate(self.doc._.event_times) if t is not None and expression_of(t) == story]
        return bool(dated) and not any(n in cluster.numbers for n in dated)

    def follows(self, cluster: EventCluster, story: TimeExpression) -> bool:
        """Whether the sentence with the story's day puts a happening before or after it: "fell after a siege"."""
        at = self.expressed(story)
        heads = [self.doc._.triggers[n].head for n in cluster.numbers if self.sentence(n) == at]
        return bool(heads) and all(sequenced(self.tokens, head) for head in heads)

    def expressed(self, story: TimeExpression) -> int:
        """The number of the sentence in which an expression stands."""
        return next((self.tokens.sent[m.start] for m in self.doc._.times if m.expression.span == story.span), 0)

    def close(self, story: TimeExpression, sentences: set[int]) -> bool:
        """Whether the story's day stands near a mention of the happening, or in the dateline."""
        at = self.expressed(story)
        filed = any(f.kind == "document" and f.expression.span == story.span for f in self.frames)
        return filed or min(abs(at - k) for k in sentences) <= _CLOSE

    def denied(self, time: EventTime | TimeExpression, sentences: set[int]) -> bool:
        """Whether a sentence of the happening names a time that has no day in common with one."""
        named = [m.expression for m in self.doc._.times if self.tokens.sent[m.start] in sentences]
        return any(apart(e, time) for e in named if e.type in ("DATE", "TIME"))

    def neighbour(self, cluster: EventCluster) -> EventTime | None:
        """The day of the latest event before, of the same family and in the same paragraph."""
        return next((t for n in sorted(cluster.numbers) if (t := self.beside(n))), None)

    def beside(self, first: int) -> EventTime | None:
        """The day of the latest event before a trigger, of the same family and in the same paragraph."""
        head = self.doc._.triggers[first].head
        for n in range(first - 1, -1, -1):
            if not self.together(self.doc._.triggers[n].head, head):
                break
            time: EventTime | None = self.doc._.event_times[n]
            if time is not None and time.precision in FINE and self.continues(first, n) and not self.away(first, n):
                beside = self.sentence(n) == self.sentence(first)
                return None if beside and sequenced(self.tokens, self.doc._.triggers[first].head) else time
        return None

    def above(self, cluster: EventCluster) -> EventTime | None:
        """The time of the violence just before, at most two sentences above; for others in the same sentence."""
        return next((t for n in sorted(cluster.numbers) if (t := self.just_above(cluster, n))), None)

    def just_above(self, cluster: EventCluster, first: int) -> EventTime | None:
        """The time of the violence just before one of its mentions."""
        earlier = (n for n in range(first - 1, -1, -1) if n not in cluster.numbers)
        before = next(filter(self.forceful, earlier), -1)
        if before < 0 or self.doc._.triggers[before].background or self.doc._.modalities[before].past_reference:
            return None
        away = self.sentence(first) - self.sentence(before)
        violent = catalogue()[self.doc._.triggers[before].type].dates_story
        near = away <= _ABOVE if takes_story(self.doc, cluster) else away == 0
        time = self.known.get(before)
        if away == 0 and sequenced(self.tokens, self.doc._.triggers[first].head):
            return None
        return time if violent and near and time is not None and time.start and time.precision in _DAYLIKE else None

    def continues(self, n: int, before: int) -> bool:
        """Whether the type of an event takes its time from that of an event before."""
        kind, other = (catalogue()[self.doc._.triggers[k].type] for k in (n, before))
        return other.family is not None and other.family in (kind.family, *kind.continues)

    def away(self, n: int, before: int) -> bool:
        """Whether an event of another type took place in another town: arrests in X, a march in Y."""
        if self.doc._.triggers[n].type == self.doc._.triggers[before].type:
            return False
        towns = [[p.place for p in self.doc._.event_places[k] if p.place.precision == "city"] for k in (n, before)]
        return all(towns) and not {p.name for p in towns[0]} & {p.name for p in towns[1]}

    def forceful(self, n: int) -> bool:
        """Whether a trigger is of force, unrest or harm, or a statement: talks and verdicts have days of their own."""
        return catalogue()[self.doc._.triggers[n].type].forceful

    def together(self, one: int, other: int) -> bool:
        """Whether two tokens stand in one paragraph; in a long one, where a text has none, near each other."""
        n = bisect.bisect_right(self.paragraphs, one)
        if n != bisect.bisect_right(self.paragraphs, other):
            return False
        start, end = self.doc._.paragraphs[n - 1] if n else (0, 0)
        apart = abs(self.tokens.sent[one] - self.tokens.sent[other])
        return apart <= _NEAR or self.tokens.sent[max(start, end - 1)] - self.tokens.sent[start] < _LONG

    def sentence(self, n: int) -> int:
        """The number of the sentence that a trigger stands in."""
        trigger: Trigger = self.doc._.triggers[n]
        return self.tokens.sent[trigger.head]


def sequenced(tokens: TokenTable, head: int) -> bool:
    """Whether an event stands in a clause or phrase that states what came before or after: "after a siege"."""
    for _ in range(_CLIMB):
        marks = [k for k in tokens.kids[head] if tokens.dep[k] == "mark"]
        if any(tokens.lower[k] in word_list("event_times.offset_marks") for k in (head, *marks)):
            return True
        if tokens.head[head] == head:
            break
        head = tokens.head[head]
    return False


def in_general(tokens: TokenTable, head: int) -> bool:
    """Whether a noun without any word before it names acts of a kind: "wracked by kidnapping", "a series of raids"."""
    if tokens.tag[head] not in ("NN", "NNS") or tokens.dep[head] not in ("pobj", "conj"):
        return False
    return all(k > head or tokens.dep[k] in ("amod", "punct") for k in tokens.kids[head])
