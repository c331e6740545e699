"""From reports that were compared to groups of reports, one group for each happening."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set

from app.linking.clustering import Apart, Pair, Scores, clusters
from app.linking.decision import article_of

_GIVEN = float("inf")  # what a person has joined
_NOBODY: Set[str] = frozenset()


def grouped(
    names: Iterable[str],
    scores: Scores,
    *,
    together: Iterable[Pair] = (),
    apart: Apart | None = None,
) -> list[list[str]]:
    """Group reports.

    Main reports are clustered by their scores. What an article mentions besides joins the cluster that has the report
    it is most surely the same as, or is a happening of its own.

    Parameters
    ----------
    names
        All reports that may belong together, by their names.
    scores
        Log-odds that two of their reports are of one happening, by pairs of names.
    together, apart
        Names that a person has joined, as pairs, and set apart.

    Returns
    -------
    Groups of names of reports (``decision.report_name``), each in order.
    """
    every = sorted(names)
    mains = [name for name in every if not article_of(name)[1]]
    sides = [name for name in every if article_of(name)[1]]
    given = list(together)
    forbidden = apart or {}
    out = clusters(mains, scores, together=_inside(given, mains), apart=apart)
    group_of = {name: group for group in out for name in group}
    links = _links(sides, {**scores, **dict.fromkeys(given, _GIVEN)}, group_of)
    for name in sides:
        barred = forbidden.get(name, _NOBODY)
        free = [link for link in links[name] if barred.isdisjoint(group_of[link[1]])]
        if free:
            joined = group_of[max(free)[1]]
            joined.append(name)
    taken = {name for group in out for name in group}
    rest = [name for name in sides if name not in taken]
    return [sorted(group) for group in (*out, *clusters(rest, scores, together=_inside(given, rest), apart=apart))]


def _links(
    sides: Sequence[str], scores: Mapping[Pair, float], group_of: Mapping[str, list[str]]
) -> dict[str, list[tuple[float, str]]]:
    """The main reports that each mentioned one may be the same as, with their scores."""
    found: dict[str, list[tuple[float, str]]] = {name: [] for name in sides}
    for (one, other), score in scores.items():
        for name, main in ((one, other), (other, one)):
            if name in found and main in group_of:
                found[name].append((score, main))
    return found


def _inside(pairs: Iterable[Pair], names: Sequence[str]) -> list[Pair]:
    some = set(names)
    return [both for both in pairs if some.issuperset(both)]
