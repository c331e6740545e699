"""Which spellings count as the same: case, accents, apostrophes and the like are folded away.

Names and texts go through the same functions when they are stored and when they are searched, so both databases
and the gazetteer agree.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from app.domain.stems import stems

MAX_WORDS = 2_000
MAX_WORD = 60
MAX_NAME = 400
_OFTEN = 1_000  # characters of a text whose stems are kept for the next event
_POSSESSIVE = re.compile(r"(?<=\w)['’]s\b")
_APOSTROPHES = re.compile(r"['’‘ʼʻʿʾ`´]")
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_WORD = re.compile(r"[^\W_]+")
#: Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ə": "a", "ß": "ss", "þ": "th", "æ": "ae", "œ": "oe"}
)
_NO_PLURAL = ("ss", "us")  # "press", "Belarus"; a word cut wrongly ("Paris") is cut the same way on both sides


def fold_letters(text: str) -> str:
    """A text without case, accents and other marks; letters such as "ø" and "æ" become plain ones."""
    return text.lower() if text.isascii() else without_marks(unicodedata.normalize("NFKD", text).casefold())


def without_marks(text: str) -> str:
    """A text in plain letters but in its own case: "Al Anbār" gives ``Al Anbar``."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    for mark in {c for c in set(decomposed) if not c.isascii() and unicodedata.category(c).startswith("M")}:
        decomposed = decomposed.replace(mark, "")  # a text has few different ones
    return decomposed


def words(text: str) -> list[str]:
    """The words of a text, folded: "U.S. forces in Qā'im" gives ``us forces in qaim``."""
    text = _INITIALS.sub(lambda found: found.group().replace(".", ""), text)
    text = _APOSTROPHES.sub("", _POSSESSIVE.sub("", text))
    return [word[:MAX_WORD] for word in _WORD.findall(fold_letters(text))]


def searched(*texts: str) -> str:
    """The stems of some texts as one string, for the full-text index; at most ``MAX_WORDS`` of them.

    A text whose words an earlier one has in a row is left out, for it would be found by the same queries.
    """
    found = " "
    for text in texts:
        part = _stemmed(text) if len(text) <= _OFTEN else _stemmed.__wrapped__(text)
        if part and f" {part} " not in found:
            found += f"{part} "
    return " ".join(found.split()[:MAX_WORDS])


@functools.lru_cache(maxsize=2_000)
def _stemmed(text: str) -> str:
    """The stems of a text; the events of an article share its headline, its sentences and its names."""
    return " ".join(stems(words(text)))


@functools.lru_cache(maxsize=20_000)
def name_key(name: str) -> str:
    """A name as it is compared: folded words without plural, a blank before, between and after them.

    The blanks let ``LIKE '% drone %'`` find whole words; the longest key is bounded for the index.
    """
    return f" {' '.join(_singular(word) for word in words(name[:MAX_NAME]))[:MAX_NAME]} "


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(_NO_PLURAL) else word
