"""Every attribute that a component may write on a Doc, declared once, and the small records that they hold.

All positions named ``start``, ``end`` and ``head`` are token indices (half-open); characters appear only in the
records of ``app.domain``. Components talk to each other through these attributes and through nothing else.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from spacy.tokens import Doc

from app.domain.article import Anchor
from app.domain.casualties import Effect
from app.domain.event import EntityKind, Event, Factuality, StatementKind
from app.domain.evidence import Span
from app.domain.place import Place
from app.domain.time import EventTime, TimeExpression


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of things: "at least 16", "two dozen", "16-18". ``counted`` is the head of what is counted, or -1."""

    start: int
    end: int
    low: int | None
    high: int | None
    approximate: bool = False
    counted: int = -1


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name and its resolution. ``usage``: place, government or demonym.

    ``described``: no name of it stands there, as in "the Kenyan capital".
    """

    start: int
    end: int
    place: Place
    usage: Literal["place", "government", "modifier"] = "place"
    described: bool = False


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression and its normalised value."""

    start: int
    end: int
    expression: TimeExpression


@dataclass(frozen=True, slots=True)
class Mention:
    """A noun phrase or pronoun that names somebody or something.

    ``start``/``end`` leave out relative clauses and prepositional tails; ``entity`` is the number of its entity in
    the article (set by entity_coreference); ``name`` is canonical; ``description`` is the title ("Al-Qaim Mayor").
    """

    start: int
    end: int
    head: int
    kind: EntityKind
    name: str
    country_code: str | None = None
    proper: bool = False
    pronoun: bool = False
    plural: bool = False
    quantity: Quantity | None = None
    description: str | None = None
    entity: int = -1


