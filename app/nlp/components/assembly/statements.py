"""Statements found → events of type ``statement``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from app.domain.codes import event_codes
from app.domain.event import Event, Link, Participant, Statement
from app.domain.evidence import Span
from app.nlp.annotations import StatementFound
from app.nlp.components.assembly.naming import Naming
from app.nlp.components.assembly.summary import summarise
from app.nlp.components.event_times.reporting_time import telling_time
from app.nlp.components.quotes.words import reporting
from app.ontology import catalogue

_WITH_SPEAKER, _WITHOUT_SPEAKER = 0.85, 0.6


def statement_events(doc: Doc, naming: Naming, acts: Sequence[Event]) -> list[Event]:
    """One event for each statement; ``about`` links to the events told inside its words."""
    return [_event(doc, found, naming, acts) for found in doc._.statements if found.content]


def _event(doc: Doc, found: StatementFound, naming: Naming, acts: Sequence[Event]) -> Event:
    content = tuple(Span(a, b, naming.text[a:b]) for a, b in found.content)
    cue = naming.span(found.cue) if found.cue else None
    trigger = cue or content[0]
    participants: list[Participant] = []
    if found.speaker:
        participants += [naming.participant("speaker", who) for who in (found.speaker, *found.further)]
    if found.addressee:
        participants.append(naming.participant("addressee", found.addressee))
    if found.target and found.target is not found.addressee:
        participants.append(naming.participant("target", found.target))
    about = [a for a in acts if any(s.start <= a.trigger.start < s.end for s in content)]
    stance = reporting().subtypes.get(found.stance or "", found.stance)
    subtype = stance if stance in catalogue()["statement"].subtypes else None
    token = found.cue[0] if found.cue else _token_at(doc, content[0].start)
    event = Event(
        id=naming.event_id("statement", trigger, content[0].start),
        article_id=naming.article_id,
        type="statement",
        subtype=subtype,
        codes=event_codes("statement", subtype, {}),
        summary="",
        trigger=trigger,
        sentence=naming.sentence(token),
        mentions=(trigger,),
        factuality="negated" if found.negated else "asserted",
        time=telling_time(doc, found.verb),
        places=(),
        participants=tuple(participants),
        casualties=(),
        statement=Statement(
            kind=found.kind,
            content=content,
            cue=cue,
            medium=found.medium,
            topic=about[0].id if about else None,
        ),
        links=tuple(Link("about", a.id) for a in about),
        confidence=_WITH_SPEAKER if found.speaker else _WITHOUT_SPEAKER,
    )
    return replace(event, summary=summarise(event))


def _token_at(doc: Doc, char: int) -> int:
    """The token that covers a character."""
    span = doc.char_span(char, char + 1, alignment_mode="expand")
    return span.start if span is not None else 0
