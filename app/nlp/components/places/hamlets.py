"""Which village is meant by a name that no better known place has?

Villages of few or uncounted people bear names of everything; so they answer only where the text itself tells where to
look: inside the district, town or country that it names as holding the place, or else in the country that the
article is about. Of several the nearest to what the article tells is meant, when it is much nearer than the others.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.gazetteer import Entry, Gazetteer, distance_km

_AROUND_KM = {"PPL": 60.0, "ADM2": 90.0, "ADM3": 60.0}  # how far from a parent's middle its villages lie
_TOGETHER_KM = 15.0  # villages of one name so near to each other are one for a map
_NEARER = 3.0  # times that the nearest must be nearer than the next
_REACH_KM = 150.0  # how far from the other places of an article a village of it lies
_TOLD, _UNTOLD = 0.8, 0.6  # how far a village is trusted with a parent told, and without


@dataclass(frozen=True, slots=True)
class Hamlet:
    """A village found, and the estimated probability that it is the one."""

    entry: Entry
    confidence: float


def hamlet(
    gazetteer: Gazetteer, key: str, parent: Entry | None, country: str | None, others: Sequence[Entry]
) -> Hamlet | None:
    """The village of a folded name: inside a parent, or in a country and near the other places of the article.

    ``others`` are the places that the article tells for sure. None when there is no such village, or several.
    """
    if parent is not None:
        found = [e for e in gazetteer.hamlets(key) if _within(e, parent)]
        found = found or [e for e in gazetteer.hamlets_alike(key) if _within(e, parent)]
        chosen = _nearest(found, [parent])
        return Hamlet(chosen, _TOLD) if chosen else None
    if country is None:
        return None
    found = [e for e in gazetteer.hamlets(key) if e.country_code == country]
    near = [e for e in others if e.country_code == country and e.feature in ("PPL", "ADM1", "ADM2")]
    chosen = _nearest(found, near)
    return Hamlet(chosen, _UNTOLD) if chosen else None


def _within(entry: Entry, parent: Entry) -> bool:
    if parent.feature == "PCLI":
        return entry.country_code == parent.country_code
    if parent.feature == "ADM1":
        return entry.inside(parent)
    if entry.country_code != parent.country_code or entry.point is None or parent.point is None:
        return False
    return distance_km(*entry.point, *parent.point) <= _AROUND_KM.get(parent.feature, 0.0)


def _nearest(found: Sequence[Entry], others: Sequence[Entry]) -> Entry | None:
    """The one that is meant of some villages of the same name."""
    if not found:
        return None
    away = sorted((_away(e, others), e.row, e) for e in found)
    first = away[0][2]
    rest = [(km, e) for km, _, e in away[1:] if _apart(first, e)]
    if not rest or rest[0][0] > _NEARER * max(away[0][0], _TOGETHER_KM):
        return first
    return None


def _away(entry: Entry, others: Sequence[Entry]) -> float:
    points = [o.point for o in others if o.point is not None]
    if entry.point is None or not points:
        return math.inf
    return min(distance_km(*entry.point, *point) for point in points)


def _apart(one: Entry, other: Entry) -> bool:
    return one.point is None or other.point is None or distance_km(*one.point, *other.point) > _TOGETHER_KM
