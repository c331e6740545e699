"""The happenings of one article: each act with the harm that it did, as one report.

An article reports a happening by several events: an act, its casualties, and often the same act again in other words
that the reader could not join. What nothing distinguishes from the main happening of the article belongs to its report.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from app.domain.event import Event, Extraction
from app.domain.figures import event_figure, is_toll, stated
from app.domain.geo import Point, distance_km
from app.domain.place import Place
from app.domain.text_folding import name_key
from app.ontology import catalogue

#: Two places of towns nearer than this may be names of one.
TOWN_KM = 25.0
_TOLD = ("asserted", "alleged")
_JOINING = ("caused_by", "part_of", "repeats")
_EXACT = dt.timedelta(hours=36)
_HOURS = dt.timedelta(hours=3)
Interval = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True)
class Report:
    """One happening as one article reports it: what is compared with the reports of other articles.

    Attributes
    ----------
    event_ids
        Its events, the one that stands for it first.
    counting
        The event whose figures are those of the report, as its other events have fewer or none.
    interval
        When it happened, half-open, in local time; None when unknown or open.
    towns
        Names and points of its places that are known to a town or better.
    divisions, countries
        First-level divisions, as "US alabama", and countries.
    actors
        Keys of the full names of people who took part.
    weight
        How much the article is about it.
    """

    event_ids: tuple[str, ...]
    counting: str
    family: str
    interval: Interval | None
    towns: tuple[tuple[str, Point], ...]
    divisions: frozenset[str]
    countries: frozenset[str]
    actors: frozenset[str]
    killed: int | None
    injured: int | None
    weight: float

    @cached_property
    def day(self) -> dt.date | None:
        """The day on which it happened; None when it is not known to a day."""
        when = self.interval
        return when[0].date() if when and when[1] - when[0] <= _EXACT else None

    def shares_town(self, other: Report) -> bool:
        """Whether a town of one may be a town of the other."""
        return any(distance_km(*p, *q) <= TOWN_KM for (_, p), (_, q) in product(self.towns, other.towns))


def reports_of(extraction: Extraction, title: str | None) -> tuple[Report, ...]:
    """The reports of an article, the main one first; an article that reports nothing has none."""
    events = [event for event in extraction.events if is_told(event)]
    groups = [(_weight(group, len(title or "")), group) for group in _groups(events)]
    groups.sort(key=lambda weighed: (-weighed[0], weighed[1][0].trigger.start))
    return tuple(_absorbed(groups))


def is_told(event: Event) -> bool:
    """Whether an event is reported as a happening of its own: not what somebody says, and no war as a whole."""
    known = catalogue().types.get(event.type)
    speech = known is not None and known.records == "speech"
    return event.factuality in _TOLD and not speech and not event.background and not is_toll(event)


def interval_of(event: Event) -> Interval | None:
    """An event's time as a half-open interval; None when a side is open or unknown."""
    time = event.time
    if time is None or time.start is None or time.end is None:
        return None
    start, end = (dt.datetime.fromisoformat(side).replace(tzinfo=None) for side in (time.start, time.end))
    return (start, end) if end >= start else None


def is_town(place: Place) -> bool:
    """Whether a place is known to a town or better."""
    return place.precision in ("point", "city") and place.latitude is not None


def _family(event: Event) -> str:
    known = catalogue().types.get(event.type)
    return (known.family if known else None) or event.type


def _facts(events: Sequence[Event], weight: float) -> Report:
    places = [place for event in events for place in event.places]
    towns = {(p.name, p.admin1): (p.name, (p.latitude, p.longitude)) for p in places if is_town(p)}
    people = (name_key(who.name).strip() for event in events for who in event.participants if who.kind == "person")
    counting = max(events, key=lambda event: (stated(event, "killed") or 0, stated(event, "injured") or 0))
    return Report(
        event_ids=tuple(event.id for event in events),
        counting=counting.id,
        family=_family(events[0]),
        interval=next((found for event in events if (found := interval_of(event))), None),
        towns=tuple((name, (lat, lon)) for name, (lat, lon) in towns.values() if lat is not None and lon is not None),
        divisions=frozenset(f"{p.country_code}{name_key(p.admin1)}".strip() for p in places if p.admin1),
        countries=frozenset(p.country_code for p in places if p.country_code),
        actors=frozenset(name for name in people if " " in name),
        killed=event_figure(events[0], "killed"),
        injured=event_figure(events[0], "injured"),
        weight=round(weight, 2),
    )


def _groups(events: Sequence[Event]) -> Iterable[list[Event]]:
    """Events that are joined by links, the act first."""
    by_id = {event.id: event for event in events}
    root: dict[str, str] = {}
    for event in events:
        at, seen = event, {event.id}
        while (up := _up(at, by_id)) and up.id not in seen:
            at = up
            seen.add(at.id)
        root[event.id] = at.id
    groups: dict[str, list[Event]] = {}
    for event in events:
        groups.setdefault(root[event.id], []).append(event)
    tops = {top: by_id[top] for top in groups}
    return ([tops[top], *(e for e in group if e.id != top)] for top, group in groups.items())


def _up(event: Event, by_id: dict[str, Event]) -> Event | None:
    return next((by_id[link.event_id] for link in event.links if link.rel in _JOINING and link.event_id in by_id), None)


def _weight(group: Sequence[Event], title_end: int) -> float:
    """How much an article is about a group of events."""
    act = group[0]
    spans = {(span.start, span.end) for event in group for span in (event.trigger, *event.mentions)}
    harm = any(event.casualties for event in group)
    in_title = any(start < title_end for start, _ in spans)
    return len(spans) + 4 * in_title + 2 * harm + 1.5 * (interval_of(act) is not None) + _of_harm(act)


def _of_harm(event: Event) -> float:
    """Acts that harm people, and their harm, are what an article is about sooner than what followed."""
    known = catalogue().types.get(event.type)
    return 3.0 if known and (known.owns_harm or known.records == "harm") else 0.0


def _absorbed(groups: Sequence[tuple[float, list[Event]]]) -> list[Report]:
    """A report of each group; what nothing distinguishes from a weightier one is joined to it."""
    out: list[tuple[Report, list[Event]]] = []
    for weight, events in groups:
        report = _facts(events, weight)
        for n, (other, others) in enumerate(out):
            if may_be_same(other, report):
                out[n] = _facts([*others, *events], other.weight), [*others, *events]
                break
        else:
            out.append((report, events))
    return [report for report, _ in out]


def may_be_same(main: Report, other: Report) -> bool:
    """Whether nothing that an article says distinguishes two of its reports."""
    if main.family != other.family or not _times_meet(main.interval, other.interval):
        return False
    if main.towns and other.towns and not main.shares_town(other):
        return False
    if main.divisions and other.divisions and not main.divisions & other.divisions:
        return False
    if main.countries and other.countries and not main.countries & other.countries:
        return False
    return _within(main.killed, other.killed) and _within(main.injured, other.injured)


def _times_meet(one: Interval | None, other: Interval | None) -> bool:
    if one is None or other is None:
        return True
    return (one[0] < other[1] and other[0] < one[1]) or abs(one[0] - other[0]) <= _HOURS


def _within(main: int | None, other: int | None) -> bool:
    """A part of the figure may be given again, more than all of it not."""
    return main is None or other is None or other <= main
