"""Where, when and by which agency an article was filed, according to its dateline."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.documentation import doc
from app.domain.evidence import Span
from app.domain.place import Place
from app.domain.time import TimeExpression


@dataclass(frozen=True, slots=True)
class Agency:
    """A news agency or other source in a dateline."""

    name: str = field(metadata=doc("Name of the agency: canonical where it is known, else as written."))
    span: Span = field(metadata=doc("Where the agency is named."))


@dataclass(frozen=True, slots=True)
class Dateline:
    """The parts of a dateline such as "LIMA, Peru, May 3 (Newswire) --". What it leaves out is empty or null."""

    span: Span = field(metadata=doc("The whole dateline."))
    places: tuple[Place, ...] = field(
        default=(), metadata=doc("The towns, main one first, without what contains them.")
    )
    date: TimeExpression | None = field(default=None, metadata=doc("The day of filing."))
    agency: Agency | None = field(default=None, metadata=doc("The news agency or other source."))
