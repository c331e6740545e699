from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from app.domain.article import Anchor, Article, identify


def test_the_stored_text_begins_with_the_title() -> None:
    assert Article("Body.", title="Head").stored_text == "Head\n\nBody."
    assert Article("Body.").stored_text == "Body."


def test_the_same_content_has_the_same_id() -> None:
    assert identify(Article("Body.", source="Wire")) == identify(Article("Body.", source="Wire", external_id="7"))


@pytest.mark.parametrize(
    "other", [{"text": "Body"}, {"title": "Head"}, {"published_at": "2024-01-01"}, {"source": "W"}, {"url": "u"}]
)
def test_another_content_has_another_id(other: dict[str, Any]) -> None:
    assert identify(Article(**({"text": "Body."} | other))) != identify(Article("Body."))


def test_a_lone_surrogate_has_an_id() -> None:
    assert len(identify(Article("\ud800"))) == 36


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        (None, None),
        ("2024-02-03", dt.datetime(2024, 2, 3)),
        ("2024-02-03T10:30:00+02:00", dt.datetime(2024, 2, 3, 10, 30)),
    ],
)
def test_the_moment_of_an_anchor_is_naive(date: str | None, moment: dt.datetime | None) -> None:
    assert Anchor(date, "given" if date else "none").moment == moment
