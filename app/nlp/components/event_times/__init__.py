"""When did each event happen?

The time of an event is the expression that governs it: that of its own words ("the Oct. 7 attack"), of its verb's
clause ("were killed on Friday"), of the sentence that it opens ("On Friday, …"). Without one it is carried over from
the event that it continues, or from the day on which the article's story took place; then there is no span and
``source`` says "inferred". Last comes the day that the document states for itself (its dateline), as "document". What
the text does not tell stays unknown: the day of publication is never used, nor the day on which somebody told of the
event ("police said Monday"). Lexicon: ``event_times.yaml``, ``times_context.yaml``.
"""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from app.domain.time import EventTime, TimeExpression, TimeSource
from app.nlp.annotations import TimeMention, Trigger
from app.nlp.components.event_times.attachment import FINE, Hung, aftermath, climb, hang, occurrence, words
from app.nlp.components.event_times.governing import own
from app.nlp.components.event_times.ranges import ranged
from app.nlp.components.times.anchor import evidences
from app.nlp.token_table import token_table
from app.ontology import catalogue

_LAST = dt.datetime(9999, 12, 29)  # two days are added, and there is no later year
_LOOK_BACK = 60  # triggers and sentences; no paragraph of news is longer
_DATELINE = 14  # tokens in which a dateline ends
_FACTUAL = frozenset(("asserted", "alleged"))


def event_time(expression: TimeExpression, source: TimeSource, prep: str = "") -> EventTime | None:
    """The time of an event from an expression; "since", "until" and "after" leave an end open."""
    start, end, precision = expression.start, expression.end, expression.precision
    if precision is None:
        return None
    if prep in words("event_times", "since"):
        end, precision = None, "span"
    elif prep in words("event_times", "until") and precision in ("minute", "hour"):
        start, precision = f"{str(start)[:10]}T00:00:00", "part_of_day"  # "before 8 p.m. Sunday": on Sunday
    elif prep in words("event_times", "until") and precision in FINE:
        start, precision = None, "span"
    told = source == "expression"
    return EventTime(start, end, precision, expression.value, expression.span if told else None, source)


def has_year(expression: TimeExpression) -> bool:
    """Whether an expression writes its year."""
    return expression.value[:4] in expression.span.text


