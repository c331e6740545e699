"""Corrections as gold: the articles that people have reviewed, with the events that they say are right."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from app.domain.correction import event_values, standing
from app.storage import articles, corrections
from app.storage.mapping import StoredArticle


def gold_articles(session: Session) -> Iterator[dict[str, Any]]:
    """Every article in which a decision holds, in the order of the first decision.

    ``events`` are those that people have confirmed, corrected or added, ``rejected`` what the machine read wrongly;
    ``complete`` says whether nothing else was read, so that any further event of a reader is a mistake.
    """
    for article_id in corrections.corrected_articles(session):
        stored = articles.find(session, article_id)
        if stored and (line := _line(session, stored)):
            yield line


def _line(session: Session, stored: StoredArticle) -> dict[str, Any] | None:
    holding = standing(corrections.decisions_of(session, stored.id))
    right = [event for event in stored.extraction.events if event.review]
    last = {step.event_id: step for step in holding}
    rejected = [step.before for step in last.values() if step.action == "rejected" and step.before]
    if not right and not rejected:
        return None
    article = stored.article
    names = ("title", "text", "published_at", "source", "url", "language")
    return {
        "id": stored.id,
        **{name: value for name in names if (value := getattr(article, name)) is not None},
        "complete": len(right) == len(stored.extraction.events),
        "events": [event_values(event) for event in right],
        "rejected": [event_values(event) for event in rejected],
    }


def write_gold(session: Session) -> Iterator[bytes]:
    """The same as JSON Lines."""
    for line in gold_articles(session):
        yield json.dumps(line, ensure_ascii=False).encode() + b"\n"
