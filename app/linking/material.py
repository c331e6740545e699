"""What incidents are built from: of each report its article, its story, and the event that stands for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from app.domain.event import Event
from app.linking.around import Around, Linked, stories_by_id
from app.linking.decision import article_of
from app.linking.incidents import Member
from app.linking.stories import Story
from app.storage import incidents
from app.storage.stories import ArticleHead, Links


@dataclass(frozen=True, slots=True)
class Known:
    """What need not be read again: stories, events and heads of articles, by ids; all links of a new article."""

    stories: Mapping[str, Story] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)
    articles: Mapping[str, ArticleHead] = field(default_factory=dict)
    links: Links | None = None


NOTHING = Known()


@dataclass(frozen=True, slots=True)
class Material:
    """What the incidents of some reports are built from, by ids."""

    stories: Mapping[str, Story]
    articles: Mapping[str, ArticleHead]
    events: Mapping[str, Event]
    linked: Linked

    def event_ids(self, name: str) -> tuple[str, ...]:
        """The events of a report; none when its article is not known."""
        article_id, position = article_of(name)
        story = self.stories.get(article_id)
        return story.reports[position].event_ids if story else ()

    def _standing(self, name: str) -> tuple[Event | None, Event | None]:
        """The event that stands for a report, and the one whose figures are the report's."""
        article_id, position = article_of(name)
        story = self.stories.get(article_id)
        report = story.reports[position] if story else None
        return (self.events.get(report.event_ids[0]), self.events.get(report.counting)) if report else (None, None)

    def members(self, group: Sequence[str]) -> list[Member]:
        """The reports of a group, each with its surest link to another; without those whose article is gone."""
        inside = set(group)
        surest = (
            max((link for other, link in self.linked.get(name, ()) if other in inside), default=(None, ()))
            for name in group
        )
        found = map(self._member, group, surest)
        return [member for member in found if member]

    def _member(self, name: str, surest: tuple[float | None, tuple[str, ...]]) -> Member | None:
        article_id, position = article_of(name)
        article, event_ids = self.articles.get(article_id), self.event_ids(name)
        event, counting = self._standing(name)
        if article is None or event is None:
            return None
        return Member(
            article_id=article_id,
            title=article.title,
            source=article.source,
            published_at=article.published_at,
            signature=self.stories[article_id].signature,
            event=event,
            counting=counting or event,
            event_ids=event_ids,
            main=position == 0,
            score=surest[0],
            reasons=surest[1],
        )


def gather(session: Session, around: Around, names: Collection[str], known: Known) -> Material:
    """Read what the incidents of some reports are built from."""
    article_ids = {article_of(name)[0] for name in names}
    stories = {**known.stories, **around.stories}
    stories |= stories_by_id(session, article_ids - set(stories))
    places = [article_of(name) for name in names]
    standing = [stories[one].reports[position] for one, position in places if one in stories]
    firsts = {event_id for report in standing for event_id in (report.event_ids[0], report.counting)}
    heads, events = incidents.material_of(session, article_ids - set(known.articles), firsts - set(known.events))
    return Material(stories, {**known.articles, **heads}, {**known.events, **events}, around.linked)
