"""One event with its evidence, and everything that is extracted from one article."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from app.domain.article import Anchor
from app.domain.casualties import Casualty, Count
from app.domain.dateline import Dateline
from app.domain.documentation import doc
from app.domain.evidence import Source, Span
from app.domain.measure import Measure
from app.domain.place import Place
from app.domain.time import EventTime, TimeExpression

Factuality = Literal["asserted", "alleged", "denied", "negated", "possible", "planned", "hypothetical"]
EntityKind = Literal[
    "person", "military", "government", "armed_group", "police", "civilians", "organization", "facility",
    "vehicle", "weapon", "media", "other",
]  # fmt: skip
StatementKind = Literal["direct", "indirect", "mixed"]
LinkRel = Literal["caused_by", "response_to", "part_of", "about", "repeats"]
ReviewStatus = Literal["confirmed", "corrected", "added"]


@dataclass(frozen=True, slots=True)
class Participant:
    """A person, group or thing that takes part in an event."""

    role: str = field(metadata=doc("A role that the event type declares: attacker, target, victim, weapon, speaker …"))
    name: str = field(metadata=doc("Name: canonical where it is known, else as written."))
    span: Span | None = field(metadata=doc("The words for the participant; null when it was inferred."))
    entity_id: str | None = field(metadata=doc("Id of the entity, the same for all its mentions in the article."))
    kind: EntityKind = field(metadata=doc("What the participant is."))
    country_code: str | None = field(
        default=None,
        metadata=doc(
            "ISO 3166-1 alpha-2 code of the country it belongs to; of governments, their forces and office holders "
            "without one, that of the only country that the text names."
        ),
    )
    count: Count | None = field(default=None, metadata=doc("How many there are, where the text gives a number."))
    description: str | None = field(default=None, metadata=doc("Title or description, such as 'prime minister'."))
    sector: str | None = field(
        default=None, metadata=doc("Sector of society in PLOVER's codes, such as GOV, MIL, COP, REB, OPP, BUS or CVL.")
    )
    reason: str | None = field(
        default=None,
        metadata=doc("Why a participant that the event's own sentence does not name is believed to take part."),
    )


@dataclass(frozen=True, slots=True)
class Statement:
    """The content of a statement."""

    kind: StatementKind = field(metadata=doc("`direct` (in quotation marks), `indirect` or `mixed`."))
    content: tuple[Span, ...] = field(
        metadata=doc("What was said, without quotation marks; several spans when the cue interrupts it.")
    )
    cue: Span | None = field(default=None, metadata=doc("The words that introduce it, such as 'said'."))
    medium: str | None = field(default=None, metadata=doc("The medium through which it was said, such as 'CNN'."))
    topic: str | None = field(default=None, metadata=doc("Id of the event that the statement is about."))


@dataclass(frozen=True, slots=True)
class Link:
    """A relation to another event of the same article."""

    rel: LinkRel = field(metadata=doc("The relation of this event to the other one."))
    event_id: str = field(metadata=doc("Id of the other event."))


@dataclass(frozen=True, slots=True)
class Review:
    """What people have done with an event; its history has every step and the machine's version."""

    status: ReviewStatus = field(metadata=doc("`confirmed`, `corrected`, or `added` where the machine missed it."))
    fields: tuple[str, ...] = field(metadata=doc("The fields whose values come from people; empty when confirmed."))
    by: str = field(metadata=doc("Who did it last: the name of a key, or `anonymous`."))
    at: str = field(metadata=doc("When (ISO 8601, UTC)."))
    reason: str | None = field(metadata=doc("The reason that was given last."))


