"""Suggestions in error messages: the known word that somebody most likely wanted to send."""

from __future__ import annotations

import functools
from collections.abc import Collection
from importlib import resources

import yaml
from rapidfuzz import fuzz, process, utils

_SAME_SOUND = str.maketrans("qcyzw", "kkisv")  # "Irak" is Iraq, not Iran
_LEAST = 50  # of 100: a word that is less alike is not a suggestion but a guess


def hint(name: str, value: str, known: Collection[str]) -> str:
    """The end of an error message: "; did you mean 'strike'?", or the known words where none is alike.

    ``name`` is the parameter whose value it is, or "parameter" for the name of one.
    """
    if not known:
        return "; this call takes none."
    if found := nearest(name, value, known):
        return f"; did you mean {found!r}?"
    return f"; send one of {', '.join(sorted(known))}."


def nearest(name: str, value: str, known: Collection[str]) -> str | None:
    """The known word that is a synonym of a value or looks or sounds most like it; None when none does."""
    synonym = _synonyms().get(name, {}).get(value.strip().lower())
    if synonym in known:
        return synonym
    found = process.extractOne(value, sorted(known), scorer=fuzz.ratio, processor=_sound, score_cutoff=_LEAST)
    return str(found[0]) if found else None


def _sound(word: str) -> str:
    return utils.default_process(word).translate(_SAME_SOUND)


@functools.cache
def _synonyms() -> dict[str, dict[str, str]]:
    text = resources.files(__package__).joinpath("hints.yaml").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = yaml.safe_load(text)
    return found
