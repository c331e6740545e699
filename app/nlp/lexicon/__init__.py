"""How news speaks in a language, as YAML: word lists and patterns that a journalist could correct.

Each language is a folder of files by the same names; ``triggers/`` in it has the words of every event type. The
language is bound once for each process, before the first look-up: what components make of the files is kept.
"""

from __future__ import annotations

import functools
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from app.domain.languages import DEFAULT_LANGUAGE
from app.errors import SetupError
from app.ontology.loader import load_yaml

FOLDER: Traversable = resources.files(__package__)
_bound: list[str] = []


def bind_language(language: str) -> None:
    """Read all lexicons in one language from now on.

    Raises ``SetupError`` when there is no lexicon of that language, or when another language is already in use.
    """
    if _bound and _bound[0] != language:
        raise SetupError(f"The lexicon is already bound to {_bound[0]!r}; one process reads one language.")
    if not FOLDER.joinpath(language).is_dir():
        raise SetupError(f"No lexicon for the language {language!r}; available: {', '.join(languages())}.")
    _bound[:] = [language]


def languages() -> list[str]:
    """Languages (BCP 47) that have a lexicon."""
    return sorted(f.name for f in FOLDER.iterdir() if f.is_dir() and not f.name.startswith("_"))


def folder() -> Traversable:
    """The lexicon's folder of the bound language, the default one when none was bound."""
    if not _bound:
        bind_language(DEFAULT_LANGUAGE)
    return FOLDER.joinpath(_bound[0])


@functools.cache
def _file(name: str) -> Any:
    path = folder().joinpath(f"{name}.yaml")
    try:
        return load_yaml(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SetupError(f"The lexicon has no file {name}.yaml.") from error
    except yaml.YAMLError as error:
        raise SetupError(f"lexicon/{_bound[0]}/{name}.yaml is not valid YAML: {error}") from error


@functools.cache
def word_table(name: str) -> Any:
    """A file ("kinds") or a part of it ("weapons.classes"), as it is written; the caller must not change it.

    Raises ``SetupError`` when there is no such file or key.
    """
    file, *keys = name.split(".")
    content = _file(file)
    for key in keys:
        if not isinstance(content, dict) or key not in content:
            raise SetupError(f"{file}.yaml of the lexicon has no key {'.'.join(keys)!r}.")
        content = content[key]
    return content


@functools.cache
def word_list(name: str) -> frozenset[str]:
    """The words of a list by file and key ("triggers.signs"). Raises ``SetupError`` when there is no such list."""
    words = word_table(name)
    if not isinstance(words, list):
        raise SetupError(f"{name} of the lexicon is not a list of words.")
    return frozenset(map(str, words))