class Reader:
    """Reads the times of one Doc's events; the state is what was told so far."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.tokens = token_table(doc)
        self.triggers: tuple[Trigger, ...] = doc._.triggers
        self.paragraph_starts = [start for start, _ in doc._.paragraphs]
        self.dateline = self.find_dateline()
        self.stamps = self.find_stamps()
        self.by_sentence: dict[int, list[Hung]] = {}
        for mention in ranged(doc, self.tokens, doc._.times):
            if mention.expression.type in ("DATE", "TIME") and mention.expression.start and not self.stamp(mention):
                item = hang(self.tokens, mention)
                self.by_sentence.setdefault(self.tokens.sent[mention.start], []).append(item)
        self.habits: dict[int, list[Hung]] = {}
        for mention in doc._.times:
            if mention.expression.type == "SET":
                self.habits.setdefault(self.tokens.sent[mention.start], []).append(hang(self.tokens, mention))
        moment = doc._.anchor.moment
        self.latest = (min(moment, _LAST) + dt.timedelta(days=2)).date().isoformat() if moment else None

    def find_stamps(self) -> set[int]:
        """Where the full dates begin that datelines, captions and lines of their own give: they date the document."""
        full = [m for m in self.doc._.times if m.expression.precision in FINE and has_year(m.expression)]
        ranks = evidences(self.doc, [m.expression for m in full])
        return {m.start for m, rank in zip(full, ranks, strict=True) if rank}

    def stamp(self, mention: TimeMention) -> bool:
        """Whether an expression dates the document: "Updated: Mar 4, 2021 - 7:15 PM"."""
        if mention is self.dateline or mention.start in self.stamps:
            return True
        first = max(0, mention.start - 4)
        if any(word in words("event_times", "stamp") for word in self.tokens.lower[first : mention.start]):
            return True
        n = bisect.bisect_right(self.paragraph_starts, mention.start) - 1
        start, end = self.doc._.paragraphs[n] if n >= 0 else (0, 0)
        alone = end - start <= mention.end - mention.start + 6
        return (
            alone
            and climb(self.tokens, mention.start)[0] < 0
            and any(c.isdigit() for c in mention.expression.span.text)
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
        hung = self.by_sentence.get(self.tokens.sent[trigger.head])
        if not hung:
            return None
        if item := own(self.tokens, trigger, hung):
            return item
        first = hung[0]
        return first if first.fronted and not first.telling and trigger.head > first.mention.start else None

    def story(self, found: Sequence[Hung | None]) -> tuple[int, Hung | None]:
        """The expression that dates what the article is about, and how sure.

        0 it dates a violent event, 1 that something happened, 2 anything that is no aftermath, 3 it opens a sentence.
        """
        ranked: list[tuple[int, int, Hung]] = []
        for trigger, item in zip(self.triggers, found, strict=True):
            if item is not None and self.past(item) and catalogue()[trigger.type].dates_story:
                ranked.append((0, item.mention.start, item))
        for items in self.by_sentence.values():
            for item in filter(self.past, items):
                if occurrence(self.tokens, item):
                    ranked.append((1, item.mention.start, item))
                elif item.fine and not aftermath(self.tokens, item):
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
        if before is None and catalogue()[self.triggers[n].type].dates_story:
            if rank > 1 and (stated := self.stated()):
                return stated
            before = story_item
        if before is not None:
            return event_time(before.mention.expression, "inferred")
        return self.stated()

    def continues(self, n: int) -> bool:
        """Whether an event may take its time from others: it is told as fact and is of a family that does."""
        modalities = self.doc._.modalities
        trigger = self.triggers[n]
        none = trigger.effect is not None and n < len(modalities) and modalities[n].factuality == "negated"
        real = none or n >= len(modalities) or modalities[n].factuality in _FACTUAL  # "no injuries were reported"
        if not real or (n < len(modalities) and modalities[n].past_reference):
            return False
        habits = self.habits.get(self.tokens.sent[trigger.head], ())
        if any(item.verb == climb(self.tokens, trigger.head)[0] for item in habits):
            return False  # "they hear the shots every night"
        return catalogue()[trigger.type].family is not None

    def carried(self, n: int, found: Sequence[Hung | None]) -> Hung | None:
        """The time of the nearest event or happening before in the same paragraph."""
        trigger = self.triggers[n]
        kin = {catalogue()[trigger.type].family, *catalogue()[trigger.type].continues}
        paragraph = bisect.bisect_right(self.paragraph_starts, trigger.head)
        start = self.paragraph_starts[paragraph - 1] if paragraph else 0
        best: Hung | None = None
        for k in range(n - 1, max(-1, n - 1 - _LOOK_BACK), -1):
            other, item = self.triggers[k], found[k]
            if other.head < start:
                break
            if item is not None and item.fine and catalogue()[other.type].family in kin:
                best = item
                break
        for item in self.occurrences(start, trigger.head):
            if best is None or item.mention.start > best.mention.start:
                best = item
        return best

    def occurrences(self, start: int, end: int) -> Iterator[Hung]:
        """Expressions between two tokens that date a happening."""
        first, last = self.tokens.sent[start], self.tokens.sent[end]
        for sentence in range(max(first, last - _LOOK_BACK), last + 1):
            for item in self.by_sentence.get(sentence, ()):
                if start <= item.mention.start < end and (occurrence(self.tokens, item) or self.leads(item)):
                    yield item

    def leads(self, item: Hung) -> bool:
        """Whether an expression opens a sentence and dates what the sentence and those after it tell."""
        return item.fronted and item.fine and not (item.verb >= 0 and aftermath(self.tokens, item))

    def stated(self) -> EventTime | None:
        """The day that the document states for itself: the full date of its dateline."""
        return event_time(self.dateline.expression, "document") if self.dateline else None

    def find_dateline(self) -> TimeMention | None:
        """The full date of a dateline: "LIMA, Feb 2, 2024 (Newswire) --"."""
        filed = self.doc._.dateline.date if self.doc._.dateline else None
        if filed is not None and filed.precision == "day":
            return next((m for m in self.doc._.times if m.expression == filed), None)
        if not self.doc._.times:
            return None
        first: TimeMention = self.doc._.times[0]
        dated = first.expression.precision == "day" and first.expression.span.text[-1:].isdigit()
        after = self.tokens.lower[first.end] if first.end < len(self.doc) else ""
        if first.end > _DATELINE or not dated or after not in ("(", "-", "--", "—", "–", ":"):
            return None
        return first


@Language.component(
    "event_times", assigns=["doc._.event_times"], requires=["doc._.times", "doc._.dateline", "doc._.triggers"]
)
def event_times(doc: Doc) -> Doc:
    """Write ``doc._.event_times``."""
    doc._.event_times = Reader(doc).read() if doc._.triggers else ()
    return doc
