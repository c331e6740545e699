"""Where are the quotations? Pairs of quotation marks, paragraph by paragraph.

Straight, curly, angled, doubled single marks; a quotation without a closing mark runs to the end of its paragraph.
Apostrophes, feet and inches, and marks inside a quotation open nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.nlp.annotations import Quotation

_MARK = re.compile(r"''|``|[“”\"„«»‘’'‹›]")
_OPEN_DOUBLE = frozenset(["“", "„", "«", "``", "‹"])
_CLOSE_DOUBLE = frozenset(["”", "»", "›"])
_OWN_CLOSER = {"„": "“", "»": "«", "›": "‹"}  # marks that close otherwise than in English: „so“, »so«
_SINGLE = frozenset("‘’'")
_LAST_WORD = re.compile(r"(?:^|\s)[A-Z][\w'’.-]* $")
_WORD, _NICKNAME = 24, 3  # characters of the word before a nickname; words of one
_BEFORE_OPEN = frozenset(' \t\n\r([{—–―-/:,…\xa0“"')


def find_quotations(text: str, paragraphs: list[tuple[int, int]]) -> list[Quotation]:
    """All quotations of a text; ``paragraphs`` are character ranges."""
    found: list[Quotation] = []
    for number, (start, end) in enumerate(paragraphs):
        found.extend(_in_paragraph(text, start, end, number))
    return found


def _in_paragraph(text: str, begin: int, stop: int, number: int) -> Iterator[Quotation]:
    while stop > begin and text[stop - 1].isspace():
        stop -= 1
    opened: re.Match[str] | None = None
    nested = False
    for mark in _MARK.finditer(text, begin, stop):
        sign = mark.group()
        if opened is None:
            if _opens(text, mark, begin, stop):
                opened, nested = mark, False
        elif nested and sign == "”":
            nested = False
        elif _nests(text, opened, mark, begin):
            nested = True
        elif _closes(text, opened, mark, stop):
            if not _nickname(text, opened.span(), mark.span()):
                yield _make(text, opened, mark.start(), mark.end(), number)
            opened = None
        elif sign == '"' and opened.group() == '"' and _looks_open(text, mark, begin, stop):
            opened = mark  # the one before was never closed
    if opened is not None and opened.group() not in ("'",):
        yield _make(text, opened, stop, stop, number, closed=False)


def _nickname(text: str, opened: tuple[int, int], closed: tuple[int, int]) -> bool:
    """Whether marks enclose a part of a name: Ana "Nan" Kovac, Jose “El Rojo” Lopez."""
    before = _LAST_WORD.search(text, max(0, opened[0] - _WORD), opened[0])
    inner, after = text[opened[1] : closed[0]], text[closed[1] : closed[1] + 2]
    words = inner.split()
    capital = len(after) == 2 and after[0] == " " and after[1].isupper()
    return bool(before and capital and 0 < len(words) <= _NICKNAME and inner[-1].isalnum() and words[-1][0].isupper())


def _nests(text: str, opened: re.Match[str], mark: re.Match[str], begin: int) -> bool:
    """Whether a curly mark opens a quotation inside another one: "what he calls “a rant,” a series of notes"."""
    if mark.group() != "“" or opened.group() not in ('"', "''", "``", "“"):
        return False
    at = mark.start()
    return at - 2 > begin and text[at - 1] == " " and text[at - 2].isalnum()


def _make(text: str, opened: re.Match[str], end: int, outer_end: int, number: int, *, closed: bool = True) -> Quotation:
    """A quotation without blanks at the edges of what is inside."""
    start = opened.end()
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Quotation(start, end, opened.start(), outer_end, number, closed)


def _looks_open(text: str, mark: re.Match[str], begin: int, stop: int) -> bool:
    """Whether a mark stands before a word and after a blank or bracket."""
    at, after = mark.span()
    before = text[at - 1] if at > begin else " "
    following = text[after] if after < stop else " "
    return before in _BEFORE_OPEN and not following.isspace()


def _opens(text: str, mark: re.Match[str], begin: int, stop: int) -> bool:
    """Whether a mark opens a quotation where none is open."""
    sign, (at, after) = mark.group(), mark.span()
    if sign in _OPEN_DOUBLE:
        return True
    if sign in _CLOSE_DOUBLE:  # "”He said nothing.”": the wrong mark at the front
        return at == begin or (_looks_open(text, mark, begin, stop) and text[after].isalnum())
    if sign == "’" or not _looks_open(text, mark, begin, stop):
        return False
    if sign == "'":
        return not text[after].isdigit() and _single_closer(text, after, stop) >= 0
    if sign == "‘":
        start_of_quote = at == begin or text[begin:at].rstrip().endswith((":", ","))
        return start_of_quote or _single_closer(text, after, stop) >= 0
    return True


def _closes(text: str, opened: re.Match[str], mark: re.Match[str], stop: int) -> bool:
    """Whether a mark closes the quotation that ``opened`` opens."""
    sign = mark.group()
    if opened.group() in _SINGLE:
        if sign in ("’", "'"):
            return mark.start() == _single_closer(text, opened.end(), stop)
        return sign == "”" and "“" not in text[opened.end() : mark.start()]
    closer = _OWN_CLOSER.get(opened.group())
    if closer is not None:
        return sign == closer or (sign in _CLOSE_DOUBLE and sign != opened.group()) or sign == '"'
    if sign in _CLOSE_DOUBLE:
        return True
    return sign in ('"', "''") and not (opened.group() == '"' and _looks_open(text, mark, 0, stop))


def _single_closer(text: str, start: int, stop: int) -> int:
    """Position of the mark that closes a quotation in single marks, or -1.

    The first after a full stop or comma; else the first that ends a word, but a possessive's only if no other does.
    """
    last = -1
    for match in re.finditer(r"['’](?!\w)", text[start:stop]):
        at = start + match.start()
        before = text[at - 1]
        if before in '.,?!…—”"':
            return at
        if last < 0 and (before.isalnum() or before == ")"):
            last = at
            if before != "s":
                return last
    return last
