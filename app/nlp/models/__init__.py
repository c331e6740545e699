"""Small trained parts: weights as JSON, each with a card (``NAME.md``) and a training script."""

from __future__ import annotations

import functools
import json
from importlib import resources

from app.domain.logistic import Logistic

__all__ = ["Logistic", "load_model"]


@functools.cache
def load_model(name: str) -> Logistic:
    """The model of a name (``event_coreference``); its weights lie beside this file."""
    data = json.loads(resources.files(__package__).joinpath(f"{name}.json").read_text(encoding="utf-8"))
    return Logistic(bias=data["bias"], weights=data["weights"])
