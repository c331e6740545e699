"""Whoever follows the changes and the deletions has exactly the events that are stored."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session, sessionmaker

from app.domain.article import Article
from app.domain.event import Event
from app.errors import FilterError, NotFoundError
from app.query import delete_article, find_events, parse_request
from app.query.change_feed import Deletion, list_deletions
from app.storage.articles import save
from app.storage.engine import transaction
from tests.factories import make_article, make_event, make_extraction
from tests.query.pages import find


class Copy:
    """A copy of all events as the documentation tells to keep one. ``meanwhile`` is done after every page."""

    def __init__(self, sessions: sessionmaker[Session], meanwhile: Callable[[], None], limit: int) -> None:
        self.sessions, self.meanwhile, self.limit = sessions, meanwhile, str(limit)
        self.events: dict[str, Event] = {}
        self.seen, self.seen_gone = 0, 0

    def take_changes(self) -> None:
        asked = [("sort", "updated"), ("factuality", "any"), ("limit", self.limit), ("updated_since", str(self.seen))]
        request = parse_request(asked)
        page = request.page
        while True:
            with self.sessions() as session:
                found = find_events(session, request.event_filter, page)
            for item in found.items:
                self.events[item.event.id] = item.event
                self.seen = max(self.seen, item.change)
            self.meanwhile()
            if found.next_cursor is None:
                return
            page = replace(page, cursor=found.next_cursor)

    def take_deletions(self) -> None:
        since, cursor = str(self.seen_gone), None
        while True:
            with self.sessions() as session:
                page = list_deletions(session, since, int(self.limit), cursor)
            for gone in page.deletions:
                self.events.pop(gone.event_id, None)
                self.seen_gone = max(self.seen_gone, gone.change)
            self.meanwhile()
            if (cursor := page.next_cursor) is None:
                return


class Writer:
    """Stores, removes, stores again and reads anew, as chance has it."""

    def __init__(self, sessions: sessionmaker[Session], dice: random.Random) -> None:
        self.sessions, self.dice, self.versions = sessions, dice, itertools.count(1)
        self.articles: list[tuple[Article, list[Event]]] = [
            (make_article(), [make_event(factuality=dice.choice(("asserted", "planned"))) for _ in range(n % 4)])
            for n in range(6)
        ]

    def work(self) -> None:
        article, events = self.dice.choice(self.articles)
        with transaction(self.sessions) as session:
            if self.dice.random() < 0.4:
                with suppress(NotFoundError):
                    delete_article(session, make_extraction(article).id)
                return
            again = [replace(e, confidence=self.dice.random()) for e in events if self.dice.random() < 0.7]
            save(session, article, make_extraction(article, *again, pipeline=f"test {next(self.versions)}"))


def every_event(sessions: sessionmaker[Session]) -> dict[str, Event]:
    with sessions() as session:
        page = find(session, [("factuality", "any"), ("limit", "1000")])
    return {event.id: event for event in page.events}


@pytest.mark.parametrize("seed", range(4))
def test_a_copy_is_the_same_after_any_writing(sessions: sessionmaker[Session], seed: int) -> None:
    dice = random.Random(seed)
    writer = Writer(sessions, dice)
    busy = True

    def meanwhile() -> None:
        if busy and dice.random() < 0.6:
            writer.work()

    copy = Copy(sessions, meanwhile, limit=dice.choice((1, 2, 3)))
    for _ in range(8):
        writer.work()
        for take in dice.sample((copy.take_changes, copy.take_deletions), 2):
            take()
    busy = False
    copy.take_changes()
    copy.take_deletions()
    assert copy.events == every_event(sessions)
    assert next(writer.versions) > 5


def test_a_copy_misses_nothing_of_writers_at_work(sessions: sessionmaker[Session]) -> None:
    """Transactions that overlap: what commits late must not be hidden behind what was seen already."""
    copy = Copy(sessions, lambda: None, limit=3)
    writers = [Writer(sessions, random.Random(seed)) for seed in range(4)]
    with ThreadPoolExecutor(4) as threads:
        jobs = [threads.submit(lambda w: [w.work() for _ in range(25)], writer) for writer in writers]
        while not all(job.done() for job in jobs):
            copy.take_changes()
            copy.take_deletions()
    for job in jobs:
        job.result()
    copy.take_deletions()
    copy.take_changes()
    assert copy.events == every_event(sessions)
    assert copy.seen > 50


def test_deletions_tell_what_went_and_when(sessions: sessionmaker[Session]) -> None:
    article = make_article()
    extraction = make_extraction(article, *(make_event() for _ in range(5)))
    with transaction(sessions) as session:
        save(session, article, extraction)
    with transaction(sessions) as session:
        assert list_deletions(session).deletions == ()
        delete_article(session, extraction.id)
    seen: list[Deletion] = []
    cursor = None
    with sessions() as session:
        while True:
            page = list_deletions(session, limit=2, cursor=cursor)
            seen += page.deletions
            if (cursor := page.next_cursor) is None:
                break
        at = seen[0].deleted_at
        assert len(list_deletions(session, at.isoformat()).deletions) == 5
        assert list_deletions(session, "3").deletions == list_deletions(session, "2999-01-01").deletions == ()
    assert [gone.event_id for gone in seen] == sorted(event.id for event in extraction.events)
    assert {(gone.article_id, gone.change) for gone in seen} == {(extraction.id, 2)}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"limit": 0}, "limit"),
        ({"updated_since": "soon"}, "updated_since"),
        ({"cursor": "x"}, "cursor"),
        ({"cursor": "٣~" + "a" * 36}, "cursor"),
        ({"cursor": ""}, "cursor"),
    ],
)
def test_a_mistake_is_told(sessions: sessionmaker[Session], given: dict[str, object], field: str) -> None:
    with sessions() as session, pytest.raises(FilterError) as error:
        list_deletions(session, **given)  # type: ignore[arg-type]
    assert error.value.field == field
