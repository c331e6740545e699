"""The first events of an article that reports too many refer to no event that is left out."""

from __future__ import annotations

from dataclasses import replace

from app.domain.event import Link
from app.nlp.event_limit import first_events
from tests.factories import make_event


def test_few_events_stay_as_they_are() -> None:
    events = [make_event(), make_event()]
    assert first_events(events, 2) == tuple(events)


def test_links_to_events_left_out_are_left_out() -> None:
    first, second = make_event(), make_event()
    linked = replace(first, links=(Link("about", second.id), Link("about", first.id)))
    assert first_events([linked, second], 1) == (replace(first, links=(Link("about", first.id),)),)
