"""What an article is about: the happening that it reports first, and the day that it gives it."""

from __future__ import annotations

from spacy.tokens import Doc

from app.domain.time import TimeExpression
from app.nlp.annotations import EventCluster
from app.nlp.components.completion.time_values import FINE, expression_of, fine
from app.ontology import catalogue

FACTUAL = frozenset({"asserted", "alleged"})
_RANKS = {"occurrence": 1, "clause": 2, "opening": 2, "fronted": 3}  # how surely an expression dates the story


def main_cluster(doc: Doc) -> EventCluster:
    """The first happening of violence that is a fact; the first of all where there is none.

    "No charges filed in the shooting" may open an article, but is not what it is about.
    """
    ordered: list[EventCluster] = sorted(doc._.event_clusters, key=lambda c: min(c.numbers))
    return next((c for c in ordered if reports_story(doc, c)), ordered[0])


def reports_story(doc: Doc, cluster: EventCluster) -> bool:
    """Whether a happening is violence or harm, reported as a fact and not as the background of another one."""
    chosen = cluster.numbers[0]
    factual = doc._.modalities[chosen].factuality in FACTUAL
    return factual and not doc._.triggers[chosen].background and takes_story(doc, cluster)


def takes_story(doc: Doc, cluster: EventCluster) -> bool:
    """Whether a happening's type takes the day and town of the story: violence, but no whole war."""
    trigger = doc._.triggers[cluster.numbers[0]]
    kind = catalogue()[trigger.type]
    return kind.dates_story and not kind.lasts(trigger.subtype)


def story_time(doc: Doc) -> TimeExpression | None:
    """The expression that dates what the article is about; None when there is none.

    That of the first event of violence with a day of its own; else, in this order, an expression that dates that
    something took place, one that dates no aftermath, one that opens a sentence, the dateline's full date.
    """
    for trigger, time in zip(doc._.triggers, doc._.event_times, strict=True):
        if time is not None and time.precision in FINE and catalogue()[trigger.type].dates_story:
            return expression_of(time)
    document: list[TimeExpression] = [f.expression for f in doc._.time_frames if f.kind == "document"]
    ranked = [(_RANKS[f.kind], f.start, f.expression) for f in doc._.time_frames if f.kind in _RANKS and fine(f)]
    best = min(ranked, key=lambda r: r[:2], default=None)
    if best is not None and (best[0] == 1 or not document):
        dated: TimeExpression = best[2]
        return dated
    return document[0] if document else None
