"""When was something said? The expression that dates a verb of saying: "police said Monday"."""

from __future__ import annotations

from spacy.tokens import Doc

from app.domain.time import EventTime
from app.nlp.components.event_times.attachment import FINE, hang
from app.nlp.token_table import token_table


def telling_time(doc: Doc, verb: int) -> EventTime | None:
    """The time of a telling, from the expression that hangs on its verb (a token index); None when there is none."""
    if verb < 0 or not doc._.times:
        return None
    tokens = token_table(doc)
    start, end = tokens.sents[tokens.sent[verb]]
    for mention in doc._.times:
        told = mention.expression
        if start <= mention.start < end and told.precision in FINE:
            item = hang(tokens, mention)
            if item.host == verb and item.telling:
                return EventTime(told.start, told.end, told.precision, told.value, told.span, "expression")
    return None
