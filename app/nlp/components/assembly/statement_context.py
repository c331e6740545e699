"""When and where a statement was made, and which places, times and events it is about."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Doc

from app.domain.event import Event
from app.domain.place import Place
from app.domain.time import EventTime
from app.nlp.annotations import StatementFound, TimeMention, Toponym
from app.nlp.components.event_times.attachment import FINE, hang
from app.nlp.lexicon import word_list
from app.nlp.token_table import TokenTable, token_table
from app.ontology import catalogue

_WHERE = frozenset(["in", "at", "near", "outside", "inside"])  # "told reporters in Geneva"
_JOINED = frozenset(["conj", "advcl", "xcomp", "ccomp"])
_STEPS = 6  # words from a place name up to the verb of saying; verbs from a joined one up to the first
_NEAR = 2  # sentences between an act and a claim of it that does not name it again
_REFERRING = 4  # words of a content that only refers to what was said before: "the claim", "it"


class StatementContext:
    """Looks up what one Doc gives around its statements. ``acts`` are the other events of the article."""

    def __init__(self, doc: Doc, acts: Sequence[Event]) -> None:
        self.doc = doc
        self.acts = acts
        self.tokens: TokenTable = token_table(doc)
        self.starts = self.tokens.offset
        self.mentioned = sorted((m.start, n) for n, act in enumerate(acts) for m in act.mentions)
        self.places: list[Toponym] = [t for t in doc._.toponyms if t.usage == "place"]
        self.published = _published(doc)
        self.by_sentence: dict[int, list[TimeMention]] = {}
        for mention in doc._.times:
            if mention.expression.type in ("DATE", "TIME") and mention.expression.start:
                self.by_sentence.setdefault(self.tokens.sent[mention.start], []).append(mention)

    def token(self, found: StatementFound) -> int:
        """The token that stands for the saying: the verb, else the cue, else the first word said."""
        if found.verb >= 0:
            return found.verb
        return found.cue[0] if found.cue else max(0, bisect_right(self.starts, found.content[0][0]) - 1)

    def time(self, found: StatementFound) -> EventTime | None:
        """When it was said: the expression that dates the saying, else the day of publication.

        None where the text says that it was said before ("had said") and gives no time.
        """
        verb = self.token(found)
        for mention in self.by_sentence.get(self.tokens.sent[verb], ()) if found.cue else ():
            if not self._said(mention.start, found) and self._dates(mention, verb):
                return _time(mention)
        earlier = any(self.tokens.dep[k] == "aux" and self.tokens.lower[k] == "had" for k in self.tokens.kids[verb])
        return None if earlier else self.published

    def where(self, found: StatementFound) -> tuple[Place, ...]:
        """Where it was said, if that is reported: "told reporters in Geneva", "at a rally in Ohio"."""
        verb = self.token(found)
        if not found.cue:
            return ()
        places = [t for t in self._in_sentence(verb) if not self._said(t.start, found)]
        verbs = (verb, *self._joined(verb))
        return _once(t.place for t in places if any(self._at_saying(t, v, found) for v in verbs))

    def about(self, found: StatementFound, before: Sequence[Event], *, claims: bool) -> list[Event]:
        """The events that it is about: those in its words, or the one to which its words refer.

        ``before`` are the statements before it; ``claims``: it claims an act, which may be mentioned before.
        """
        inside = {n for start, end in found.content for _, n in self._mentioned_in(start, end)}
        if inside:
            return [self.acts[n] for n in sorted(inside)]
        sentence = self.tokens.sent[self.token(found)]
        if claims:
            acts = (a for a in self.acts if catalogue()[a.type].records == "act")
            return [a for a in acts if 0 <= self._since(a, sentence) <= _NEAR][-1:]
        if before and self._refers(found) and 0 <= self._since(before[-1], sentence) <= _NEAR:
            linked = {link.event_id for link in before[-1].links}
            return [a for a in self.acts if a.id in linked]
        return []

    def about_places(self, found: StatementFound, about: Iterable[Event]) -> tuple[Place, ...]:
        """Places of the events that it is about, then those that its words name or that open its sentence."""
        verb = self.token(found)
        named = [t.place for t in self.places if self._said(t.start, found)]
        opening = [t.place for t in self._in_sentence(verb) if self._opens(t, verb) and not self._said(t.start, found)]
        return _once([*(p for event in about for p in event.places), *named, *opening])

    def about_time(self, found: StatementFound, about: Iterable[Event]) -> EventTime | None:
        """The time of the first event that it is about and that has one, else the time that its words name."""
        known = next((event.time for event in about if event.time), None)
        if known is not None:
            return known
        for mentions in self.by_sentence.values():
            for mention in mentions:
                if self._said(mention.start, found):
                    return _time(mention)
        return None

    def _since(self, event: Event, sentence: int) -> int:
        """Sentences from an event's trigger to a later sentence."""
        return sentence - self.tokens.sent[max(0, bisect_right(self.starts, event.trigger.start) - 1)]

    def _refers(self, found: StatementFound) -> bool:
        """Whether the words only refer to what was said before: "denied it", "rejected the accusation"."""
        (start, end), *further = found.content
        words = self.tokens.lemma[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
        referring = word_list("reporting.claim_nouns") | word_list("reporting.referring")
        return not further and len(words) <= _REFERRING and any(w in referring for w in words)

    def _mentioned_in(self, start: int, end: int) -> list[tuple[int, int]]:
        """Mentions of other events that begin between two characters: where, and which event."""
        return self.mentioned[bisect_left(self.mentioned, (start,)) : bisect_left(self.mentioned, (end,))]

    def _holds(self, found: StatementFound, char: int) -> bool:
        return any(start <= char < end for start, end in found.content)

    def _said(self, token: int, found: StatementFound) -> bool:
        return self._holds(found, self.starts[token])

    def _in_sentence(self, token: int) -> Iterator[Toponym]:
        first, last = self.tokens.sents[self.tokens.sent[token]]
        return (t for t in self.places if first <= t.start < last)

    def _dates(self, mention: TimeMention, verb: int) -> bool:
        """Whether an expression dates the saying: "said Monday", "in a statement on Monday", "speaking on Monday"."""
        tokens, item = self.tokens, hang(self.tokens, mention)
        if item.host == verb:
            return True
        if mention.expression.precision not in FINE:
            return False
        medium = word_list("reporting.media") | word_list("reporting.responsibility")
        if item.host >= 0 and tokens.lemma[item.host] in medium and item.verb == verb:
            return True
        speaking = item.host >= 0 and tokens.lemma[item.host] in word_list("reporting.speaking")
        if speaking and tokens.head[item.host] == verb:
            return True
        return item.host in self._joined(verb)

    def _joined(self, verb: int) -> Iterator[int]:
        """The verbs of saying to which one is joined: "said on Monday that ..., adding that"."""
        tokens = self.tokens
        for _ in range(_STEPS):
            head = tokens.head[verb]
            if tokens.dep[verb] not in _JOINED or tokens.pos[head] != "VERB":
                return
            if tokens.lemma[head] in word_list("times_context.reporting"):
                yield head
            verb = head

    def _at_saying(self, toponym: Toponym, verb: int, found: StatementFound) -> bool:
        """Whether a place hangs on the saying, its occasion or its listeners, and not on who speaks."""
        speaker = found.speaker
        if toponym.start < verb or (speaker and speaker.start <= toponym.start < speaker.end):
            return self._spoken_at(toponym, verb)
        return self._climbs(toponym, verb)

    def _spoken_at(self, toponym: Toponym, verb: int) -> bool:
        """ "Speaking in Geneva, ...", "At a news conference in Geneva, ...": before the verb only with such a word."""
        tokens, i = self.tokens, toponym.start
        for _ in range(_STEPS):
            i = tokens.head[i]
            if tokens.lemma[i] in word_list("reporting.media") | word_list("reporting.speaking"):
                return self._climbs(toponym, verb)
            if i in (verb, tokens.head[i]):
                return False
        return False

    def _climbs(self, toponym: Toponym, verb: int) -> bool:
        """Whether the way from a place up to the verb goes through "in" or "at" and no subject or clause."""
        tokens, i, where = self.tokens, toponym.start, False
        for _ in range(_STEPS):
            if i == verb:
                return where
            if tokens.dep[i] in ("nsubj", "nsubjpass", "relcl", "ccomp", "appos", "poss"):
                return False
            where = where or (tokens.pos[i] == "ADP" and tokens.lower[i] in _WHERE)
            i = tokens.head[i]
        return i == verb and where

    def _opens(self, toponym: Toponym, verb: int) -> bool:
        """ "In Kabul, police said a bomb had gone off": where what is said took place."""
        tokens, first = self.tokens, self.tokens.sents[self.tokens.sent[verb]][0]
        lead = [i for i in range(first, toponym.start) if tokens.pos[i] not in ("PUNCT", "SPACE", "DET")]
        return len(lead) == 1 and tokens.lower[lead[0]] in _WHERE and toponym.start < verb


def _time(mention: TimeMention) -> EventTime:
    """The time that an expression names."""
    known = mention.expression
    return EventTime(known.start, known.end, known.precision or "span", known.value, known.span, "expression")


def _published(doc: Doc) -> EventTime | None:
    """The day of publication."""
    moment = doc._.anchor.moment
    if moment is None:
        return None
    day = moment.date()
    after = (day + dt.timedelta(days=1)) if day < dt.date.max else day
    return EventTime(f"{day}T00:00:00", f"{after}T00:00:00", "day", day.isoformat(), None, "document")


def _once(places: Iterable[Place]) -> tuple[Place, ...]:
    """Each place once, at its first mention."""
    out: dict[tuple[object, str], Place] = {}
    for place in places:
        out.setdefault((place.geonames_id, place.name), place)
    return tuple(out.values())
