"""The history of an event: every step of people, what the machine reads, and what holds now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy.orm import Session

from app.domain.correction import Decision, DecisionAction, event_values, standing
from app.domain.documentation import doc
from app.domain.event import Event
from app.errors import NotFoundError
from app.query.events import canonical_id
from app.storage import corrections

Status = Literal["machine", "confirmed", "corrected", "added", "rejected"]


@dataclass(frozen=True, slots=True)
class CorrectionStep:
    """One step of a person."""

    number: int = field(metadata=doc("Number of the step; steps are numbered in their order."))
    at: str = field(metadata=doc("When (ISO 8601, UTC)."))
    by: str = field(metadata=doc("Who: the name of the key; `anonymous` without one."))
    action: DecisionAction = field(metadata=doc("`corrected`, `confirmed`, `rejected`, `added` or `undone`."))
    reason: str | None = field(metadata=doc("Why."))
    fields: Mapping[str, Any] = field(metadata=doc("The fields that were set, with their new values."))
    before: Mapping[str, Any] = field(metadata=doc("The values of these fields before the step."))
    holds: bool = field(metadata=doc("Whether the step still holds: false when it was undone."))
    undoes: int | None = field(metadata=doc("For `undone`: the number of the step that was undone."))


@dataclass(frozen=True, slots=True)
class EventHistory:
    """All that people have done with an event, beside what the machine reads."""

    id: str = field(metadata=doc("UUID of the event."))
    article_id: str = field(metadata=doc("UUID of the article."))
    status: Status = field(
        metadata=doc("What holds now: `machine` where no decision holds, else what people have done with the event.")
    )
    machine: Event | None = field(
        metadata=doc("The event as the machine reads it; null where people have added it or the machine lost it.")
    )
    current: Event | None = field(metadata=doc("The event as it stands; null when it is rejected."))
    steps: tuple[CorrectionStep, ...] = field(metadata=doc("The steps, oldest first."))


def get_event_history(session: Session, event_id: str) -> EventHistory:
    """The history of an event, also of one that is rejected. Raises ``NotFoundError``."""
    key = canonical_id("event", event_id)
    steps = corrections.decisions_on(session, key)
    article_id = corrections.article_of_event(session, key) or corrections.article_of_decision(session, key)
    if article_id is None:
        raise NotFoundError(f"There is no event {event_id!r}.")
    current = next((event for event in corrections.stored_events(session, article_id) if event.id == key), None)
    decided = bool(corrections.decisions_of(session, article_id))
    machine = corrections.machine_event(session, key) if decided else current
    holding = standing(steps)
    numbers = {step.number for step in holding}
    return EventHistory(
        id=key,
        article_id=article_id,
        status=_status(holding, current),
        machine=machine,
        current=current,
        steps=tuple(_step(step, holds=step.number in numbers or step.action == "undone") for step in steps),
    )


def _status(holding: list[Decision], current: Event | None) -> Status:
    if holding and holding[-1].action == "rejected":
        return "rejected"
    return current.review.status if current and current.review else "machine"


def _step(step: Decision, *, holds: bool) -> CorrectionStep:
    before = event_values(step.before) if step.before else {}
    return CorrectionStep(
        number=step.number,
        at=step.at,
        by=step.by,
        action=step.action,
        reason=step.reason,
        fields=step.values,
        before={name: before[name] for name in step.values if name in before},
        holds=holds,
        undoes=step.undoes,
    )
