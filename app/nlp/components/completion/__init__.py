"""What is known of each happening: the fields of its own mentions, and what a rule may infer: ``doc._.event_fields``.

The best mention of a happening gives its fields first, the others only where it is silent. What no mention gives stays
empty unless a rule infers it; each rule names its reason, which is kept with the value, and was right at least four
times in five on development articles (figures in ``docs/quality.md``). Nothing is taken from another happening.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from app.nlp.annotations import EventCluster, EventFields
from app.nlp.components.casualties import settle
from app.nlp.components.completion.participants import participants
from app.nlp.components.completion.places import PlaceCompletion
from app.nlp.components.completion.times import TimeCompletion


def complete(doc: Doc) -> tuple[EventFields, ...]:
    """The fields of every happening, in the order of ``doc._.event_clusters``."""
    clusters: Sequence[EventCluster] = doc._.event_clusters
    if not clusters:
        return ()
    times, places = TimeCompletion(doc), PlaceCompletion(doc)
    return tuple(
        EventFields(
            time=times.of(cluster),
            places=places.of(cluster),
            fillers=participants(doc, cluster),
            claims=settle([c for c in doc._.casualties if c.trigger in cluster.numbers], doc),
        )
        for cluster in clusters
    )


@Language.component(
    "completion",
    requires=[
        "doc._.event_clusters",
        "doc._.context",
        "doc._.paragraphs",
        "doc._.times",
        "doc._.toponyms",
        "doc._.triggers",
        "doc._.roles",
        "doc._.casualties",
        "doc._.modalities",
        "doc._.event_times",
        "doc._.time_frames",
        "doc._.time_scopes",
        "doc._.event_places",
        "doc._.same_place",
        "doc._.scene",
    ],
    assigns=["doc._.event_fields"],
)
def completion(doc: Doc) -> Doc:
    """Write ``doc._.event_fields``."""
    doc._.event_fields = complete(doc)
    return doc
