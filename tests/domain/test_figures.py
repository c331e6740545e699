"""Which number stands for a claim and for an effect, and whose figures another event counts."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.casualties import Casualty
from app.domain.event import Link
from app.domain.figures import Figure, cause, claim_figure, event_figure, figure, is_counted, is_toll
from tests.factories import make_casualty, make_event


@pytest.mark.parametrize(
    ("low", "high", "expected"), [(3, 5, 3), (16, None, 16), (None, 8, 8), (0, 0, 0), (0, None, 0), (None, None, None)]
)
def test_the_figure_of_a_claim(low: int | None, high: int | None, expected: int | None) -> None:
    assert claim_figure(make_casualty(low=low, high=high)) == expected


def test_the_claims_of_an_event_make_up_its_figure() -> None:
    casualties = (make_casualty(low=None, high=4), make_casualty(low=2, high=9), make_casualty("injured", 50, None))
    event = make_event(casualties=casualties)
    assert [event_figure(event, effect) for effect in ("killed", "injured", "missing")] == [6, 50, None]
    assert figure(casualties, "killed") == Figure(best=6, low=2, high=13)
    assert figure(casualties, "injured") == Figure(best=50, low=50, high=None)


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ((), Figure()),
        ((make_casualty(low=None, high=None),), Figure()),
        ((make_casualty(low=16, high=None),), Figure(16, 16, None)),
        ((make_casualty(low=None, high=8),), Figure(8, None, 8)),
        ((make_casualty(low=5, high=5), make_casualty(low=9, high=12, rival=True)), Figure(5, 5, 12)),
        ((make_casualty(low=5, high=5), make_casualty(low=3, high=None, rival=True)), Figure(5, 3, None)),
        ((make_casualty(low=5, high=5), make_casualty(low=400, high=400, cumulative=True)), Figure(5, 5, 5)),
        ((make_casualty("injured", 5, 5), make_casualty(low=400, high=400, cumulative=True)), Figure()),
        (tuple(make_casualty(low=n, high=n, cumulative=True) for n in (300, 400)), Figure(400, 400, 400)),
    ],
)
def test_the_killed_of_an_event(claims: tuple[Casualty, ...], expected: Figure) -> None:
    assert figure(claims, "killed") == expected


OWN, TOLL = make_casualty(), make_casualty(cumulative=True)


@pytest.mark.parametrize(
    ("given", "counted", "toll"),
    [
        ({}, True, False),
        ({"casualties": (OWN,)}, True, False),
        ({"casualties": (OWN, TOLL)}, True, False),
        ({"casualties": (TOLL, TOLL)}, False, True),
        ({"casualties": (make_casualty(rival=True),)}, False, False),
        ({"casualties": (OWN,), "links": (Link("caused_by", "0" * 36),)}, False, False),
        ({"casualties": (OWN,), "links": (Link("repeats", "0" * 36),)}, False, False),
        ({"casualties": (OWN,), "links": (Link("about", "0" * 36),)}, True, False),
    ],
)
def test_which_events_are_added_up(given: dict[str, Any], counted: bool, toll: bool) -> None:
    event = make_event(**given)
    assert (is_counted(event), is_toll(event)) == (counted, toll)


def test_the_cause_of_casualties() -> None:
    assert cause(make_event(links=(Link("about", "a"), Link("caused_by", "b")))) == "b"
    assert cause(make_event(links=(Link("about", "a"),))) is None
