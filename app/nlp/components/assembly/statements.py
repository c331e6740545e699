"""Statements found → events of type ``statement``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    speech = catalogue().speech
    about = [a for a in acts if any(s.start <= a.trigger.start < s.end for s in content)]
    stance = reporting().subtypes.get(found.stance or "", found.stance)
    subtype = stance if stance in speech.subtypes else None
    token = found.cue[0] if found.cue else _token_at(doc, content[0].start)
    event = Event(
        id=naming.event_id(speech.code, trigger, content[0].start),
        article_id=naming.article_id,
        type=speech.code,
        subtype=subtype,
        codes=event_codes(speech.code, subtype, {}),
        summary="",
        trigger=trigger,
        sentence=naming.sentence(token),
        mentions=(trigger,),
        factuality="negated" if found.negated else "asserted",
        time=telling_time(doc, found.verb),
        places=(),
        participants=tuple(_participants(found, naming)),
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


def _participants(found: StatementFound, naming: Naming) -> Iterator[Participant]:
    """Who says it, to whom, and at whom it is aimed, in the roles of the type of statements."""
    speech = catalogue().speech
    if found.speaker and (role := speech.role_at("speaker")):
        yield from (naming.participant(role, who) for who in (found.speaker, *found.further))
    if found.addressee and (role := speech.role_at("addressee")):
        yield naming.participant(role, found.addressee)
    if found.target and found.target is not found.addressee and (role := speech.role_at("aim")):
        yield naming.participant(role, found.target)


def _token_at(doc: Doc, char: int) -> int:
    """The token that covers a character."""
    span = doc.char_span(char, char + 1, alignment_mode="expand")
    return span.start if span is not None else 0
