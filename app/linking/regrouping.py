"""Group the reports around some articles again, and bring the stored incidents to what comes of it.

Only what hangs together with the articles is looked at. An incident keeps its id as long as most of its reports stay
together; one that loses all of them to another is merged into it. The same links give the same groups, so the order
in which articles came matters little. Everything is written at the end, all incidents together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from sqlalchemy.orm import Session

from app.linking.around import Affected, Around, look_around, wider
from app.linking.decision import article_of
from app.linking.grouping import grouped
from app.linking.incidents import Member, build, new_id
from app.linking.material import NOTHING, Known, Material, gather
from app.storage import incidents
from app.storage.incidents import Entry, StoredIncident

__all__ = ["Affected", "Known", "regroup"]
Group = Sequence[str]


def regroup(session: Session, affected: Affected, change: int, known: Known = NOTHING) -> None:
    """Bring the incidents around some articles up to date."""
    around, groups = _grouped(session, affected, known)
    owners = _owners(groups, around.placed)
    changed = []
    for group, seq in zip(groups, owners, strict=True):
        before = around.members(seq) if seq is not None else []
        if seq is None or set(before) != set(group) or affected.articles & {article_of(n)[0] for n in group}:
            changed.append((group, seq))
    material = gather(session, around, [name for group, _ in changed for name in group], known)
    placed = dict(around.placed) | _write(session, around, material, changed, change)
    kept = {seq for seq in owners if seq is not None}
    _close_lost(session, around, placed, kept, change)


def _grouped(session: Session, affected: Affected, known: Known) -> tuple[Around, list[Group]]:
    """The new groups around some articles; where incidents come apart, with those that their parts may join."""
    around = look_around(session, affected, known.stories, known.links)
    groups = list(_whole(around))
    apart: set[int] = set()
    while parted := _parted(groups, around.placed) - apart:
        apart |= parted
        more = wider(session, around, [name for seq in parted for name in around.members(seq)], known.stories)
        if more is None:
            break
        around, groups = more, list(_whole(more))
    return around, groups


def _parted(groups: Sequence[Group], placed: Mapping[str, int]) -> set[int]:
    """The incidents of which articles that are about them are now in several groups."""
    found = Counter(seq for group in groups for seq in {placed[n] for n in group if n in placed and "#" not in n})
    return {seq for seq, times in found.items() if times > 1}


def _whole(around: Around) -> Iterator[Group]:
    """The new groups, with the reports that stay where they are."""
    left = dict(around.left_out)
    for group in grouped(around.names, around.scores, together=around.together(), apart=around.apart()):
        names = list(group)
        for seq in {around.placed[name] for name in group if name in around.placed} & set(left):
            names += left.pop(seq)
        yield sorted(names)
    yield from left.values()


def _owners(groups: Sequence[Group], placed: Mapping[str, int]) -> list[int | None]:
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


def _write(
    session: Session, around: Around, material: Material, changed: Sequence[tuple[Group, int | None]], change: int
) -> dict[str, int]:
    """Write the incidents of some groups with their histories; where their reports are now, by their names."""
    built = [(group, seq, members) for group, seq in changed if (members := material.members(group))]
    filled = {seq: build(around.rows[seq].id, members) for _, seq, members in built if seq is not None}
    opened = _open(session, [(group, members) for group, seq, members in built if seq is None], change)
    incidents.fill(session, filled, change)
    groups = {seq: group for group, seq, _ in built if seq is not None}
    entries: list[Entry] = [(one, "opened", {"reports": list(group)}) for one, _, group in opened]
    entries += [entry for seq, group in groups.items() for entry in _moves(around, around.rows[seq], group)]
    incidents.remember(session, change, entries)
    groups |= {seq: group for _, seq, group in opened}
    placed = {name: seq for seq, group in groups.items() for name in group}
    moved = {name: seq for name, seq in placed.items() if around.placed.get(name) != seq}
    events = [(event_id, seq) for name, seq in moved.items() for event_id in material.event_ids(name)]
    incidents.place_members(session, moved.items(), events)
    return placed


def _first(members: Sequence[Member]) -> Member:
    """The report after which an incident is named."""
    return min(members, key=lambda m: (not m.main, m.published_at or "", m.article_id))


def _moves(around: Around, row: StoredIncident, group: Group) -> Iterator[Entry]:
    """The reports that joined and left an incident, with the reasons."""
    before, now = set(around.members(row.seq)), set(group)
    for name in sorted(now - before):
        why = [list(reasons) for other, (_, reasons) in around.linked.get(name, ()) if other in now]
        yield row.id, "report.joined", {"report": name, "reasons": max(why, default=[])}
    for name in sorted(before - now):
        yield row.id, "report.left", {"report": name}


def _open(
    session: Session, wanted: Sequence[tuple[Group, Sequence[Member]]], change: int
) -> list[tuple[str, int, Group]]:  # fmt: skip
    """New incidents for some groups, with their ids and numbers: the ids of their first events, unless given before."""
    found: list[tuple[str, int, Group]] = []
    waiting = [(new_id(_first(members).event.id), group, members) for group, members in wanted]
    while waiting:
        seqs = incidents.open_incidents(session, [build(one, members) for one, _, members in waiting], change)
        found += [(one, seqs[one], group) for one, group, _ in waiting if one in seqs]
        waiting = [(new_id(one), group, members) for one, group, members in waiting if one not in seqs]
    return found


def _close_lost(
    session: Session, around: Around, placed: Mapping[str, int], kept: Collection[int], change: int
) -> None:  # fmt: skip
    """Incidents whose reports all went to others are merged into the one that has most; empty ones are closed."""
    for seq, row in sorted(around.rows.items()):
        if seq in kept or row.closed:
            continue
        names = around.names.intersection(around.members(seq))
        went = Counter(placed[name] for name in names if placed[name] != seq)
        heir = min(went, key=lambda at: (-went[at], at), default=None)
        into = incidents.rows_of(session, [heir])[heir].id if heir is not None else None
        incidents.close(session, seq, change, into)
        entries: list[Entry] = [(row.id, "merged" if into else "closed", {"into": into})]
        entries += [(into, "absorbed", {"incident": row.id})] if into else []
        incidents.remember(session, change, entries)
