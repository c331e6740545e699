"""Do the examples of an event type's file give what they say?"""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.article import Article
from app.nlp.extractor import Extractor
from app.ontology import EventType
from app.ontology.schema import Example


def failed_examples(extractor: Extractor, event_type: EventType) -> Iterator[str]:
    """A line for each example that does not give what it says."""
    for example in event_type.examples:
        reason = mistake_in(extractor, event_type.code, example)
        if reason is not None:
            yield f"{event_type.code}: {example.text!r}: {reason}"


def mistake_in(extractor: Extractor, code: str, example: Example) -> str | None:
    """What is wrong with one example; None when it gives what it says."""
    events = [e for e in extractor.extract(Article(text=example.text)).events if e.type == code]
    found = ", ".join(f"{e.trigger.text!r} ({e.subtype or 'no sub-type'})" for e in events) or "nothing"
    if example.none:
        return f"expected no such event, found {found}" if events else None
    wanted = example.trigger or ""
    fitting = [e for e in events if any(wanted in m.text or m.text in wanted for m in e.mentions)]
    if not fitting:
        return f"expected the words {wanted!r}, found {found}"
    if example.subtype not in {None, *(e.subtype for e in fitting)}:
        return f"expected the sub-type {example.subtype!r}, found {found}"
    return None
