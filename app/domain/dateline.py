"""Where, when and by whom an article was filed, as its dateline says."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.evidence import Span
from app.domain.place import Place
from app.domain.time import TimeExpression


@dataclass(frozen=True, slots=True)
class Agency:
    """A news agency or other source in a dateline. ``name`` is canonical where it is known, else as written."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Dateline:
    """ "LIMA, Peru, May 3 (Newswire) --": what it says of the article; what it leaves out is empty or null.

    ``places`` are the towns, not what holds them; the first is the main one.
    """

    span: Span
    places: tuple[Place, ...] = ()
    date: TimeExpression | None = None
    agency: Agency | None = None
