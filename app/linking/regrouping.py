"""Group the reports around some articles again, and bring the stored incidents to what comes of it.

Only what hangs together with the articles is looked at. An incident keeps its id as long as most of its reports stay
together; one that loses all of them to another is merged into it. The same links give the same groups, so the order
in which articles came matters little.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from sqlalchemy.orm import Session

from app.linking.clustering import JOIN, Pair, pair
from app.linking.decision import Decision, article_of
from app.linking.grouping import grouped
from app.linking.incidents import Member, build, new_id
from app.linking.stored_stories import read_story
from app.linking.stories import Story
from app.storage import incidents
from app.storage.incident_tables import IncidentRow

#: What hangs together with more articles than this is not grouped again as a whole.
MOST_ARTICLES = 150


@dataclass(frozen=True, slots=True)
class Affected:
    """Articles whose groups may have changed, and incidents that may have lost reports."""

    articles: frozenset[str] = frozenset()
    incidents: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Around:
    """All that hangs together with some articles."""

    stories: Mapping[str, Story]
    links: Mapping[Pair, tuple[float, tuple[str, ...]]]
    orders: Mapping[Pair, bool]
    placed: Mapping[str, int]
    rows: Mapping[int, IncidentRow]

    def decisions(self) -> dict[Pair, Decision]:
        """The stored decisions."""
        return {both: Decision(*both, score, why) for both, (score, why) in self.links.items()}

    def together(self) -> list[Pair]:
        """Pairs that stay together: by a person's order, or in a pinned incident."""
        ordered = [both for both, together in self.orders.items() if together]
        return [*ordered, *(pair(*two) for names in self._pinned() for two in pairwise(names))]

    def apart(self) -> frozenset[Pair]:
        """Pairs that stay apart: by a person's order, or one in a pinned incident and one in another."""
        ordered = {both for both, together in self.orders.items() if not together}
        for names in self._pinned():
            others = [name for name in self.placed if name not in names]
            ordered |= {pair(*two) for two in product(names, others)}
        return frozenset(ordered)

    def _pinned(self) -> list[list[str]]:
        pinned = [seq for seq, row in self.rows.items() if row.pinned]
        return [sorted(name for name, at in self.placed.items() if at == seq) for seq in pinned]


def regroup(session: Session, affected: Affected, change: int) -> None:
    """Bring the incidents around some articles up to date."""
    around = _around(session, affected)
    groups = grouped(
        around.stories.values(), around.decisions(), together=around.together(), apart=around.apart()
    )  # fmt: skip
    owners = _owners(groups, around.placed)
    kept = {seq for seq in owners if seq is not None}
    for group, seq in zip(groups, owners, strict=True):
        before = [name for name, at in around.placed.items() if at == seq] if seq is not None else []
        if seq is None or set(before) != set(group) or affected.articles & {article_of(n)[0] for n in group}:
            _write(session, around, group, seq, change)
    _close_lost(session, around, groups, kept, change)


def _around(session: Session, affected: Affected) -> Around:
    """Follow links, orders and incidents until nothing is added or it is enough."""
    articles, fresh = set(affected.articles), set(affected.articles)
    links: dict[Pair, tuple[float, tuple[str, ...]]] = {}
    orders: dict[Pair, bool] = {}
    placed: dict[str, int] = dict(incidents.members_of(session, affected.incidents)) if affected.incidents else {}
    while fresh:
        links |= incidents.links_of(session, fresh)
        orders |= incidents.orders_of(session, fresh)
        placed |= incidents.incidents_of(session, fresh)
        placed |= incidents.members_of(session, set(placed.values()))
        near = {name for both, (score, _) in links.items() if score > JOIN for name in both}
        near |= {name for both in orders for name in both} | set(placed)
        fresh = {article_of(name)[0] for name in near} - articles
        if len(articles) + len(fresh) > MOST_ARTICLES:
            fresh = set()
        articles |= fresh
    stories = {s.article_id: s for s in map(read_story, incidents.stories_of(session, articles))}
    rows = incidents.rows_of(session, {*placed.values(), *affected.incidents})
    return Around(stories, links, orders, placed, rows)


