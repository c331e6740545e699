"""What is saved comes back exactly, once, and goes without a trace."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, inspect, select, text
from sqlalchemy.orm import Session, sessionmaker

from app.domain.event import Event, Link, Statement
from app.domain.evidence import Source, Span
from app.domain.time import EventTime
from app.storage.articles import count, find, remove, save
from app.storage.dialects import is_sqlite
from app.storage.engine import release, transaction
from app.storage.mapping import interval, read_event, stored_figure, write_event
from app.storage.tables import EventRow
from tests.factories import BASRA, FIJI, make_article, make_casualty, make_event, make_extraction, make_participant


def full_event() -> Event:
    return make_event(
        type="statement",
        subtype=None,
        time=EventTime("2024-02-02T18:00:00", None, "part_of_day", "2024-02-02TEV", Span(3, 5, "xx"), "expression"),
        places=(BASRA, FIJI),
        participants=(make_participant("speaker", "Nour Haddad", kind="person", description="minister"),),
        casualties=(
            make_casualty("killed", 16, None, span=Span(1, 2, "a"), place=BASRA),
            make_casualty("injured", None, 2**70, claimed_by=Source("the ministry", None, Span(5, 6, "b"))),
        ),
        statement=Statement("direct", (Span(2, 9, "content"),), Span(9, 12, "cue"), "CNN", None),
        links=(Link("caused_by", "0" * 36),),
        confidence=0.1 + 0.2,
    )


def test_an_article_comes_back_exactly(sessions: sessionmaker[Session]) -> None:
    article = make_article(
        title="Basra shelled",
        published_at="2024-02-03T09:00:00+03:00",
        source="Example Wire",
        url="https://example.org/1",
        external_id="n1",
        language="en",
        metadata={"tags": ["a", {"b": 1.5}], "nul": "\x00"},
    )
    extraction = make_extraction(article, full_event(), make_event())
    with transaction(sessions) as session:
        stored, created = save(session, article, extraction)
    with transaction(sessions) as session:
        found = find(session, extraction.id)
    assert created
    assert found == stored
    assert found is not None
    assert (found.article, found.extraction) == (article, extraction)
    assert abs(dt.datetime.now(dt.UTC) - found.created_at) < dt.timedelta(minutes=1)


def test_an_event_is_canonical_json() -> None:
    event = full_event()
    assert read_event(write_event(event)) == event
    assert write_event(read_event(write_event(event))) == write_event(event)


def test_saving_again_changes_nothing(sessions: sessionmaker[Session]) -> None:
    article = make_article()
    with transaction(sessions) as session:
        first, _ = save(session, article, make_extraction(article, make_event()))
    with transaction(sessions) as session:
        second, created = save(session, article, make_extraction(article, make_event(summary="other")))
    assert not created
    assert second == first


def test_the_events_of_an_article_go_in_at_once(sessions: sessionmaker[Session]) -> None:
    """The index of words takes what one transaction brings as one piece, and pieces must be merged later."""
    article = make_article()
    extraction = make_extraction(article, *(make_event(summary=f"Event {n}") for n in range(5)))
    with transaction(sessions) as session:
        save(session, article, extraction)
    with transaction(sessions) as session:
        if is_sqlite(session):
            pieces = session.scalar(text("SELECT count(DISTINCT segid) FROM event_words_idx"))
            assert pieces == 1
        rows = session.execute(select(EventRow.id, EventRow.position).order_by(EventRow.seq)).all()
    assert [tuple(row) for row in rows] == [(event.id, n) for n, event in enumerate(extraction.events)]


def test_a_newer_pipeline_replaces_the_events_in_one_step(sessions: sessionmaker[Session]) -> None:
    article = make_article()
    old, new = make_event(), make_event(summary="read better")
    with transaction(sessions) as session:
        save(session, article, make_extraction(article, old, make_event()))
    newer = make_extraction(article, new, pipeline="test 2")
    with sessions() as session:
        save(session, article, newer)
        session.rollback()  # what fails after it leaves the old events
    with transaction(sessions) as session:
        assert len(find(session, newer.id).extraction.events) == 2  # type: ignore[union-attr]
        _, created = save(session, article, newer)
    with transaction(sessions) as session:
        found = find(session, newer.id)
        assert found is not None
        assert (created, found.extraction) == (False, newer)


def test_only_ids_stay_of_a_removed_article(sessions: sessionmaker[Session], engine: Engine) -> None:
    article = make_article()
    extraction = make_extraction(article, full_event(), make_event())
    with transaction(sessions) as session:
        save(session, article, extraction)
        assert count(session) == 1
    with transaction(sessions) as session:
        assert remove(session, extraction.id)
        assert not remove(session, extraction.id)
    tables = [t for t in inspect(engine).get_table_names() if t not in ("alembic_version", "event_words_config")]
    own = ("event_words", "event_words_data", "event_words_idx")  # never quite empty
    with engine.connect() as connection:
        for table in [t for t in tables if t not in (*own, "changes", "deletions")]:
            assert connection.scalar(text(f'SELECT count(*) FROM "{table}"')) == 0, table
        deleted = connection.execute(text("SELECT event_id, article_id, change FROM deletions ORDER BY event_id")).all()
        assert deleted == sorted((event.id, extraction.id, 2) for event in extraction.events)
        if engine.dialect.name == "sqlite":
            connection.execute(text("INSERT INTO event_words(event_words) VALUES ('integrity-check')"))
            strikes = text("SELECT count(*) FROM event_words WHERE event_words MATCH 't_strike'")
            assert connection.scalar(strikes) == 0


def test_two_at_once_make_one_article(sessions: sessionmaker[Session]) -> None:
    article = make_article()
    extraction = make_extraction(article, *(make_event() for _ in range(5)))

    def post(_: int) -> bool:
        with transaction(sessions) as session:
            return save(session, article, extraction)[1]

    with ThreadPoolExecutor(8) as threads:
        created = list(threads.map(post, range(8)))
    assert sorted(created) == [False] * 7 + [True]
    with transaction(sessions) as session:
        assert count(session) == 1
        assert len(find(session, extraction.id).extraction.events) == 5  # type: ignore[union-attr]


def test_many_writers_and_readers_do_not_block_each_other(sessions: sessionmaker[Session]) -> None:
    def write(_: int) -> str:
        article = make_article()
        with transaction(sessions) as session:
            find(session, "nobody")
            return save(session, article, make_extraction(article, make_event()))[0].id

    def read(_: int) -> int:
        with transaction(sessions) as session:
            return count(session)

    with ThreadPoolExecutor(16) as threads:
        seen = threads.map(read, range(40))
        ids = set(threads.map(write, range(40)))
    assert all(0 <= n <= 40 for n in seen)
    assert len(ids) == 40


def test_a_session_with_unsaved_work_is_not_released(sessions: sessionmaker[Session]) -> None:
    with sessions() as session:
        session.add(EventRow())
        with pytest.raises(RuntimeError):
            release(session)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2024-02-02T00:00:00", "2024-02-03T00:00:00", (dt.datetime(2024, 2, 2), dt.datetime(2024, 2, 3))),
        ("2024-02-02", None, (dt.datetime(2024, 2, 2), dt.datetime.max)),
        (None, "2024-02-02", (dt.datetime.min, dt.datetime(2024, 2, 2))),
        (
            "2024-02-02T10:00:00",
            "2024-02-02T10:00:00",
            (dt.datetime(2024, 2, 2, 10), dt.datetime(2024, 2, 2, 10, 0, 1)),
        ),
        (None, None, None),
    ],
)
def test_the_interval_that_is_searched(start: str | None, end: str | None, expected: object) -> None:
    assert interval(EventTime(start, end, "day", "x", None, "inferred")) == expected


def test_a_figure_is_stored_as_far_as_a_column_goes() -> None:
    event = make_event(casualties=(make_casualty("killed", 2**70), make_casualty("injured", None, 4)))
    assert [stored_figure(event, effect) for effect in ("killed", "injured", "missing")] == [2**63 - 1, 4, None]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.text(max_size=80), st.dictionaries(st.text(max_size=5), st.text(max_size=5) | st.integers(), max_size=2))
def test_any_text_of_a_source_is_kept(
    sessions: sessionmaker[Session], source: str, metadata: dict[str, object]
) -> None:
    article = make_article(text="x", metadata=metadata)
    event = make_event(summary=source, participants=(make_participant("actor", source),))
    extraction = make_extraction(article, event, pipeline=repr(event.id))
    with transaction(sessions) as session:
        save(session, article, extraction)
        found = find(session, extraction.id)
    assert found is not None
    assert found.extraction == extraction