@dataclass(frozen=True, slots=True)
class Event:
    """One event as one article reports it."""

    id: str = field(metadata=doc("UUID of the event; the same article gives the same ids again."))
    article_id: str = field(metadata=doc("UUID of the article that reports it."))
    type: str = field(metadata=doc("Event type: a code of `GET /v1/event-types`."))
    subtype: str | None = field(metadata=doc("Sub-type of the event type."))
    codes: dict[str, Any] = field(
        metadata=doc(
            "Codes of the event in other vocabularies: `plover` (`event`, `mode`, `context`), `cameo`, `acled`, "
            "`ucdp`, `hazard` (GLIDE)."
        )
    )
    summary: str = field(metadata=doc("One line made from the fields."))
    trigger: Span = field(metadata=doc("The word or phrase that expresses the event."))
    sentence: Span = field(metadata=doc("The sentence of the trigger."))
    mentions: tuple[Span, ...] = field(
        metadata=doc("Every trigger in the article that expresses this event, the chosen one first.")
    )
    factuality: Factuality = field(metadata=doc("How the article presents the event; `asserted` is a plain report."))
    time: EventTime | None = field(metadata=doc("When it happened; null when the text does not say."))
    places: tuple[Place, ...] = field(metadata=doc("Where it happened, main place first."))
    participants: tuple[Participant, ...] = field(metadata=doc("Who and what took part, with their roles."))
    casualties: tuple[Casualty, ...] = field(metadata=doc("Claimed figures of the event, one entry for each claim."))
    statement: Statement | None = field(default=None, metadata=doc("What was said; only for type `statement`."))
    attribution: Source | None = field(
        default=None, metadata=doc("The source that reports the event; null when the article itself does.")
    )
    links: tuple[Link, ...] = field(default=(), metadata=doc("Relations to other events of the same article."))
    about_places: tuple[Place, ...] = field(
        default=(),
        metadata=doc("Statements only: the places that the content is about, those of `about` events first."),
    )
    about_time: EventTime | None = field(
        default=None, metadata=doc("Statements only: the time that the content is about; null when it names none.")
    )
    background: bool = field(
        default=False,
        metadata=doc(
            "Whether the event is a war, a series or violence as a whole, named as the background of others; it has a "
            "time only where its own words give one."
        ),
    )
    confidence: float = field(
        default=0.0, metadata=doc("Estimated probability, 0 to 1, that the whole record is right.")
    )
    measures: tuple[Measure, ...] = field(
        default=(), metadata=doc("How strong or large it was: the magnitude of an earthquake, the wind of a storm.")
    )
    type_version: int | None = field(
        default=None, metadata=doc("Version of the event type's file by which it was read; null where people added it.")
    )
    incident_id: str | None = field(
        default=None, metadata=doc("UUID of the incident that joins the reports of several articles.")
    )
    counted: bool = field(
        default=True,
        metadata=doc(
            "Whether its figures are to be added up; false when another event of the article has the same figures, and "
            "when they are only running tolls or rival claims."
        ),
    )
    review: Review | None = field(
        default=None,
        metadata=doc("What people have confirmed, corrected or added; null for what only the machine read."),
    )


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, group, organization or thing of one article, with all its mentions."""

    id: str = field(metadata=doc("Id of the entity, as in `participants`."))
    name: str = field(metadata=doc("Name: canonical where it is known, else as written."))
    kind: EntityKind = field(metadata=doc("What the entity is."))
    country_code: str | None = field(metadata=doc("ISO 3166-1 alpha-2 code of the country it belongs to."))
    spans: tuple[Span, ...] = field(metadata=doc("Every mention in the article."))


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything that was extracted from one article."""

    id: str = field(metadata=doc("UUID of the article, made from its content."))
    status: Literal["structured"] = field(metadata=doc("State of the article; `structured` when it has been read."))
    anchor: Anchor = field(metadata=doc("The date against which relative dates were resolved."))
    events: tuple[Event, ...] = field(metadata=doc("The events, in the order of the text."))
    places: tuple[Place, ...] = field(metadata=doc("Every place name that refers to a place, resolved where possible."))
    times: tuple[TimeExpression, ...] = field(metadata=doc("Every time expression of the text."))
    entities: tuple[Entity, ...] = field(
        metadata=doc("Every named person, group and organization; every weapon and vehicle.")
    )
    pipeline: str = field(metadata=doc("Version and model of the pipeline that read the article."))
    dateline: Dateline | None = field(default=None, metadata=doc("The dateline; null when the article has none."))
    truncated: bool = field(
        default=False, metadata=doc("Whether events are missing because there are too many (setting `max_events`).")
    )
