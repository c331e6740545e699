"""Articles by their senders' ids, outlets and days."""

from __future__ import annotations

import pytest

from app.domain.article import Article
from app.errors import FilterError
from app.query import list_articles
from app.query.article_filter import ArticleFilter, failed_ids, outdated, parse_article_filter
from app.storage.articles import save
from app.storage.engine import Sessions, transaction
from app.storage.failures import keep_failure
from tests.factories import make_extraction

GIVEN = [
    Article("One.", published_at="2024-02-01", source="Example  News", url="https://a.example.org/1", external_id="1"),
    Article("Two.", published_at="2024-02-03T23:30:00Z", source="Other", url="https://a.example.org/1"),
    Article("Three.", source="example news", external_id="3"),
]
FOUND = {
    "external_id=1": ["One."],
    "url=https://a.example.org/1": ["Two.", "One."],
    "source=EXAMPLE NEWS": ["Three.", "One."],
    "published_from=2024-02-02": ["Two."],
    "published_to=2024-02-01": ["One."],
    "published_from=2024-02-01,published_to=2024-02-03": ["Two.", "One."],
    "external_id=1,source=Other": [],
    "": ["Three.", "Two.", "One."],
}


def filter_of(text: str) -> ArticleFilter:
    return parse_article_filter([tuple(pair.split("=", 1)) for pair in text.split(",") if pair])  # type: ignore[misc]


@pytest.fixture
def stored(sessions: Sessions) -> Sessions:
    with transaction(sessions) as session:
        for number, article in enumerate(GIVEN):
            save(session, article, make_extraction(article, pipeline=f"test {number}"))
        keep_failure(session, GIVEN[0], "why", "test", 10)
    return sessions


@pytest.mark.parametrize("text", FOUND)
def test_each_parameter_narrows(stored: Sessions, text: str) -> None:
    ids = {line.id: article.text for article in GIVEN for line in [make_extraction(article)]}
    with transaction(stored) as session:
        page = list_articles(session, 10, None, "structured", filter_of(text))
        assert [ids[line.id] for line in page.items] == FOUND[text]


def test_pages_belong_to_their_filter(stored: Sessions) -> None:
    with transaction(stored) as session:
        first = list_articles(session, 1, None, "structured", filter_of("url=https://a.example.org/1"))
        rest = list_articles(session, 1, first.next_cursor, "structured", filter_of("url=https://a.example.org/1"))
        assert len({line.id for line in (*first.items, *rest.items)}) == 2
        with pytest.raises(FilterError, match="another query"):
            list_articles(session, 1, first.next_cursor)


def test_those_of_other_pipelines_and_those_that_failed(stored: Sessions) -> None:
    with transaction(stored) as session:
        assert list(outdated(session, ArticleFilter(), "test 1")) == [make_extraction(GIVEN[n]).id for n in (0, 2)]
        assert list(outdated(session, ArticleFilter(external_id="3"), "test 1")) == [make_extraction(GIVEN[2]).id]
        assert list(failed_ids(session, ArticleFilter(source="example  news"))) == [make_extraction(GIVEN[0]).id]
        assert list(failed_ids(session, ArticleFilter(external_id="2"))) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("sorce=x", "did you mean 'source'"),
        ("url=a,url=b", "only once"),
        ("published_from=soon", "published_from"),
    ],
)
def test_a_wrong_filter_is_refused(stored: Sessions, text: str, reason: str) -> None:
    with transaction(stored) as session, pytest.raises(FilterError, match=reason):
        list_articles(session, 1, None, "structured", filter_of(text))


def test_failed_articles_have_no_day(stored: Sessions) -> None:
    with transaction(stored) as session, pytest.raises(FilterError, match="leave it out"):
        list(failed_ids(session, ArticleFilter(published_to="2024")))
