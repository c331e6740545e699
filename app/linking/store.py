"""Linking where articles are stored: in the transaction that saves, re-reads or deletes an article.

Writers take the lock of changes first (``storage.changes``), so two that store reports of one happening at once
see each other's, one after the other, and end with one incident.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.domain.article import Article
from app.domain.event import Extraction
from app.linking.candidates import keys_of, looked_up
from app.linking.clustering import pair
from app.linking.decision import Decision, article_of, compare, report_name
from app.linking.regrouping import Affected, Known, regroup
from app.linking.stored_stories import read_story, write_story
from app.linking.stories import Story, story_of
from app.storage import articles, incidents, stories
from app.storage.changes import new_change
from app.storage.mapping import StoredArticle
from app.storage.sql import without_waiting
from app.storage.versions import remember_replaced, same_address

#: An article is compared with this many others, those that share most with it.
MOST_CANDIDATES = 30


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored article, and whether it is new."""

    stored: StoredArticle
    new: bool


def save_linked(session: Session, article: Article, extraction: Extraction) -> Kept:
    """Store an article and join what it reports to incidents; as ``articles.save`` when it is known already."""
    stored, new = articles.save(session, article, extraction)
    if stored.just_stored:
        link(session, article, stored.extraction)
    return Kept(stored, new)


def replace_others(session: Session, kept: Kept) -> list[str]:
    """Remove the other articles at the address of one that was stored, which takes their place; return their ids."""
    others = list(same_address(session, kept.stored.id, kept.stored.article.url))
    for other in others:
        remove_linked(session, other)
    if others:
        remember_replaced(session, others, kept.stored.id)
    return others


def remove_linked(session: Session, article_id: str) -> bool:
    """Remove an article and mend its incidents; False when there is none."""
    if not articles.remove(session, article_id):
        return False
    change = new_change(session)
    regroup(session, _unlink(session, article_id, stories.story_of_article(session, article_id)), change)
    return True


def link(
    session: Session,
    article: Article,
    extraction: Extraction,
    change: int | None = None,
    *,
    homes: Mapping[str, int] | None = None,
) -> None:
    """Join what a stored article reports to incidents, with the change that stored it or another one.

    ``homes`` are the incidents that its events were in before they were corrected (``incidents.homes_of``): a report
    stays there unless its links lead elsewhere. The caller holds the lock of changes. Raises ``LookupError`` when the
    article is not stored.
    """
    story = story_of(article, extraction)
    day = story.published.toordinal() if story.published else 0
    sought = looked_up(story)
    with without_waiting(session):
        known, found = stories.known_article(session, extraction.id, sought, day, MOST_CANDIDATES)
        if known is None:
            raise LookupError(f"The article {extraction.id} is not stored.")
        left = Affected()
        if known.story is not None:
            left = _unlink(session, extraction.id, known.story)
            found = stories.candidate_stories(session, sought, day, MOST_CANDIDATES)
        others = [read_story(written) for written in found]
        made = {pair(d.one, d.other): d for other in others for d in compare(other, story)}
        stories.keep_story(
            session, stories.KeptStory(known.seq, extraction.id, day, write_story(story)), keys_of(story)
        )
        stories.keep_links(session, [(*both, decision.score, decision.reasons) for both, decision in made.items()])
        if homes:
            _place_at_home(session, story, homes)
        read = Known(
            stories={one.article_id: one for one in (*others, story)},
            events={event.id: event for event in extraction.events},
            articles={extraction.id: known.head},
            links=None if known.story or known.placed or homes else _links(made.values()),
        )
        affected = Affected(left.articles | {extraction.id}, left.incidents)
        regroup(session, affected, change or known.change, read)


def _links(made: Iterable[Decision]) -> stories.Links:
    return {pair(d.one, d.other): (d.score, d.reasons) for d in made}


def _place_at_home(session: Session, story: Story, homes: Mapping[str, int]) -> None:
    """Place the reports of an article in the incidents that their events were in."""
    for position, report in enumerate(story.reports):
        if home := next((homes[event_id] for event_id in report.event_ids if event_id in homes), None):
            placed = [(event_id, home) for event_id in report.event_ids]
            incidents.place_members(session, [(report_name(story.article_id, position), home)], placed)


def _unlink(session: Session, article_id: str, written: bytes | None) -> Affected:
    """Take an article out of all incidents: these, and the other articles that they have."""
    if written is None:
        return Affected()
    seqs = frozenset(incidents.incidents_of(session, [article_id]).values())
    stories.forget_story(session, article_id, keys_of(read_story(written)))
    incidents.forget_members(session, article_id)
    names = incidents.members_of(session, seqs)
    return Affected(frozenset(article_of(name)[0] for name in names), seqs)
