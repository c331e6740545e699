"""When was something said? The expression that dates a verb of saying: "police said Monday"."""

from __future__ import annotations

from spacy.tokens import Doc

from app.domain.time import EventTime
from app.nlp.components.event_times.attachment import FINE, hang
from app.nlp.token_table import token_table


def reporting_time(doc: Doc, verb: int) -> EventTime | None:
    """The time of a statement, from the expression attached to its verb (a token index); None when there is none."""
    if verb < 0 or not doc._.times:
        return None
    tokens = token_table(doc)
    start, end = tokens.sents[tokens.sent[verb]]
    for mention in doc._.times:
        e = mention.expression
        if start <= mention.start < end and e.precision in FINE:
            item = hang(tokens, mention)
            if item.host == verb and item.reporting:
                return EventTime(e.start, e.end, e.precision, e.value, e.span, "expression")
    return None
