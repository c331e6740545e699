"""The limit of events of one article: texts that repeat a phrase thousands of times would give as many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.domain.event import Event


def first_events(events: Sequence[Event], limit: int) -> tuple[Event, ...]:
    """Return the first ``limit`` events; nothing in them refers to one that is left out."""
    if len(events) <= limit:
        return tuple(events)
    kept = events[:limit]
    ids = {event.id for event in kept}
    return tuple(_within(event, ids) for event in kept)


def _within(event: Event, ids: set[str]) -> Event:
    statement = event.statement
    if statement and statement.topic not in ids:
        statement = replace(statement, topic=None)
    return replace(event, statement=statement, links=tuple(link for link in event.links if link.event_id in ids))
