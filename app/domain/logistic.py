"""A logistic model over named binary signs: small learnt weights that can be read and explained."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Logistic:
    """A logistic model over named binary signs; signs without a weight count nothing."""

    bias: float
    weights: Mapping[str, float]

    def log_odds(self, signs: Iterable[str]) -> float:
        """The log-odds of the positive class, exactly rounded: the same in whatever order the signs come."""
        return math.fsum((self.bias, *(self.weights.get(sign, 0.0) for sign in signs)))

    def probability(self, signs: Iterable[str]) -> float:
        """The probability of the positive class."""
        return 1 / (1 + math.exp(-self.log_odds(signs)))
