from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import InputError, TextTooLongError
from app.ingestion import prepare
from app.ingestion.preparation import sent_text
from app.settings import Settings

BODY = "A shell hit the bus station of Sarn on Monday morning. Two drivers were hurt, the governor said."
PAGE = f"""<html><head><title>Shell hits bus station</title>
<meta property="og:site_name" content="Example Wire"><meta property="article:published_time" content="2024-02-03">
</head><body><nav>Home News Sport</nav><article><h1>Shell hits bus station</h1><p>{BODY}</p>
<p>Nobody has said who fired it. Buses ran again in the afternoon, and the market opened as usual.</p></article>
</body></html>"""


def test_every_field_is_kept_clean() -> None:
    article = prepare(
        {
            "text": f"{BODY}\r\nMore.\x00 ",
            "title": " Shell hits\nbus station ",
            "published_at": " 2024-02-03 ",
            "source": "Example Wire",
            "url": "https://example.org/1",
            "id": 17,
            "metadata": {"desk": ["world", 1.5, None]},
        },
        Settings(),
    )
    assert article.stored_text == f"Shell hits bus station\n\n{BODY}\nMore."
    assert (article.published_at, article.source, article.language) == ("2024-02-03", "Example Wire", "en")
    assert (article.external_id, article.metadata) == ("17", {"desk": ["world", 1.5, None]})


def test_a_page_gives_text_title_date_and_outlet() -> None:
    article = prepare({"html": PAGE}, Settings())
    assert BODY in article.text
    assert "\n\nNobody has said" in article.text
    assert "Sport" not in article.text
    assert (article.title, article.published_at, article.source) == (
        "Shell hits bus station",
        "2024-02-03",
        "Example Wire",
    )


def test_what_is_given_goes_before_what_the_page_says() -> None:
    article = prepare({"html": PAGE, "title": "Ours", "published_at": "2024-02-04T10:00:00Z"}, Settings())
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
    assert prepare({"text": "x", "published_at": given_date}, Settings()).published_at == kept


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
        ({"text": "a", "date": "2024-02-03"}, "date", "did you mean 'published_at'"),
        ({"text": "a", "Pub-Date": "2024-02-03"}, "Pub-Date", "did you mean 'published_at'"),
        ({"body": "a"}, "body", "did you mean 'text'"),
        ({"text": "a", "sourse": "b"}, "sourse", "did you mean 'source'"),
        ({"text": "a", "external_id": True}, "external_id", "string"),
        ({"text": "a", "id": 1e300}, "external_id", "too large a number"),
        ({"text": "a", "title": 1}, "title", "string"),
        ({"text": "a", "title": "b" * 2001}, "title", "at most 2000"),
        ({"text": "a", "published_at": "yesterday"}, "published_at", "ISO 8601"),
        ({"text": "a", "published_at": "2024-02-30"}, "published_at", "ISO 8601"),
        ({"text": "a", "published_at": "0001-01-01T00:00:00+14:00"}, "published_at", "ISO 8601"),
        ({"text": "a", "published_at": 20240203}, "published_at", "string"),
        ({"text": "a", "metadata": [1]}, "metadata", "JSON object"),
        ({"text": "a", "metadata": {"x": float("nan")}}, "metadata", "JSON cannot store"),
        ({"text": "a", "metadata": {"x": "\ud800"}}, "metadata", "JSON cannot store"),
        ({"text": "a", "metadata": {"x": object()}}, "metadata", "JSON cannot store"),
        ({"text": "a", "metadata": {"x": "y" * 100_001}}, "metadata", "at most"),
        ({"text": "a", "language": "xx-"}, "language", "language tag"),
    ],
)
def test_a_mistake_names_its_field(raw: dict[str, Any], field: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as error:
        prepare(raw, Settings())
    assert error.value.field == field


@pytest.mark.parametrize("raw", [{"text": "a" * 101}, {"text": "a" * 90, "title": "b" * 90}, {"html": PAGE}])
def test_a_text_has_bounds(raw: dict[str, Any]) -> None:
    with pytest.raises(TextTooLongError, match="at most 100"):
        prepare(raw, Settings(max_text_length=100))


def test_deep_metadata_is_refused_or_kept() -> None:
    deep: dict[str, Any] = {}
    for _ in range(50_000):
        deep = {"d": deep}
    with pytest.raises(InputError):
        prepare({"text": "a", "metadata": deep}, Settings())


def test_a_day_for_articles_without_one() -> None:
    assert prepare({"text": "x"}, Settings(), "2024-02-03").published_at == "2024-02-03"
    assert prepare({"text": "x", "published_at": "2020-01-01"}, Settings(), "2024-02-03").published_at == "2020-01-01"
    assert prepare({"html": PAGE}, Settings(), "2020-01-01").published_at == "2024-02-03"


def test_blanks_before_the_text_stay_so_that_spans_count_in_what_was_sent() -> None:
    assert prepare({"text": " \n Two men. \n"}, Settings()).text == " \n Two men."


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ({"text": "a"}, "a"),
        ({"text": "a", "title": "b"}, "b\n\na"),
        ({"text": "a", "title": None}, "a"),
        ({"html": "<p>a"}, None),
    ],
)
def test_the_text_that_a_client_expects(raw: dict[str, Any], text: str | None) -> None:
    assert sent_text(raw) == text


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
        article = prepare(raw, Settings())
    except InputError as error:
        raised = error
    else:
        raised = None
        json.dumps(article.metadata, allow_nan=False, ensure_ascii=False).encode()
        assert article.text.encode().strip()
    assert raised is None or raised.field is not None
