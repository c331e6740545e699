"""Statements inside a statement: what somebody says of a mind, and what speakers say of themselves, is said once."""

from __future__ import annotations

from app.nlp.annotations import Mention, StatementFound
from app.nlp.components.quotes.page import Page
from app.nlp.lexicon import word_list
from app.nlp.officials import official_mentions


def without_repeats(page: Page, found: list[StatementFound]) -> list[StatementFound]:
    """Leave out the statements that the one around them contains already.

    "Police said witnesses believed that ..." is the statement of the police: an attitude is nobody's words.
    "Roe said she thought that ..." is one statement of Roe; an accusation or denial of hers stays one of its own.
    """
    officials = official_mentions(page.columns, page.doc._.mentions)

    def kept(inner: StatementFound) -> bool:
        refuses = (
            inner.stance in word_list("reporting.of_states")
            and inner.speaker is not None
            and inner.speaker.head in officials
        )
        return not any(_repeats(inner, outer, refuses=refuses) for outer in _around(page, inner, found))

    return [s for s in found if kept(s)]


def _around(page: Page, inner: StatementFound, found: list[StatementFound]) -> list[StatementFound]:
    """The statements whose content holds the cue of another."""
    if inner.cue is None:
        return []
    at = page.offsets[inner.cue[0]]
    return [s for s in found if s is not inner and any(start <= at < end for start, end in s.content)]


def _repeats(inner: StatementFound, outer: StatementFound, *, refuses: bool) -> bool:
    """``refuses``: whether a state or an armed group refuses something, which is an act and no attitude."""
    if refuses:
        return _same(inner.speaker, outer.speaker)
    if outer.stance in word_list("reporting.attitudes"):
        return False
    if inner.stance in word_list("reporting.attitudes"):
        return True
    return inner.stance not in word_list("reporting.distinct") and _same(inner.speaker, outer.speaker)


def _same(inner: Mention | None, outer: Mention | None) -> bool:
    """Whether one who speaks inside a statement is its speaker; an unresolved pronoun is."""
    if inner is None or outer is None:
        return False
    if inner.entity >= 0 or outer.entity >= 0:
        return inner.entity == outer.entity
    return inner.pronoun or inner.name == outer.name
