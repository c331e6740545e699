"""The review queue: what people should look at first, of events and incidents that match a filter."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from sqlalchemy.orm import Session

from app.domain.documentation import doc
from app.export.event_json import EventOut, event_out
from app.gazetteer.index import Gazetteer
from app.query.events import find_events
from app.query.filters import EventFilter, EventRequest, PageRequest
from app.query.incidents import IncidentOut, IncidentRequest, find_incidents

ReviewKind = Literal["low_confidence", "conflicting_claims", "new_incidents"]
LOW_CONFIDENCE = 0.4
_MOST_PAGES = 5  # of incidents that are read to fill a page with those whose claims conflict


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A page of the review queue; it has events or incidents, by its kind."""

    kind: ReviewKind = field(metadata=doc("Which queue: `low_confidence`, `conflicting_claims` or `new_incidents`."))
    events: tuple[EventOut, ...] = field(
        metadata=doc("For `low_confidence`: events that nobody has reviewed, last reported first.")
    )
    incidents: tuple[IncidentOut, ...] = field(
        metadata=doc(
            "For `conflicting_claims`: incidents whose reports give different figures, times or places; for "
            "`new_incidents`: incidents with an event that nobody has reviewed, last changed first."
        )
    )
    next_cursor: str | None = field(metadata=doc("Send it as `cursor` for the next page; null on the last page."))


def review_page(
    session: Session,
    kind: ReviewKind,
    wanted: EventFilter,
    *,
    limit: int,
    cursor: str | None = None,
    gazetteer: Gazetteer | None = None,
) -> ReviewPage:
    """A page of one queue. Raises ``FilterError`` for a bad cursor, ``AmbiguousPlaceError``."""
    if kind == "low_confidence":
        most = LOW_CONFIDENCE if wanted.max_confidence is None else wanted.max_confidence
        chosen = replace(wanted, reviewed=False, max_confidence=most)
        page = find_events(session, chosen, PageRequest("-reported", limit, cursor), gazetteer)
        return ReviewPage(kind, tuple(map(event_out, page.items)), (), page.next_cursor)
    if kind == "new_incidents":
        request = IncidentRequest(EventRequest(replace(wanted, reviewed=False), PageRequest("-updated", limit, cursor)))
        found = find_incidents(session, request, gazetteer)
        return ReviewPage(kind, (), found.incidents, found.next_cursor)
    return _conflicting(session, wanted, limit, cursor, gazetteer)


def _conflicting(
    session: Session, wanted: EventFilter, limit: int, cursor: str | None, gazetteer: Gazetteer | None
) -> ReviewPage:
    """Incidents whose claims conflict; a page may have fewer than ``limit`` although more follow."""
    found: list[IncidentOut] = []
    for _ in range(_MOST_PAGES):
        page = PageRequest("-reported", limit, cursor)
        some = find_incidents(session, IncidentRequest(EventRequest(wanted, page), min_articles=2), gazetteer)
        found += [incident for incident in some.incidents if conflicts(incident)]
        cursor = some.next_cursor
        if cursor is None or found:
            break
    return ReviewPage("conflicting_claims", (), tuple(found), cursor)


def conflicts(incident: IncidentOut) -> bool:
    """Whether the reports of an incident give different figures, times or places."""
    figures = incident.casualties.values()
    return bool(incident.rivals) or any(f.high is not None and f.low is not None and f.low != f.high for f in figures)
