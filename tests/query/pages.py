"""Pages of the events that the parameters of a URL request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from app.domain.found import FoundEvent
from app.gazetteer import Gazetteer
from app.query import EventRequest, Page, find_events, parse_request


def find(session: Session, params: Sequence[tuple[str, str]], gazetteer: Gazetteer | None = None) -> Page:
    request = parse_request(params)
    return find_events(session, request.event_filter, request.page, gazetteer)


def every_page(session: Session, request: EventRequest) -> list[FoundEvent]:
    out: list[FoundEvent] = []
    page = request.page
    while True:
        found = find_events(session, request.event_filter, page)
        assert len(found.items) <= page.limit
        out += found.items
        if found.next_cursor is None:
            return out
        page = replace(page, cursor=found.next_cursor)
