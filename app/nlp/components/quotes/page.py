"""One Doc under the eyes of the quotes component: text, tokens, quotations, speakers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import pairwise

from spacy.tokens import Doc

from app.nlp.annotations import Mention, Quotation
from app.nlp.components.quotes.marks import find_quotations
from app.nlp.components.quotes.mending import mend
from app.nlp.components.quotes.speakers import Speakers
from app.nlp.token_table import TokenTable, inside_quotations, token_table

_EDGE = frozenset(
    [",", ";", ":", "-", "–", "—", "--", "“", "”", '"', "''", "``", "‘", "’", "'", "(", ")", "[", "]", "―", "»", "«"]
)
_ENDS = frozenset(".!?…:”\"'’»")
_SIGNS = frozenset(["―", "—", "–", "--"])
_NAME = 5  # tokens of a signature
_STOPS = frozenset([".", "!", "?", "…", "..."])


@dataclass(slots=True)
class Draft:
    """A statement in the making. ``ranges`` are characters; ``cue`` tokens; ``group`` joins what one cue introduces."""

    ranges: list[tuple[int, int]]
    cue: tuple[int, int] | None
    verb: int
    speaker: Mention | None
    stance: str | None = None
    direct: bool = False
    addressee: Mention | None = None
    medium: str | None = None


@dataclass(slots=True)
class Page:
    """What all steps need to know of a Doc."""

    doc: Doc
    text: str
    columns: TokenTable
    offsets: list[int]
    ends: list[int]
    paragraphs: list[tuple[int, int]]
    quotations: list[Quotation]
    speakers: Speakers
    inside: list[int] = field(default_factory=list)  # number of the quotation of each token, or -1
    places: dict[int, int] = field(default_factory=dict)  # start → end of a place name
    bearers: dict[str, Mention] = field(default_factory=dict)  # last name → the person, written out before

    def token_at(self, char: int) -> int:
        """First token that begins at or after a character."""
        return bisect_left(self.offsets, char)

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """Token range of a character range."""
        return bisect_right(self.offsets, start) - 1, bisect_left(self.offsets, end)

    def line_end(self, char: int) -> int:
        """Where the line of a character ends, in characters."""
        end = self.text.find("\n", char)
        return end if end >= 0 else len(self.text)

    def bare(self, start: int, end: int) -> tuple[int, int]:
        """A token range without marks at its edges, without blanks, without "that" at its front."""
        text = self.columns.text
        while start < end and (text[start] in _EDGE or text[start].isspace() or text[start] == "."):
            start += 1
        if (
            start < end - 1
            and self.columns.lower[start] == "that"
            and self.columns.dep[start] in ("mark", "advmod", "det")
        ):
            start += self.columns.dep[start] == "mark"
        while start < end and (text[start] in _EDGE or text[start].isspace()):
            start += 1
        while end > start and (text[end - 1] in _EDGE or text[end - 1] in _STOPS or text[end - 1].isspace()):
            if text[end - 1] == ")" and "(" in text[start : end - 1]:
                break
            end -= 1
        return start, end

    def characters(self, start: int, end: int) -> tuple[int, int] | None:
        """Character range of a token range without its edges; it never ends in the middle of a quotation."""
        start, end = self.bare(start, end)
        if start >= end:
            return None
        begin, stop = self.offsets[start], self.ends[end - 1]
        number = self.inside[start]
        if number >= 0 and self.quotations[number].closed and self.quotations[number].outer_end < stop:
            begin = self.quotations[number].outer_start if self.quotations[number].start == begin else begin
        number = self.inside[end - 1]
        if number >= 0 and self.quotations[number].end > stop and self.inside[start] != number:
            stop = self.quotations[number].end
        return begin, stop


def _lines(text: list[str], start: int, end: int) -> list[tuple[int, int]]:
    """The lines of a paragraph if each of them ends a sentence or a name (none is broken to fit a width)."""
    breaks = [i for i in range(start, end - 1) if "\n" in text[i]]
    if not breaks:
        return [(start, end)]
    edges = [start, *(i + 1 for i in breaks), end]
    lines = [(a, b) for a, b in pairwise(edges) if b > a]
    if all(_complete(text, a, b) for a, b in lines[:-1]):
        return lines
    return [(start, end)]


def _complete(text: list[str], start: int, end: int) -> bool:
    """Whether a line ends with a stop or a closing mark, or is signed: "― Jane Roe"."""
    last = end - 1
    while last > start and text[last].isspace():
        last -= 1
    return text[last][-1] in _ENDS or any(word in _SIGNS for word in text[max(start, last - _NAME) : last])


def read_lines(doc: Doc) -> list[tuple[int, int]]:
    """Token ranges of the paragraphs; lines that are complete in themselves are paragraphs of their own."""
    whole = [p for p in doc._.paragraphs if p[1] > p[0]] or ([(0, len(doc))] if len(doc) else [])
    words = token_table(doc).text
    return [line for paragraph in whole for line in _lines(words, *paragraph)]


def read_quotations(doc: Doc) -> tuple[Quotation, ...]:
    """All quotations of a parsed Doc; one whose closing mark is missing ends before its cue."""
    columns, lines = token_table(doc), read_lines(doc)
    offsets = columns.offset
    characters = [(offsets[a], offsets[b - 1] + len(columns.text[b - 1])) for a, b in lines]
    found = find_quotations(doc.text, characters)
    return tuple(q if q.closed else mend(columns, offsets, q, lines[q.paragraph][1]) for q in found)


def read_page(doc: Doc) -> Page:
    """What the steps need of a Doc with ``doc._.quotations`` and ``doc._.mentions``."""
    columns = token_table(doc)
    ends = [offset + len(word) for offset, word in zip(columns.offset, columns.text, strict=True)]
    return Page(
        doc=doc,
        text=doc.text,
        columns=columns,
        offsets=columns.offset,
        ends=ends,
        paragraphs=read_lines(doc),
        quotations=list(doc._.quotations),
        speakers=Speakers(columns, doc._.mentions),
        inside=inside_quotations(doc),
        places={t.start: t.end for t in doc._.toponyms},
        bearers=_bearers(doc._.mentions),
    )


def _bearers(mentions: tuple[Mention, ...]) -> dict[str, Mention]:
    """The first mention of each last name that is a person's, with more than the last name if there is one."""
    found: dict[str, Mention] = {}
    for mention in mentions:
        if mention.proper and mention.kind == "person" and " " in mention.name:
            found.setdefault(mention.name.split()[-1].lower(), mention)
    return found
