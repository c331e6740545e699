"""Small trained parts: weights as JSON, each with a card (``NAME.md``) and a training script."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True)
class Logistic:
    """A logistic model over named binary signs; signs without a weight count nothing."""

    bias: float
    weights: Mapping[str, float]

    def log_odds(self, signs: Iterable[str]) -> float:
        """The log-odds of the positive class."""
        return self.bias + sum(self.weights.get(sign, 0.0) for sign in signs)

    def probability(self, signs: Iterable[str]) -> float:
        """The probability of the positive class."""
        return 1 / (1 + math.exp(-self.log_odds(signs)))


@functools.cache
def load_model(name: str) -> Logistic:
    """The model of a name (``event_coreference``); its weights lie beside this file."""
    data = json.loads(resources.files(__package__).joinpath(f"{name}.json").read_text(encoding="utf-8"))
    return Logistic(bias=data["bias"], weights=data["weights"])
