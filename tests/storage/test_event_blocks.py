"""Documents of neighbouring events, and terms on SQLite, lie in blocks: what goes in comes out, and nothing is left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from app.storage.articles import find, remove, rewrite_events, save
from app.storage.dialects.event_blocks import DOCUMENTS, TERMS, blocks, line_of, phrases_fit, term_line
from app.storage.engine import make_engine, make_sessions, transaction
from app.storage.mapping import read_event
from app.storage.packing import pack
from tests.databases import Databases
from tests.factories import make_article, make_event, make_extraction
from tests.query.pages import find as find_events


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Engine]:
    made = make_engine(databases.new(request.param))
    yield made
    made.dispose()


only_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def test_a_block_has_a_line_for_each_number_and_ends_at_a_gap() -> None:
    made = blocks({n: f"line {n}" for n in (*range(1, 12), 20, 21)}, 4)
    assert [(first, last) for first, last, _ in made] == [(1, 4), (5, 8), (9, 11), (20, 21)]
    assert [line_of(pack(made[1][2]), n) for n in range(4)] == ["line 5", "line 6", "line 7", "line 8"]
    assert blocks({}, 4) == []
    assert line_of(None, 0) is None


def test_terms_are_plain_letters_for_the_index() -> None:
    assert term_line("t_strike o_bbc", "car bomb") == "t_strike o_bbc car bomb"
    assert term_line("m_киев", "bomb в") == "v_6d5fd0bad0b8d0b5d0b2 bomb v_d0b2"


@pytest.mark.parametrize(
    ("required", "excluded", "fits"),
    [
        (" car bomb ", "", True),
        (" bomb car ", "", False),  # another order
        (" car bom ", "", False),  # only whole words
        (" car bomb \n near market ", "", True),
        (" car bomb \n market near ", "", False),
        ("", " car bomb ", False),
        ("", " bomb car \n car near ", True),
        (" car bomb ", " near market ", False),
        (" car bomb ", " bomb car \n bomb market ", True),
    ],
)
def test_phrases_are_words_in_a_row(required: str, excluded: str, fits: bool) -> None:
    ((_, _, block),) = blocks({7: "t_arrest other words", 8: "t_strike car bomb near market"}, 4)
    assert phrases_fit(pack(block), 1, required, excluded) is fits


def counts(session: Session, *, words: str) -> tuple[int, ...]:
    """Blocks of documents and of terms, and the events with some words."""
    tables = [session.scalar(text(f"SELECT count(*) FROM {name}_blocks")) or 0 for name in ("document", "term")]
    found = text("SELECT count(*) FROM event_words WHERE event_words MATCH :words")
    return *tables, session.scalar(found, {"words": words}) or 0


def ends(session: Session) -> list[tuple[int, int]]:
    """The first and last number of each block of documents, from the first event."""
    found = session.execute(text("SELECT first_seq, last_seq FROM document_blocks ORDER BY 1")).all()
    return [(first - found[0][0] + 1, last - found[0][0] + 1) for first, last in found]


BLOCKS = {  # of nineteen events of one article and one of another; and after all but the first and two of the last went
    "sqlite": ([(1, 8), (9, 16), (17, 19), (20, 20)], [(1, 8), (17, 19), (20, 20)]),
    "postgresql": (
        [(1, 4), (5, 8), (9, 12), (13, 16), (17, 19), (20, 20)],
        [(1, 4), (17, 19), (20, 20)],
    ),
}


def test_documents_lie_in_blocks_of_one_article_each_of_which_goes_with_the_last_of_them(engine: Engine) -> None:
    sessions = make_sessions(engine)
    before, after = BLOCKS[engine.dialect.name]
    article, other = make_article(title="Long"), make_article(title="Other")
    with transaction(sessions) as session:
        save(session, article, long := make_extraction(article, *(make_event(summary=f"Event {n}") for n in range(19))))
        save(session, other, short := make_extraction(other, make_event(summary="Event\nelsewhere")))
        assert ends(session) == before
    kept = (*long.events[:1], *long.events[16:18])
    with transaction(sessions) as session:
        rewrite_events(session, long.id, kept, 7)  # what is left of a block stays
        assert ends(session) == after
        shown = session.execute(text("SELECT e.id, d.document FROM documents d JOIN events e ON seq = event_seq")).all()
        assert {event_id: read_event(document) for event_id, document in shown} == {
            event.id: event for event in (*kept, *short.events)
        }
        assert remove(session, long.id)
        assert ends(session) == [(1, 1)]
        assert list(find_events(session, [("factuality", "any")]).events) == list(short.events)
        assert remove(session, short.id)
        assert ends(session) == []


@only_sqlite
def test_blocks_and_the_index_go_with_the_last_of_their_events(engine: Engine) -> None:
    sessions = make_sessions(engine)
    article, other = make_article(title="Long"), make_article(title="Other")
    events = [make_event(summary=f"Event {n} in Kyïv") for n in range(DOCUMENTS + TERMS)]
    with transaction(sessions) as session:
        save(session, other, make_extraction(other, make_event(summary="Event elsewhere")))
        save(session, article, long := make_extraction(article, *events))
        assert counts(session, words='"event"') == (1 + 5, 1 + 2, 1 + DOCUMENTS + TERMS)
    with transaction(sessions) as session:
        found = find(session, long.id)
        assert found is not None
        assert found.extraction == long
        rewrite_events(session, long.id, long.events[:9], 7)  # what is left of a block stays
        assert counts(session, words='"event"') == (1 + 2, 1 + 1, 1 + 9)
    with transaction(sessions) as session:
        assert remove(session, long.id)
        assert counts(session, words='"event"') == (1, 1, 1)
        assert counts(session, words='"kyiv" OR "0" OR "39"')[2] == 0


@only_sqlite
def test_an_event_that_is_written_again_is_found_by_its_new_words_only(engine: Engine) -> None:
    sessions = make_sessions(engine)
    article = make_article()
    old, same = make_event(summary="A quiet harbour"), make_event(summary="A loud market")
    with transaction(sessions) as session:
        save(session, article, made := make_extraction(article, old, same))
    first, second = made.events
    with transaction(sessions) as session:
        changed = replace(first, summary="A bridge")
        rewrite_events(session, made.id, [changed, second], 7)
        assert counts(session, words='"harbour"')[2] == 0
        assert counts(session, words='"bridg"')[2] == 1
        found = find(session, made.id)
        assert found is not None
        assert found.extraction.events == (changed, second)
