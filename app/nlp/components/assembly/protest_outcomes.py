"""What became of a protest? Police who disperse it, arrests among those who came, stones that they throw.

A protest and what another event of the article tells of it are one story to the coders of unrest: the protest gets the
participant ``force`` (who stepped in), or the codes of a riot. Nothing is joined: both events stay. An act belongs to
the protest that is told nearest.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from app.domain.codes import event_codes
from app.domain.event import Event, Participant
from app.domain.kinds import STATE
from app.nlp.components.assembly.affiliations import allegiance
from app.nlp.components.assembly.summary import summarise

_TOLD = frozenset({"asserted", "alleged"})
_NEAR = 600  # characters: what is told further on is told of something else
_RIOTING = frozenset(
    {"arson", "property_destruction", "beating", "ground_assault", "armed_clash", "grenade_attack", "other"}
)
_PEACEFUL = frozenset({"demonstration", "obstruction", None})


def escalated(events: Sequence[Event]) -> list[Event]:
    """The events, protests told with what became of them."""
    acts = [e for e in events if e.type in ("strike", "arrest", "protest") and e.factuality in _TOLD]
    protests = sorted((e for e in acts if e.type == "protest"), key=lambda e: e.trigger.start)
    if not protests:
        return list(events)
    sequel: dict[str, list[Event]] = {}
    for act in acts:
        near = [p for p in _around(protests, act) if p is not act and _belongs(p, act)]
        if near:
            nearest = min(near, key=lambda p: abs(p.trigger.start - act.trigger.start))
            sequel.setdefault(nearest.id, []).append(act)
    return [_told_whole(e, sequel[e.id]) if e.id in sequel else e for e in events]


def _around(protests: Sequence[Event], act: Event) -> Sequence[Event]:
    """The protests told near an act."""
    first = bisect_left(protests, act.trigger.start - _NEAR, key=lambda p: p.trigger.start)
    last = bisect_right(protests, act.trigger.start + _NEAR, key=lambda p: p.trigger.start)
    return protests[first:last]


def _told_whole(protest: Event, sequel: Sequence[Event]) -> Event:
    people = {p.entity_id for p in protest.participants if p.role == "protester"} - {None}
    steps = [e for e in sequel if _intervenes(e, people)]
    violent = protest.subtype in _PEACEFUL and any(_riots(e, people) for e in sequel)
    if not steps and not violent:
        return protest
    participants = (*protest.participants, *_forces(steps))
    kinds: dict[str, list[str]] = {}
    for p in participants:
        kinds.setdefault(p.role, []).append(p.kind)
    if steps:
        harsh = any(_sub_event_type(e) == "Excessive force against protesters" for e in steps)
        kinds.setdefault("force", []).append("excessive" if harsh else "police")
    codes = event_codes("protest", "riot" if violent else protest.subtype, kinds)
    told = replace(protest, participants=participants, codes=codes)
    return replace(told, summary=summarise(told))


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
    """Whether an event tells that police or troops acted against the protesters."""
    if event.type == "strike" and event.subtype == "crowd_control":
        return True
    if event.type not in ("strike", "arrest"):
        return False
    agents = {p.kind for p in event.participants if p.role in ("attacker", "authority")}
    if event.type == "strike" and not agents & STATE:
        return False
    if agents and not agents & STATE:
        return False
    return any(_of_protesters(p, people) for p in event.participants if p.role in ("target", "victim"))


def _riots(event: Event, people: set[str | None]) -> bool:
    """Whether an event tells violence by the protesters."""
    if event.type == "protest":
        return event.subtype in ("riot", "barricade")
    if event.type != "strike" or event.subtype not in _RIOTING:
        return False
    agents = [p for p in event.participants if p.role == "attacker"]
    if any(_of_protesters(p, people) for p in agents):
        return True
    return event.subtype == "armed_clash" and _sub_event_type(event) == "Violent demonstration"


def _forces(steps: Sequence[Event]) -> list[Participant]:
    """Those who stepped in, each once."""
    out: dict[object, Participant] = {}
    for event in steps:
        for p in event.participants:
            if p.role in ("attacker", "authority") and p.kind in STATE:
                out.setdefault(p.entity_id or p.name, replace(p, role="force"))
    return list(out.values())
