"""Each change merges a little of SQLite's index of words: its pieces stay few, and it stays whole."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from app.storage.articles import remove, save
from app.storage.engine import make_engine, make_sessions, transaction
from tests.databases import Databases
from tests.factories import make_article, make_event, make_extraction

ARTICLES = 60
MOST_PIECES = 12  # three of each size, and what is being merged; sixteen of the smallest would be merged by the index
CHECK = text("INSERT INTO event_words(event_words, rank) VALUES ('integrity-check', 1)")


@pytest.mark.parametrize("removed", [0, ARTICLES // 2])
def test_pieces_stay_few(databases: Databases, removed: int) -> None:
    engine = make_engine(databases.new("sqlite"))
    sessions = make_sessions(engine)
    ids = []
    most = 0
    for n in range(ARTICLES):
        article = make_article(title=f"Report {n}")
        extraction = make_extraction(article, *(make_event(summary=f"Event {n} {k}") for k in range(5)))
        ids.append(extraction.id)
        with transaction(sessions) as session:
            save(session, article, extraction)
        most = max(most, pieces(sessions))
    for article_id in ids[:removed]:
        with transaction(sessions) as session:
            remove(session, article_id)
        most = max(most, pieces(sessions))
    assert 1 < most <= MOST_PIECES
    with transaction(sessions) as session:
        session.execute(CHECK)
        assert session.scalar(text("SELECT v FROM event_words_config WHERE k = 'automerge'")) == 0
    engine.dispose()


def pieces(sessions: sessionmaker[Session]) -> int:
    with transaction(sessions) as session:
        return session.scalar(text("SELECT count(DISTINCT segid) FROM event_words_idx")) or 0
