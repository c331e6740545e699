"""Figures of casualties: the number that stands for a claim and for an event, and which events are added up.

An article claims figures: an event's own, which together make up its number ("three soldiers and a boy" are four
killed), rival figures of other sources for the same victims, and running tolls over several events. Only own figures
are added up, and of two events of one article that give the same figures only one is counted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from app.domain.casualties import Casualty, Effect
from app.domain.documentation import doc
from app.domain.event import Event

#: Relations to an event that has the same figures.
_REPEATING = ("caused_by", "repeats")


class Claim(Protocol):
    """Anything with a lowest and a highest number, such as ``Casualty``."""

    @property
    def low(self) -> int | None:
        """The lowest number; None for "up to 16"."""

    @property
    def high(self) -> int | None:
        """The highest number; None for "at least 16"."""


@dataclass(frozen=True, slots=True)
class Figure:
    """How many people suffered an effect in an event."""

    best: int | None = field(default=None, metadata=doc("The number to add up: the sum of the event's own claims."))
    low: int | None = field(default=None, metadata=doc("Lowest number claimed; null when no claim has a lower bound."))
    high: int | None = field(default=None, metadata=doc("Highest number claimed; null when a claim is open above."))


def claim_figure(claim: Claim) -> int | None:
    """The number that stands for a claim: its lowest, or the highest where only that is given ("up to 16")."""
    return claim.low if claim.low is not None else claim.high


def own_claims(casualties: Iterable[Casualty]) -> list[Casualty]:
    """The claims that together make up the figures of an event: neither running tolls nor rivals."""
    return [claim for claim in casualties if not claim.cumulative and not claim.rival]


def own_figure(casualties: Iterable[Casualty], effect: Effect) -> Figure:
    """The sum of an event's own claims of one effect, without the bounds of its rivals."""
    return _sum([claim for claim in own_claims(casualties) if claim.effect == effect])


def event_figure(event: Event, effect: Effect) -> int | None:
    """The number of people who suffered an effect in an event; None when unknown.

    It is the sum of the event's own claims. An event that has none at all gives its highest running toll instead; it
    is not counted (``is_counted``).
    """
    return figure(event.casualties, effect).best


def stated(event: Event, effect: Effect) -> int | None:
    """The number of an event as its article states it; None when unknown.

    An article that says itself that 13 were killed, and quotes somebody on the last two of them, states 13: its own
    number goes before what it quotes, if it is higher.
    """
    if not event.casualties or (own := event_figure(event, effect)) is None:
        return None
    rivals = (c for c in event.casualties if c.rival and not c.cumulative and c.claimed_by is None)
    numbers = [n for claim in rivals if claim.effect == effect and (n := claim_figure(claim)) is not None]
    return max([own, *numbers])


def effects(event: Event) -> list[Effect]:
    """The effects that an event's claims are about, each once, in their order."""
    return list(dict.fromkeys(claim.effect for claim in event.casualties))


def figure(casualties: Iterable[Casualty], effect: Effect) -> Figure:
    """The figure of one effect among an event's claims (see ``event_figure``)."""
    claims = list(casualties)
    if not claims:
        return Figure()
    if own := own_claims(claims):
        rivals = [claim for claim in claims if claim.rival and not claim.cumulative]
        return _bounded(_sum([c for c in own if c.effect == effect]), [c for c in rivals if c.effect == effect])
    tolls = [claim for claim in claims if claim.effect == effect]
    highest = max(tolls, key=lambda claim: claim_figure(claim) or 0, default=None)
    return Figure() if highest is None else Figure(claim_figure(highest), highest.low, highest.high)


def _sum(claims: list[Casualty]) -> Figure:
    numbers = [number for claim in claims if (number := claim_figure(claim)) is not None]
    lows = [claim.low for claim in claims if claim.low is not None]
    highs = [claim.high for claim in claims if claim.high is not None]
    return Figure(
        best=sum(numbers) if numbers else None,
        low=sum(lows) if lows else None,
        high=sum(highs) if highs and len(highs) == len(claims) else None,
    )


def _bounded(own: Figure, rivals: list[Casualty]) -> Figure:
    """An event's own figure, with bounds that its rivals may widen."""
    if own.best is None:
        return own
    lows = [number for number in (own.low, *(claim.low for claim in rivals)) if number is not None]
    highs = [own.high, *(claim.high for claim in rivals)]
    known = [number for number in highs if number is not None]
    return Figure(own.best, min(lows, default=None), max(known) if known and len(known) == len(highs) else None)


def repeats(event: Event) -> bool:
    """Whether another event of the article has the same figures."""
    return any(link.rel in _REPEATING for link in event.links)


def is_counted(event: Event) -> bool:
    """Whether an event's figures are to be added up: it repeats no other event, and has claims of its own, or none."""
    return not repeats(event) and (not event.casualties or bool(own_claims(event.casualties)))


def is_toll(event: Event) -> bool:
    """Whether the only figures of an event are running tolls over several events."""
    return bool(event.casualties) and all(claim.cumulative for claim in event.casualties)


def cause(event: Event) -> str | None:
    """The id of the act that caused the casualties of an event, which counts them; None without one."""
    return next((link.event_id for link in event.links if link.rel == "caused_by"), None)
