"""How English news speaks, as YAML: word lists and patterns that a journalist could correct."""

from __future__ import annotations

import functools
from importlib import resources
from typing import Any

from app.ontology.loader import load_yaml


@functools.cache
def load(name: str, language: str = "en") -> Any:
    """The content of ``lexicon/<language>/<name>.yaml``; the caller must not change it.

    Raises ``FileNotFoundError`` when there is no such file.
    """
    file = resources.files(__package__).joinpath(language, f"{name}.yaml")
    return load_yaml(file.read_text(encoding="utf-8"))
