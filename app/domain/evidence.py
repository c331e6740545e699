"""Evidence: the exact words of the article that support a field."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.documentation import doc


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of the stored text in Unicode code points: ``stored_text[start:end] == text``."""

    start: int = field(metadata=doc("Index of the first code point in the stored text, from 0."))
    end: int = field(metadata=doc("Index after the last code point."))
    text: str = field(metadata=doc("The words of the span, exactly as in the stored text."))


@dataclass(frozen=True, slots=True)
class Source:
    """A source named in the text: who claims a figure (``claimed_by``) or reports an event (``attribution``)."""

    name: str = field(metadata=doc("Name of the source: canonical where it is known, else as written."))
    span: Span | None = field(default=None, metadata=doc("Where the source is named."))
    cue: Span | None = field(default=None, metadata=doc("The words that attribute the claim, such as 'said'."))
