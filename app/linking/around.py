"""What hangs together with some articles: links, orders and incidents, as far as they are grouped again.

Seen are the reports of these articles, the incidents that one of them is linked with, and, where such an incident comes
apart, those that its parts are linked with (``wider``). That is enough: with reports that are added to it, average link
joins a group to no other than one of their links leads to.

A happening may have thousands of reports. At most ``MOST_REPORTS`` are grouped again at once, those that are linked
most surely with what changed; the reports of an incident that are left out stay in it, and what is grouped with one of
its other reports joins it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy.orm import Session

from app.linking.clustering import JOIN, Apart, Pair, pair, set_apart
from app.linking.decision import article_of, report_name
from app.linking.stored_stories import read_story
from app.linking.stories import Story
from app.storage import incidents, stories
from app.storage.incidents import StoredIncident, Surroundings
from app.storage.stories import Links

#: Reports that are grouped again at once, beside those of the articles that changed.
MOST_REPORTS = 150
_LEAST = float("-inf")
_NOBODY: Set[str] = frozenset()
Link = tuple[float, tuple[str, ...]]
#: Of reports those with which they were compared, with the score and the reasons.
Linked = Mapping[str, Sequence[tuple[str, Link]]]


@dataclass(frozen=True, slots=True)
class Affected:
    """Articles whose groups may have changed, and incidents that may have lost reports."""

    articles: frozenset[str] = frozenset()
    incidents: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Around:
    """All that hangs together with some articles.

    Attributes
    ----------
    names
        The reports that are grouped again.
    stories
        Those of the articles that changed.
    placed
        The incident of each report that is in one, by its name.
    left_out
        The reports of incidents that are not grouped again, by the incidents' numbers.
    """

    names: frozenset[str]
    stories: Mapping[str, Story]
    links: Links
    orders: Mapping[Pair, bool]
    placed: Mapping[str, int]
    rows: Mapping[int, StoredIncident]
    left_out: Mapping[int, Sequence[str]] = field(default_factory=dict)

    @property
    def scores(self) -> dict[Pair, float]:
        """How surely two reports are of one happening, as log-odds."""
        return {both: score for both, (score, _) in self.links.items()}

    @cached_property
    def linked(self) -> Linked:
        """The links of each report that has some."""
        found: defaultdict[str, list[tuple[str, Link]]] = defaultdict(list)
        for (one, other), link in self.links.items():
            found[one].append((other, link))
            found[other].append((one, link))
        return found

    def together(self) -> list[Pair]:
        """Pairs that stay together: by a person's order, in a pinned incident or in one that is not whole here."""
        ordered = [both for both, together in self.orders.items() if together]
        return [*ordered, *(two for names in self._kept.values() for two in _tied(names))]

    def apart(self) -> Apart:
        """Reports that stay apart: by a person's order, or as one is in an incident that takes none from others."""
        found: dict[str, Set[str]] = dict(set_apart(both for both, together in self.orders.items() if not together))
        kept = {seq: frozenset(names) for seq, names in self._kept.items()}
        for seq, row in self.rows.items():
            if row.pinned:
                _keep_apart(found, kept[seq], frozenset(self.placed) - kept[seq])
        parts = [kept[seq] for seq in self.left_out]
        everybody = frozenset().union(*parts)
        for names in parts:
            _keep_apart(found, names, everybody - names)
        return found

    @cached_property
    def _members(self) -> Mapping[int, list[str]]:
        found: defaultdict[int, list[str]] = defaultdict(list)
        for name, seq in self.placed.items():
            found[seq].append(name)
        return found

    def members(self, seq: int) -> list[str]:
        """The reports of an incident."""
        return self._members.get(seq, [])

    @cached_property
    def _kept(self) -> Mapping[int, list[str]]:
        """The reports, of those that are grouped again, of each incident that stays together."""
        whole = {seq for seq, row in self.rows.items() if row.pinned} | set(self.left_out)
        return {seq: sorted(self.names.intersection(self.members(seq))) for seq in whole}


