"""The words and phrases by which an article is recognised, weighted by how rare they are in news.

The weights come from a table of how many articles of a fixed collection have a word (``models/words.json``), never
from the articles that are stored: the same article has the same weights in every database, whatever came before it.
"""

from __future__ import annotations

import functools
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib import resources
from itertools import pairwise

from app.domain.stems import stems
from app.domain.text_folding import words

#: The heaviest words and phrases that are kept of an article.
MOST_WORDS, MOST_PHRASES = 160, 60
_RARE = 2  # articles in which a word that is not in the table is taken to be
_NAMES = re.compile(r"\b[A-Z0-9][\w'’.-]*(?:[ \n]+(?:of[ ]|the[ ])?[A-Z0-9][\w'’-]*)+")
_NUMBERED = re.compile(r"\b\d[\d,.]*[ -][a-z]+")
Weights = dict[str, float]


@functools.cache
def _table() -> tuple[int, Mapping[str, int]]:
    data = json.loads(resources.files("app.linking.models").joinpath("words.json").read_text(encoding="utf-8"))
    return int(data["articles"]), data["words"]


def rarity(word: str) -> float:
    """The logarithm of one over the share of articles that have a word."""
    articles, known = _table()
    return math.log(articles / known.get(word, _RARE))


def word_weights(text: str) -> Weights:
    """The stems of a text with their weights, as a vector of length 1."""
    counts = Counter(stems(words(text)))
    return _unit({word: (1 + math.log(n)) * rarity(word) for word, n in counts.items()}, MOST_WORDS)


def phrase_weights(text: str) -> Weights:
    """Names of several words and numbers with their noun ("Graceland Avenue", "3900 block"), as a unit vector."""
    found = Counter(phrase for raw in (*_NAMES.findall(text), *_NUMBERED.findall(text)) for phrase in _pairs(raw))
    return _unit({p: (1 + math.log(n)) * _phrase_rarity(p) for p, n in found.items()}, MOST_PHRASES)


def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """The cosine of two vectors of length 1."""
    if len(one) > len(other):
        one, other = other, one
    return sum(weight * other[word] for word, weight in one.items() if word in other)


def _pairs(raw: str) -> Iterable[str]:
    parts = words(raw)
    return (f"{a} {b}" for a, b in pairwise(parts))


def _phrase_rarity(phrase: str) -> float:
    return sum(rarity(word) for word in stems(phrase.split()))


def _unit(weights: Weights, most: int) -> Weights:
    heaviest = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:most]
    length = math.sqrt(sum(weight * weight for _, weight in heaviest)) or 1.0
    return {word: weight / length for word, weight in heaviest}
