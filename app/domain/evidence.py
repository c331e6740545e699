"""Evidence: the exact words of the article that show something."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of the stored text, in Unicode code points; ``stored_text[start:end] == text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody who says something: who claims a figure (``claimed_by``), who tells an event (``attribution``)."""

    name: str
    span: Span | None = None
    cue: Span | None = None
