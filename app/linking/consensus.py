"""When, where and who, after all reports: the most exact value that most sources agree on, with its rivals."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from app.domain.event import Event, Participant
from app.domain.geo import distance_km, point_of
from app.domain.incident import Rival
from app.domain.place import Place
from app.domain.text_folding import name_key
from app.domain.time import EventTime
from app.linking.figures import Reported
from app.linking.reports import TOWN_KM, interval_of
from app.ontology import catalogue

T = TypeVar("T")
_FINEST_PLACE = ("point", "city", "admin1", "region", "country", None)
MOST_PARTICIPANTS, MOST_PLACES, MOST_RIVALS = 20, 5, 10


def common_kind(reported: Sequence[Reported]) -> Event:
    """The event whose type, and of these whose sub-type, most sources give; a named sub-type goes before others."""
    each = [_act(one) for one in _each_outlet(reported)]
    types = Counter(event.type for event in each)
    kind = max(types, key=lambda code: (types[code], code))
    known = catalogue().types.get(kind)
    unnamed = (None, known.default_subtype if known else None)
    votes = Counter(event.subtype for event in each if event.type == kind)
    narrower = max(votes, key=lambda code: (code not in unnamed, votes[code], code or ""))
    return next(event for event in map(_act, reported) if (event.type, event.subtype) == (kind, narrower))


def _act(one: Reported) -> Event:
    """What a report says was done: the clash that killed, also where its first event is that a town was taken."""
    owners = [known.owns_harm for e in (one.event, one.counting) if (known := catalogue().types.get(e.type))]
    return one.counting if owners == [False, True] else one.event


def common_time(reported: Sequence[Reported]) -> tuple[EventTime | None, list[Rival]]:
    """The most exact time on the day that most sources give, and the other days."""
    timed = [(one, when) for one in reported if (when := interval_of(one.event))]
    if not timed:
        return next((one.event.time for one in reported if one.event.time), None), []
    exact = [(one, when) for one, when in timed if when[1] - when[0] <= dt.timedelta(hours=36)]
    votes = _votes((when[0].date(), one.outlet) for one, when in exact or timed)
    first = min(one.moment.date() for one in reported)
    day = max(votes, key=lambda d: (votes[d], d <= first, d))  # of equals, the last before the first report
    of_day = [(when[1] - when[0], n, one.event.time) for n, (one, when) in enumerate(timed) if when[0].date() == day]
    rivals = [Rival("time", d.isoformat(), n) for d, n in votes.items() if d != day and exact]
    return min(of_day, key=lambda found: found[:2])[2], rivals


def common_places(reported: Sequence[Reported]) -> tuple[tuple[Place, ...], list[Rival]]:
    """The places of the town that most sources give, the most exact first, and the other towns."""
    main = [(one, one.event.places[0]) for one in reported if one.event.places]
    known = [(one, place) for one, place in main if place.precision in ("point", "city")] or main
    if not known:
        return (), []
    votes = {p.name: len({o.outlet for o, q in known if _agree(p, q)}) for _, p in known}
    first = max(known, key=lambda found: (votes[found[1].name], -_FINEST_PLACE.index(found[1].precision)))[1]
    agreeing = [place for _, place in main if _agree(first, place)]
    agreeing.sort(key=lambda place: (_FINEST_PLACE.index(place.precision), -place.confidence))
    best = [place for place in agreeing if place.name == first.name] + agreeing
    others = {place.name: n for (_, place), n in ((f, votes[f[1].name]) for f in known) if not _agree(first, place)}
    return tuple(_each(best, lambda p: p.name)[:MOST_PLACES]), [Rival("place", name, n) for name, n in others.items()]


def common_participants(reported: Sequence[Reported]) -> tuple[Participant, ...]:
    """Who took part, each once in a role: those whom most sources name come first."""
    votes = _votes(((who.role, name_key(who.name)), one.outlet) for one in reported for who in one.event.participants)
    every = [who for one in reported for who in one.event.participants]
    once = _each(every, lambda who: (who.role, name_key(who.name)))
    once.sort(key=lambda who: -votes[who.role, name_key(who.name)])
    return tuple(once[:MOST_PARTICIPANTS])


def _agree(one: Place, other: Place) -> bool:
    """Whether two places may be one: the same, in one town, or one of them wide and the other in it."""
    if one.name == other.name and one.country_code == other.country_code:
        return True
    a, b = point_of(one), point_of(other)
    if a and b and one.precision in ("point", "city") and other.precision in ("point", "city"):
        return distance_km(*a, *b) <= TOWN_KM
    return False


def _votes(said: Iterable[tuple[T, str]]) -> dict[T, int]:
    """How many outlets say what."""
    found: dict[T, set[str]] = {}
    for value, outlet in said:
        found.setdefault(value, set()).add(outlet)
    return {value: len(outlets) for value, outlets in found.items()}


def _each_outlet(reported: Sequence[Reported]) -> list[Reported]:
    return list({one.outlet: one for one in reversed(reported)}.values())


def _each(values: Iterable[T], key: Callable[[T], object]) -> list[T]:
    found: dict[object, T] = {}
    for value in values:
        found.setdefault(key(value), value)
    return list(found.values())
