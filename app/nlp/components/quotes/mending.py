"""A quotation whose closing mark is missing: it ends before its cue ("“The dam is safe, Kovac said.")."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from app.nlp.annotations import Quotation
from app.nlp.lexicon.reporting import reporting
from app.nlp.token_table import TokenTable

_OPENING = frozenset(['"', "“", "''", "``", "‘", "„", "«", "»"])
_NAME, _REST = 8, 12  # tokens from the comma to the verb, and from the verb to the full stop
_STOPS = frozenset([".", "!", "?"])
_ADDED = frozenset(["PRON", "PROPN", "NOUN", "DET", "ADJ", "ADV", "PART", "ADP", "NUM", "CCONJ"])


def mend(columns: TokenTable, offsets: list[int], quotation: Quotation, end: int) -> Quotation:
    """The quotation, closed before its cue if it has one and the next paragraph does not go on with it.

    ``end`` is the end of its paragraph, in tokens.
    """
    if end < len(columns.text) and columns.text[end] in _OPENING:
        return quotation
    start = bisect_left(offsets, quotation.start)
    for comma in range(start + 1, end):
        if columns.text[comma] in (",", "?", "!") and _is_cue(columns, comma + 1, end):
            stop = offsets[comma] + len(columns.text[comma])
            return replace(quotation, end=stop, outer_end=stop, closed=True)
    return quotation


def _is_cue(columns: TokenTable, start: int, end: int) -> bool:
    """Whether the sentence ends with "X said" or "said X" from here on."""
    verb = next((i for i in range(start, min(start + _NAME, end)) if columns.pos[i] in ("VERB", "AUX")), -1)
    if (
        verb < 0
        or columns.tag[verb] not in ("VBD", "VBZ")
        or "quote" not in reporting().verbs.get(columns.lemma[verb], ())
    ):
        return False
    stop = next((i for i in range(verb + 1, min(verb + _REST, end)) if columns.text[i] in _STOPS), -1)
    if stop < 0 or not all(columns.pos[i] in _ADDED for i in range(start, verb)):
        return False
    if any(columns.pos[i] in ("VERB", "AUX", "SCONJ") for i in range(verb + 1, stop)):
        return False
    return any(columns.pos[i] in ("PRON", "PROPN", "NOUN") for i in (*range(start, verb), *range(verb + 1, stop)))
