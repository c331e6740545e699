"""Fitting a logistic model over named binary signs, by Newton's method with a ridge penalty."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.nlp.models import Logistic

_STEPS = 40
_FREE = 0.01  # penalty of the bias


@dataclass(frozen=True, slots=True)
class Instance:
    """One training example: the article that it comes from, its signs, and whether it is of the positive class."""

    article: str
    signs: frozenset[str]
    positive: bool


def fit(instances: Sequence[Instance], *, penalty: float) -> Logistic:
    """The model of some instances; an article with n of them weighs the square root of n."""
    names = sorted({sign for i in instances for sign in i.signs})
    column = {name: k for k, name in enumerate(names)}
    x = np.zeros((len(instances), len(names) + 1))
    x[:, -1] = 1.0
    for row, instance in enumerate(instances):
        x[row, [column[s] for s in instance.signs]] = 1.0
    y = np.array([float(i.positive) for i in instances])
    size = Counter(i.article for i in instances)
    weight = np.array([size[i.article] ** -0.5 for i in instances])
    weight /= weight.mean()
    ridge = np.eye(len(names) + 1) * penalty
    ridge[-1, -1] = _FREE
    beta = np.zeros(len(names) + 1)
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-x @ beta))
        gradient = x.T @ (weight * (y - p)) - ridge @ beta
        hessian = (x * (weight * p * (1 - p))[:, None]).T @ x + ridge
        step = np.linalg.solve(hessian, gradient)
        beta += step
        if np.abs(step).max() < 1e-6:
            break
    return Logistic(bias=float(beta[-1]), weights={n: float(beta[k]) for n, k in column.items()})


def write(model: Logistic, path: Path) -> None:
    """Write the weights as JSON, three decimals, sorted by name."""
    weights = {name: round(value, 3) for name, value in sorted(model.weights.items())}
    path.write_text(json.dumps({"bias": round(model.bias, 3), "weights": weights}, indent=1) + "\n", encoding="utf-8")
