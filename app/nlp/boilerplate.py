"""Which parts of a page are no news? Links to other stories, share buttons, galleries and credits.

"READ MORE: Gunmen kill 30 villagers" reports another story: no trigger fires there. The title is never boilerplate.
Lexicon: ``boilerplate.yaml``.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from app.nlp.lexicon import word_list, word_table

_LISTED = 8  # lines of links below a header, at most
_LONGEST_LINK = 160  # characters; a paragraph of news is longer or ends with a full stop
_LONGEST_LINE = 240  # characters of a line that begins like boilerplate and is nothing else
_LINE = re.compile(r"[^\r\n]+")
_BULLETS = " \t•·>»›-–—*|([▶►"
_TERMINAL = (".", "!", "?", "”", '"')


@dataclass(frozen=True, slots=True)
class Patterns:
    """The lexicon as regular expressions over one line or the whole text."""

    starts: re.Pattern[str]
    headers: re.Pattern[str]
    insertions: tuple[re.Pattern[str], ...]


@functools.cache
def patterns() -> Patterns:
    """The patterns of ``boilerplate.yaml``, compiled once."""
    starts, colon, headers = (_any(word_list(f"boilerplate.{n}")) for n in ("line_starts", "with_colon", "headers"))
    flags = re.IGNORECASE | re.MULTILINE
    return Patterns(
        starts=re.compile(rf"(?:{starts})\b|(?:{colon})\s?[:|»–—]", flags),
        headers=re.compile(rf"(?:{headers})\s*[:»…]*\s*$", flags),
        insertions=tuple(re.compile(text, flags) for text in word_table("boilerplate.insertions")),
    )


def _any(phrases: frozenset[str]) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=lambda p: (-len(p), p)))


def find_boilerplate(doc: Doc) -> tuple[tuple[int, int], ...]:
    """Token ranges (half-open, in text order, apart) of what does not belong to the article."""
    text, title = doc.text, doc._.context.title_end
    spans = sorted(span for span in (*_lines(text), *_insertions(text)) if span[0] >= title)
    starts = [token.idx for token in doc] if spans else []
    out: list[tuple[int, int]] = []
    for start, end in spans:
        first, last = bisect.bisect_left(starts, start), bisect.bisect_left(starts, end)
        while last < len(doc) and doc[last].is_space:
            last += 1
        if out and first <= out[-1][1]:
            out[-1] = (out[-1][0], max(last, out[-1][1]))
        elif first < last:
            out.append((first, last))
    return tuple(out)


def foreign_tokens(doc: Doc) -> frozenset[int]:
    """The tokens of a Doc that are no part of the article."""
    return frozenset(i for start, end in doc._.boilerplate for i in range(start, end))


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Lines that begin like boilerplate, and the links listed below a header."""
    known, listed = patterns(), 0
    for line in _LINE.finditer(text):
        written = line.group().strip()
        if not written:
            continue
        bare = written.lstrip(_BULLETS)
        if known.headers.match(bare):
            listed = _LISTED
            yield line.span()
        elif cue := known.starts.match(bare):
            listed = 0
            start = line.start() + line.group().index(bare)
            short = len(written) <= _LONGEST_LINE  # else a page without line breaks: only the cue itself
            yield line.span() if short else (start, start + cue.end())
        elif listed and len(written) <= _LONGEST_LINK and not written.endswith(_TERMINAL):
            listed -= 1
            yield line.span()
        else:
            listed = 0


def _insertions(text: str) -> Iterator[tuple[int, int]]:
    for pattern in patterns().insertions:
        yield from (match.span() for match in pattern.finditer(text))
