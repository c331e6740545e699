"""What may stand in a file of ``event_types/``; ``docs/event-types.md`` explains each key with an example."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Frame = Literal[
    "act", "harm", "explode", "clash", "come_under", "pass_to", "say", "custody", "gather", "give",
]  # fmt: skip
Effect = Literal["killed", "injured", "missing", "captured", "displaced", "sickened"]
#: PLOVER's contexts: what an event is about, besides what was done (manual of February 2024).
Context = Literal[
    "military", "intelligence", "executive", "legislative", "election", "political_institutions", "pro_democracy",
    "pro_autocracy", "economic", "legal", "reparations", "human_rights", "rights_freedoms", "repression",
    "human_security", "gender", "lgbt", "religion_ethnicity", "inequality", "diplomatic", "territory", "peacekeeping",
    "health", "asylum", "migration", "disasters", "natural_resource", "environment", "technology", "terrorism", "cbrn",
    "cyber", "misinformation", "crime", "corruption", "illegal_drugs", "trafficking",
]  # fmt: skip
Position = Literal["agent", "patient", "means", "harmed", "intervenes", "site", "speaker", "addressee", "aim"]


class Strict(BaseModel):
    """Base of the models of the ontology and of trigger files: frozen, no unknown keys."""

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
    hazard: str | None = Field(default=None, description="Hazard code of GLIDE, such as EQ for an earthquake.")


class Condition(Strict):
    """A role is filled by a participant of one of these kinds, or at all."""

    role: str
    kinds: tuple[str, ...] = ()


class ConditionalCodes(Condition):
    """Codes that replace the ordinary ones when the condition holds, and the other one where there is one."""

    also: Condition | None = None
    codes: Codes


class SubType(Strict):
    """A narrower sense of an event type."""

    label: str
    definition: str
    codes: Codes
    contexts: tuple[Context, ...] = Field(
        default=(), description="PLOVER's contexts that all its events have, besides those of the type"
    )
    aliases: tuple[str, ...] = Field(default=(), description="further names by which it can be requested")
    codes_when: tuple[ConditionalCodes, ...] = ()
    means: tuple[str, ...] = Field(default=(), description="classes of weapon that are used in this sub-type")
    narrowed_by: tuple[str, ...] = Field(
        default=(), description="sub-types into which a weapon named with the act may turn this one, best first"
    )
    families: tuple[str, ...] = Field(default=(), description="sub-types of one family may be names of one act")
    apart: bool = Field(default=False, description="never another name of an act of the default sub-type")
    two_sided: bool = Field(default=False, description="the target acts too: a clash")
    lasting: bool = Field(default=False, description="lasts for months: the story's day and town are not its own")
    implied_agent: str | None = Field(default=None, description="kind of who did it where nobody is named")
    shares_implied_agent: bool = Field(default=False, description="takes that agent from the same sentence")
    intervention: bool = Field(default=False, description="always what a force does to a gathering")
    reads: str | None = Field(default=None, description="of statements: the verb of its summary, such as 'denies'")
    claims_act: bool = Field(default=False, description="of statements: it claims the act that is reported before it")
    riotous: bool = Field(default=False, description="done by those who gather, it makes the gathering violent")


class Role(Strict):
    """A part that a participant plays in an event."""

    label: str = Field(description="Name for people.")
    definition: str = Field(description="Who or what fills the role.")
    is_place: bool = Field(default=False, description="A town that fills the role is where the event took place.")
    objects: tuple[str, ...] = Field(
        default=(), description="Kinds that fill it also as what the act is done to: the troops that are deployed."
    )
    kinds: tuple[str, ...] = Field(default=(), description="Kinds that may fill it; all kinds where none is given.")
    position: Position = Field(
        description="Where the role is found: `agent` who does it, `patient` to whom it is done, `means` with what, "
        "`harmed` by it, `intervenes` in it, `site` where it is done, or `speaker`, `addressee` and `aim` of what "
        "is said."
    )


class Escalation(Strict):
    """What a gathering becomes when those who gather use violence: sub-types ``when`` get the codes of ``to``."""

    when: tuple[str, ...]
    to: str


class Example(Strict):
    """A sentence and what it must give: the trigger's words and the sub-type, or ``none`` for a near-miss."""

    text: str
    trigger: str | None = None
    subtype: str | None = None
    none: bool = False


