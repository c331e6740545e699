"""When did each event happen, by what its own sentence says?

The time of an event is the expression that governs it: that of its own words ("the Oct. 7 attack"), of its verb's
clause ("were killed on Friday"), of the sentence that it opens ("On Friday, …"). An event without one has no time here;
``completion`` may infer one. Never used: the day of publication, and the day on which somebody reported the event
("police said Monday"). Expressions that date more than their own clause are kept as ``time_frames`` for completion.
Lexicon: ``event_times.yaml``, ``times_context.yaml``.
"""

from __future__ import annotations

import bisect
import datetime as dt

from spacy.language import Language
from spacy.tokens import Doc

from app.domain.time import EventTime, TimeExpression, TimeSource
from app.nlp.annotations import TimeFrame, TimeMention, TimeScope, Trigger
from app.nlp.components.event_times.attachment import FINE, Hung, aftermath, climb, hang, occurrence, words
from app.nlp.components.event_times.governing import below, clause_verb, own, ranked, since, when_clause
from app.nlp.components.event_times.ranges import ranged
from app.nlp.components.event_times.scopes import scope_of
from app.nlp.components.times.anchor import evidences
from app.nlp.token_table import token_table
from app.nlp.undertakings import answered, counted_from

_LAST = dt.datetime(9999, 12, 29)  # two days are added, and there is no later year
_DATELINE = 14  # tokens in which a dateline ends


def event_time(
    expression: TimeExpression, source: TimeSource, prep: str = "", told: str | None = None
) -> EventTime | None:
    """The time of an event from an expression; "until" leaves an end open, "since" goes on until it is ``told``."""
    start, end, precision = expression.start, expression.end, expression.precision
    if precision is None:
        return None
    if prep in words("event_times", "since"):
        end, precision = (told if told and start and start < told else None), "span"
    elif prep in words("event_times", "until") and precision in ("minute", "hour"):
        start, precision = f"{str(start)[:10]}T00:00:00", "part_of_day"  # "before 8 p.m. Sunday": on Sunday
    elif prep in words("event_times", "until") and precision in FINE:
        start, precision = None, "span"
    stated = source == "expression"
    return EventTime(start, end, precision, expression.value, expression.span if stated else None, source)


def has_year(expression: TimeExpression) -> bool:
    """Whether an expression writes its year."""
    return expression.value[:4] in expression.span.text


class Reader:
    """Reads the times of one Doc's events; the state is what was read so far."""

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
        self.spans: dict[int, list[Hung]] = {}
        for mention in doc._.times:
            if mention.expression.type in ("SET", "DURATION"):
                self.spans.setdefault(self.tokens.sent[mention.start], []).append(hang(self.tokens, mention))
        moment = doc._.anchor.moment
        tomorrow = min(moment, _LAST).date() + dt.timedelta(days=1) if moment else None
        self.told = f"{tomorrow}T00:00:00" if tomorrow else None
        self.latest = (min(moment, _LAST) + dt.timedelta(days=2)).date().isoformat() if moment else None

    def find_stamps(self) -> set[int]:
        """Where the full dates begin that datelines, captions and lines of their own give: they date the document."""
        full = [m for m in self.doc._.times if m.expression.precision in FINE and has_year(m.expression)]
        ranks = evidences(self.doc, [m.expression for m in full])
        return {m.start for m, rank in zip(full, ranks, strict=True) if rank}

    def stamp(self, mention: TimeMention) -> bool:
        """Whether an expression dates the document or a count: "Updated: Mar 4, 2021 - 7:15 PM", "as of Sunday"."""
        if mention is self.dateline or mention.start in self.stamps:
            return True
        if self.tokens.lower[max(0, mention.start - 2) : mention.start] == ["as", "of"]:
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
        return tuple(self.time_of(t) for t in self.triggers)

    def time_of(self, trigger: Trigger) -> EventTime | None:
        """The time of an event; "when they shelled it" behind "since Monday" is of that day, not since then."""
        item = self.governing(trigger)
        if begun := self.begun(trigger, item):
            return event_time(begun.mention.expression, "expression", "since", self.told)
        if item is None:
            return None
        prep = "" if when_clause(self.tokens, trigger.head, item) else item.prep
        return event_time(item.mention.expression, "expression", prep, self.told)

    def begun(self, trigger: Trigger, governing: Hung | None) -> Hung | None:
        """The expression that says since when: a toll in the clause above a "since", or the start of a war.

        Not where the event has a time of its own: "nine died on Friday, more than on any day since it began in May".
        """
        verb = clause_verb(self.tokens, trigger)
        first = ranked(self.tokens, self.tokens.left[trigger.head], trigger.head)  # "the first strike since …"
        starts = words("event_times", "starts") if trigger.background else frozenset()
        for item in self.by_sentence.get(self.tokens.sent[trigger.head], []):
            toll = verb >= 0 and not first and since(self.tokens, item) == verb and governing in (None, item)
            if toll or below(self.tokens, trigger.head, item.host, starts):
                return item
        return None

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
        if counted_from(self.tokens, trigger.head) or answered(self.tokens, trigger.head):
            return None  # "Friday's blasts came weeks after nine were killed"
        return first if first.fronted and not first.reporting and trigger.head > first.mention.start else None

    def frames(self) -> tuple[TimeFrame, ...]:
        """The expressions that date more than their own clause, in text order."""
        items = (item for items in self.by_sentence.values() for item in items if self.past(item))
        frames = (self.frame(item) for item in items)
        stated = [TimeFrame(self.dateline.start, self.dateline.expression, "document")] if self.dateline else []
        return tuple(sorted([*stated, *(f for f in frames if f)], key=lambda f: f.start))

    def frame(self, item: Hung) -> TimeFrame | None:
        """What an expression dates beside its own clause; None: nothing."""
        start, expression = item.mention.start, item.mention.expression
        if occurrence(self.tokens, item):
            return TimeFrame(start, expression, "occurrence")
        if not aftermath(self.tokens, item):
            return TimeFrame(start, expression, "opening" if item.fronted else "clause")
        return TimeFrame(start, expression, "fronted") if item.fronted else None

    def scopes(self) -> tuple[TimeScope, ...]:
        """For each trigger, whether it happens once, again and again, or is a sum over a span."""
        return tuple(self.scope(t) for t in self.triggers)

    def scope(self, trigger: Trigger) -> TimeScope:
        """The scope of one event."""
        item = self.governing(trigger)
        return "span" if self.begun(trigger, item) else scope_of(self.tokens, trigger, item, self.spans)

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
    "event_times",
    assigns=["doc._.event_times", "doc._.time_frames", "doc._.time_scopes"],
    requires=[
        "doc._.anchor",
        "doc._.paragraphs",
        "doc._.times",
        "doc._.dateline",
        "doc._.triggers",
        "doc._.modalities",
    ],
)
def event_times(doc: Doc) -> Doc:
    """Write ``doc._.event_times``, ``doc._.time_frames`` and ``doc._.time_scopes``."""
    if doc._.triggers:
        reader = Reader(doc)
        doc._.event_times, doc._.time_frames = reader.read(), reader.frames()
        doc._.time_scopes = reader.scopes()
    return doc
