"""One happening → its act event and the casualties event that the act caused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from app.domain.casualties import Casualty
from app.domain.codes import event_codes
from app.domain.event import Event, Factuality, Link, Participant
from app.domain.evidence import Source, Span
from app.domain.kinds import ARMED
from app.domain.summary import summarise
from app.nlp.annotations import CasualtyFound, EventCluster, EventFields, Modality, RoleFiller, fillers_of
from app.nlp.components.assembly.affiliations import kinds_by_role
from app.nlp.components.assembly.confidence import confidence
from app.nlp.components.assembly.contexts import contexts
from app.nlp.components.assembly.measures import measures
from app.nlp.components.assembly.naming import Naming
from app.nlp.components.assembly.sides import others_side
from app.nlp.lexicon.weapons import weapon_class
from app.ontology import EventType, catalogue
from app.ontology.schema import Position

_DOERS: tuple[Position, ...] = ("agent", "means")


def cluster_events(doc: Doc, number: int, naming: Naming) -> list[Event]:
    """The events of one happening: an act, its casualties, or both with a link."""
    cluster: EventCluster = doc._.event_clusters[number]
    fields: EventFields = doc._.event_fields[number]
    casualties = tuple(_casualty(c, naming) for c in fields.claims)
    acts = cluster.acts or _acts_of_harm(doc, cluster)
    events: list[Event] = []
    if acts:
        events.append(_event(doc, acts, cluster, fields, naming))
    hurt = any((c.low or c.high or c.low is None) and c.effect in ("killed", "injured") for c in casualties)
    if cluster.harms or hurt:  # "no casualties", "abducted three": on the act alone
        harms = cluster.harms or tuple(dict.fromkeys(c.trigger for c in fields.claims))
        harm = _event(doc, harms, cluster, fields, naming, kind=catalogue().harm.code)
        if events:
            harm = _caused_by(harm, events[0])
        events.append(harm)
    parts = [_part(doc, number, n, naming) for n in range(len(fields.elsewhere))]
    whole = (Link("part_of", events[0].id),) if events else ()
    return [*events, *(replace(part, links=whole) for part in parts)]


def _caused_by(harm: Event, act: Event) -> Event:
    """The harm that an act has caused: with its codes, and without attacker and weapon where it has none: accidents."""
    types, kind = catalogue(), catalogue()[act.type]
    absent = {None} if kind.sign else {p for p in _DOERS if kind.role_at(p) is None}
    parts = tuple(p for p in harm.participants if types.position(harm.type, p.role) not in absent)
    about = sorted({*act.codes["plover"]["context"], *harm.codes["plover"]["context"]})
    codes = act.codes | {"plover": act.codes["plover"] | {"context": about}}
    harm = replace(harm, codes=codes, participants=parts, links=(Link("caused_by", act.id),))
    return replace(harm, summary=summarise(harm))


def _part(doc: Doc, number: int, part: int, naming: Naming) -> Event:
    """What one happening did in another place: the casualties there."""
    cluster: EventCluster = doc._.event_clusters[number]
    fields: EventFields = doc._.event_fields[number]
    claim = fields.elsewhere[part]
    places = (claim.place,) if claim.place else ()
    agents = tuple(f for f in fields.fillers if _position(doc, f) in ("agent", "means"))
    there = replace(fields, places=places, fillers=agents, claims=(claim,), elsewhere=())
    event = _event(doc, (claim.trigger,), cluster, there, naming, kind=catalogue().harm.code)
    return replace(event, id=naming.event_id(event.type, event.trigger, part + 1))


def _acts_of_harm(doc: Doc, cluster: EventCluster) -> tuple[int, ...]:
    """Killing by an armed actor or a weapon is an act of violence even when no other word names the act."""
    if catalogue().harm.implied_act is None:
        return ()
    agents = {
        f.trigger
        for f in fillers_of(doc, cluster.harms)
        if (_position(doc, f) == "agent" and f.mention.kind in ARMED)
        or (_position(doc, f) == "means" and f.mention.kind == "weapon")
    }
    return tuple(n for n in cluster.harms if n in agents)


def _position(doc: Doc, filler: RoleFiller) -> Position | None:
    """Where the role of a filler is found, by the type of the words that it belongs to."""
    return catalogue().position(doc._.triggers[filler.trigger].type, filler.role)


def _event(
    doc: Doc,
    chosen: Sequence[int],
    cluster: EventCluster,
    fields: EventFields,
    naming: Naming,
    *,
    kind: str | None = None,
) -> Event:
    triggers = doc._.triggers
    first = triggers[chosen[0]]
    code = kind or catalogue()[first.type].implied_act or first.type
    casualties = tuple(_casualty(c, naming) for c in fields.claims)
    participants = _participants(doc, fields, naming, code)
    subtype = _subtype(doc, chosen, cluster, code)
    kinds = kinds_by_role(doc, cluster.numbers, participants, casualties)
    mentions = tuple(dict.fromkeys(naming.span((triggers[n].start, triggers[n].end)) for n in chosen))
    factuality = _factuality(doc, chosen[0], code)
    about = contexts(doc, chosen, participants)
    event = Event(
        id=naming.event_id(code, mentions[0]),
        article_id=naming.article_id,
        type=code,
        subtype=subtype,
        codes=event_codes(code, subtype, kinds, planned=factuality == "planned", contexts=about),
        summary="",
        trigger=mentions[0],
        sentence=naming.sentence(first.head),
        mentions=mentions,
        factuality=factuality,
        time=fields.time,
        places=fields.places,
        participants=participants,
        casualties=casualties,
        attribution=_attribution(doc, chosen[0], naming),
        background=all(triggers[n].background for n in chosen),
        measures=measures(doc, chosen, naming, catalogue()[code].measures),
        type_version=catalogue()[code].version,
    )
    return replace(event, summary=summarise(event), confidence=confidence(doc, event, cluster))


def _factuality(doc: Doc, trigger: int, code: str) -> Factuality:
    """How sure an event is; one who "tried to kill" somebody killed nobody, but attacked."""
    modality: Modality = doc._.modalities[trigger]
    return modality.act if modality.act and catalogue()[code].owns_harm else modality.factuality


def _attribution(doc: Doc, trigger: int, naming: Naming) -> Source | None:
    attribution = doc._.attributions[trigger]
    return naming.source(attribution.speaker, attribution.cue) if attribution else None


def _participants(doc: Doc, fields: EventFields, naming: Naming, code: str) -> tuple[Participant, ...]:
    """The participants of an event, one for each role and entity, named mentions before pronouns.

    A name in another mention of the happening that somebody in the role has is theirs: "six labourers".
    """
    held: dict[tuple[str, object], Participant] = {}
    keys: dict[tuple[str, str], tuple[str, object]] = {}
    fillers = others_side(doc, fields.fillers) if catalogue()[code].records == "harm" else fields.fillers
    for filler in sorted(fillers, key=lambda f: f.mention.pronoun):
        role = _role_in(doc, filler, code)
        known_as = naming.known(filler.mention)
        pointing = known_as.end - known_as.start == 1 and doc[known_as.head].tag_ in ("DT", "PDT")
        if role is None or known_as.pronoun or pointing:  # "we", "they", "both" of whom nothing else is known
            continue
        participant = replace(naming.participant(role, filler.mention), reason=filler.reason)
        name = (role, participant.name.lower())
        own = (role, participant.entity_id or participant.name.lower())
        known = keys.setdefault(name, own)
        key = known if participant.reason else own
        before = held.get(key)
        if before is None or (before.count is None and participant.count is not None):
            held[key] = participant if before is None else replace(before, count=participant.count)
    return tuple(held.values())


def _role_in(doc: Doc, filler: RoleFiller, code: str) -> str | None:
    """The role that a filler has in an event of a type, when its words are of another: by where it is found.

    Those harmed are victims of the act; those to whom an act is done are victims only of words that report harm.
    """
    event_type = catalogue()[code]
    trigger = doc._.triggers[filler.trigger]
    subtype = catalogue()[trigger.type].subtype(trigger.subtype)
    if event_type.records == "harm" and subtype is not None and subtype.two_sided and _position(doc, filler) != "site":
        return None  # which side of a clash did the harm is not said
    own, position = catalogue()[trigger.type], _position(doc, filler)
    if position == "patient" and event_type.owns_harm and doc._.modalities[filler.trigger].act:
        return event_type.role_at("patient")  # whom somebody only tried to kill is no victim
    if filler.role in event_type.roles:
        return filler.role
    if position is None or not (own.owns_harm or own.records == "harm"):
        return None
    if position == "patient" and own.records == "harm":
        return event_type.role_at("harmed") or event_type.role_at("patient")
    if position == "patient" and event_type.records == "harm" and not trigger.effect:
        return None
    return event_type.role_at(position)


def _subtype(doc: Doc, chosen: Sequence[int], cluster: EventCluster, code: str) -> str | None:
    """The first specific sub-type among an act's triggers, narrowed by the weapons of the whole happening."""
    event_type = catalogue()[code]
    own = [t.subtype for n in chosen if (t := doc._.triggers[n]).type == code]
    if event_type.records == "harm" and None in own:
        return event_type.default_subtype  # people were killed, too
    named = [subtype for subtype in own if subtype]
    subtype = _most_specific(event_type, named) or event_type.default_subtype
    used = [f for f in fillers_of(doc, cluster.numbers) if _position(doc, f) in ("means", "agent")]
    return event_type.narrowed(subtype, {kind for f in used if (kind := weapon_class(doc[f.mention.head]))})


def _most_specific(event_type: EventType, named: Sequence[str]) -> str | None:
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
        rival=found.rival,
        span=naming.span(found.figure),
        victims=_span(found.victims, naming),
        victim_kind=found.victim_kind,
        place=found.place,
        claimed_by=naming.source(found.claimant, found.claim_cue) if found.claimant else None,
    )


def _span(extent: tuple[int, int] | None, naming: Naming) -> Span | None:
    return naming.span(extent) if extent else None
