"""Many read while one writes: nobody waits for the other, nobody fails, and what is read is whole."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.orm import Session, sessionmaker

from app.storage.articles import save
from app.storage.engine import transaction
from tests.factories import make_article, make_event, make_extraction
from tests.query.pages import find

READS, WRITES, EVENTS = 200, 20, 3
QUESTIONS = ((), (("country", "IQ"),), (("q", "market"),), (("bbox", "47,30,48,31"),), (("sort", "killed"),))


@pytest.mark.parametrize("threads", [100])
def test_readers_and_a_writer(sessions: sessionmaker[Session], threads: int) -> None:
    def write(_: int) -> str:
        article = make_article()
        with transaction(sessions) as session:
            return save(session, article, make_extraction(article, *(make_event() for _ in range(EVENTS))))[0].id

    def read(number: int) -> list[str]:
        params = [*QUESTIONS[number % len(QUESTIONS)], ("limit", "1000")]
        with transaction(sessions) as session:
            return [event.article_id for event in find(session, params).events]

    with ThreadPoolExecutor(threads) as readers, ThreadPoolExecutor(1) as writer:
        seen = readers.map(read, range(READS))
        stored = list(writer.map(write, range(WRITES)))
    for articles in seen:
        told = {article: len(list(group)) for article, group in itertools.groupby(sorted(articles))}
        assert set(told) <= set(stored)
        assert set(told.values()) <= {EVENTS}
    assert set(read(0)) == set(stored)
