"""Days of which the whole world speaks without their year: "the Sept. 11 attacks"."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass

from spacy.tokens import Doc

from app.nlp.lexicon import word_table
from app.nlp.token_table import token_table

_BEHIND = 3  # tokens behind a day in which the word stands that makes it known
_BEFORE = frozenset(("the", "since", "after", "of", "before"))
_KEY = "dateline.known_days"


@dataclass(frozen=True, slots=True)
class Known:
    """A date, the words of which one follows it, and those of which the text must hold one."""

    date: dt.date
    words: frozenset[str]
    companions: frozenset[str]


@functools.cache
def known_days() -> dict[tuple[int, int], Known]:
    """Month and day → what is known of it."""
    rows = word_table("times_context.known_days")
    known = [Known(row["day"], frozenset(row["words"]), frozenset(row.get("with", ()))) for row in rows]
    return {(k.date.month, k.date.day): k for k in known}


def known_year(doc: Doc, start: int, end: int, month: int, day: int) -> int | None:
    """The year of a day that the words around it make known; None for other days."""
    known = known_days().get((month, day))
    if known is None or start == 0:
        return None
    lower = token_table(doc).lower
    if lower[start - 1] not in _BEFORE or not known.words & set(lower[end : end + _BEHIND]):
        return None
    return known.date.year if not known.companions or known.companions & companions_in(doc) else None


def companions_in(doc: Doc) -> frozenset[str]:
    """The companions that a text holds; looked for once."""
    if _KEY not in doc.user_data:
        sought = frozenset().union(*(known.companions for known in known_days().values()))
        doc.user_data[_KEY] = sought & set(token_table(doc).lower)
    found: frozenset[str] = doc.user_data[_KEY]
    return found
