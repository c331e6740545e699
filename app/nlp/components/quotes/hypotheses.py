"""What is not said but could be: "the state could pressure the firm to pay", "let us say you borrow"."""

from __future__ import annotations

from app.nlp.lexicon import word_list
from app.nlp.token_table import TokenTable

_DENIALS = frozenset(["neg", "preconj"])  # "could not confirm", "would neither confirm nor deny": a refusal


def hypothetical(columns: TokenTable, verb: int) -> bool:
    """Whether a verb of saying only says what somebody may, can, would or is to say.

    A refusal is one ("would not comment"), and so is what was later said ("would later admit").
    """
    return _supposed(columns, verb) or _modal(columns, verb)


def _modal(columns: TokenTable, verb: int) -> bool:
    for _ in range(2):  # "could borrow or threaten": the second verb shares the auxiliary of the first
        kids = columns.kids[verb]
        words = {columns.lower[k] for k in kids}
        if any(columns.dep[k] in _DENIALS for k in kids) or words & word_list("reporting.later"):
            return False
        if any(columns.dep[k] == "aux" and columns.lower[k] in word_list("reporting.possible") for k in kids):
            return True
        if columns.dep[verb] != "conj" or columns.tag[verb] != "VB":
            return False
        verb = columns.head[verb]
    return False


def _supposed(columns: TokenTable, verb: int) -> bool:
    """ "let's say": an example, and nobody's words."""
    head = columns.head[verb]
    return columns.lower[head] in word_list("reporting.supposing") and any(
        columns.dep[k] == "nsubj" and columns.lower[k] in ("us", "'s", "’s") for k in columns.kids[verb]
    )
