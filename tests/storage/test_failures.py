from __future__ import annotations

from sqlalchemy.orm import Session, sessionmaker

from app.domain.article import Article
from app.query import delete_article, list_articles
from app.storage.articles import save
from app.storage.engine import transaction
from app.storage.failures import count_failures, find_failure, forget_failure, keep_failure
from tests.factories import make_article, make_extraction

Sessions = sessionmaker[Session]
FULL = Article("Text.", "Title", "2024-03-05", "Paper", "https://x.example", "7", "en", {"desk": ["a", 1]})


def keep(sessions: Sessions, article: Article, reason: str = "too heavy", most: int = 10) -> None:
    with transaction(sessions) as session:
        keep_failure(session, article, reason, "dateline 1", most)


def test_a_failure_is_the_article_as_it_was(sessions: Sessions) -> None:
    keep(sessions, FULL)
    keep(sessions, FULL, "still too heavy")
    with transaction(sessions) as session:
        assert count_failures(session) == 1
        [line] = list_articles(session, status="failed").items
        found = find_failure(session, line.id)
    assert found is not None
    assert (found.article, found.reason, found.pipeline) == (FULL, "still too heavy", "dateline 1")
    assert (line.status, line.reason, line.characters, line.events) == ("failed", "still too heavy", 5, 0)


def test_the_oldest_go_and_pages_reach_the_others(sessions: Sessions) -> None:
    articles = [make_article() for _ in range(8)]
    for article in articles:
        keep(sessions, article, most=5)
    found: list[str] = []
    cursor = None
    with transaction(sessions) as session:
        assert count_failures(session) == 5
        for _ in range(3):
            page = list_articles(session, 2, cursor, "failed")
            found += [line.id for line in page.items]
            cursor = page.next_cursor
        kept = [find_failure(session, each) for each in found]
        assert cursor is None
    assert [each.article for each in kept if each] == articles[:2:-1]


def test_it_goes_when_the_article_is_read_or_deleted(sessions: Sessions) -> None:
    read, removed = make_article(), make_article()
    for article in (read, removed):
        keep(sessions, article)
    with transaction(sessions) as session:
        save(session, read, make_extraction(read))
        [line] = list_articles(session, status="failed").items
        delete_article(session, line.id)
        assert count_failures(session) == 0
        assert not forget_failure(session, line.id)
