"""Who says that it happened?

An event that is told inside a statement is told by its speaker: the innermost statement whose content holds the
trigger gives speaker and cue. A trigger that is the statement's own cue is not inside it. What the article itself
tells has no attribution; whether it happened is ``factuality``'s question.
"""

from __future__ import annotations

from bisect import bisect_right

from spacy.language import Language
from spacy.tokens import Doc

from app.nlp.annotations import StatementFound, Told


def attribute(doc: Doc) -> tuple[Told | None, ...]:
    """One answer for each trigger of a Doc."""
    triggers = doc._.triggers
    statements: tuple[StatementFound, ...] = doc._.statements
    if not triggers or not statements:
        return (None,) * len(triggers)
    ranges = sorted(
        (start, end, number)
        for number, statement in enumerate(statements)
        if statement.speaker is not None
        for start, end in statement.content
    )
    starts = [start for start, _, _ in ranges]
    longest = max((end - start for start, end, _ in ranges), default=0)
    return tuple(_told(doc[t.head].idx, t.head, ranges, starts, longest, statements) for t in triggers)


def _told(
    char: int,
    token: int,
    ranges: list[tuple[int, int, int]],
    starts: list[int],
    longest: int,
    statements: tuple[StatementFound, ...],
) -> Told | None:
    """The shortest range that holds a character; the search ends where no range is long enough to reach it."""
    best: tuple[int, Told] | None = None
    i = bisect_right(starts, char) - 1
    while i >= 0 and starts[i] + longest > char:
        start, end, number = ranges[i]
        statement = statements[number]
        if end > char and statement.speaker is not None and statement.verb != token:
            if best is None or end - start < best[0]:
                best = (end - start, Told(statement.speaker, statement.cue))
        i -= 1
    return best[1] if best else None


@Language.component("attribution", assigns=["doc._.attributions"], requires=["doc._.statements", "doc._.triggers"])
def attribution(doc: Doc) -> Doc:
    """Write ``doc._.attributions``."""
    doc._.attributions = attribute(doc)
    return doc