def look_around(
    session: Session, affected: Affected, known: Mapping[str, Story], links: Links | None = None
) -> Around:  # fmt: skip
    """The incidents that some articles are in or linked with, and what is between their reports.

    ``known`` are stories that need not be read; ``links`` all those of the articles, when they are new: in no incident,
    and nobody has ordered anything about their reports.
    """
    found = Surroundings()
    incidents.add_incidents(session, found, affected.incidents)
    if links is None:
        incidents.add_surroundings(session, found, affected.articles)
    else:
        found.links.update(links)
    stories = {one: known[one] for one in affected.articles if one in known}
    stories |= stories_by_id(session, affected.articles - set(stories))
    incidents.add_incidents_with(session, found, _near(found))
    return _around(session, found, stories, known)


def wider(session: Session, around: Around, names: Collection[str], known: Collection[str]) -> Around | None:
    """What is seen with the incidents that some reports are linked with; None when that is no more, or too much.

    ``known`` are articles that have a story.
    """
    if len(around.names) >= MOST_REPORTS:
        return None
    found = Surroundings(dict(around.links), dict(around.orders), dict(around.placed), dict(around.rows))
    linked = Surroundings()
    incidents.add_surroundings(session, linked, {article_of(name)[0] for name in names})
    some = set(names)
    linked.links = {both: link for both, link in linked.links.items() if not some.isdisjoint(both)}
    incidents.add_incidents_with(session, found, _near(linked))
    return _around(session, found, around.stories, known) if len(found.rows) > len(around.rows) else None


def _near(found: Surroundings) -> set[str]:
    """The reports at the ends of links that may join them, and of orders."""
    near = {name for both, (score, _) in found.links.items() if score > JOIN for name in both}
    return near | {name for both in found.orders for name in both}


def _around(
    session: Session, found: Surroundings, stories: Mapping[str, Story], known: Collection[str]
) -> Around:  # fmt: skip
    """What is seen, with all that is between its reports; what is around those of ``stories`` has been found."""
    own = {report_name(story.article_id, n) for story in stories.values() for n in range(len(story.reports))}
    seen = own | _surest(set(found.placed) - own, found.links, MOST_REPORTS)
    articles = {name: article_of(name)[0] for name in seen}
    unread = set(articles.values()).difference(stories, known)
    there = incidents.add_between(session, found, seen - own, unread).union(stories, known)
    names = frozenset(
        name for name in seen if articles[name] in there and (name in own or articles[name] not in stories)
    )
    left_out: defaultdict[int, list[str]] = defaultdict(list)
    for name, seq in sorted(found.placed.items()):
        if name not in names and article_of(name)[0] not in stories:
            left_out[seq].append(name)
    return Around(names, stories, found.links, found.orders, found.placed, found.rows, left_out)


def stories_by_id(session: Session, article_ids: Collection[str]) -> dict[str, Story]:
    """The stored stories of some articles."""
    return {story.article_id: story for story in map(read_story, stories.stories_of(session, article_ids))}


def _surest(names: set[str], links: Links, most: int) -> set[str]:
    """At most so many reports, those with the surest links."""
    if len(names) <= most:
        return names
    best: dict[str, float] = {}
    for both, (score, _) in links.items():
        for name in both:
            best[name] = max(score, best.get(name, _LEAST))
    return set(sorted(names, key=lambda one: (-best.get(one, _LEAST), one))[:most])


def _keep_apart(found: dict[str, Set[str]], names: Set[str], others: Set[str]) -> None:
    """Note that none of some reports may be grouped with any of others."""
    for some, away in ((names, others), (others, names)):
        for name in some:
            found[name] = found.get(name, _NOBODY) | away


def _tied(names: Sequence[str]) -> Iterable[Pair]:
    """Pairs that join some reports: each with the first that its article is about, or the first."""
    first = next((name for name in names if not article_of(name)[1]), names[0]) if names else ""
    return (pair(first, name) for name in names if name != first)
