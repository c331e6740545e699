"""What is known of each happening: the fields of its own mentions, and what a rule may infer: ``doc._.event_fields``.

The best mention of a happening gives its fields first, the others only where it is silent. What no mention gives stays
empty unless a rule infers it; each rule names its reason, which is kept with the value. A rule stays only where it is
right at least four times in five on world news and on local reports of single shootings alike: a day or town is wrong
mostly where it belongs to another happening of the same article, so each rule asks whether there is one.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from app.domain.place import Place
from app.nlp.annotations import CasualtyFound, EventCluster, EventFields
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
    return tuple(fields_of(doc, cluster, times, places) for cluster in clusters)


def fields_of(doc: Doc, cluster: EventCluster, times: TimeCompletion, places: PlaceCompletion) -> EventFields:
    """The fields of one happening."""
    found = [c for c in doc._.casualties if c.trigger in cluster.numbers]
    where = places.of(cluster)
    elsewhere = tuple(c for c in found if lies_elsewhere(c, found, where))
    return EventFields(
        time=times.of(cluster),
        places=where,
        fillers=participants(doc, cluster),
        claims=settle([c for c in found if c not in elsewhere], doc),
        elsewhere=elsewhere,
    )


def lies_elsewhere(claim: CasualtyFound, others: Sequence[CasualtyFound], places: Sequence[Place]) -> bool:
    """Whether a figure is of another place than the happening's, beside one that is not: "two in Nikopol"."""
    if claim.place is None or claim.cumulative or not places:
        return False
    beside = any(c is not claim and c.trigger == claim.trigger and c.effect == claim.effect for c in others)
    town = claim.place.precision in ("point", "city")
    division = claim.place.precision == "admin1" and all(p.admin1 != claim.place.admin1 for p in places)
    return beside and (town or division) and all(p.name != claim.place.name for p in places)


@Language.component(
    "completion",
    requires=[
        "doc._.event_clusters",
        "doc._.context",
        "doc._.dateline",
        "doc._.mentions",
        "doc._.paragraphs",
        "doc._.times",
        "doc._.toponyms",
        "doc._.triggers",
        "doc._.roles",
        "doc._.anchor",
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
