"""The people of an article as linking compares them: how old they are, who was killed, who is suspected, where it was
treated. What is certain about them sets two happenings apart (``vetoes``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from app.domain.event import Event, Extraction, Participant
from app.domain.geo import Point, distance_km
from app.domain.text_folding import name_key
from app.linking.reports import Report
from app.ontology import catalogue

#: Hospitals farther apart than this are not those of one happening.
HOSPITALS_KM = 80.0
_AGE_BEHIND = re.compile(r"\s*[,(]\s*(\d{1,2})\s*[,).;]")
_AGE_BEFORE = re.compile(r"\b(\d{1,2})-year-old\s+(?:\w+\s+){0,2}$")
_HOSPITAL = re.compile(r"(?:hospitals?|medical cent(?:er|re)|trauma cent(?:er|re)) (?:in|at) (?:\w+ )?$", re.IGNORECASE)
_LOOKED = 48  # characters before a name
_SAME_AGE = 1  # year: people have birthdays between two reports


@dataclass(frozen=True, slots=True)
class People:
    """The people of an article.

    Attributes
    ----------
    ages
        The age of each person whose full name and age are given, by the key of the name.
    killed
        Keys of the names of all whom the main happening killed; empty unless all of them are named.
    suspects
        Keys of the full names of those who did it, or were arrested.
    hospitals
        Points of towns in whose hospitals people were treated.
    """

    ages: Mapping[str, int]
    killed: frozenset[str]
    suspects: frozenset[str]
    hospitals: tuple[Point, ...]


NOBODY = People({}, frozenset(), frozenset(), ())


def people_of(text: str, extraction: Extraction, main: Report | None, names: Collection[str]) -> People:
    """The people of an article, of whom those with full names are known."""
    events = {event.id: event for event in extraction.events}
    of_main = [events[one] for one in main.event_ids] if main else []
    killed = {key for event in of_main for who in event.participants if (key := _key(who, names)) and _is_victim(who)}
    whole = main is not None and main.killed is not None and main.killed == len(killed)
    suspects = {key for event in extraction.events for key in _suspects(event, names)}
    return People(
        dict(_ages(text, extraction, names)),
        frozenset(killed) if whole else frozenset(),
        frozenset(suspects - killed),
        tuple(_hospitals(text, extraction)),
    )


def shared(one: Collection[str], other: Collection[str], ages: tuple[Mapping[str, int], Mapping[str, int]]) -> set[str]:
    """The names that are in both, without those whose ages differ: other people of the same name."""
    mine, theirs = ages
    common = set(one) & set(other)
    return {n for n in common if n not in mine or n not in theirs or abs(mine[n] - theirs[n]) <= _SAME_AGE}


def vetoes(one: People, other: People) -> Iterator[str]:
    """What makes it certain that the people of two articles were not in one happening, if they have none in common."""
    if one.killed and other.killed and not _family_names(one.killed) & _family_names(other.killed):
        yield "different people were killed"
    apart = [distance_km(*p, *q) for p, q in product(one.hospitals, other.hospitals)]
    if apart and min(apart) > HOSPITALS_KM:
        yield "hospitals in different towns"
    a, b = ({each.ages[name] for name in each.suspects if name in each.ages} for each in (one, other))
    if a and b and all(abs(x - y) > _SAME_AGE for x, y in product(a, b)):
        yield "suspects of different ages"


def _family_names(names: Collection[str]) -> set[str]:
    return {word for name in names for word in name.split() if len(word) > 2}


def _key(who: Participant, names: Collection[str]) -> str | None:
    key = name_key(who.name).strip() if who.kind == "person" else ""
    return key if key in names else None


def _is_victim(who: Participant) -> bool:
    return who.role in ("victim", "target")


def _suspects(event: Event, names: Collection[str]) -> Iterator[str]:
    known = catalogue().types.get(event.type)
    if known is None or not (known.owns_harm or known.frame == "custody"):
        return
    wanted = "agent" if known.owns_harm else "patient"
    for who in event.participants:
        role = known.roles.get(who.role)
        if role and role.position == wanted and (key := _key(who, names)):
            yield key


def _ages(text: str, extraction: Extraction, names: Collection[str]) -> Iterator[tuple[str, int]]:
    for entity in extraction.entities:
        key = name_key(entity.name).strip()
        for span in entity.spans if key in names else ():
            before = text[max(0, span.start - _LOOKED) : span.start]
            if found := _AGE_BEHIND.match(text, span.end) or _AGE_BEFORE.search(before):
                yield key, int(found.group(1))
                break


def _hospitals(text: str, extraction: Extraction) -> Iterator[Point]:
    for place in extraction.places:
        if place.span is None or place.latitude is None or place.longitude is None:
            continue
        before = text[max(0, place.span.start - _LOOKED) : place.span.start]
        if place.precision in ("point", "city") and _HOSPITAL.search(before):
            yield place.latitude, place.longitude