class EventType(Strict):
    """One event type: the content of one file. The words that report it lie in the lexicon of each language."""

    code: str
    label: str
    definition: str
    excludes: str
    version: int = Field(default=1, ge=1, description="raised when the file changes what is found; stored with events")
    group: str | None = Field(default=None, description="the group of types that it belongs to, such as 'law'")
    aliases: tuple[str, ...] = Field(default=(), description="further names by which it can be requested")
    frame: Frame
    records: Literal["act", "harm", "speech"] = Field(
        default="act", description="an act, what became of people, or what somebody says; one type each of the latter"
    )
    sign: Literal["violence", "force", "unrest"] | None = Field(
        default=None, description="what its strong words are a sign of, for weak words near them"
    )
    owns_harm: bool = Field(default=False, description="people killed or hurt beside it are its casualties")
    implied_act: str | None = Field(default=None, description="of harm: the type of act that armed killers commit")
    measures: tuple[str, ...] = Field(
        default=(), description="kinds of measures that its sentences may give, such as magnitude (measures.yaml)"
    )
    default_subtype: str | None = Field(default=None, description="the sub-type when none is known")
    family: str | None = Field(default=None, description="the time of an event goes on to later ones of its family")
    continues: tuple[str, ...] = Field(default=(), description="further families whose time goes on to this type")
    dates_story: bool = Field(default=False, description="its day is the day of the article's story")
    serial: bool = Field(
        default=False,
        description="comes in series, one act against each person, so that two reports are rarely one act",
    )
    intervenes: Literal["named", "implied"] | None = Field(
        default=None, description="may be a force acting against a gathering: when one is named, or also when nobody is"
    )
    escalates: Escalation | None = None
    codes: Codes
    contexts: tuple[Context, ...] = Field(default=(), description="PLOVER's contexts that all its events have")
    codes_when: tuple[ConditionalCodes, ...] = ()
    subtypes: dict[str, SubType] = {}
    roles: dict[str, Role]
    examples: tuple[Example, ...]

    @property
    def forceful(self) -> bool:
        """Whether it is an act of force or unrest, or harm to people."""
        return self.sign is not None or self.records != "act" or self.owns_harm

    def role_at(self, position: Position) -> str | None:
        """The role that is found at a position; None when the type has none there."""
        return next((name for name, role in self.roles.items() if role.position == position), None)

    def position_of(self, role: str | None) -> Position | None:
        """Where a role is found; None for a role that the type does not have."""
        return self.roles[role].position if role in self.roles else None

    def role_of_object(self, kind: str) -> str | None:
        """The role of what the act is done to, by its kind; None when the type has none."""
        own = (name for name, role in self.roles.items() if kind in role.objects)
        return next(own, None) or self.role_at("patient")

    def contexts_of(self, subtype: str | None) -> tuple[Context, ...]:
        """PLOVER's contexts that all events of a sub-type have."""
        found = self.subtype(subtype)
        return (*self.contexts, *(found.contexts if found else ()))

    def subtype(self, code: str | None) -> SubType | None:
        """A sub-type by its code; None for a code that the type does not have."""
        return self.subtypes.get(code) if code else None

    def lasts(self, subtype: str | None) -> bool:
        """Whether events of a sub-type last for months."""
        found = self.subtype(subtype)
        return found is not None and found.lasting

    def narrowed(self, subtype: str | None, weapons: Collection[str]) -> str | None:
        """The sub-type, narrowed by the classes of the weapons that were used."""
        general = self.subtype(subtype)
        for code in general.narrowed_by if general else ():
            if any(weapon in self.subtypes[code].means for weapon in weapons):
                return code
        return subtype

    def may_be_one_act(self, one: str | None, other: str | None) -> bool:
        """Whether two sub-types may be names of one act; always where no sub-type of the file has ``families``."""
        a, b = self.subtype(one), self.subtype(other)
        if one == other or a is None or b is None or not any(s.families for s in self.subtypes.values()):
            return True
        if self.default_subtype in (one, other):
            return not (a.apart or b.apart)
        return bool(set(a.families) & set(b.families))
