"""Under which key is a place name kept? One spelling for the many of newspapers.

Case, accents, apostrophes, hyphens and full stops fall away; "Saint", "Fort" and "Mount" become their
abbreviations; the Arabic article is "al" however it is written ("El Qaim", "Al-Qa'im").
"""

from __future__ import annotations

import functools
import re

from app.domain.text_folding import fold_letters, without_marks

_DROP = re.compile(r"['’‘ʼʻ`´ʽ“”\"ʹʾʿ.]")
_GAPS = re.compile(r"[^0-9a-z]+")
_WORDS = {
    "saint": "st",
    "sainte": "ste",
    "fort": "ft",
    "mount": "mt",
    "el": "al",
    "township": "twp",
}


ALIKE = "~"  # before the skeleton of a name among the keys of the index
HAMLET = "."  # before either, where only a hamlet has that name
_ARTICLES = frozenset({"al", "ad", "an", "ar", "as", "ash", "at", "az"})
_LEAST = 4  # letters of a skeleton that identifies a name
#: What transliterations mix, in this order: letters that must be there, pattern, letter for it. Source: the
#: romanisations of Arabic, Burmese and West African names that news agencies mix.
_MIXED = tuple(
    (letters, re.compile(pattern), letter)
    for letters, pattern, letter in (
        ("o", "ou|oo", "u"), ("ee", "ee", "i"), ("gn", "gn", "ny"), ("h", "([bdgkpt])h", r"\1"),
        ("h", "h([kpstlmn])", r"\1"), ("ar", "ar(?![aeiou])", "a"),
    )
)  # fmt: skip
_SAME = str.maketrans("qcywz", "kkius")
_DOUBLED = re.compile(r"(.)\1+")


@functools.lru_cache(maxsize=32_768)
def fold(name: str) -> str:
    """The key of a name: lower-case ASCII words separated by one blank; empty when nothing Latin is left."""
    text = fold_letters(name)
    if any(c.isalpha() and c > "\u024f" for c in text):
        return ""
    words = _GAPS.sub(" ", _DROP.sub("", text).replace("&", " and ")).split()
    if len(words) > 1:
        words = [_WORDS.get(w, w) for w in words]
        if words[0] == "the":
            words = words[1:]
    return " ".join(words)


def skeleton(key: str) -> str:
    """What the spellings of one name have in common: "hawija" for the keys "hawija" and "al hawijah".

    Arabic articles, blanks, doubled letters and a final h fall away, letters that transliterations mix become one
    ("Yinmarbin", "Yinmabin"). Empty when too little is left to identify a name.
    """
    text = "".join(word for word in key.split() if word not in _ARTICLES)
    for letters, pattern, letter in _MIXED:
        if letters in text:
            text = pattern.sub(letter, text)
    text = _DOUBLED.sub(r"\1", text.translate(_SAME).removesuffix("h"))
    return text if len(text) >= _LEAST else ""


def plain(name: str) -> str:
    """The name without accents and Arabic quotation marks, in its own case: "Al Anbār" → "Al Anbar"."""
    return without_marks(name).replace("‘", "").replace("’", "'")
