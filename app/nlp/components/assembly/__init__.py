"""The events and entities of the contract, put together from what the other components found.

It decides nothing about the text; it chooses among what was found, names it and gives it ids that are the same each
time.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from app.domain.event import Event
from app.domain.figures import is_counted
from app.nlp.components.assembly.entities import entities
from app.nlp.components.assembly.happenings import cluster_events
from app.nlp.components.assembly.naming import Naming
from app.nlp.components.assembly.protest_outcomes import escalated
from app.nlp.components.assembly.statements import statement_events


def assemble(doc: Doc, naming: Naming) -> tuple[Event, ...]:
    """All events of a text, in the order of their triggers."""
    clusters = range(len(doc._.event_clusters))
    events = [event for number in clusters for event in cluster_events(doc, number, naming)]
    events = escalated(events)
    events += statement_events(doc, naming, events)
    events = [replace(event, counted=is_counted(event)) for event in events]
    return tuple(sorted(events, key=lambda e: (e.trigger.start, e.trigger.end, e.type, e.id)))


@Language.component(
    "assembly",
    requires=[
        "doc._.context", "doc._.mentions", "doc._.statements", "doc._.triggers", "doc._.roles", "doc._.modalities",
        "doc._.attributions", "doc._.anchor", "doc._.times", "doc._.toponyms", "doc._.time_scopes",
        "doc._.event_clusters", "doc._.event_fields",
    ],
    assigns=["doc._.events", "doc._.entities"],
)  # fmt: skip
def assembly(doc: Doc) -> Doc:
    """Write ``doc._.events`` and ``doc._.entities``."""
    naming = Naming(doc)
    doc._.events = assemble(doc, naming)
    doc._.entities = entities(doc, naming)
    return doc
