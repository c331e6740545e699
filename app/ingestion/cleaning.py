"""Cleaning: the canonical text of an article, in which every span counts.

Encoding mistakes are repaired (ftfy), line ends become ``\\n``, control characters and invisible characters are
removed, unusual blanks and zero-width ones beside a blank become plain ones. All else stays as it was sent, blanks at
the beginning included, so that in most articles spans count in the sent text too. Quotation marks, ligatures and
widths stay as the outlet wrote them.
"""

from __future__ import annotations

import re

import ftfy

_CONFIG = ftfy.TextFixerConfig(uncurl_quotes=False, fix_latin_ligatures=False, fix_character_width=False)
_BREAKS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
# Control characters besides tab and newline; soft hyphens, zero-width and direction marks, which split words.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
# A zero-width space beside a blank or at a line's end splits nothing; as a blank it keeps all spans in their places.
_ZERO_WIDTH = re.compile(r"(?<=[ \t\u00a0])\u200b+|\u200b+(?=[ \t\u00a0\n])")
_ODD_BLANKS = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_BLANK_RUN = re.compile(r"\s+")


def clean_text(text: str) -> str:
    """Clean a text; cleaning it again changes nothing."""
    text = _ZERO_WIDTH.sub(lambda run: " " * len(run[0]), _BREAKS.sub("\n", text))
    text = ftfy.fix_text(text, _CONFIG)
    return _ODD_BLANKS.sub(" ", _INVISIBLE.sub("", _BREAKS.sub("\n", text))).rstrip()


def clean_line(text: str) -> str:
    """Clean a headline, a name or an address: one line, single blanks."""
    return _BLANK_RUN.sub(" ", clean_text(text)).strip()
