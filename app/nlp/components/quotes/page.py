"""One Doc under the eyes of the quotes component: text, tokens, quotations, speakers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from spacy.tokens import Doc

from app.nlp.annotations import Mention
from app.nlp.components.quotes.marks import Quotation, find_quotations
from app.nlp.components.quotes.speakers import Speakers
from app.nlp.grid import Grid, grid_of

_EDGE = frozenset(
    [",", ";", ":", "-", "–", "—", "--", "“", "”", '"', "''", "``", "‘", "’", "'", "(", ")", "[", "]", "―", "»", "«"]
)
_STOPS = frozenset([".", "!", "?", "…", "..."])


@dataclass(slots=True)
class Draft:
    """A statement in the making. ``ranges`` are characters; ``cue`` tokens; ``group`` joins what one cue tells."""

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
    grid: Grid
    offsets: list[int]
    ends: list[int]
    paragraphs: list[tuple[int, int]]
    quotations: list[Quotation]
    speakers: Speakers
    inside: list[int] = field(default_factory=list)  # number of the quotation of each token, or -1

    def token_at(self, char: int) -> int:
        """First token that begins at or after a character."""
        return bisect_left(self.offsets, char)

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """Token range of a character range."""
        return bisect_right(self.offsets, start) - 1, bisect_left(self.offsets, end)

    def bare(self, start: int, end: int) -> tuple[int, int]:
        """A token range without marks at its edges, without blanks, without "that" at its front."""
        text = self.grid.text
        while start < end and (text[start] in _EDGE or text[start].isspace() or text[start] == "."):
            start += 1
        if start < end - 1 and self.grid.lower[start] == "that" and self.grid.dep[start] in ("mark", "advmod", "det"):
            start += self.grid.dep[start] == "mark"
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
        number = self.inside[end - 1]
        if number >= 0 and self.quotations[number].end > stop and self.inside[start] != number:
            stop = self.quotations[number].end
        return begin, stop


def read_page(doc: Doc) -> Page:
    """Prepare a Doc: where its quotations are and which tokens lie in them."""
    grid = grid_of(doc)
    text = doc.text
    offsets = [int(x) for x in doc.to_array("IDX")] if len(doc) else []
    ends = [offset + len(word) for offset, word in zip(offsets, grid.text, strict=True)]
    spans = [p for p in doc._.paragraphs if p[1] > p[0]] or ([(0, len(doc))] if len(doc) else [])
    quotations = find_quotations(text, [(offsets[a], ends[b - 1]) for a, b in spans])
    inside = [-1] * len(offsets)
    for number, quotation in enumerate(quotations):
        first, last = bisect_left(offsets, quotation.start), bisect_left(offsets, quotation.end)
        inside[first:last] = [number] * (last - first)
    return Page(doc, text, grid, offsets, ends, spans, quotations, Speakers(grid, doc._.mentions), inside)
