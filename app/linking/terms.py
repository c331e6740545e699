"""The words and phrases by which an article is recognised, weighted by how rare they are in news.

A term is a number of 32 bits, made of its letters; the weights of an article are a vector of length ``UNIT`` in whole
numbers, so that what is stored takes little space and is compared as it was made.

The weights come from a table of how many articles of a fixed collection have a word (``models/words.json``), never
from the articles that are stored: the same article has the same weights in every database, whatever came before it.
"""

from __future__ import annotations

import functools
import hashlib
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from itertools import pairwise

from app.domain.stems import stems
from app.domain.text_folding import words

#: The heaviest words and phrases that are kept of an article.
MOST_WORDS, MOST_PHRASES = 160, 60
_RARE = 2  # articles in which a word that is not in the table is taken to be
_NAMES = re.compile(r"\b[A-Z0-9][\w'’.-]*(?:[ \n]+(?:of[ ]|the[ ])?[A-Z0-9][\w'’-]*)+")
_NUMBERED = re.compile(r"\b\d[\d,.]*[ -][a-z]+")
#: The length of the vector of an article's weights; no weight is more.
UNIT = 60_000
Weights = dict[int, int]


@functools.cache
def _table() -> tuple[int, Mapping[str, int]]:
    data = json.loads(resources.files("app.linking.models").joinpath("words.json").read_text(encoding="utf-8"))
    return int(data["articles"]), data["words"]


@functools.lru_cache(maxsize=20_000)
def term_number(term: str) -> int:
    """A word or phrase as a number of 32 bits."""
    return int.from_bytes(hashlib.blake2b(term.encode(), digest_size=4).digest(), "little")


@functools.lru_cache(maxsize=20_000)
def rarity(word: str) -> float:
    """The logarithm of one over the share of articles that have a word."""
    articles, known = _table()
    return math.log(articles / known.get(word, _RARE))


def word_weights(found: Sequence[str]) -> Weights:
    """The stems of a text's words with their weights."""
    counts = Counter(stems(found))
    return _unit({word: (1 + math.log(n)) * rarity(word) for word, n in counts.items()}, MOST_WORDS)


def phrase_weights(text: str) -> Weights:
    """Names of several words and numbers with their noun ("Graceland Avenue", "3900 block"), with their weights."""
    found = Counter(phrase for raw in (*_NAMES.findall(text), *_NUMBERED.findall(text)) for phrase in _pairs(raw))
    return _unit({p: (1 + math.log(n)) * _phrase_rarity(p) for p, n in found.items()}, MOST_PHRASES)


def cosine(one: Weights, other: Weights) -> float:
    """The cosine of two vectors."""
    return sum([one[term] * other[term] for term in one.keys() & other.keys()]) / (UNIT * UNIT)


def _pairs(raw: str) -> Iterable[str]:
    parts = words(raw)
    return (f"{a} {b}" for a, b in pairwise(parts))


def _phrase_rarity(phrase: str) -> float:
    return sum(rarity(word) for word in stems(phrase.split()))


def _unit(weights: Mapping[str, float], most: int) -> Weights:
    heaviest = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:most]
    length = math.sqrt(sum(weight * weight for _, weight in heaviest)) or 1.0
    return {term_number(word): round(UNIT * weight / length) for word, weight in heaviest}