def _owners(groups: Sequence[Sequence[str]], placed: Mapping[str, int]) -> list[int | None]:
    """The incident of each group: the one that most of its reports were in, if it has more of them than another."""
    claims = []
    for n, group in enumerate(groups):
        for seq, count in Counter(placed[name] for name in group if name in placed).items():
            main = any("#" not in name for name in group if placed.get(name) == seq)
            claims.append((-main, -count, seq, n))
    owners: list[int | None] = [None] * len(groups)
    taken: set[int] = set()
    for _, _, seq, n in sorted(claims):
        if owners[n] is None and seq not in taken:
            owners[n] = seq
            taken.add(seq)
    return owners


def _write(session: Session, around: Around, group: Sequence[str], seq: int | None, change: int) -> None:
    """Write the incident of a group, with its history."""
    members = _members(session, around, group)
    if not members:
        return
    first = min(members, key=lambda m: (not m.main, m.published_at or "", m.article_id))
    if seq is None:
        row = incidents.open_incident(session, _free_id(session, first.events[0].id), change)
        incidents.remember(session, row.id, change, "opened", {"reports": list(group)})
    else:
        row = around.rows[seq]
        _remember_moves(session, around, row, group, change)
    incident = build(row.id, members)
    incidents.fill(session, row, incident, change)
    moved = [name for name in group if around.placed.get(name) != row.seq]
    theirs = [event_id for name in moved for event_id in _event_ids(around, name)]
    incidents.place_members(session, moved, theirs, row.seq)


def _remember_moves(
    session: Session, around: Around, row: IncidentRow, group: Sequence[str], change: int
) -> None:  # fmt: skip
    before = {name for name, at in around.placed.items() if at == row.seq}
    for name in sorted(set(group) - before):
        why = [list(reasons) for both, (_, reasons) in around.links.items() if name in both and set(both) <= set(group)]
        incidents.remember(session, row.id, change, "report.joined", {"report": name, "reasons": max(why, default=[])})
    for name in sorted(before - set(group)):
        incidents.remember(session, row.id, change, "report.left", {"report": name})


def _free_id(session: Session, event_id: str) -> str:
    """An id for a new incident: that of its first event, unless it was given before."""
    found = new_id(event_id)
    while incidents.row_of(session, found):
        found = new_id(found)
    return found


def _close_lost(
    session: Session, around: Around, groups: Sequence[Sequence[str]], kept: Collection[int], change: int
) -> None:  # fmt: skip
    """Incidents whose reports all went to others are merged into the one that has most; empty ones are closed."""
    known = set(around.stories)
    for seq, row in sorted(around.rows.items()):
        if seq in kept or row.document is None:
            continue
        names = [n for n, at in around.placed.items() if at == seq and article_of(n)[0] in known]
        went = max(groups, key=lambda group: len(set(group) & set(names)), default=[]) if names else []
        heir = incidents.incidents_of(session, [article_of(went[0])[0]]).get(went[0]) if went else None
        into = incidents.rows_of(session, [heir])[heir].id if heir is not None else None
        incidents.close(session, row, change, into)
        incidents.remember(session, row.id, change, "merged" if into else "closed", {"into": into})
        if into:
            incidents.remember(session, into, change, "absorbed", {"incident": row.id})


def _members(session: Session, around: Around, group: Sequence[str]) -> list[Member]:
    articles = incidents.articles_of(session, {article_of(name)[0] for name in group})
    events = incidents.events_of(session, [i for name in group for i in _event_ids(around, name)])
    found = []
    for name in group:
        article_id, position = article_of(name)
        article = articles.get(article_id)
        reported = tuple(events[i] for i in _event_ids(around, name) if i in events)
        if article is None or not reported:
            continue
        links = [link for both, link in around.links.items() if name in both and set(both) <= set(group)]
        score, reasons = max(links, default=(None, ()))
        found.append(
            Member(
                article_id=article_id,
                title=article.title,
                source=article.source,
                published_at=article.published_at,
                signature=around.stories[article_id].signature,
                events=reported,
                main=position == 0,
                score=score,
                reasons=reasons,
            )
        )
    return found


def _event_ids(around: Around, name: str) -> tuple[str, ...]:
    article_id, position = article_of(name)
    return around.stories[article_id].reports[position].event_ids
