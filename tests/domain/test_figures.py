"""Which number stands for a claim and for an effect, and whose figures another event counts."""

from __future__ import annotations

import pytest

from app.domain.event import Link
from app.domain.figures import claim_figure, counted_elsewhere, event_figure
from tests.factories import make_casualty, make_event


@pytest.mark.parametrize(
    ("low", "high", "expected"), [(3, 5, 3), (16, None, 16), (None, 8, 8), (0, 0, 0), (0, None, 0), (None, None, None)]
)
def test_the_figure_of_a_claim(low: int | None, high: int | None, expected: int | None) -> None:
    assert claim_figure(make_casualty(low=low, high=high)) == expected


def test_the_figure_of_an_event_is_the_highest_claim_of_the_effect() -> None:
    casualties = (make_casualty(low=None, high=4), make_casualty(low=2, high=9), make_casualty("injured", 50))
    event = make_event(casualties=casualties)
    assert [event_figure(event, effect) for effect in ("killed", "injured", "missing")] == [4, 50, None]


@pytest.mark.parametrize(("rel", "expected"), [("caused_by", True), ("about", False), (None, False)])
def test_the_figures_of_an_act_are_counted_with_the_act(rel: str | None, expected: bool) -> None:
    links = (Link(rel, "0" * 36),) if rel else ()  # type: ignore[arg-type]
    assert counted_elsewhere(make_event(type="casualties", links=links)) is expected
