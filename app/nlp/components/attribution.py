"""Who says that it happened?

An event inside a statement is attributed to its speaker: the innermost statement whose content holds the trigger gives
speaker and cue. A trigger that is the statement's own cue is not inside it. What a speaker does not say
("police did not say who fired") and what the article itself reports have no attribution; whether it happened is decided
by ``factuality``.
"""

from __future__ import annotations

from bisect import bisect_right

from spacy.language import Language
from spacy.tokens import Doc

from app.nlp.annotations import Attribution, StatementFound
from app.nlp.lexicon import word_list
from app.nlp.lexicon.reporting import reporting


def attribute(doc: Doc) -> tuple[Attribution | None, ...]:
    """One answer for each trigger of a Doc."""
    triggers = doc._.triggers
    statements: tuple[StatementFound, ...] = doc._.statements
    if not triggers or not statements:
        return (None,) * len(triggers)
    ranges = sorted(
        (start, end, number)
        for number, statement in enumerate(statements)
        if statement.speaker is not None
        and not statement.negated
        and not _presupposed(statement)
        and not _against(statement)
        for start, end in statement.content
    )
    starts = [start for start, _, _ in ranges]
    longest = max((end - start for start, end, _ in ranges), default=0)
    attributions: list[Attribution | None] = []
    for trigger in triggers:
        char = doc[trigger.head].idx
        near = ranges[bisect_right(starts, char - longest) : bisect_right(starts, char)]
        around = [r for r in near if r[1] > char and statements[r[2]].verb != trigger.head]
        attributions.append(_innermost(statements, around))
    return tuple(attributions)


def _presupposed(statement: StatementFound) -> bool:
    """Whether a statement is about what has happened anyway: "condemned the raid"."""
    return statement.kind == "indirect" and statement.stance in reporting().presupposing


def _against(statement: StatementFound) -> bool:
    """Whether a statement says that something is not so: a speaker who denies a raid is not its source."""
    return statement.stance in word_list("reporting.against")


def _innermost(statements: tuple[StatementFound, ...], around: list[tuple[int, int, int]]) -> Attribution | None:
    """The speaker of the shortest of the ranges that hold a trigger."""
    if not around:
        return None
    statement = statements[min(around, key=lambda r: (r[1] - r[0], r[0]))[2]]
    return Attribution(statement.speaker, statement.cue) if statement.speaker is not None else None


@Language.component("attribution", assigns=["doc._.attributions"], requires=["doc._.statements", "doc._.triggers"])
def attribution(doc: Doc) -> Doc:
    """Write ``doc._.attributions``."""
    doc._.attributions = attribute(doc)
    return doc
