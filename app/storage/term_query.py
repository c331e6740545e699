"""A query of the full-text index: which terms, which words; each database writes it in its own syntax."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part must match."""

    parts: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of the parts must match; without parts nothing does."""

    parts: tuple[Term, ...]


Term = str | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class TermQuery:
    """Terms, phrases of folded words that must occur or must not, and a half-open range of row numbers."""

    match: Term | None = None
    required: tuple[Phrase, ...] = ()
    excluded: tuple[Phrase, ...] = ()
    rows: tuple[int, int] | None = None

    @property
    def names(self) -> bool:
        """Whether there are terms or words to look up."""
        return self.match is not None or bool(self.required)

    @property
    def narrows(self) -> bool:
        """Whether not every event matches."""
        return self.names or self.rows is not None

    @property
    def never(self) -> bool:
        """Whether nothing can match."""
        return (self.match is not None and _never(self.match)) or (
            self.rows is not None and self.rows[0] >= self.rows[1]
        )

    def also(self, match: Term | None) -> TermQuery:
        """The same query with one more part."""
        return self if match is None else replace(self, match=all_of((self.match, match)))

    def within(self, rows: tuple[int, int] | None) -> TermQuery:
        """The same query within a range of row numbers."""
        if rows is None or self.rows is None:
            return self if rows is None else replace(self, rows=rows)
        return replace(self, rows=(max(rows[0], self.rows[0]), min(rows[1], self.rows[1])))


def all_of(parts: Iterable[Term | None]) -> Term | None:
    """All of the parts that are not None; None when every part is."""
    known = tuple(part for part in parts if part is not None)
    return AllOf(known) if len(known) > 1 else known[0] if known else None


def any_of(parts: Iterable[Term]) -> Term:
    """Any of some parts."""
    some = tuple(dict.fromkeys(parts))
    return some[0] if len(some) == 1 else AnyOf(some)


def _never(match: Term) -> bool:
    if isinstance(match, AllOf):
        return any(_never(part) for part in match.parts)
    return isinstance(match, AnyOf) and all(_never(part) for part in match.parts)


def written(match: Term, *, quoted: Callable[[str], str], both: str, either: str) -> str:
    """A match with a database's own quotes and operators; alternatives that can never match are left out."""
    if isinstance(match, str):
        return quoted(match)
    parts = match.parts if isinstance(match, AllOf) else tuple(part for part in match.parts if not _never(part))
    operator = both if isinstance(match, AllOf) else either
    return f"({operator.join(written(part, quoted=quoted, both=both, either=either) for part in parts)})"
