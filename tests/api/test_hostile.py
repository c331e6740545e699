"""Any text that a client sends gets valid spans or a clear 4xx, in bounded time."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.api.problems import MEDIA_TYPE
from app.ingestion.cleaning import clean_text
from tests.spans import spans_of

CASES: list[dict[str, Any]] = yaml.load(
    (Path(__file__).parents[1] / "cases" / "hostile.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader
)
#: Seconds of processor time in the web process for an article of any length, so that only what grows out of hand fails.
#: The reader's own bound is the server's ``article_seconds``: a text that takes longer gets a 422.
BOUND = 10.0
#: ... and by the clock, so that one that only waits fails too.
WAIT = 45.0


def check(answer: Any, text: str) -> None:
    """Assert a problem that names the text, or an extraction whose spans match the text."""
    if answer.status_code != 200:
        assert 400 <= answer.status_code < 500
        assert answer.headers["content-type"] == MEDIA_TYPE
        assert answer.json()["detail"]
        return
    stored = clean_text(text)
    for span in spans_of(answer.json()):
        assert stored[span["start"] : span["end"]] == span["text"]


def test_there_are_at_least_fifty_cases_with_names_of_their_own() -> None:
    assert len({case["name"] for case in CASES}) == len(CASES) >= 50


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_hostile_texts(client: TestClient, budget: Callable[[float], None], case: dict[str, Any]) -> None:
    text = case["text"] * case.get("repeat", 1)
    article = {"text": text} | {name: case[name] for name in ("published_at",) if name in case}
    allowed = case["status"] if isinstance(case["status"], list) else [case["status"]]
    if len(allowed) > 1:  # it takes many times the budget, so a smaller one shows as much
        budget(1)
    begun, since = time.process_time(), time.monotonic()
    answer = client.post("/v1/articles?store=false", json=article)
    assert answer.status_code in allowed, answer.text[:300]
    check(answer, text)
    assert time.process_time() - begun < BOUND
    assert time.monotonic() - since < WAIT


@pytest.mark.parametrize("case", CASES[::6], ids=lambda case: case["name"])
def test_hostile_texts_can_be_kept_and_found(client: TestClient, case: dict[str, Any]) -> None:
    answer = client.post("/v1/articles", json={"text": case["text"] * min(case.get("repeat", 1), 50)})
    assert answer.status_code in (201, 422)
    if answer.status_code == 201:
        kept, found = client.get(answer.headers["location"]).json(), answer.json()
        assert found.pop("stored_text") in (None, kept["text"])
        assert found.pop("stale") is False
        assert {name: kept[name] for name in found} == found
    assert client.get("/v1/events?factuality=any").status_code == 200


def test_lone_surrogates_are_refused(client: TestClient) -> None:
    for field in ("text", "title", "source"):
        body = json.dumps({"text": "Two men were shot.", field: "a \udcff b"}).encode()
        answer = client.post("/v1/articles", content=body, headers={"content-type": "application/json"})
        assert (answer.status_code, answer.headers["content-type"]) == (400, MEDIA_TYPE)


@pytest.mark.parametrize("field", ["title", "source", "url", "external_id", "published_at", "language"])
@pytest.mark.parametrize("value", ["\0", "x\0y", "\u202e", "a" * 5000, "\n\n", "'; --", "é" * 100, "2024-13-45", "🇫🇷"])
def test_hostile_fields(client: TestClient, field: str, value: str) -> None:
    answer = client.post("/v1/articles", json={"text": "Two men were shot in Lyon.", field: value})
    assert answer.status_code in (200, 201, 422)
    if answer.status_code == 201:
        assert client.get(answer.headers["location"]).status_code == 200
        assert client.delete(answer.headers["location"]).status_code == 204


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parts=st.lists(
        st.one_of(
            st.text(max_size=12),
            st.sampled_from(
                ["Gunmen shot", " two men ", "in Lyon", " on Friday", ".", "\n\n", "“", "”", " said ", "Mr. ", ", "]
            ),
        ),
        max_size=40,
    )
)
def test_any_text_slices_back(server: TestClient, parts: list[str]) -> None:
    text = "".join(parts)
    check(server.post("/v1/articles?store=false", json={"text": text, "language": "en"}), text)


@settings(max_examples=80, deadline=None)
@given(
    path=st.sampled_from(["/v1/events", "/v1/articles", "/v1/places", "/v1/event-types", "/v1/events/x"]),
    params=st.lists(
        st.tuples(
            st.one_of(
                st.sampled_from(
                    ["bbox", "near", "datetime", "limit", "cursor", "q", "place", "country", "sort", "min_killed"]
                ),
                st.text(max_size=8),
            ),
            st.one_of(
                st.sampled_from(["1,2,3,4", "nan,inf", "../..", "9" * 400, "1e400", "²", "-", '"', "*", "NEAR(", "\0"]),
                st.text(max_size=30),
            ),
        ),
        max_size=4,
    ),
)
def test_any_question_is_answered_or_refused(server: TestClient, path: str, params: list[tuple[str, str]]) -> None:
    answer = server.get(path, params=params)
    assert answer.status_code < 500, answer.text
