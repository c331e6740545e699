"""Whoever follows the changes and the deletions has exactly the events that are stored."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session, sessionmaker

from app.domain.article import Article
from app.domain.event import Event
from app.errors import FilterError, NoLongerKeptError, NotFoundError
from app.query import delete_article, find_events, parse_request
from app.query.change_feed import Deletion, list_deletions
from app.storage.articles import save
from app.storage.engine import transaction
from app.storage.retention import remove_old_history
from app.storage.tables import ChangeRow
from tests.factories import make_article, make_event, make_extraction
from tests.query.pages import find


class Copy:
    """A copy of all events as the documentation tells to keep one. ``meanwhile`` is done after every page."""

    def __init__(self, sessions: sessionmaker[Session], meanwhile: Callable[[], None], limit: int) -> None:
        self.sessions, self.meanwhile, self.limit = sessions, meanwhile, str(limit)
        self.events: dict[str, Event] = {}
        self.seen = 0
        self.seen_gone: int | None = None
        self.made_again = 0

    def follow(self) -> None:
        """A round; the copy is made again when deletions that it has not seen are no longer kept."""
        try:
            self.take_deletions()
            self.take_changes()
        except NoLongerKeptError:
            self.events, self.seen, self.seen_gone = {}, 0, None
            self.made_again += 1
            self.follow()

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
        since, cursor = None if self.seen_gone is None else str(self.seen_gone), None
        while True:
            with self.sessions() as session:
                page = list_deletions(session, since, int(self.limit), cursor)
            for gone in page.deletions:
                self.events.pop(gone.event_id, None)
            self.meanwhile()
            if (cursor := page.next_cursor) is None:
                self.seen_gone = page.last_change
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


@pytest.mark.parametrize("seed", range(6))
def test_a_copy_knows_when_it_has_missed_deletions(sessions: sessionmaker[Session], seed: int) -> None:
    dice = random.Random(seed)
    writer = Writer(sessions, dice)
    busy = True

    def meanwhile() -> None:
        if busy and dice.random() < 0.3:
            writer.work()
        if busy and dice.random() < 0.1:
            prune(sessions)

    copy = Copy(sessions, meanwhile, limit=dice.choice((1, 2, 3)))
    for _ in range(10):
        for _ in range(dice.choice((0, 1, 4))):
            writer.work()
        if dice.random() < 0.3:
            prune(sessions)
        copy.follow()
    busy = False
    copy.follow()
    assert copy.events == every_event(sessions)
    assert copy.made_again > 0


def prune(sessions: sessionmaker[Session]) -> None:
    with transaction(sessions) as session:
        remove_old_history(session, 0)


def test_a_reader_is_refused_only_what_is_lacking(sessions: sessionmaker[Session]) -> None:
    """Changes 1 to 3 store; 4 and 6 delete an article with two events each (5 and 7 mend incidents)."""
    ids = []
    for _ in range(3):
        article = make_article()
        ids.append(make_extraction(article).id)
        with transaction(sessions) as session:
            save(session, article, make_extraction(article, make_event(), make_event()))
    with transaction(sessions) as session:
        delete_article(session, ids[0])
    set_days_ago(sessions, 40)
    with transaction(sessions) as session:
        delete_article(session, ids[1])
        page = list_deletions(session, limit=1)
        assert (len(page.deletions), page.last_change) == (1, 7)
    assert kept_since(sessions, {"updated_since": "0"}) == [4, 4, 6, 6]
    with transaction(sessions) as session:
        assert remove_old_history(session, 41) == 0
        assert remove_old_history(session, 39) == 2
        assert remove_old_history(session, 39) == 0
    assert kept_since(sessions, {}) == [6, 6]
    assert kept_since(sessions, {"updated_since": "4"}) == [6, 6]
    now, before = dt.datetime.now(dt.UTC), dt.datetime.now(dt.UTC) - dt.timedelta(days=41)
    assert kept_since(sessions, {"updated_since": (now - dt.timedelta(days=39)).isoformat()}) == [6, 6]
    for refused in ({"updated_since": "0"}, {"updated_since": "3"}, {"updated_since": before.isoformat()}):
        with pytest.raises(NoLongerKeptError, match="up to change 4 is no longer kept"):
            kept_since(sessions, refused)
    with pytest.raises(NoLongerKeptError, match="up to change 4 is no longer kept, and you have seen changes up to 3"):
        kept_since(sessions, {"cursor": str(page.next_cursor)})
    prune(sessions)
    assert kept_since(sessions, {}) == kept_since(sessions, {"updated_since": "6"}) == []
    with pytest.raises(NoLongerKeptError, match="up to change 6 is no longer kept, and you have seen changes up to 5"):
        kept_since(sessions, {"updated_since": "5"})


def kept_since(sessions: sessionmaker[Session], parameters: dict[str, str]) -> list[int]:
    with sessions() as session:
        return [gone.change for gone in list_deletions(session, **parameters).deletions]


def set_days_ago(sessions: sessionmaker[Session], days: int) -> None:
    """All changes so far were made some days ago."""
    with transaction(sessions) as session:
        session.execute(update(ChangeRow).values(at=dt.datetime.now(dt.UTC) - dt.timedelta(days=days)))


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
