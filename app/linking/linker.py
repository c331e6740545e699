"""Incidents of a list of articles, in memory: what ``dateline incidents`` gives.

The server does the same with an index in its database: keys, decisions, groups and incidents are made by the same
functions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from app.domain.article import Article
from app.domain.event import Event, Extraction
from app.domain.incident import Incident
from app.linking.candidates import keys_of, looked_up
from app.linking.clustering import Pair, pair
from app.linking.decision import Decision, article_of, compare, report_name
from app.linking.grouping import grouped
from app.linking.incidents import Member, build, new_id
from app.linking.stories import Story, story_of


class Linker:
    """Takes articles one by one, in any order; their incidents do not depend on it."""

    def __init__(self) -> None:
        self._stories: dict[str, Story] = {}
        self._articles: dict[str, tuple[Article, dict[str, Event]]] = {}
        self._index: defaultdict[str, list[str]] = defaultdict(list)
        self._decisions: dict[Pair, Decision] = {}

    def add(self, article: Article, extraction: Extraction) -> None:
        """Take an article; one that is known already changes nothing."""
        if extraction.id in self._stories:
            return
        story = story_of(article, extraction)
        candidates = dict.fromkeys(other for key in looked_up(story) for other in self._index[key])
        for other in candidates:
            for decision in compare(self._stories[other], story):
                self._decisions[pair(decision.one, decision.other)] = decision
        self._stories[story.article_id] = story
        firsts = {event_id for report in story.reports for event_id in (report.event_ids[0], report.counting)}
        events = {event.id: event for event in extraction.events if event.id in firsts}
        self._articles[story.article_id] = (article, events)
        for key in keys_of(story):
            self._index[key].append(story.article_id)

    def incidents(self) -> Iterator[Incident]:
        """The incidents of all articles, in the order of their first reports."""
        links = _surest(self._decisions)
        names = [report_name(s.article_id, n) for s in self._stories.values() for n in range(len(s.reports))]
        groups = grouped(names, {both: found.score for both, found in self._decisions.items()})
        made = [self._incident(group, links) for group in groups]
        made.sort(key=lambda incident: (incident.first_reported_at or "", incident.id))
        yield from made

    def _incident(self, group: list[str], links: dict[str, list[Decision]]) -> Incident:
        inside = set(group)
        members = [self._member(name, [d for d in links.get(name, ()) if {d.one, d.other} <= inside]) for name in group]
        first = min(members, key=lambda m: (not m.main, m.published_at or "", m.article_id))
        return build(new_id(first.event.id), members)

    def _member(self, name: str, links: list[Decision]) -> Member:
        article_id, position = article_of(name)
        article, events = self._articles[article_id]
        story = self._stories[article_id]
        report = story.reports[position]
        surest = max(links, key=lambda decision: decision.score, default=None)
        return Member(
            article_id=article_id,
            title=article.title,
            source=article.source,
            published_at=article.published_at,
            signature=story.signature,
            event=events[report.event_ids[0]],
            counting=events[report.counting],
            event_ids=report.event_ids,
            main=position == 0,
            score=surest.score if surest else None,
            reasons=surest.reasons if surest else (),
        )


def _surest(decisions: dict[Pair, Decision]) -> dict[str, list[Decision]]:
    found: dict[str, list[Decision]] = {}
    for decision in decisions.values():
        for name in (decision.one, decision.other):
            found.setdefault(name, []).append(decision)
    return found
