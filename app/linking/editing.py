"""What analysts do to incidents: merge, split, pin. The machine never undoes it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product

from sqlalchemy.orm import Session

from app.errors import ContradictionError
from app.linking.clustering import pair
from app.linking.decision import article_of
from app.linking.regrouping import Affected, regroup
from app.storage import incidents
from app.storage.changes import new_change
from app.storage.incident_tables import IncidentRow


def merge(session: Session, target: IncidentRow, others: Sequence[IncidentRow]) -> None:
    """Merge other incidents into one, which keeps its id; theirs lead to it from now on."""
    change = new_change(session)
    reports = sorted(incidents.members_of(session, [target.seq]))
    for other in others:
        theirs = sorted(incidents.members_of(session, [other.seq]))
        incidents.keep_orders(session, [pair(*both) for both in product(reports, theirs)], together=True)
        incidents.place_members(session, [(name, target.seq) for name in theirs], [])
        incidents.move_events(session, other.seq, target.seq)
        incidents.close(session, other.seq, change, target.id)
        incidents.remember(
            session,
            change,
            [
                (other.id, "merged", {"into": target.id, "by": "analyst"}),
                (target.id, "absorbed", {"incident": other.id, "by": "analyst"}),
            ],
        )
        reports += theirs
    regroup(session, _affected(reports, target), change)


def split(session: Session, row: IncidentRow, article_ids: Sequence[str]) -> list[str]:
    """Take the reports of some articles out of an incident, into one of their own; the ids of all that come of it.

    Raises ``ContradictionError`` when an article does not report the incident, or when none would be left.
    """
    names = sorted(incidents.members_of(session, [row.seq]))
    wanted = set(article_ids)
    unknown = wanted - {article_of(name)[0] for name in names}
    if unknown:
        raise ContradictionError(f"The article {min(unknown)} does not report this incident.", field="article_id")
    taken = [name for name in names if article_of(name)[0] in wanted]
    rest = [name for name in names if name not in taken]
    if not rest:
        raise ContradictionError("At least one article must stay in the incident.", field="article_id")
    change = new_change(session)
    incidents.keep_orders(session, [pair(*both) for both in product(taken, rest)], together=False)
    incidents.keep_orders(session, [pair(*both) for both in pairwise(taken)], together=True)
    incidents.forget_reports(session, taken)
    incidents.remember(session, change, [(row.id, "split", {"reports": taken, "by": "analyst"})])
    regroup(session, _affected(names, row), change)
    placed = incidents.incidents_of(session, wanted)
    found = incidents.rows_of(session, {placed[name] for name in taken if name in placed} | {row.seq})
    return [row.id, *sorted(one.id for one in found.values() if one.id != row.id)]


def pin(session: Session, row: IncidentRow, *, pinned: bool) -> None:
    """Keep an incident as it is: the machine neither merges it with another nor takes reports away; or no longer."""
    change = new_change(session)
    row.pinned, row.change = pinned, change
    session.flush()
    incidents.remember(session, change, [(row.id, "pinned" if pinned else "unpinned", {"by": "analyst"})])


def _affected(names: Sequence[str], row: IncidentRow) -> Affected:
    return Affected(frozenset(article_of(name)[0] for name in names), frozenset({row.seq}))
