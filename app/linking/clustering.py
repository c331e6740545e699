"""Average link: which of some articles report one happening, given how well each two of them go together.

The result depends on the articles and their scores alone, never on the order in which they came.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

#: The least mean of the log-odds between two clusters that are joined, found on the development data.
JOIN = -0.75
#: The log-odds of two articles that were never compared, for they have too little in common.
UNCOMPARED = -4.0
_FURTHEST = 8.0  # one sure pair must not outweigh many doubtful ones
_NEVER = float("-inf")
Pair = tuple[str, str]
Scores = Mapping[Pair, float]
#: Of each id those that it must not be grouped with; it is among theirs too.
Apart = Mapping[str, Set[str]]
_NOBODY: frozenset[str] = frozenset()


def pair(one: str, other: str) -> Pair:
    """Two ids in their order."""
    return (one, other) if one < other else (other, one)


def set_apart(pairs: Iterable[Pair]) -> dict[str, set[str]]:
    """The ids of some pairs, each with those that it must not be grouped with."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
        found[other].add(one)
    return dict(found)


@dataclass
class _Clusters:
    """The clusters so far, between each two of them the sum and number of their scores, and whom each must not join."""

    members: dict[str, list[str]]
    apart: dict[str, Set[str]]
    between: dict[str, dict[str, tuple[float, int]]] = field(default_factory=dict)

    def mean(self, one: str, other: str) -> float:
        a, b = self.members[one], self.members[other]
        if self.apart and not self.apart.get(one, _NOBODY).isdisjoint(b):
            return _NEVER
        total, known = self.between[one].get(other, (0.0, 0))
        return (total + UNCOMPARED * (len(a) * len(b) - known)) / (len(a) * len(b))

    def join(self, one: str, other: str) -> str:
        """Join two clusters; the name of the new one, the lesser of both."""
        kept, gone = pair(one, other)
        self.members[kept] = sorted([*self.members[kept], *self.members.pop(gone)])
        if gone in self.apart:
            self.apart[kept] = self.apart.get(kept, _NOBODY) | self.apart.pop(gone)
        row, lost = self.between[kept], self.between.pop(gone)
        row.pop(gone, None)
        for third, (total, known) in lost.items():
            if third != kept:
                mine = row.get(third, (0.0, 0))
                row[third] = self.between[third][kept] = (mine[0] + total, mine[1] + known)
                del self.between[third][gone]
        return kept


def clusters(
    ids: Iterable[str], scores: Scores, *, together: Iterable[Pair] = (), apart: Apart | None = None
) -> list[list[str]]:
    """Group ids.

    Parameters
    ----------
    ids
        What is grouped.
    scores
        Log-odds that two of them report one happening, by pairs in their order.
    together, apart
        What a person has joined, as pairs, and set apart: these are never undone.

    Returns
    -------
    The groups, each in order, the whole in the order of their first ids.
    """
    found = _Clusters({one: [one] for one in sorted(ids)}, dict(apart or {}))
    found.between = {one: {} for one in found.members}
    for (one, other), score in scores.items():
        if one in found.members and other in found.members:
            value = (max(-_FURTHEST, min(_FURTHEST, score)), 1)
            found.between[one][other] = found.between[other][one] = value
    _join_given(found, together)
    heap = [(-found.mean(a, b), a, b) for a, row in found.between.items() for b in row if a < b]
    heap = [entry for entry in heap if -entry[0] > JOIN]
    heapq.heapify(heap)
    while heap:
        score, one, other = heapq.heappop(heap)
        if one not in found.members or other not in found.members or found.mean(one, other) != -score:
            continue  # out of date
        kept = found.join(one, other)
        for third in found.between[kept]:
            if (mean := found.mean(kept, third)) > JOIN:
                heapq.heappush(heap, (-mean, *pair(kept, third)))
    return sorted(found.members.values())


def _join_given(found: _Clusters, together: Iterable[Pair]) -> None:
    for one, other in sorted(together):
        a, b = ([name for name, ids in found.members.items() if x in ids] for x in (one, other))
        if a and b and a != b:
            found.join(a[0], b[0])
