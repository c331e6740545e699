"""What became of a protest? Police who disperse it, arrests among those who came, stones that they throw.

Datasets of unrest record a protest and what followed it as one event: the protest gets the participant ``force`` (who
stepped in), or the codes of a riot. Nothing is joined: both events stay. An act belongs to the protest that the text
mentions nearest to it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from app.domain.codes import event_codes
from app.domain.event import Event, Participant
from app.domain.kinds import STATE
from app.domain.summary import summarise
from app.nlp.components.assembly.affiliations import allegiance
from app.ontology import catalogue
from app.ontology.schema import Position

_REPORTED = frozenset({"asserted", "alleged"})
_NEAR = 600  # characters: an act mentioned further away is taken for that of something else


def escalated(events: Sequence[Event]) -> list[Event]:
    """The events, each protest completed with what became of it."""
    types = catalogue()
    acts = [e for e in events if (types[e.type].intervenes or types[e.type].escalates) and e.factuality in _REPORTED]
    protests = sorted((e for e in acts if types[e.type].escalates), key=lambda e: e.trigger.start)
    if not protests:
        return list(events)
    sequel: dict[str, list[Event]] = {}
    for act in acts:
        near = [p for p in _around(protests, act) if p is not act and _belongs(p, act)]
        if near:
            nearest = min(near, key=lambda p: abs(p.trigger.start - act.trigger.start))
            sequel.setdefault(nearest.id, []).append(act)
    return [_completed(e, sequel[e.id]) if e.id in sequel else e for e in events]


def _around(protests: Sequence[Event], act: Event) -> Sequence[Event]:
    """The protests mentioned near an act."""
    first = bisect_left(protests, act.trigger.start - _NEAR, key=lambda p: p.trigger.start)
    last = bisect_right(protests, act.trigger.start + _NEAR, key=lambda p: p.trigger.start)
    return protests[first:last]


def _completed(protest: Event, sequel: Sequence[Event]) -> Event:
    event_type = catalogue()[protest.type]
    gathered, force, escalation = event_type.role_at("agent"), event_type.role_at("intervenes"), event_type.escalates
    people = {p.entity_id for p in protest.participants if p.role == gathered} - {None}
    steps = [e for e in sequel if _intervenes(e, people)] if force else []
    peaceful = escalation is not None and (protest.subtype is None or protest.subtype in escalation.when)
    violent = peaceful and any(_riots(e, people) for e in sequel)
    if not steps and not violent:
        return protest
    participants = (*protest.participants, *(replace(p, role=force or p.role) for p in _forces(steps)))
    kinds: dict[str, list[str]] = {}
    for p in participants:
        kinds.setdefault(p.role, []).append(p.kind)
    if steps and force:
        harsh = any(_sub_event_type(e) == "Excessive force against protesters" for e in steps)
        kinds.setdefault(force, []).append("excessive" if harsh else "police")
    code = escalation.to if escalation and violent else protest.subtype
    codes = event_codes(protest.type, code, kinds, contexts=protest.codes["plover"]["context"])
    completed = replace(protest, participants=participants, codes=codes)
    return replace(completed, summary=summarise(completed))


def _belongs(protest: Event, other: Event) -> bool:
    """Whether another event is of the protest's day, as far as is known."""
    a, b = protest.time, other.time
    if a is None or b is None or not (a.start and a.end and b.start and b.end):
        return True
    return a.start < b.end and b.start < a.end


def _sub_event_type(event: Event) -> str | None:
    code: str | None = event.codes["acled"]["sub_event_type"]
    return code


def _of_protesters(participant: Participant, people: set[str | None]) -> bool:
    return participant.entity_id in people or "protesters" in allegiance(participant)


def _intervenes(event: Event, people: set[str | None]) -> bool:
    """Whether an event reports that police or troops acted against the protesters."""
    event_type = catalogue()[event.type]
    subtype = event_type.subtype(event.subtype)
    if subtype and subtype.intervention:
        return True
    if event_type.intervenes is None:
        return False
    agents = {p.kind for p in _at(event, "agent")}
    if not agents & STATE and (agents or event_type.intervenes == "named"):
        return False
    return any(_of_protesters(p, people) for p in _at(event, "patient", "harmed"))


def _at(event: Event, *positions: Position) -> list[Participant]:
    """The participants whose roles are found at one of the positions."""
    return [p for p in event.participants if catalogue().position(event.type, p.role) in positions]


def _riots(event: Event, people: set[str | None]) -> bool:
    """Whether an event reports violence by the protesters."""
    event_type = catalogue()[event.type]
    subtype = event_type.subtype(event.subtype)
    if subtype is None or not subtype.riotous:
        return False
    if event_type.escalates or any(_of_protesters(p, people) for p in _at(event, "agent")):
        return True
    return subtype.two_sided and _sub_event_type(event) == "Violent demonstration"


def _forces(steps: Sequence[Event]) -> list[Participant]:
    """Those who stepped in, each once."""
    out: dict[object, Participant] = {}
    for event in steps:
        for p in _at(event, "agent"):
            if p.kind in STATE:
                out.setdefault(p.entity_id or p.name, p)
    return list(out.values())
