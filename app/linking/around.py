"""What hangs together with some articles: stories, links, orders and incidents, as far as they are grouped again.

A happening may have thousands of reports. At most ``MOST_ARTICLES`` are grouped again at once, those that are linked
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
from app.linking.decision import article_of
from app.linking.stored_stories import read_story
from app.linking.stories import Story
from app.storage import incidents, stories
from app.storage.incidents import StoredIncident, Surroundings
from app.storage.stories import Links

#: Articles that are grouped again at once.
MOST_ARTICLES = 150
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
    stories
        The articles that are grouped again.
    placed
        The incident of each report that is in one, by its name.
    left_out
        The reports of incidents whose articles are not grouped again, by the incidents' numbers.
    """

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
        return {seq: sorted(n for n in self.members(seq) if article_of(n)[0] in self.stories) for seq in whole}


def look_around(session: Session, affected: Affected, known: Mapping[str, Story], links: Links) -> Around:
    """Follow links, orders and incidents until nothing is added or it is enough.

    Parameters
    ----------
    known
        Stories that need not be read.
    links
        Links of the affected articles that are known: where they lead is looked at in the first step.
    """
    found = Surroundings(dict(links))
    incidents.add_incidents(session, found, affected.incidents)
    articles = set(affected.articles)
    fresh = articles | _near(found, articles)
    articles |= fresh
    while fresh:
        incidents.add_surroundings(session, found, fresh)
        fresh = _near(found, articles)
        articles |= fresh
    found_stories = {one: known[one] for one in articles if one in known}
    found_stories |= stories_by_id(session, articles - set(found_stories))
    left_out: defaultdict[int, list[str]] = defaultdict(list)
    for name, seq in sorted(found.placed.items()):
        if article_of(name)[0] not in found_stories:
            left_out[seq].append(name)
    return Around(found_stories, found.links, found.orders, found.placed, found.rows, left_out)


def _near(found: Surroundings, articles: Collection[str]) -> set[str]:
    """The articles that hang together with some others, as many as there is room for."""
    near = {name for both, (score, _) in found.links.items() if score > JOIN for name in both}
    near |= {name for both in found.orders for name in both} | set(found.placed)
    return _surest({article_of(name)[0] for name in near} - set(articles), found.links, MOST_ARTICLES - len(articles))


def stories_by_id(session: Session, article_ids: Collection[str]) -> dict[str, Story]:
    """The stored stories of some articles."""
    return {story.article_id: story for story in map(read_story, stories.stories_of(session, article_ids))}


def _surest(article_ids: set[str], links: Links, most: int) -> set[str]:
    """At most so many articles, those with the surest links."""
    if len(article_ids) <= most:
        return article_ids
    best: dict[str, float] = {}
    for both, (score, _) in links.items():
        for name in both:
            article_id = name.partition("#")[0]
            if article_id in article_ids and score > best.get(article_id, _LEAST):
                best[article_id] = score
    return set(sorted(article_ids, key=lambda one: (-best.get(one, _LEAST), one))[: max(0, most)])


def _keep_apart(found: dict[str, Set[str]], names: Set[str], others: Set[str]) -> None:
    """Note that none of some reports may be grouped with any of others."""
    for some, away in ((names, others), (others, names)):
        for name in some:
            found[name] = found.get(name, _NOBODY) | away


def _tied(names: Sequence[str]) -> Iterable[Pair]:
    """Pairs that join some reports: each with the first that its article is about, or the first."""
    first = next((name for name in names if not article_of(name)[1]), names[0]) if names else ""
    return (pair(first, name) for name in names if name != first)
