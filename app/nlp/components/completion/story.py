"""Which happening is the article's own: the first that it reports as a fact of the kind that news is about."""

from __future__ import annotations

from spacy.tokens import Doc

from app.nlp.annotations import EventCluster
from app.ontology import catalogue

FACTUAL = frozenset({"asserted", "alleged"})


def main_cluster(doc: Doc) -> EventCluster:
    """The first happening of violence that is a fact; the first of all where there is none.

    "No charges filed in the shooting" and "Police seek help" open an article, but are not what it is about.
    """
    ordered = sorted(doc._.event_clusters, key=lambda c: min(c.numbers))
    return next((c for c in ordered if tells_story(doc, c)), ordered[0])


def tells_story(doc: Doc, cluster: EventCluster) -> bool:
    """Whether a happening is violence or harm, reported as a fact and not as the background of another one."""
    chosen = cluster.numbers[0]
    trigger = doc._.triggers[chosen]
    return (
        catalogue()[trigger.type].dates_story
        and not trigger.background
        and doc._.modalities[chosen].factuality in FACTUAL
    )
