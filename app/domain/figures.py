"""Figures of casualties: which number stands for a claim, for an effect, and which events repeat another's figures."""

from __future__ import annotations

from typing import Protocol

from app.domain.event import Event


class Claim(Protocol):
    """Anything with a lowest and a highest number, such as ``Casualty``."""

    @property
    def low(self) -> int | None:
        """The lowest number; None for "up to 16"."""

    @property
    def high(self) -> int | None:
        """The highest number; None for "at least 16"."""


def claim_figure(claim: Claim) -> int | None:
    """The number that stands for a claim: its lowest, or the highest where only that is given ("up to 16")."""
    return claim.low if claim.low is not None else claim.high


def event_figure(event: Event, effect: str) -> int | None:
    """The highest figure of one effect among an event's claims; None without one."""
    own = (c for c in event.casualties if c.effect == effect and not c.rival)
    figures = [claim_figure(casualty) for casualty in own]
    return max((number for number in figures if number is not None), default=None)


def counted_elsewhere(event: Event) -> bool:
    """Whether an event only repeats the figures of the act that it links to with ``caused_by``."""
    return any(link.rel == "caused_by" for link in event.links)