@dataclass(frozen=True, slots=True)
class Quotation:
    """Characters: ``start``/``end`` between the marks, ``outer_start``/``outer_end`` with them."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    paragraph: int
    closed: bool = True


@dataclass(frozen=True, slots=True)
class StatementFound:
    """Something said: character ranges of the content, the cue's tokens, and the mention of who said it."""

    kind: StatementKind
    content: tuple[tuple[int, int], ...]
    cue: tuple[int, int] | None
    speaker: Mention | None
    addressee: Mention | None = None
    medium: str | None = None
    stance: str | None = None
    verb: int = -1
    target: Mention | None = None  # whom an accusation, threat, demand or praise is aimed at
    further: tuple[Mention, ...] = ()  # who says it besides: "residents and an official said"
    negated: bool = False  # "did not say that", "no group claimed"


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that report an event. ``head`` is the syntactic head, from which roles, time and place are sought.

    ``effect`` is set on triggers that report what happened to people (killed, injured …); ``frame`` names the way in
    which grammar finds the roles (see ``ontology``).
    """

    start: int
    end: int
    head: int
    type: str
    subtype: str | None
    frame: str
    effect: Effect | None = None
    weight: float = 0.5
    background: bool = False  # a war or series as a whole, violence in general: no event with a day of its own


@dataclass(frozen=True, slots=True)
class RoleFiller:
    """One participant of an event. ``trigger`` is the position in ``doc._.triggers``."""

    trigger: int
    role: str
    mention: Mention
    reason: str | None = None  # why one that the chosen mention's sentence does not name takes part; completion


@dataclass(frozen=True, slots=True)
class CasualtyFound:
    """A figure: how many of whom suffered what. ``trigger`` is the position in ``doc._.triggers``.

    ``victims`` is the token range of the victims' noun phrase; ``claimant`` who says so (cue: token range).
    """

    trigger: int
    effect: Effect
    low: int | None
    high: int | None
    approximate: bool
    cumulative: bool
    figure: tuple[int, int]
    victims: tuple[int, int] | None = None
    victim_kind: str | None = None
    claimant: Mention | None = None
    claim_cue: tuple[int, int] | None = None
    place: Place | None = None
    # What ``settle`` needs to know the same victims again (see ``casualties.settling``).
    head: int = -1  # token index of the victims' head
    # "hit": shot or stabbed, outcome not stated; "treated": in hospital; "listed": in some condition;
    # "total": the sum that the article itself draws; "estimate": what somebody puts the figure at; "update": a toll
    # that has risen
    basis: Literal["stated", "hit", "treated", "listed", "total", "estimate", "update", "correction"] = "stated"
    definite: bool = False  # "the victim", "he", a name: somebody who may have been mentioned before
    further: bool = False  # "another", "two others": on top of those counted before
    part: bool = False  # "one of them", "including two children": within those counted before
    rival: bool = False  # set by ``settle``: another claimant's figure for the same victims, never to be added


@dataclass(frozen=True, slots=True)
class Modality:
    """How sure the article is that an event took place; ``cue`` is the token range that says so."""

    factuality: Factuality
    cue: tuple[int, int] | None = None
    past_reference: bool = False
    attempted: bool = False  # "tried to shoot": what it was to do to people was not done
    act: Factuality | None = None  # "tried to kill": the killing is negated, but an attack took place


#: Whether an event happens once, again and again ("every night"), goes on as the article is written ("keeps shelling"),
#: is a sum over a span ("since March"), or is counted from another event ("days after five guards were killed").
TimeScope = Literal["once", "habit", "ongoing", "span", "offset"]


@dataclass(frozen=True, slots=True)
class TimeFrame:
    """An expression that dates more than its own clause; ``start`` is its first token.

    ``kind``: "occurrence" (it dates that something took place: "it happened on Friday"), "opening" (it opens a
    sentence), "clause" (it dates a clause other than an aftermath), "fronted" (it opens a sentence that reports
    what was said or done later), "document" (the dateline's full date).
    """

    start: int
    expression: TimeExpression
    kind: Literal["occurrence", "opening", "clause", "fronted", "document"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says that an event took place, when it is not the article itself. Token ranges."""

    speaker: Mention
    cue: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class EventCluster:
    """Triggers (positions in ``doc._.triggers``) that report one event: the acts, and the harm that they did.

    The chosen trigger comes first in each. ``acts`` is empty where only the harm is reported.
    """

    acts: tuple[int, ...]
    harms: tuple[int, ...] = ()
    link: float | None = None  # log-odds of the best join that its first trigger had and did not take

    @property
    def numbers(self) -> tuple[int, ...]:
        """All its triggers, the acts first."""
        return (*self.acts, *self.harms)


@dataclass(frozen=True, slots=True)
class EventFields:
    """What is known of one event: its time, places, participants, and its figures without double counting.

    ``elsewhere``: figures of its parts in other places ("killed three in Kherson, two in Nikopol").
    """

    time: EventTime | None
    places: tuple[Place, ...]
    fillers: tuple[RoleFiller, ...]
    claims: tuple[CasualtyFound, ...]
    elsewhere: tuple[CasualtyFound, ...] = ()


@dataclass(frozen=True, slots=True)
class DatelineFound:
    """A dateline by its form, as ranges of characters: before the model runs tokens may still be split.

    ``end`` is where the article's own words begin; a ``doubtful`` one must name a known place.
    """

    whole: tuple[int, int]
    end: int
    places: tuple[tuple[int, int], ...]
    date: tuple[int, int] | None = None
    agency: tuple[int, int] | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """What is known of an article before it is read."""

    article_id: str = ""
    title_end: int = 0
    published_at: str | None = None
    source: str | None = None
    max_events: int = 2000
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def most(self) -> int:
        """How many triggers, and statements, are kept: one more than events are, which shows that there are more."""
        return self.max_events + 1


#: name → default. Written by the component of the same name unless said otherwise.
DOC_ATTRIBUTES: dict[str, Any] = {
    "context": ReadingContext(),  # the extractor
    "anchor": Anchor(None, "none"),  # times
    "paragraphs": (),  # sentences: token ranges
    "boilerplate": (),  # sentences: token ranges that are no news
    "filed": (),  # tuple[DatelineFound, ...] in text order; sentences
    "dateline": None,  # Dateline | None; datelines
    "quantities": (),  # tuple[Quantity, ...] in text order
    "times": (),  # tuple[TimeMention, ...] in text order
    "toponyms": (),  # tuple[Toponym, ...] in text order
    "mentions": (),  # tuple[Mention, ...] in text order; entity numbers are set by entity_coreference
    "quotations": (),  # tuple[Quotation, ...] in text order
    "statements": (),  # tuple[StatementFound, ...] in text order; quotes
    "triggers": (),  # tuple[Trigger, ...] in text order
    "roles": (),  # tuple[RoleFiller, ...] sorted by trigger
    "casualties": (),  # tuple[CasualtyFound, ...]
    "modalities": (),  # tuple[Modality, ...], one for each trigger; factuality
    "attributions": (),  # tuple[Attribution | None, ...], one for each trigger
    "event_times": (),  # tuple[EventTime | None, ...], one for each trigger
    "time_frames": (),  # tuple[TimeFrame, ...] in text order; event_times
    "time_scopes": (),  # tuple[TimeScope, ...], one for each trigger; event_times
    "event_places": (),  # tuple[tuple[Toponym, ...], ...], one for each trigger
    "same_place": frozenset(),  # positions of triggers whose words point back to a place ("there"); event_places
    "scene": None,  # Toponym | None: the place that the article names most; event_places
    "event_fields": (),  # tuple[EventFields, ...], one for each cluster; completion
    "event_clusters": (),  # tuple[EventCluster, ...] in text order; merging
    "events": (),  # tuple[Event, ...]: assembly
    "entities": (),  # tuple[Entity, ...]: assembly
}


def declare() -> None:
    """Register the attributes with spaCy; safe to call again."""
    for name, default in DOC_ATTRIBUTES.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)


def span_of(doc: Doc, start: int, end: int) -> Span:
    """The evidence span (characters) of a token range."""
    first, last = doc[start], doc[end - 1]
    begin, stop = first.idx, last.idx + len(last)
    return Span(begin, stop, doc[start:end].text)  # doc.text would join every token of the article


def fillers_of(doc: Doc, triggers: Iterable[int]) -> Iterator[RoleFiller]:
    """The participants of some triggers, in text order; ``doc._.roles`` is sorted by trigger."""
    roles: Sequence[RoleFiller] = doc._.roles
    for number in sorted(triggers):
        for position in range(bisect_left(roles, number, key=_trigger_of), len(roles)):
            if roles[position].trigger != number:
                break
            yield roles[position]


def _trigger_of(filler: RoleFiller) -> int:
    return filler.trigger


__all__ = [
    "DOC_ATTRIBUTES",
    "Attribution",
    "CasualtyFound",
    "DatelineFound",
    "Event",
    "EventCluster",
    "EventFields",
    "EventTime",
    "Mention",
    "Modality",
    "Quantity",
    "Quotation",
    "ReadingContext",
    "RoleFiller",
    "StatementFound",
    "TimeFrame",
    "TimeMention",
    "TimeScope",
    "Toponym",
    "Trigger",
    "declare",
    "fillers_of",
    "span_of",
]
