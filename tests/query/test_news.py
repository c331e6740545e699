"""What is new since a change."""

from __future__ import annotations

from app.domain.article import Article
from app.query.filters import EventFilter
from app.query.news import latest_change, news_since
from app.storage.articles import save
from app.storage.engine import Sessions, transaction
from tests.factories import make_event, make_extraction


def store(sessions: Sessions, *numbers: int, events: int = 2) -> None:
    for number in numbers:
        article = Article(f"Day {number}.")
        made = [make_event(id=f"{number:08}-0000-4000-8000-{n:012}") for n in range(events)]
        with transaction(sessions) as session:
            save(session, article, make_extraction(article, *made))


def test_whole_changes_come_in_their_order(sessions: Sessions) -> None:
    assert latest_change(sessions) == 0
    assert news_since(sessions, EventFilter(), 1, None).events == ()
    store(sessions, 1, 2, 3)
    news = news_since(sessions, EventFilter(), 1, None)
    assert [(number, len(found)) for number, found in news.changes()] == [(1, 2), (2, 2), (3, 2)]
    assert news.next_change == 4
    assert news_since(sessions, EventFilter(), 4, None).events == ()
    part = news_since(sessions, EventFilter(), 2, None, enough=1)
    assert [number for number, _ in part.changes()] == [2]
    assert part.next_change == 3


def test_what_a_filter_leaves_out_is_passed_over(sessions: Sessions) -> None:
    store(sessions, 1, 2)
    news = news_since(sessions, EventFilter(types=("arrest",)), 1, None)
    assert (news.events, news.next_change) == ((), 3)
