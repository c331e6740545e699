"""What incidents are built from: of each report its article, its story, and the event that stands for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from app.domain.event import Event
from app.linking.around import Around, stories_by_id
from app.linking.decision import article_of
from app.linking.incidents import Member
from app.linking.stories import Story
from app.storage import incidents
from app.storage.incidents import ArticleHead
from app.storage.stories import Links


@dataclass(frozen=True, slots=True)
class Known:
    """Stories and events, by their ids, that need not be read again."""

    stories: Mapping[str, Story] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)


NOTHING = Known()


@dataclass(frozen=True, slots=True)
class Material:
    """What the incidents of some reports are built from, by ids."""

    stories: Mapping[str, Story]
    articles: Mapping[str, ArticleHead]
    events: Mapping[str, Event]
    links: Links

    def event_ids(self, name: str) -> tuple[str, ...]:
        """The events of a report; none when its article is not known."""
        article_id, position = article_of(name)
        story = self.stories.get(article_id)
        return story.reports[position].event_ids if story else ()

    def members(self, group: Sequence[str]) -> list[Member]:
        """The reports of a group, each with its surest link to another; without those whose article is gone."""
        inside = set(group)
        links: dict[str, list[tuple[float, tuple[str, ...]]]] = {name: [] for name in group}
        for both, link in self.links.items():
            if inside.issuperset(both):
                for name in both:
                    links[name].append(link)
        found = (self._member(name, max(links[name], default=(None, ()))) for name in group)
        return [member for member in found if member]

    def _member(self, name: str, surest: tuple[float | None, tuple[str, ...]]) -> Member | None:
        article_id, position = article_of(name)
        article, event_ids = self.articles.get(article_id), self.event_ids(name)
        if article is None or not event_ids or event_ids[0] not in self.events:
            return None
        return Member(
            article_id=article_id,
            title=article.title,
            source=article.source,
            published_at=article.published_at,
            signature=self.stories[article_id].signature,
            event=self.events[event_ids[0]],
            event_ids=event_ids,
            main=position == 0,
            score=surest[0],
            reasons=surest[1],
        )


def gather(session: Session, around: Around, names: Collection[str], known: Known) -> Material:
    """Read what the incidents of some reports are built from."""
    article_ids = {article_of(name)[0] for name in names}
    stories = {**around.stories, **stories_by_id(session, article_ids - set(around.stories))}
    places = [article_of(name) for name in names]
    firsts = {stories[one].reports[position].event_ids[0] for one, position in places if one in stories}
    events = {one: known.events[one] for one in firsts if one in known.events}
    events |= incidents.events_of(session, firsts - set(events))
    return Material(stories, incidents.articles_of(session, article_ids), events, around.links)
