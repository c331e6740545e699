"""Word stems for full-text search: "bombing" and "bombed" are one word, on every database.

Both databases index and search what is made here, by the rules of the Snowball stemmer for English (Porter 2), so
they cannot disagree. Words of at most three letters stay as they are: they are mostly acronyms ("IED", "RAF").
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterable

import snowballstemmer

SHORT = 3  # letters
_STEMMER = snowballstemmer.stemmer("english")  # PyStemmer's, compiled from the same rules, where it is installed
_ONE_AT_A_TIME = threading.Lock()  # the stemmer keeps the word in its own fields


@functools.lru_cache(maxsize=30_000)
def stem(word: str) -> str:
    """The stem of a folded word."""
    if len(word) <= SHORT or not word.isascii() or not word.isalpha():
        return word
    with _ONE_AT_A_TIME:
        found = str(_STEMMER.stemWord(word))
    return found if len(found) >= SHORT else word.removesuffix("s")  # "ieds"


def stems(words: Iterable[str]) -> list[str]:
    """The stems of some folded words."""
    return [stem(word) for word in words]
