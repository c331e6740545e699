"""Statements found → events of type ``statement``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from app.domain.codes import event_codes
from app.domain.event import Event, Link, Participant, Statement
from app.domain.evidence import Span
from app.domain.summary import summarise
from app.nlp.annotations import StatementFound
from app.nlp.components.assembly.contexts import contexts_of_words
from app.nlp.components.assembly.naming import Naming
from app.nlp.components.assembly.statement_context import StatementContext
from app.nlp.lexicon.reporting import reporting
from app.ontology import catalogue

_WITH_SPEAKER, _WITHOUT_SPEAKER = 0.85, 0.6


def statement_events(doc: Doc, naming: Naming, acts: Sequence[Event]) -> list[Event]:
    """One event for each statement; ``about`` links to the events that it is about, ``acts`` being all others."""
    context = StatementContext(doc, acts)
    events: list[Event] = []
    for found in doc._.statements:
        if found.content:
            events.append(_event(found, naming, context, events))
    return events


def _event(found: StatementFound, naming: Naming, context: StatementContext, before: Sequence[Event]) -> Event:
    content = tuple(Span(a, b, naming.text[a:b]) for a, b in found.content)
    cue = naming.span(found.cue) if found.cue else None
    trigger = cue or content[0]
    speech = catalogue().speech
    stance = reporting().subtypes.get(found.stance or "", found.stance)
    subtype = stance if stance in speech.subtypes else None
    about = context.about(found, before, claims=subtype is not None and speech.subtypes[subtype].claims_act)
    event = Event(
        id=naming.event_id(speech.code, trigger, content[0].start),
        article_id=naming.article_id,
        type=speech.code,
        subtype=subtype,
        codes=event_codes(speech.code, subtype, {}, contexts=contexts_of_words(naming.doc, found.content)),
        summary="",
        trigger=trigger,
        sentence=naming.sentence(context.token(found)),
        mentions=(trigger,),
        factuality="negated" if found.negated else "asserted",
        time=context.time(found),
        places=context.where(found),
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
        about_places=context.about_places(found, about),
        about_time=context.about_time(found, about),
        type_version=speech.version,
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
