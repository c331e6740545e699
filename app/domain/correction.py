"""What people have decided about the events of an article, laid over what the machine reads in it.

The machine's events stay as they are; a decision is kept beside them. ``corrected_events`` puts both together, so that
reading an article again never loses a decision: it is laid over the new reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from pydantic import TypeAdapter

from app.domain.codes import event_codes
from app.domain.event import Event, Link, Review, ReviewStatus, Statement
from app.domain.evidence import Span
from app.domain.figures import is_counted
from app.domain.summary import summarise

DecisionAction = Literal["added", "corrected", "confirmed", "rejected", "undone"]
#: A person has looked at the whole record and says that it is right.
SURE = 1.0
#: Fields from which the summary and the codes are made.
_OF_CODES = frozenset({"type", "subtype", "participants"})
_ADAPTER = TypeAdapter(Event)


@dataclass(frozen=True, slots=True)
class Decision:
    """One step of a person on one event.

    Attributes
    ----------
    number
        Order of the steps of an article.
    values
        The fields that were set, as JSON; for an added event all of them.
    before
        The event as it stood before; None where there was none.
    undoes
        For ``undone``: the number of the step that no longer holds.
    """

    number: int
    event_id: str
    action: DecisionAction
    by: str
    at: str
    reason: str | None
    values: Mapping[str, Any] = field(default_factory=dict)
    before: Event | None = None
    undoes: int | None = None


def standing(decisions: Iterable[Decision]) -> list[Decision]:
    """The steps that hold, in their order: none that was undone, and no undoing."""
    listed = list(decisions)
    undone = {step.undoes for step in listed if step.action == "undone"}
    return [step for step in listed if step.action != "undone" and step.number not in undone]


def corrected_events(machine: Sequence[Event], decisions: Iterable[Decision]) -> tuple[Event, ...]:
    """The events of an article after the decisions of people, in the order of the text.

    A decision holds for the machine's event of the same id, else for one of the same kind with a trigger of the event
    that was decided on; an event that the machine no longer finds stays as people left it.
    """
    steps: dict[str, list[Decision]] = {}
    for step in standing(decisions):
        steps.setdefault(step.event_id, []).append(step)
    renamed = _found_again(machine, steps)
    found: list[Event] = []
    for event in machine:
        own = steps.pop(renamed.get(event.id, event.id), [])
        found.extend(_after(replace(event, id=own[0].event_id) if own else event, own))
    for own in steps.values():
        found.extend(_after(own[0].before, own))
    known = {event.id for event in found}
    return tuple(
        sorted(
            (_linked(event, renamed, known) for event in found),
            key=lambda event: (event.trigger.start, event.trigger.end, event.type, event.id),
        )
    )


def merged(event: Event, values: Mapping[str, Any]) -> Event:
    """An event with some fields set to values as JSON. Raises pydantic's ``ValidationError`` for a wrong value."""
    return _ADAPTER.validate_python(_ADAPTER.dump_python(event, mode="json") | dict(values))


def event_values(event: Event) -> dict[str, Any]:
    """An event as JSON values."""
    values: dict[str, Any] = _ADAPTER.dump_python(event, mode="json")
    return values


def overlaps(one: Event, other: Event) -> bool:
    """Whether two events of one article share a trigger."""
    return any(_touch(a, b) for a in (one.trigger, *one.mentions) for b in (other.trigger, *other.mentions))


def _touch(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _found_again(machine: Sequence[Event], steps: Mapping[str, Sequence[Decision]]) -> dict[str, str]:
    """Ids of the machine's events that other ids were decided on: those of an earlier reading."""
    ids = {event.id for event in machine}
    free = [event for event in machine if event.id not in steps]
    renamed: dict[str, str] = {}
    for event_id, own in steps.items():
        before = own[0].before
        if event_id in ids or before is None:
            continue
        fitting = [e for e in free if e.type == before.type and e.id not in renamed and overlaps(e, before)]
        if fitting:
            renamed[min(fitting, key=lambda e: abs(e.trigger.start - before.trigger.start)).id] = event_id
    return renamed


def _after(event: Event | None, steps: Sequence[Decision]) -> list[Event]:
    """An event after the steps of people: none when it was rejected."""
    if not steps:
        return [event] if event else []
    if steps[-1].action == "rejected":
        return []
    fields: dict[str, None] = {}
    for step in steps:
        if step.action == "confirmed":
            event = step.before or event
        elif event is None or step.action == "added":
            event = _ADAPTER.validate_python(dict(step.values))
        else:
            event = merged(event, step.values)
        fields |= dict.fromkeys(step.values if step.action == "corrected" else ())
    return [_completed(event, tuple(fields), steps)] if event else []


def _completed(event: Event, fields: tuple[str, ...], steps: Sequence[Decision]) -> Event:
    """What follows from the fields, and who has set them."""
    last = steps[-1]
    review = Review(_status(steps), fields, last.by, last.at, last.reason)
    event = replace(event, review=review, confidence=SURE, incident_id=None)
    if _OF_CODES & set(fields) or steps[0].action == "added":
        kinds: dict[str, list[str]] = {}
        for who in event.participants:
            kinds.setdefault(who.role, []).append(who.kind)
        event = replace(event, codes=event_codes(event.type, event.subtype, kinds))
    return event if "summary" in fields or not (fields or review.status == "added") else _summarised(event)


def _summarised(event: Event) -> Event:
    return replace(event, summary=summarise(event))


def _status(steps: Sequence[Decision]) -> ReviewStatus:
    actions = {step.action for step in steps}
    return "added" if "added" in actions else "corrected" if "corrected" in actions else "confirmed"


def _linked(event: Event, renamed: Mapping[str, str], known: Set[str]) -> Event:
    """An event whose links lead to events that are there."""
    links = tuple(
        Link(link.rel, to) for link in event.links if (to := renamed.get(link.event_id, link.event_id)) in known
    )
    statement = _about(event.statement, renamed, known) if event.statement else None
    event = replace(event, links=links, statement=statement)
    chosen = event.review is not None and "counted" in event.review.fields
    return event if chosen else replace(event, counted=is_counted(event))


def _about(statement: Statement, renamed: Mapping[str, str], known: Set[str]) -> Statement:
    topic = renamed.get(statement.topic, statement.topic) if statement.topic else None
    return replace(statement, topic=topic if topic in known else None)
