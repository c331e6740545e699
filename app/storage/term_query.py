"""A question to the full-text index: which keys, which words; each database writes it in its own syntax."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part must be there."""

    parts: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of the parts must be there; without parts it never is."""

    parts: tuple[Term, ...]


Term = str | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class TermQuery:
    """Keys, and phrases of folded words that must be there or must not."""

    match: Term | None = None
    required: tuple[Phrase, ...] = ()
    excluded: tuple[Phrase, ...] = ()

    @property
    def asks(self) -> bool:
        """Is there anything to look up?"""
        return self.match is not None or bool(self.required)

    @property
    def never(self) -> bool:
        """Can nothing meet it?"""
        return self.match is not None and _never(self.match)

    def also(self, match: Term | None) -> TermQuery:
        """The same question with one more part."""
        return self if match is None else TermQuery(all_of((self.match, match)), self.required, self.excluded)


def all_of(parts: Iterable[Term | None]) -> Term | None:
    """All of the parts that ask for something; None when none does."""
    asked = tuple(part for part in parts if part is not None)
    return AllOf(asked) if len(asked) > 1 else asked[0] if asked else None


def any_of(parts: Iterable[Term]) -> Term:
    """Any of some parts."""
    some = tuple(dict.fromkeys(parts))
    return some[0] if len(some) == 1 else AnyOf(some)


def _never(match: Term) -> bool:
    if isinstance(match, AllOf):
        return any(_never(part) for part in match.parts)
    return isinstance(match, AnyOf) and all(_never(part) for part in match.parts)


def written(match: Term, *, quote: str, both: str, either: str) -> str:
    """A match with a database's own quotes and operators; parts that can never be met are left out of a choice."""
    if isinstance(match, str):
        return f"{quote}{match}{quote}"
    parts = match.parts if isinstance(match, AllOf) else tuple(part for part in match.parts if not _never(part))
    operator = both if isinstance(match, AllOf) else either
    return f"({operator.join(written(part, quote=quote, both=both, either=either) for part in parts)})"
