"""A logistic model gives the same answer in whatever order the signs come, as sets have none."""

from __future__ import annotations

import itertools

from app.domain.logistic import Logistic

WEIGHTS = {"a": 0.1, "b": 0.2, "c": -0.7, "d": 0.3}


def test_the_order_of_signs_changes_nothing() -> None:
    model = Logistic(-0.1, WEIGHTS)
    plain = {-0.1 + sum(WEIGHTS[s] for s in order) for order in itertools.permutations(WEIGHTS)}
    assert len(plain) > 1  # what a sum in the order of a set would give
    assert len({model.log_odds(order) for order in itertools.permutations(WEIGHTS)}) == 1


def test_signs_without_a_weight_count_nothing() -> None:
    assert Logistic(0.5, WEIGHTS).log_odds(["a", "unknown"]) == 0.6
    assert Logistic(0.0, {}).probability(["unknown"]) == 0.5
