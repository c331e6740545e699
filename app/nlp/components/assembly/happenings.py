"""One happening → its act event and the casualties event that the act caused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc

from app.domain.casualties import Casualty
from app.domain.codes import event_codes
from app.domain.event import Event, Factuality, Link, Participant
from app.domain.evidence import Source, Span
from app.domain.kinds import ARMED
from app.domain.place import Place
from app.domain.time import EventTime
from app.nlp.annotations import CasualtyFound, EventCluster, RoleFiller, Toponym
from app.nlp.components.assembly.affiliations import kinds_by_role
from app.nlp.components.assembly.confidence import confidence
from app.nlp.components.assembly.naming import Naming
from app.nlp.components.assembly.summary import summarise
from app.nlp.components.casualties import settle
from app.nlp.components.triggers.weapons import weapon_class
from app.ontology import EventType, catalogue
from app.ontology.schema import Position

_COARSENESS = {"minute": 0, "hour": 0, "part_of_day": 0, "day": 0}
_WATERS = frozenset({"SEA", "OCN", "GULF", "STRT", "BAY", "CHN"})
_FINENESS = {"point": 0, "city": 1, "admin1": 2, "country": 3, "region": 4, None: 5}


@dataclass(frozen=True, slots=True)
class Shared:
    """What the act and its casualties have in common."""

    factuality: Factuality
    time: EventTime | None
    places: tuple[Place, ...]
    attribution: Source | None


def happening_events(doc: Doc, happening: EventCluster, naming: Naming) -> list[Event]:
    """The events that tell one happening: an act, its casualties, or both with a link."""
    numbers = (*happening.acts, *happening.harms)
    found = settle([c for c in doc._.casualties if c.trigger in numbers], doc)
    casualties = tuple(_casualty(c, naming) for c in found if not c.rival)
    acts = happening.acts or _acts_of_harm(doc, happening)
    events: list[Event] = []
    if acts:
        events.append(_event(doc, acts, numbers, naming, casualties))
    hurt = any((c.low or c.high or c.low is None) and c.effect in ("killed", "injured") for c in casualties)
    if happening.harms or hurt:  # "no casualties", "abducted three": told on the act alone
        harms = happening.harms or tuple(dict.fromkeys(c.trigger for c in found))
        harm = _event(doc, harms, numbers, naming, casualties, kind=catalogue().harm.code)
        if events:  # the same violence has the same codes, whichever event is asked for
            harm = replace(harm, codes=events[0].codes, links=(Link("caused_by", events[0].id),))
        events.append(harm)
        events += _rival_events(doc, harm, [c for c in found if c.rival], numbers, naming)
    return events


def _rival_events(
    doc: Doc, harm: Event, rivals: Sequence[CasualtyFound], numbers: Sequence[int], naming: Naming
) -> list[Event]:
    """What others say of the same victims: a ``casualties`` event for each claim, about the first; not to be added."""
    out = []
    for n, claim in enumerate(rivals, start=1):
        casualty = _casualty(claim, naming)
        event = _event(doc, (claim.trigger,), numbers, naming, (casualty,), kind=harm.type)
        links = (Link("about", harm.id),)
        out.append(replace(event, id=naming.event_id(harm.type, event.trigger, n), codes=harm.codes, links=links))
    return out


def _acts_of_harm(doc: Doc, happening: EventCluster) -> tuple[int, ...]:
    """Killing by an armed actor or a weapon is an act of violence even when no other word tells the act."""
    if catalogue().harm.implied_act is None:
        return ()
    agents = {
        f.trigger
        for f in doc._.roles
        if (_position(doc, f) == "agent" and f.mention.kind in ARMED)
        or (_position(doc, f) == "means" and f.mention.kind == "weapon")
    }
    return tuple(n for n in happening.harms if n in agents)


def _position(doc: Doc, filler: RoleFiller) -> Position | None:
    """Where the role of a filler is found, by the type of the words that it belongs to."""
    return catalogue().position(doc._.triggers[filler.trigger].type, filler.role)


def _event(
    doc: Doc,
    chosen: Sequence[int],
    numbers: Sequence[int],
    naming: Naming,
    casualties: tuple[Casualty, ...],
    *,
    kind: str | None = None,
) -> Event:
    triggers = doc._.triggers
    first = triggers[chosen[0]]
    code = kind or catalogue()[first.type].implied_act or first.type
    order = [*chosen, *(n for n in numbers if n not in chosen)]
    shared = _shared(doc, order, naming)
    participants = _participants(doc, order, naming, code)
    subtype = _subtype(doc, chosen, order, code)
    kinds = kinds_by_role(doc, order, participants, casualties)
    filled = {catalogue().position(code, p.role) for p in participants}
    mentions = tuple(dict.fromkeys(naming.span((triggers[n].start, triggers[n].end)) for n in chosen))
    event = Event(
        id=naming.event_id(code, mentions[0]),
        article_id=naming.article_id,
        type=code,
        subtype=subtype,
        codes=event_codes(code, subtype, kinds),
        summary="",
        trigger=mentions[0],
        sentence=naming.sentence(first.head),
        mentions=mentions,
        factuality=shared.factuality,
        time=shared.time,
        places=shared.places,
        participants=participants,
        casualties=casualties,
        attribution=shared.attribution,
        confidence=confidence(first, shared.time, filled, casualties, len(mentions)),
    )
    return replace(event, summary=summarise(event))


def _shared(doc: Doc, order: Sequence[int], naming: Naming) -> Shared:
    modalities, told = doc._.modalities, doc._.attributions
    first = order[0]
    factuality: Factuality = modalities[first].factuality if first < len(modalities) else "asserted"
    attribution = told[first] if first < len(told) else None
    return Shared(
        factuality=factuality,
        time=_time(doc, order),
        places=_places(doc, order),
        attribution=naming.source(attribution.speaker, attribution.cue) if attribution else None,
    )


def _time(doc: Doc, order: Sequence[int]) -> EventTime | None:
    """The best known time: told by an expression before inferred; a finer one counts when it lies in a coarser one."""
    known: Sequence[EventTime | None] = doc._.event_times
    times = [time for n in order if n < len(known) and (time := known[n])]
    best = min(times, key=lambda t: (t.source != "expression", _COARSENESS.get(t.precision, 2)), default=None)
    if best is None or best.precision not in _COARSENESS:
        inner = [t for t in times if t.precision in _COARSENESS and (best is None or _inside(t, best))]
        return min(inner, key=lambda t: (t.source != "expression", _COARSENESS[t.precision]), default=best)
    return best


def _inside(one: EventTime, other: EventTime) -> bool:
    """Whether a time lies in another."""
    if not (one.start and one.end and other.start and other.end):
        return False
    return other.start <= one.start and one.end <= other.end


def _agrees(first: Place, other: Place) -> bool:
    """Whether a place may be the finer name of the one told first: no town is the finer name of a sea."""
    return first.feature not in _WATERS or first.name == other.name


def _places(doc: Doc, order: Sequence[int]) -> tuple[Place, ...]:
    """Every place of the happening once; the main one is the finest of the first trigger that names any."""
    lists: list[tuple[Toponym, ...]] = [doc._.event_places[n] for n in order if n < len(doc._.event_places)]
    named = [places for places in lists if places]
    if not named:
        return ()
    named = [places for places in named if _agrees(named[0][0].place, places[0].place)]
    lead = min(named, key=lambda places: (_FINENESS[places[0].place.precision], -places[0].place.confidence))
    out: dict[tuple[object, str], Place] = {}
    for toponym in lead:
        place = toponym.place
        out.setdefault((place.geonames_id, place.name), place)
    return tuple(out.values())


def _participants(doc: Doc, order: Sequence[int], naming: Naming, code: str) -> tuple[Participant, ...]:
    """Participants of all triggers, one for each role and entity, named mentions before pronouns."""
    held: dict[tuple[str, object], Participant] = {}
    position = {n: k for k, n in enumerate(order)}
    fillers = sorted(
        (f for f in doc._.roles if f.trigger in position), key=lambda f: (f.mention.pronoun, position[f.trigger])
    )
    for filler in fillers:
        role = _role_in(doc, filler, code)
        if role is None or _retold(doc, filler, fillers):
            continue
        if naming.known(filler.mention).pronoun:  # "we", "they" of whom nothing else is known
            continue
        participant = naming.participant(role, filler.mention)
        key = (role, participant.entity_id or participant.name.lower())
        before = held.get(key)
        if before is None or (before.count is None and participant.count is not None):
            held[key] = participant if before is None else replace(before, count=participant.count)
    return tuple(held.values())


def _role_in(doc: Doc, filler: RoleFiller, code: str) -> str | None:
    """The role that a filler has in an event of a type, when its words are of another: by where it is found.

    Those harmed are victims of the act; those to whom an act is done are victims only of words that report harm.
    """
    event_type = catalogue()[code]
    if filler.role in event_type.roles:
        return filler.role
    trigger = doc._.triggers[filler.trigger]
    own, position = catalogue()[trigger.type], _position(doc, filler)
    if position is None or not (own.owns_harm or own.records == "harm"):
        return None
    if position == "patient" and own.records == "harm":
        return event_type.role_at("harmed") or event_type.role_at("patient")
    if position == "patient" and event_type.records == "harm" and not trigger.effect:
        return None
    return event_type.role_at(position)


def _retold(doc: Doc, filler: RoleFiller, fillers: Sequence[RoleFiller]) -> bool:
    """Whether the article tells more of a headline's participant: "Troops" who are "government troops" below it."""
    mention, title = filler.mention, doc._.context.title_end
    if mention.proper or mention.pronoun or doc[mention.head].idx >= title:
        return False
    lemma, count = doc[mention.head].lemma_.lower(), mention.quantity.low if mention.quantity else None
    for other in fillers:
        theirs = other.mention
        if other.role != filler.role or doc[theirs.head].idx < title or theirs.pronoun:
            continue
        number = theirs.quantity.low if theirs.quantity else None
        same = doc[theirs.head].lower_ == doc[mention.head].lower_ or doc[theirs.head].lemma_.lower() == lemma
        bare = doc[mention.head].pos_ == "NUM" and number == count is not None
        if bare or (same and (count is None or number in (None, count))):
            return True
    return False


