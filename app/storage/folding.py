"""Which words count as the same when names and texts are searched?

Text and question go through the same functions, so both databases find the same: no case, no accents, no
apostrophes, and for names no plural ``s``.
"""

from __future__ import annotations

import re
import unicodedata

MAX_WORDS = 2_000
MAX_WORD = 60
MAX_NAME = 400
_POSSESSIVE = re.compile(r"(?<=\w)['’]s\b")
_APOSTROPHES = re.compile(r"['’‘ʼʻʿʾ`´]")
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})
_NO_PLURAL = ("ss", "us")  # "press", "Belarus"; a word cut wrongly ("Paris") is so on both sides


def words(text: str) -> list[str]:
    """The words of a text, folded: "U.S. forces in Qā'im" gives ``us forces in qaim``."""
    text = _INITIALS.sub(lambda found: found.group().replace(".", ""), text)
    text = _APOSTROPHES.sub("", _POSSESSIVE.sub("", text))
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    bare = "".join(c for c in plain if not unicodedata.category(c).startswith("M"))
    return [word[:MAX_WORD] for word in _WORD.findall(bare)]


def folded(*texts: str) -> str:
    """The words of some texts as one string, for the full-text index; at most ``MAX_WORDS`` of them."""
    return " ".join([word for text in texts for word in words(text)][:MAX_WORDS])


def name_key(name: str) -> str:
    """A name as it is compared: folded words without plural, a blank before, between and after them.

    The blanks let ``LIKE '% drone %'`` find whole words; the longest key is bounded for the index.
    """
    return f" {' '.join(_singular(word) for word in words(name[:MAX_NAME]))[:MAX_NAME]} "


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(_NO_PLURAL) else word
