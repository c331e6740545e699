"""Rows of corrections, and the machine's version of the articles concerned. Nothing here commits."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.domain.access import Caller
from app.domain.correction import Decision, DecisionAction, corrected_events
from app.domain.event import Event, Extraction
from app.storage.correction_tables import CorrectionRow, MachineEventRow
from app.storage.mapping import read_event, write_event
from app.storage.tables import ArticleRow, DocumentRow, EventRow


@dataclass(frozen=True, slots=True)
class NewDecision:
    """A step that is about to be taken; ``Decision`` explains the fields."""

    event_id: str
    action: DecisionAction
    reason: str | None
    values: Mapping[str, Any]
    before: Event | None
    undoes: int | None = None


def decisions_of(session: Session, article_id: str) -> list[Decision]:
    """Every step on the events of an article, in order."""
    query = select(CorrectionRow).where(CorrectionRow.article_id == article_id).order_by(CorrectionRow.number)
    return [_decision(row) for row in session.scalars(query)]


def decisions_on(session: Session, event_id: str) -> list[Decision]:
    """Every step on one event, in order."""
    query = select(CorrectionRow).where(CorrectionRow.event_id == event_id).order_by(CorrectionRow.number)
    return [_decision(row) for row in session.scalars(query)]


def article_of_decision(session: Session, event_id: str) -> str | None:
    """The id of the article of an event on which something was decided; None without a decision."""
    return session.scalar(select(CorrectionRow.article_id).where(CorrectionRow.event_id == event_id).limit(1))


def article_of_event(session: Session, event_id: str) -> str | None:
    """The id of the article of a stored event; None when there is no such event."""
    query = select(ArticleRow.id).join(EventRow, EventRow.article_seq == ArticleRow.seq)
    return session.scalar(query.where(EventRow.id == event_id))


def corrected_articles(session: Session) -> list[str]:
    """The ids of all articles in which something was decided, in the order of the first decision."""
    query = select(CorrectionRow.article_id).order_by(CorrectionRow.number)
    return list(dict.fromkeys(session.scalars(query)))


def add_decision(session: Session, article_id: str, step: NewDecision, caller: Caller, change: int) -> None:
    """Add a step."""
    session.add(
        CorrectionRow(
            event_id=step.event_id,
            article_id=article_id,
            at=dt.datetime.now(dt.UTC),
            change=change,
            actor=caller.name,
            key_id=caller.key.id if caller.key else None,
            action=step.action,
            reason=step.reason,
            undoes=step.undoes,
            fields=json.dumps(dict(step.values), ensure_ascii=False),
            before=write_event(step.before) if step.before else None,
        )
    )
    session.flush()


def machine_events(session: Session, article_id: str) -> tuple[Event, ...]:
    """The events that the machine reads in an article."""
    query = select(MachineEventRow.document).where(MachineEventRow.article_id == article_id)
    kept = tuple(read_event(text) for text in session.scalars(query.order_by(MachineEventRow.position)))
    return kept or tuple(stored_events(session, article_id))


def machine_event(session: Session, event_id: str) -> Event | None:
    """The machine's version of an event in an article with corrections; None when there is none."""
    found = session.scalar(select(MachineEventRow.document).where(MachineEventRow.event_id == event_id))
    return read_event(found) if found else None


def stored_events(session: Session, article_id: str) -> Iterator[Event]:
    """The events of an article as they are stored, in the order of the text."""
    query = select(DocumentRow.document).join(EventRow, EventRow.seq == DocumentRow.event_seq)
    query = query.join(ArticleRow, ArticleRow.seq == EventRow.article_seq).where(ArticleRow.id == article_id)
    for text in session.scalars(query.order_by(EventRow.position)):
        yield read_event(text)


def keep_machine_events(session: Session, article_id: str, events: Sequence[Event]) -> None:
    """Keep what the machine reads in an article, in place of what it read before."""
    session.execute(delete(MachineEventRow).where(MachineEventRow.article_id == article_id))
    rows = [
        {"event_id": event.id, "article_id": article_id, "position": n, "document": write_event(event)}
        for n, event in enumerate(events)
    ]
    if rows:
        session.execute(insert(MachineEventRow), rows)


def laid_over(session: Session, extraction: Extraction) -> Extraction:
    """A new reading of an article with what people have decided; itself where nobody has decided anything."""
    decisions = decisions_of(session, extraction.id)
    if not decisions:
        return extraction
    keep_machine_events(session, extraction.id, extraction.events)
    return replace(extraction, events=corrected_events(extraction.events, decisions))


def _decision(row: CorrectionRow) -> Decision:
    return Decision(
        number=row.number,
        event_id=row.event_id,
        action=row.action,  # type: ignore[arg-type]
        by=row.actor,
        at=row.at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        reason=row.reason,
        values=json.loads(row.fields),
        before=read_event(row.before) if row.before else None,
        undoes=row.undoes,
    )
