"""What people do to events: correct, confirm, reject, add, undo. The machine's version stays beside theirs."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.corrections.fields import FieldsIn, SpanIn
from app.corrections.values import Context, field_values, span_of
from app.domain.access import Caller
from app.domain.article import NAMESPACE
from app.domain.correction import corrected_events, event_values, standing
from app.domain.event import Event
from app.domain.evidence import Span
from app.errors import ConflictError, InputError, NotFoundError
from app.gazetteer.index import Gazetteer
from app.linking.store import link
from app.storage import articles, corrections, incidents
from app.storage.audit import Action, record
from app.storage.changes import new_change
from app.storage.corrections import NewDecision
from app.storage.mapping import StoredArticle

_BREAK = re.compile(r"\n+|(?<=[.!?…”\"])\s+")
_LONGEST_SENTENCE = 1_000


@dataclass(frozen=True, slots=True)
class Editor:
    """One person's work on the events of one article, in one transaction.

    ``expected`` is the number of the change that the person has seen last; the steps raise ``ConflictError`` when the
    event has changed since.
    """

    session: Session
    caller: Caller
    gazetteer: Gazetteer
    expected: int | None = None

    def correct(self, event_id: str, given: FieldsIn, reason: str) -> None:
        """Set fields of an event. Raises ``InputError`` for a value that cannot be, ``NotFoundError``."""
        change, stored, event = self._open(event_id)
        values = field_values(given, event.type, self._context(stored, reason))
        if not values:
            raise InputError("Send at least one field to correct.", field="fields")
        self._decide(stored, NewDecision(event_id, "corrected", reason, values, event), change)

    def confirm(self, event_id: str, reason: str | None) -> None:
        """Say that the whole record is right as it stands."""
        change, stored, event = self._open(event_id)
        self._decide(stored, NewDecision(event_id, "confirmed", reason, {}, event), change)

    def reject(self, event_id: str, reason: str) -> None:
        """Say that there was no such happening: it is no longer found, counted or exported."""
        change, stored, event = self._open(event_id)
        self._decide(stored, NewDecision(event_id, "rejected", reason, {}, event), change)

    def add(self, article_id: str, span: SpanIn, given: FieldsIn, reason: str) -> str:
        """Add an event that the machine has missed; return its id."""
        change = new_change(self.session)
        stored = articles.find(self.session, article_id)
        if stored is None:
            raise NotFoundError(f"There is no article {article_id!r}.")
        context = self._context(stored, reason)
        words = span_of(span, context, "span")
        values = field_values(given, None, context)
        added = _new_event(stored, words, values)
        if any(event.id == added["id"] for event in stored.extraction.events):
            raise ConflictError("People have added this event already.")
        self._decide(stored, NewDecision(added["id"], "added", reason, added, None), change)
        return str(added["id"])

    def undo(self, event_id: str, reason: str | None) -> str:
        """Take back the last step that holds; return what it was. Raises ``ConflictError`` when there is none."""
        change = new_change(self.session)
        steps = standing(corrections.decisions_on(self.session, event_id))
        article_id = corrections.article_of_decision(self.session, event_id)
        if article_id is None:
            article_id = corrections.article_of_event(self.session, event_id)
        stored = articles.find(self.session, article_id) if article_id else None
        if stored is None:
            raise NotFoundError(f"There is no event {event_id!r}.")
        now = next((event for event in stored.extraction.events if event.id == event_id), None)
        if now:
            self._check_unchanged(event_id)
        if not steps:
            raise ConflictError("Nothing to undo: nobody has decided anything about this event.")
        self._decide(stored, NewDecision(event_id, "undone", reason, {}, now, steps[-1].number), change)
        return steps[-1].action

    def _open(self, event_id: str) -> tuple[int, StoredArticle, Event]:
        """The lock of changes, then the article and the event as they stand. Raises ``NotFoundError``."""
        change = new_change(self.session)
        article_id = corrections.article_of_event(self.session, event_id)
        stored = articles.find(self.session, article_id) if article_id else None
        event = next((one for one in stored.extraction.events if one.id == event_id), None) if stored else None
        if stored is None or event is None:
            rejected = corrections.article_of_decision(self.session, event_id)
            more = " any more: people have rejected it. Undo that first." if rejected else "."
            raise NotFoundError(f"There is no event {event_id!r}{more}")
        self._check_unchanged(event_id)
        return change, stored, event

    def _check_unchanged(self, event_id: str) -> None:
        now = articles.change_of_event(self.session, event_id)
        if self.expected is not None and now != self.expected:
            raise ConflictError(
                "Somebody has changed this event since you read it. Read it again and send the new ETag as If-Match."
            )

    def _context(self, stored: StoredArticle, reason: str) -> Context:
        ids = {event.id for event in stored.extraction.events}
        return Context(stored.article.stored_text, ids, self.gazetteer, reason)

    def _decide(self, stored: StoredArticle, step: NewDecision, change: int) -> None:
        """Keep a step, bring the article's events to what holds now, and its incidents with them."""
        session, article_id = self.session, stored.id
        machine = corrections.machine_events(session, article_id)
        if not corrections.decisions_of(session, article_id):
            corrections.keep_machine_events(session, article_id, machine)
        homes = incidents.homes_of(session, article_id)
        corrections.add_decision(session, article_id, step, self.caller, change)
        events = corrected_events(machine, corrections.decisions_of(session, article_id))
        articles.rewrite_events(session, article_id, events, change)
        changed = articles.find(session, article_id)
        assert changed is not None
        link(session, changed.article, changed.extraction, change, homes=homes)
        detail = {"article": article_id, "reason": step.reason, "fields": sorted(step.values)}
        record(session, self.caller, _ACTIONS[step.action], step.event_id, detail)
        session.flush()


_ACTIONS: dict[str, Action] = {
    "added": "event.added",
    "corrected": "event.corrected",
    "confirmed": "event.confirmed",
    "rejected": "event.rejected",
    "undone": "event.undone",
}


def _new_event(stored: StoredArticle, words: dict[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """A whole event of some words, as JSON."""
    key = f"{stored.id}/added/{values['type']}/{words['start']}-{words['end']}"
    sentence = sentence_around(stored, words["start"], words["end"])
    empty = Event(
        id=str(uuid.uuid5(NAMESPACE, key)),
        article_id=stored.id,
        type=values["type"],
        subtype=None,
        codes={},
        summary="",
        trigger=Span(**words),
        sentence=sentence,
        mentions=(Span(**words),),
        factuality="asserted",
        time=None,
        places=(),
        participants=(),
        casualties=(),
    )
    return event_values(empty) | dict(values)


def sentence_around(stored: StoredArticle, start: int, end: int) -> Span:
    """The sentence of some words: that of an event read there, else what lies between two ends of sentences."""
    for event in stored.extraction.events:
        if event.sentence.start <= start and end <= event.sentence.end:
            return event.sentence
    text = stored.article.stored_text
    low = max((found.end() for found in _BREAK.finditer(text, max(0, start - _LONGEST_SENTENCE), start)), default=None)
    low = max(0, start - _LONGEST_SENTENCE) if low is None else low
    following = _BREAK.search(text, end, end + _LONGEST_SENTENCE)
    high = following.start() if following else min(len(text), end + _LONGEST_SENTENCE)
    return Span(low, high, text[low:high])
