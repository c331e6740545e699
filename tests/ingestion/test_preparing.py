from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import InputError, TextTooLongError
from app.ingestion import prepare_article
from app.settings import Settings

BODY = "A shell hit the bus station of Sarn on Monday morning. Two drivers were hurt, the governor said."
PAGE = f"""<html><head><title>Shell hits bus station</title>
<meta property="og:site_name" content="Example Wire"><meta property="article:published_time" content="2024-02-03">
</head><body><nav>Home News Sport</nav><article><h1>Shell hits bus station</h1><p>{BODY}</p>
<p>Nobody has said who fired it. Buses ran again in the afternoon, and the market opened as usual.</p></article>
</body></html>"""


def test_every_field_is_kept_clean() -> None:
    article = prepare_article(
        {
            "text": f" {BODY}\r\nMore.\x00 ",
            "title": " Shell hits\nbus station ",
            "published_at": " 2024-02-03 ",
            "source": "Example Wire",
            "url": "https://example.org/1",
            "id": 17,
            "metadata": {"desk": ["world", 1.5, None]},
        }
    )
    assert article.stored_text == f"Shell hits bus station\n\n{BODY}\nMore."
    assert (article.published_at, article.source, article.language) == ("2024-02-03", "Example Wire", "en")
    assert (article.external_id, article.metadata) == ("17", {"desk": ["world", 1.5, None]})


def test_a_page_gives_text_title_date_and_outlet() -> None:
    article = prepare_article({"html": PAGE})
    assert BODY in article.text
    assert "\n\nNobody has said" in article.text
    assert "Sport" not in article.text
    assert (article.title, article.published_at, article.source) == (
        "Shell hits bus station",
        "2024-02-03",
        "Example Wire",
    )


def test_what_is_given_goes_before_what_the_page_says() -> None:
    article = prepare_article({"html": PAGE, "title": "Ours", "published_at": "2024-02-04T10:00:00Z"})
    assert (article.title, article.published_at) == ("Ours", "2024-02-04T10:00:00Z")


@pytest.mark.parametrize(
    ("given_date", "kept"),
    [
        ("2024-02-03", "2024-02-03"),
        ("2024-02-03T18:00:00+03:00", "2024-02-03T18:00:00+03:00"),
        ("2024-02-03 18:00", "2024-02-03 18:00"),
        ("20240203", "2024-02-03"),
        ("2024-W05-6", "2024-02-03"),
        ("20240203T180000", "2024-02-03T18:00:00"),
        ("", None),
    ],
)
def test_a_date_is_iso(given_date: str, kept: str | None) -> None:
    assert prepare_article({"text": "x", "published_at": given_date}).published_at == kept


@pytest.mark.parametrize(
    ("raw", "field", "message"),
    [
        ({}, "text", "'html'"),
        ({"text": None}, "text", "'html'"),
        ({"text": " \n\u200b"}, "text", "empty"),
        ({"text": 5}, "text", "string"),
        ({"text": ["a"]}, "text", "string"),
        ({"text": "a", "html": "<p>a"}, "html", "not both"),
        ({"html": "<p>"}, "html", "No article"),
        ({"html": ""}, "html", "No article"),
        ({"text": "a", "titel": "b"}, "titel", "did you mean 'title'"),
        ({"text": "a", "title": 1}, "title", "string"),
        ({"text": "a", "title": "b" * 2001}, "title", "at most 2000"),
        ({"text": "a", "published_at": "yesterday"}, "published_at", "ISO 8601"),
        ({"text": "a", "published_at": "2024-02-30"}, "published_at", "ISO 8601"),
        ({"text": "a", "published_at": "0001-01-01T00:00:00+14:00"}, "published_at", "ISO 8601"),
        ({"text": "a", "published_at": 20240203}, "published_at", "string"),
        ({"text": "a", "metadata": [1]}, "metadata", "JSON object"),
        ({"text": "a", "metadata": {"x": float("nan")}}, "metadata", "no JSON"),
        ({"text": "a", "metadata": {"x": "\ud800"}}, "metadata", "no JSON"),
        ({"text": "a", "metadata": {"x": object()}}, "metadata", "no JSON"),
        ({"text": "a", "metadata": {"x": "y" * 100_001}}, "metadata", "at most"),
        ({"text": "a", "language": "xx-"}, "language", "language tag"),
    ],
)
def test_a_mistake_names_its_field(raw: dict[str, Any], field: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as error:
        prepare_article(raw)
    assert error.value.field == field


@pytest.mark.parametrize("raw", [{"text": "a" * 101}, {"text": "a" * 90, "title": "b" * 90}, {"html": PAGE}])
def test_a_text_has_bounds(raw: dict[str, Any]) -> None:
    with pytest.raises(TextTooLongError, match="at most 100"):
        prepare_article(raw, Settings(max_text_length=100))


def test_deep_metadata_is_refused_or_kept() -> None:
    deep: dict[str, Any] = {}
    for _ in range(50_000):
        deep = {"d": deep}
    with pytest.raises(InputError):
        prepare_article({"text": "a", "metadata": deep})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8), lambda x: st.lists(x, max_size=3)
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.dictionaries(
        st.sampled_from(("text", "title", "html", "url", "source", "published_at", "language", "metadata", "id")),
        json_values | st.text(max_size=60),
        max_size=5,
    )
)
def test_anything_sent_is_an_article_or_an_input_error(raw: dict[str, Any]) -> None:
    try:
        article = prepare_article(raw)
    except InputError as error:
        told = error
    else:
        told = None
        json.dumps(article.metadata, allow_nan=False, ensure_ascii=False).encode()
        assert article.text.encode().strip()
    assert told is None or told.field is not None
