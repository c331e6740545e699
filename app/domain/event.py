"""What happened: one event with its evidence, and all that one article gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from app.domain.article import Anchor
from app.domain.casualties import Casualty, Count
from app.domain.dateline import Dateline
from app.domain.evidence import Source, Span
from app.domain.place import Place
from app.domain.time import EventTime, TimeExpression

Factuality = Literal["asserted", "alleged", "denied", "negated", "possible", "planned", "hypothetical"]
EntityKind = Literal[
    "person", "military", "government", "armed_group", "police", "civilians", "organization", "facility",
    "vehicle", "weapon", "media", "other",
]  # fmt: skip
StatementKind = Literal["direct", "indirect", "mixed"]
LinkRel = Literal["caused_by", "response_to", "part_of", "about", "repeats"]


@dataclass(frozen=True, slots=True)
class Participant:
    """Who or what took part. ``entity_id`` is the same for the same entity within an article."""

    role: str
    name: str
    span: Span | None
    entity_id: str | None
    kind: EntityKind
    country_code: str | None = None
    count: Count | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What was said. ``content`` leaves the quotation marks out; it has several spans when its cue breaks it."""

    kind: StatementKind
    content: tuple[Span, ...]
    cue: Span | None = None
    medium: str | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A relation to another event of the same article."""

    rel: LinkRel
    event_id: str


@dataclass(frozen=True, slots=True)
class Event:
    """One happening as one article tells it; field meanings are those of the API's contract."""

    id: str
    article_id: str
    type: str
    subtype: str | None
    codes: dict[str, Any]
    summary: str
    trigger: Span
    sentence: Span
    mentions: tuple[Span, ...]
    factuality: Factuality
    time: EventTime | None
    places: tuple[Place, ...]
    participants: tuple[Participant, ...]
    casualties: tuple[Casualty, ...]
    statement: Statement | None = None
    attribution: Source | None = None
    links: tuple[Link, ...] = ()
    confidence: float = 0.0
    incident_id: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, group, organization or thing of one article, with every mention of it."""

    id: str
    name: str
    kind: EntityKind
    country_code: str | None
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one article gives. ``id`` is the article's; ``pipeline`` names version and model."""

    id: str
    status: Literal["structured"]
    anchor: Anchor
    events: tuple[Event, ...]
    places: tuple[Place, ...]
    times: tuple[TimeExpression, ...]
    entities: tuple[Entity, ...]
    pipeline: str
    dateline: Dateline | None = None
