"""Which triggers report one happening? Groups them: ``doc._.event_clusters``.

Scored links and vetoes over the local evidence of each trigger's own clause: ``features`` reads it, ``pairs`` names
what speaks for and against two triggers, ``vetoes`` what parts them, ``clusters`` decides, ``echoes`` drops records
that say nothing of their own. Nothing here has been carried from one happening to another, so that places and times
can serve as evidence.
Lexicon: ``event_coreference.yaml``.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from app.nlp.annotations import EventCluster
from app.nlp.components.event_coreference.clusters import Cluster, Clustering
from app.nlp.components.event_coreference.echoes import without_echoes
from app.nlp.components.event_coreference.features import TriggerFeatures, gather
from app.nlp.models import load_model
from app.nlp.token_table import token_table
from app.ontology import catalogue

MODEL = "event_coreference"
_BRIEF = 3  # sentences of a text about one thing, though it has neither title nor paragraphs


def cluster_triggers(doc: Doc) -> tuple[EventCluster, ...]:
    """All happenings of a text, in the order of their first trigger."""
    if not doc._.triggers:
        return ()
    features, model, tokens = gather(doc), load_model(MODEL), token_table(doc)
    forceful = [f for f in features if catalogue()[f.trigger.type].forceful]
    others = [f for f in features if not catalogue()[f.trigger.type].forceful]
    excerpt = not doc._.context.title_end and len(doc._.paragraphs) <= 1 and len(tokens.sents) > _BRIEF
    found = [c for part in (forceful, others) if part for c in Clustering(tokens, part, model, excerpt=excerpt).run()]
    reported = [cluster for cluster in found if excerpt or not _says_nothing(cluster)]
    reported = reported if excerpt else without_echoes(reported, tokens)
    return tuple(sorted(map(_cluster_of, reported), key=lambda c: min((*c.acts, *c.harms))))


def _says_nothing(cluster: Cluster) -> bool:
    """Whether it is one noun or gerund without a participant or figure, in a sentence without time or place.

    "The attack", "to combat torture": of 30 such on development articles 7 were events of their own.
    """
    (first, *more) = cluster.members
    if more or first.title or not (first.noun or first.gerund) or first.indefinite:
        return False
    if first.noun and first.plural and not first.definite:
        return False
    return not (first.patients or first.agents or first.weapons or first.claims or first.situated)


def _cluster_of(cluster: Cluster) -> EventCluster:
    acts = [m for m in cluster.members if not m.harm]
    harms = [m for m in cluster.members if m.harm]
    return EventCluster(_best_first(acts), _best_first(harms), link=cluster.link)


def _best_first(members: Sequence[TriggerFeatures]) -> tuple[int, ...]:
    """Positions of the triggers, the most informative first: real, strong, with participants, early."""
    if not members:
        return ()
    best = max(members, key=lambda m: (not m.unreal, m.trigger.weight, bool(m.agents) + bool(m.patients), -m.number))
    return (best.number, *(m.number for m in members if m is not best))


@Language.component(
    "event_coreference",
    requires=[
        "doc._.context",
        "doc._.paragraphs",
        "doc._.times",
        "doc._.toponyms",
        "doc._.triggers",
        "doc._.roles",
        "doc._.casualties",
        "doc._.modalities",
        "doc._.attributions",
        "doc._.event_times",
        "doc._.event_places",
        "doc._.time_scopes",
    ],
    assigns=["doc._.event_clusters"],
)
def event_coreference(doc: Doc) -> Doc:
    """Write ``doc._.event_clusters``."""
    doc._.event_clusters = cluster_triggers(doc)
    return doc
