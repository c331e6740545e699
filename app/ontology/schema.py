"""What may stand in a file of ``event_types/``. Unknown keys are refused; each key is explained here."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Frame = Literal["act", "harm", "explode", "clash", "come_under", "say", "custody", "gather"]
Effect = Literal["killed", "injured", "missing", "captured", "displaced", "sickened"]


class Strict(BaseModel):
    """Base of the models of this file: frozen, no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PloverCode(Strict):
    """PLOVER 2.0 event and mode (Open Event Data Alliance, manual of February 2024)."""

    event: str | None = Field(default=None, description="Event code, such as ASSAULT.")
    mode: str | None = Field(default=None, description="Mode code, such as aerial.")


class AcledCode(Strict):
    """ACLED event type and sub-event type (codebook of 2023)."""

    event_type: str | None = Field(default=None, description="Event type, such as Battles.")
    sub_event_type: str | None = Field(default=None, description="Sub-event type, such as Armed clash.")


class Codes(Strict):
    """The codes of one event type or sub-type in the vocabularies of other projects."""

    plover: PloverCode = Field(default=PloverCode(), description="PLOVER 2.0 event and mode.")
    cameo: str | None = Field(default=None, description="CAMEO code, such as 195.")
    acled: AcledCode = Field(default=AcledCode(), description="ACLED event type and sub-event type.")


class Condition(Strict):
    """A role is filled by a participant of one of these kinds, or at all."""

    role: str
    kinds: tuple[str, ...] = ()


class ConditionalCodes(Condition):
    """Codes that replace the ordinary ones when the condition holds, and the other one where there is one."""

    also: Condition | None = None
    codes: Codes


class SubType(Strict):
    """A narrower sense of an event type. ``means``: classes of weapon that turn a general act into this one."""

    label: str
    definition: str
    codes: Codes
    codes_when: tuple[ConditionalCodes, ...] = ()
    means: tuple[str, ...] = ()


class Role(Strict):
    """A part that a participant plays in an event."""

    label: str = Field(description="Name for people.")
    definition: str = Field(description="Who or what fills the role.")
    position: Literal["agent", "patient", "means"] | None = Field(
        default=None, description="Grammatical position of the role: `agent`, `patient`, `means`, or none."
    )


class Unless(Strict):
    """Lemmas by position. As ``unless`` they are look-alikes: the trigger does not fire when one stands there."""

    object: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    modifier: tuple[str, ...] = Field(default=(), description="adjective or noun before the trigger")
    preposition: tuple[str, ...] = Field(default=(), description="preposition after it: 'strike at', 'shoot for'")
    governed: tuple[str, ...] = Field(default=(), description="noun after any preposition: 'attack of asthma'")
    particle: tuple[str, ...] = ()
    governor: tuple[str, ...] = Field(default=(), description="noun or verb above: 'strike breaker', 'go on strike'")
    verb_above: tuple[str, ...] = Field(default=(), description="verb that has the noun as object: 'stage a march'")
    bare_after: tuple[str, ...] = Field(default=(), description="preposition right before a bare noun: 'on strike'")


class TriggerGroup(Strict):
    """Words that tell the event, with the same sub-type and the same grammar.

    ``phrases`` are written ``verb +object``, ``verb ^particle``, ``verb >preposition noun`` or ``verb <subject``
    (lemmas; alternatives parted by ``|``; ``*`` is any noun, ``@weapon`` any weapon, ``@projectile`` one that flies,
    ``@riot`` one of that class). ``weak`` triggers need a sign of violence in their clause: an armed actor, a weapon …
    """

    subtype: str | None = None
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    frame: Frame | None = None
    effect: Effect | None = None
    weak: bool = False
    accidental: bool = Field(default=False, description="also told of accidents; casualties alone are no sign")
    modifiers: tuple[str, ...] = Field(default=(), description="one of these must stand before it: 'sexual assault'")
    needs_object: bool = False
    needs_means: bool = Field(default=False, description="a weapon must be named beside it: 'mortar fire'")
    object_kinds: tuple[str, ...] = Field(default=(), description="kinds that its object must have, or 'place'")
    subject_kinds: tuple[str, ...] = Field(default=(), description="kinds that its subject must have, or 'crowd'")
    no_object: bool = False
    passive: bool = Field(default=False, description="only in the passive: 'nine men were held'")
    needs: Unless | None = Field(default=None, description="one of these must stand in its position")
    exclusive: bool = Field(default=False, description="where this sense fits, the word has no other")
    signs: Literal["violence", "unrest"] = Field(default="violence", description="what a weak trigger needs")
    unless: Unless = Unless()
    note: str | None = None


class Example(Strict):
    """A sentence and what it must give: the trigger's words and the sub-type, or ``none`` for a near-miss."""

    text: str
    trigger: str | None = None
    subtype: str | None = None
    none: bool = False


class EventType(Strict):
    """One event type: the content of one file."""

    code: str
    label: str
    definition: str
    excludes: str
    frame: Frame
    codes: Codes
    codes_when: tuple[ConditionalCodes, ...] = ()
    subtypes: dict[str, SubType] = {}
    roles: dict[str, Role]
    triggers: tuple[TriggerGroup, ...] = ()
    examples: tuple[Example, ...]