def _subtype(doc: Doc, chosen: Sequence[int], order: Sequence[int], code: str) -> str | None:
    """The first specific sub-type among an act's triggers, narrowed by the weapons of the whole happening."""
    event_type = catalogue()[code]
    named = [t.subtype for n in chosen if (t := doc._.triggers[n]).type == code and t.subtype]
    subtype = _most_telling(event_type, named) or event_type.default_subtype
    used = [f for f in doc._.roles if f.trigger in order and _position(doc, f) in ("means", "agent")]
    return event_type.narrowed(subtype, {kind for f in used if (kind := weapon_class(doc[f.mention.head]))})


def _most_telling(event_type: EventType, named: Sequence[str]) -> str | None:
    """The first specific sub-type, or another beside it to which that one may narrow: bombing → suicide bombing."""
    first = next((s for s in named if s != event_type.default_subtype), named[0] if named else None)
    general = event_type.subtype(first)
    return next((s for s in (general.narrowed_by if general else ()) if s in named), first)


def _casualty(found: CasualtyFound, naming: Naming) -> Casualty:
    return Casualty(
        effect=found.effect,
        low=found.low,
        high=found.high,
        approximate=found.approximate,
        cumulative=found.cumulative,
        span=naming.span(found.figure),
        victims=_span(found.victims, naming),
        victim_kind=found.victim_kind,
        place=found.place,
        claimed_by=naming.source(found.claimant, found.claim_cue) if found.claimant else None,
    )


def _span(extent: tuple[int, int] | None, naming: Naming) -> Span | None:
    return naming.span(extent) if extent else None
