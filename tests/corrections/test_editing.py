"""Corrections on both databases: stored events, incidents, the change feed and the machine's version."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session, sessionmaker

from app.corrections.editing import Editor, sentence_around
from app.corrections.fields import FieldsIn, SpanIn
from app.domain.access import EVERYTHING, Caller
from app.domain.event import Event, Extraction
from app.errors import ConflictError, NotFoundError
from app.gazetteer import Gazetteer, open_gazetteer
from app.linking.store import save_linked
from app.query import EventFilter, PageRequest, find_events, get_event
from app.query.change_feed import list_deletions
from app.query.corrections import get_event_history
from app.query.review import review_page
from app.storage.articles import find, remove
from app.storage.corrections import corrected_articles, machine_event, machine_events
from app.storage.engine import transaction
from tests.factories import make_article, make_casualty, make_event, make_extraction

DESK = Caller("desk", EVERYTHING)
ARTICLE = make_article(
    title="Basra shelled", text="Shells hit a market on the edge of Basra. People fled.", source="Wire"
)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.fixture
def extraction(sessions: sessionmaker[Session]) -> Extraction:
    read = make_extraction(
        ARTICLE,
        make_event(casualties=(make_casualty(),), confidence=0.2),
        make_event(type="protest", subtype=None, places=()),
    )
    with transaction(sessions) as session:
        save_linked(session, ARTICLE, read)
    return read


@contextmanager
def editing(sessions: sessionmaker[Session], gazetteer: Gazetteer, expected: int | None = None) -> Iterator[Editor]:
    with transaction(sessions) as session:
        yield Editor(session, DESK, gazetteer, expected)


def every(sessions: sessionmaker[Session], **given: object) -> dict[str, Event]:
    with transaction(sessions) as session:
        page = find_events(session, EventFilter(**given), PageRequest("updated", 100))  # type: ignore[arg-type]
    return {event.id: event for event in page.events}


def test_a_correction_is_found_in_queries_and_incidents_and_the_rest_stays(
    sessions: sessionmaker[Session], gazetteer: Gazetteer, extraction: Extraction
) -> None:
    first, second = extraction.events
    before = every(sessions)
    with editing(sessions, gazetteer) as editor:
        editor.correct(first.id, FieldsIn.model_validate({"places": [{"geonames_id": 703448}]}), "It was Kyiv.")
    after = every(sessions, countries=("UA",))
    assert set(after) == {first.id}
    assert after[first.id].incident_id == before[first.id].incident_id is not None
    assert every(sessions)[second.id] == before[second.id]
    assert not every(sessions, countries=("IQ",))
    with transaction(sessions) as session:
        found = get_event(session, first.id)
        assert found.change > get_event(session, second.id).change
        assert machine_event(session, first.id) == first
        history = get_event_history(session, first.id)
        assert list(corrected_articles(session)) == [extraction.id]
    assert (history.status, history.machine, history.current) == (
        "corrected",
        first,
        replace(found.event, incident_id=None),
    )
    assert [(one.action, one.by, one.reason, one.holds) for one in history.steps] == [
        ("corrected", "desk", "It was Kyiv.", True)
    ]
    assert history.steps[0].before["places"][0]["name"] == "Basra"


def test_the_changes_come_in_the_order_of_their_numbers(
    sessions: sessionmaker[Session], gazetteer: Gazetteer, extraction: Extraction
) -> None:
    first, second = extraction.events
    with editing(sessions, gazetteer) as editor:
        editor.confirm(first.id, None)
    assert list(every(sessions)) == [second.id, first.id]
    assert set(every(sessions, reviewed=True)) == {first.id}
    assert set(every(sessions, reviewed=False)) == {second.id}
    assert set(every(sessions, max_confidence=0.5)) == set()


def test_rejecting_and_undoing(sessions: sessionmaker[Session], gazetteer: Gazetteer, extraction: Extraction) -> None:
    first = extraction.events[0]
    with transaction(sessions) as session:
        queue = review_page(session, "low_confidence", EventFilter(), limit=10)
    assert [event.id for event in queue.events] == [first.id]
    with editing(sessions, gazetteer) as editor:
        editor.reject(first.id, "An exercise.")
    assert first.id not in every(sessions)
    with transaction(sessions) as session:
        assert [gone.event_id for gone in list_deletions(session, None, 10, None).deletions] == [first.id]
        assert get_event_history(session, first.id).status == "rejected"
        assert review_page(session, "low_confidence", EventFilter(), limit=10).events == ()
    with pytest.raises(NotFoundError, match="Undo that first"), editing(sessions, gazetteer) as editor:
        editor.confirm(first.id, None)
    with editing(sessions, gazetteer) as editor:
        assert editor.undo(first.id, None) == "rejected"
    back = every(sessions)[first.id]
    assert replace(back, incident_id=None) == first
    with transaction(sessions) as session:
        assert list_deletions(session, None, 10, None).deletions == ()
    with pytest.raises(ConflictError, match="Nothing to undo"), editing(sessions, gazetteer) as editor:
        editor.undo(first.id, None)


def test_an_added_event(sessions: sessionmaker[Session], gazetteer: Gazetteer, extraction: Extraction) -> None:
    fields = FieldsIn.model_validate({"type": "protest", "time": {"value": "2024-02-02"}})
    span = SpanIn(start=57, end=68, text="People fled")
    with editing(sessions, gazetteer) as editor:
        added = editor.add(extraction.id, span, fields, "They marched.")
    event = every(sessions)[added]
    assert (event.trigger.text, event.sentence.text) == ("People fled", "People fled.")
    assert (event.review and event.review.status, event.summary) == ("added", "Protest (2024-02-02)")
    with pytest.raises(ConflictError), editing(sessions, gazetteer) as editor:
        editor.add(extraction.id, span, fields, "Again.")
    with editing(sessions, gazetteer) as editor:
        editor.undo(added, None)
    assert added not in every(sessions)


def test_reading_again_keeps_what_people_decided(
    sessions: sessionmaker[Session], gazetteer: Gazetteer, extraction: Extraction
) -> None:
    first, second = extraction.events
    with editing(sessions, gazetteer) as editor:
        editor.correct(first.id, FieldsIn.model_validate({"subtype": "bombing"}), "why")
        editor.reject(second.id, "why")
    again = make_extraction(
        ARTICLE,
        replace(first, factuality="alleged", subtype="airstrike"),
        replace(second),
        make_event(id="0" * 36),
        pipeline="test 2",
    )
    with transaction(sessions) as session:
        kept = save_linked(session, ARTICLE, again)
        assert kept.stored.just_stored
        assert machine_events(session, extraction.id) == again.events
    after = every(sessions)
    assert set(after) == {first.id, "0" * 36}
    assert (after[first.id].subtype, after[first.id].factuality) == ("bombing", "alleged")
    with transaction(sessions) as session:
        assert find(session, extraction.id) == kept.stored


def test_somebody_elses_change_is_not_overwritten(
    sessions: sessionmaker[Session], gazetteer: Gazetteer, extraction: Extraction
) -> None:
    first = extraction.events[0]
    with transaction(sessions) as session:
        seen = get_event(session, first.id).change
    with editing(sessions, gazetteer, seen) as editor:
        editor.confirm(first.id, None)
    with pytest.raises(ConflictError, match="since you read it"), editing(sessions, gazetteer, seen) as editor:
        editor.reject(first.id, "why")


def test_corrections_go_with_their_article(
    sessions: sessionmaker[Session], gazetteer: Gazetteer, extraction: Extraction
) -> None:
    with editing(sessions, gazetteer) as editor:
        editor.reject(extraction.events[0].id, "why")
    with transaction(sessions) as session:
        remove(session, extraction.id)
    with transaction(sessions) as session:
        assert corrected_articles(session) == []
        with pytest.raises(NotFoundError):
            get_event_history(session, extraction.events[0].id)


def test_the_sentence_of_words_that_no_event_has(sessions: sessionmaker[Session], extraction: Extraction) -> None:
    with transaction(sessions) as session:
        stored = find(session, extraction.id)
    assert stored is not None
    text = stored.article.stored_text
    assert sentence_around(stored, text.index("fled"), text.index("fled") + 4).text == "People fled."
