"""Each change has a number, numbers appear in their order, and what is gone is remembered until it is there again."""

from __future__ import annotations

import datetime as dt
import itertools
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session, sessionmaker

from app.domain.article import Article
from app.domain.event import Event, Extraction
from app.storage.articles import remove, save
from app.storage.changes import first_change_at, new_change
from app.storage.deletion_tables import DeletionRow
from app.storage.engine import make_engine, transaction
from app.storage.schema import downgrade, upgrade
from app.storage.tables import ArticleRow, ChangeRow, EventRow
from tests.databases import Databases
from tests.factories import make_article, make_event, make_extraction


def kept(sessions: sessionmaker[Session], *events: Event, article: Article, pipeline: str = "test 1") -> Extraction:
    extraction = make_extraction(article, *events, pipeline=pipeline)
    with transaction(sessions) as session:
        save(session, article, extraction)
    return extraction


def changed(sessions: sessionmaker[Session]) -> dict[str, int]:
    with sessions() as session:
        return {row.id: row.change for row in session.execute(select(EventRow.id, EventRow.change))}


def gone(sessions: sessionmaker[Session]) -> dict[str, int]:
    with sessions() as session:
        return {row.event_id: row.change for row in session.execute(select(DeletionRow.event_id, DeletionRow.change))}


def test_each_transaction_has_its_number(sessions: sessionmaker[Session]) -> None:
    one, two, three = make_event(), make_event(), make_event()
    first = make_article()
    kept(sessions, one, two, article=first)
    kept(sessions, three, article=make_article())
    kept(sessions, one, two, article=first)  # known: no change
    assert changed(sessions) == {one.id: 1, two.id: 1, three.id: 2}
    with sessions() as session:
        assert session.scalars(select(ArticleRow.change).order_by(ArticleRow.seq)).all() == [1, 2]
        moments = session.scalars(select(ChangeRow.at).order_by(ChangeRow.number)).all()
    assert len(moments) == 2
    assert all(dt.datetime.now(dt.UTC) - at < dt.timedelta(minutes=1) for at in moments)


def test_a_newer_reading_says_which_events_are_gone(sessions: sessionmaker[Session]) -> None:
    article, lost, same, new = make_article(), make_event(), make_event(), make_event()
    kept(sessions, lost, same, article=article)
    kept(sessions, same, new, article=article, pipeline="test 2")
    assert changed(sessions) == {same.id: 2, new.id: 2}
    assert gone(sessions) == {lost.id: 2}


def test_what_comes_back_is_not_listed_as_gone(sessions: sessionmaker[Session]) -> None:
    article, events = make_article(), [make_event() for _ in range(3)]
    extraction = kept(sessions, *events, article=article)
    with transaction(sessions) as session:
        remove(session, extraction.id)
    assert gone(sessions) == {event.id: 2 for event in events}
    kept(sessions, *events[:2], article=article)
    assert gone(sessions) == {events[2].id: 2}
    assert changed(sessions) == {event.id: 3 for event in events[:2]}


def test_what_is_rolled_back_leaves_no_trace(sessions: sessionmaker[Session]) -> None:
    article = make_article()
    extraction = kept(sessions, make_event(), article=article)
    with sessions() as session:
        remove(session, extraction.id)
        session.rollback()
    assert gone(sessions) == {}


def test_a_number_never_appears_after_a_higher_one(sessions: sessionmaker[Session]) -> None:
    """Writers that begin together and take their time, and a reader who looks all the while."""
    seen: list[list[int]] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            with sessions() as session:
                seen.append(list(session.scalars(select(EventRow.change).order_by(EventRow.change))))

    reader = threading.Thread(target=read)
    reader.start()
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: kept(sessions, make_event(), make_event(), article=make_article()), range(40)))
    done.set()
    reader.join()
    highest = 0
    for before, after in itertools.pairwise(seen):
        highest = max([highest, *before])
        assert [n for n in after if n <= highest] == [n for n in before if n <= highest]
    assert len(set(changed(sessions).values())) == 40


def test_a_clock_that_goes_back_is_not_followed(sessions: sessionmaker[Session]) -> None:
    late = dt.datetime.now(dt.UTC) + dt.timedelta(days=2)
    with transaction(sessions) as session:
        session.add(ChangeRow(at=late))
    with transaction(sessions) as session:
        number = new_change(session)
        assert session.get_one(ChangeRow, number).at == late


@pytest.mark.parametrize(("seconds", "expected"), [(-1, 1), (0, 1), (5, 2), (10, 2), (20, 4), (21, 5)])
def test_the_first_change_at_a_moment(sessions: sessionmaker[Session], seconds: int, expected: int) -> None:
    start = dt.datetime(2024, 2, 2, tzinfo=dt.UTC)
    with transaction(sessions) as session:
        for n, after in enumerate((0, 10, 10, 20), 1):
            session.add(ChangeRow(number=n, at=start + dt.timedelta(seconds=after)))
    with sessions() as session:
        assert first_change_at(session, start + dt.timedelta(seconds=seconds)) == expected


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_what_was_stored_before_changes_were_counted(databases: Databases, kind: str) -> None:
    engine = make_engine(url := databases.new(kind))
    downgrade(url, "0001")
    stored = ["2024-02-02 10:00:00", "2024-02-02 09:00:00", "2024-02-03 08:00:00"]
    fill(engine, stored)
    upgrade(url, "0002")
    with Session(engine) as session:
        assert session.execute(select(EventRow.seq, EventRow.change).order_by(EventRow.seq)).all() == [
            (1, 1),
            (2, 2),
            (3, 3),
        ]
        assert session.scalars(select(ArticleRow.change).order_by(ArticleRow.seq)).all() == [1, 2, 3]
        moments = session.scalars(select(ChangeRow.at).order_by(ChangeRow.number)).all()
        assert [f"{at:%d %H}" for at in moments] == ["02 10", "02 10", "03 08"]
        assert new_change(session) == 4
    engine.dispose()


def fill(engine: Engine, moments: list[str]) -> None:
    article = text(
        "INSERT INTO articles (id, text, extra, pipeline, reading, created_at) VALUES (:id, 'x', '{}', 'p', '{}', :at)"
    )
    event = text(
        "INSERT INTO events (id, article_seq, position, type, factuality, confidence, words, document)"
        " VALUES (:id, :seq, 0, 'strike', 'asserted', 1, 'x', '{}')"
    )
    with engine.begin() as connection:
        for seq, at in enumerate(moments, 1):
            connection.execute(article, {"id": f"a{seq}", "at": dt.datetime.fromisoformat(at)})
            connection.execute(event, {"id": f"e{seq}", "seq": seq})
