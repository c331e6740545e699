"""Which triggers tell one happening? Groups them: ``doc._.event_clusters``.

Read in text order, a trigger joins the latest happening that nothing contradicts: the type, the kind of attack, the
day, the place, the attackers, whether it took place at all. Words such as "another" begin a new one. Harm (killed,
wounded) joins the act of its own sentence, else the latest that nothing contradicts. It does not join articles.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc, Token

from app.domain.kinds import STATE
from app.domain.time import EventTime
from app.nlp.annotations import EventCluster, Mention, Modality, Toponym, Trigger
from app.nlp.components.roles import counted
from app.nlp.lexicon import word_list
from app.nlp.token_table import token_table
from app.ontology import catalogue

_UNREAL = frozenset({"planned", "hypothetical", "possible", "negated", "denied"})
_SIDES = STATE | {"armed_group", "civilians", "person"}
_NEAR = 2
_COMPARED = 32  # comparing with each of thousands ("Six died. Six died. …") would take minutes
_FAR = 6  # sentences over which harm still belongs to an act that nothing ties it to


@dataclass(slots=True)
class TriggerFeatures:
    """What one trigger says that another could contradict."""

    number: int
    trigger: Trigger
    token: Token
    sentence: int
    day: tuple[str, str] | None
    places: tuple[Toponym, ...]
    attackers: tuple[Mention, ...]
    patients: tuple[Mention, ...]
    unreal: bool
    past: bool
    later: str = ""  # a death told apart from the blow: of somebody told of before ("known"), of one of them ("part")


def _ends(features: list[TriggerFeatures]) -> list[TriggerFeatures]:
    return features if len(features) <= 2 * _COMPARED else features[:_COMPARED] + features[-_COMPARED:]


@dataclass(slots=True)
class Group:
    """A happening that is being put together."""

    acts: list[TriggerFeatures] = field(default_factory=list)
    harms: list[TriggerFeatures] = field(default_factory=list)
    added: bool = False  # begun by a verb that adds a place; what names another place is not told of it

    @property
    def members(self) -> list[TriggerFeatures]:
        """The triggers that a new one is compared with: all, but of very many the first and the last."""
        return [*_ends(self.acts), *_ends(self.harms)]


def _words(name: str) -> frozenset[str]:
    return word_list(f"merging.{name}")


def gather(doc: Doc) -> list[TriggerFeatures]:
    """The particulars of every trigger."""
    sentence_of = token_table(doc).sent
    agents: dict[int, list[Mention]] = {}
    patients: dict[int, list[Mention]] = {}
    for filler in doc._.roles:
        event_type = catalogue()[doc._.triggers[filler.trigger].type]
        position = event_type.position_of(filler.role)
        if position == "agent":
            agents.setdefault(filler.trigger, []).append(filler.mention)
        elif position in ("patient", "harmed"):
            patients.setdefault(filler.trigger, []).append(filler.mention)
    out = []
    parts = {c.trigger for c in doc._.casualties if c.part and not c.further}
    for n, trigger in enumerate(doc._.triggers):
        dies = trigger.effect == "killed" and doc[trigger.head].lemma_.lower() in _words("dying")
        modality: Modality | None = doc._.modalities[n] if n < len(doc._.modalities) else None
        out.append(
            TriggerFeatures(
                number=n,
                trigger=trigger,
                token=doc[trigger.head],
                sentence=sentence_of[trigger.head],
                day=_day(doc._.event_times[n] if n < len(doc._.event_times) else None),
                places=doc._.event_places[n] if n < len(doc._.event_places) else (),
                attackers=tuple(agents.get(n, ())),
                patients=tuple(patients.get(n, ())),
                unreal=bool(modality and modality.factuality in _UNREAL),
                past=bool(modality and modality.past_reference),
                later="" if not dies else "part" if n in parts else "known",
            )
        )
    return out


def _day(time: EventTime | None) -> tuple[str, str] | None:
    if time is None or time.start is None or time.end is None:
        return None
    return time.start, time.end


def same_day(a: tuple[str, str] | None, b: tuple[str, str] | None) -> bool:
    """Whether two intervals meet, or one of them is unknown."""
    return a is None or b is None or (a[0] < b[1] and b[0] < a[1])


def same_place(a: tuple[Toponym, ...], b: tuple[Toponym, ...]) -> bool:
    """Whether two lists of places may be one place: shared, one inside the other, or unknown."""
    if not a or not b:
        return True
    for one in a:
        for other in b:
            p, q = one.place, other.place
            if p.name == q.name or (p.geonames_id and p.geonames_id == q.geonames_id):
                return True
            if p.country_code and q.country_code and p.country_code != q.country_code:
                continue
            if "country" in (p.precision, q.precision) or "region" in (p.precision, q.precision):
                return True
            if "admin1" in (p.precision, q.precision) and p.admin1 == q.admin1:
                return True
            if p.latitude is None or q.latitude is None:
                return True
    return False


def same_side(a: Iterable[Mention], b: Iterable[Mention]) -> bool:
    """False when one list holds only forces of a state and the other only people who are none."""
    left = {m.kind in STATE for m in a if m.kind in _SIDES}
    right = {m.kind in STATE for m in b if m.kind in _SIDES}
    return not left or not right or bool(left & right)


def same_actor(a: Sequence[Mention], b: Sequence[Mention]) -> bool:
    """False only when both sides are named and nothing of one fits the other."""
    if not same_side(a, b):
        return False
    left = [m for m in a if m.proper or m.country_code]
    right = [m for m in b if m.proper or m.country_code]
    if not left or not right:
        return True
    return any(
        (x.entity >= 0 and x.entity == y.entity)
        or x.name == y.name
        or (x.country_code is not None and x.country_code == y.country_code)
        for x in left
        for y in right
    )


def _begins_anew(token: Token) -> bool:
    """ "another attack", "elsewhere, soldiers fired on …"."""
    if token.pos_ == "VERB":
        return any(c.dep_ == "advmod" and c.lower_ in _words("openers") for c in token.lefts)
    return token.pos_ in ("NOUN", "PROPN") and any(c.lemma_.lower() in _words("new") for c in token.lefts)


def _adds(features: TriggerFeatures) -> bool:
    """Whether a verb adds a happening with a place of its own: "the town of Sarmin was also hit"."""
    sent = features.token.sent
    return any(c.dep_ == "advmod" and c.lower_ in _words("adding") for c in features.token.children) and any(
        sent.start <= p.start < sent.end for p in features.places
    )


def _elsewhere(features: TriggerFeatures, group: Group) -> bool:
    """Whether a trigger and a group, one of which adds a place, name different ones."""
    if not group.added and not _adds(features):
        return False
    held = {p.place.name for f in group.members for p in f.places}
    return bool(held) and held.isdisjoint(p.place.name for p in features.places)


def _fits(features: TriggerFeatures, group: Group) -> bool:
    """Whether nothing that the trigger says contradicts the group."""
    last = group.members[-1]
    if features.unreal != last.unreal or features.past != last.past:
        return False
    for other in group.members:
        if not same_day(features.day, other.day) or not same_place(features.places, other.places):
            return False
        if not same_actor(features.attackers, other.attackers):
            return False
        one, two = features.trigger, other.trigger
        if one.type == two.type and not catalogue()[one.type].may_be_one_act(one.subtype, two.subtype):
            return False
    return True


def _joins_act(features: TriggerFeatures, group: Group) -> bool:
    if not group.acts or group.acts[0].trigger.type != features.trigger.type or _begins_anew(features.token):
        return False
    if _elsewhere(features, group):
        return False
    if not (
        _same_people(features, group)
        or (catalogue()[features.trigger.type].sign == "violence" and _goes_on(features, group))
        or (features.trigger.frame == "gather" and _same_gathering(features, group))
        or _headlined(features, group)
    ):
        return False
    return _fits(features, group)


def _headlined(features: TriggerFeatures, group: Group) -> bool:
    """Whether a trigger near the beginning tells what the headline told, and as many people."""
    title = features.token.doc._.context.title_end
    heads = [f for f in group.acts if f.token.idx < title]
    if not heads or features.token.idx < title or features.sentence - heads[0].sentence > _NEAR:
        return False
    told = {m.quantity.low for f in heads for m in f.patients if m.quantity}
    here = {m.quantity.low for m in features.patients if m.quantity}
    return not told or not here or bool(told & here)


def _same_gathering(features: TriggerFeatures, group: Group) -> bool:
    """Whether a protest told beside another of its kind is that one: "took to the streets, chanting slogans"."""
    last = group.acts[-1]
    return abs(features.sentence - last.sentence) <= 1 and features.trigger.subtype == last.trigger.subtype


def _goes_on(features: TriggerFeatures, group: Group) -> bool:
    """Whether a strike told without a sign of being the same one may still be: near, or of the same day and place."""
    if features.token.pos_ != "VERB" or _nearness(features, group) <= _NEAR:
        return True
    return any(f.sentence == 0 for f in group.members)


def _same_people(features: TriggerFeatures, group: Group) -> bool:
    """Whether a trigger points back ("the arrests") or names somebody of the group.

    Arrests, protests and moves of troops come in numbers; two of them are one only when the text says so.
    """
    if features.token.pos_ == "NOUN" and any(
        c.lower_ in ("the", "this", "that", "these", "those") for c in features.token.lefts
    ):
        return True
    known = {m.entity for f in group.members for m in f.patients if m.entity >= 0}
    return any(m.entity in known for m in features.patients)


def _nearness(features: TriggerFeatures, group: Group) -> int:
    return min(abs(features.sentence - other.sentence) for other in group.members)


def causes(harm: Token) -> list[int]:
    """Tokens that grammar names as what did the harm: "the blast that killed", "bombed it, killing", "in the raid"."""
    out: list[int] = []
    for child in harm.children:
        if child.dep_ in ("prep", "agent") and child.lower_ in ("in", "by", "during", "from", "after"):
            nouns = [noun for noun in child.children if noun.dep_ == "pobj"]
            out += [i for noun in nouns for i in (noun.i, counted(noun).i)]
            out += [noun.i + 1 for noun in nouns if _with_gerund(noun)]  # "killed in police firing"
            if harm.dep_ == "relcl" and any(
                noun.tag_ == "WDT" for noun in nouns
            ):  # "firing at a mob in which four died"
                out += [harm.head.i, harm.head.head.head.i] if harm.head.dep_ == "pobj" else [harm.head.i]
    subject = next((c for c in harm.children if c.dep_ == "nsubj"), None)
    if subject is not None and subject.lower_ in ("that", "which") and harm.dep_ == "relcl":
        subject = harm.head
    if subject is not None:
        out.append(subject.i)
    if harm.dep_ in ("relcl", "acl", "advcl", "conj"):
        out.append(harm.head.i)
    return out


def _with_gerund(noun: Token) -> bool:
    """Whether a gerund follows a bare noun, as in "police firing", which parsers take for police that fire."""
    return noun.i + 1 < len(noun.doc) and noun.nbor().tag_ == "VBG" and noun.pos_ in ("NOUN", "PROPN")


@dataclass(slots=True)
class _Acts:
    """Strikes by the token and by the sentence of their triggers, and the latest happenings that harm may join."""

    by_token: dict[int, Group] = field(default_factory=dict)
    by_sentence: dict[int, list[Group]] = field(default_factory=dict)
    latest: list[Group] = field(default_factory=list)

    @classmethod
    def of(cls, groups: list[Group]) -> _Acts:
        """Index the strikes among some happenings."""
        out = cls(latest=[g for g in groups if catalogue()[g.acts[0].trigger.type].owns_harm])
        for group in out.latest:
            for features in group.acts:
                out.by_token[features.token.i] = group
                homes = out.by_sentence.setdefault(features.sentence, [])
                if group not in homes[-1:]:
                    homes.append(group)
        return out


def _died_of(features: TriggerFeatures, acts: _Acts) -> Group | None:
    """The act of which somebody died on another day: the same person, or one of those whom it hit."""
    known = {m.entity for m in features.patients if m.entity >= 0}
    for group in reversed(acts.latest[-_COMPARED:]):
        act = group.acts[0] if group.acts else None
        if act is None or act.unreal != features.unreal or act.number > features.number:
            continue
        hit = {m.entity for f in group.members for m in f.patients}
        near = (
            features.later == "part" and _nearness(features, group) <= _NEAR and same_place(features.places, act.places)
        )
        if known & hit or near:
            return group
    return None


def _place_harm(features: TriggerFeatures, acts: _Acts) -> Group | None:
    """The happening that harm belongs to: what did it by grammar, one of its own sentence, the nearest that fits."""
    for token in causes(features.token):
        if token in acts.by_token:
            return acts.by_token[token]
    options = [g for g in acts.by_sentence.get(features.sentence, ()) if _fits(features, g)]
    if not options:
        options = [g for g in acts.latest[-_COMPARED:] if _nearness(features, g) <= _FAR and _fits(features, g)]
    if options:
        return min(options, key=lambda g: _nearness(features, g))
    return _died_of(features, acts) if features.later else None


def group_triggers(doc: Doc) -> tuple[EventCluster, ...]:
    """All happenings of a text, in the order of their first trigger."""
    everything = gather(doc)
    groups: list[Group] = []
    for features in everything:
        if catalogue()[features.trigger.type].records != "act":
            continue
        home = next((g for g in reversed(groups[-_COMPARED:]) if _joins_act(features, g)), None)
        if home is None:
            home = Group(added=_adds(features))
            groups.append(home)
        home.acts.append(features)
    acts = _Acts.of(groups)
    for features in everything:
        if catalogue()[features.trigger.type].records != "harm":
            continue
        home = _place_harm(features, acts)
        if home is None:
            home = Group()
            groups.append(home)
            acts.latest.append(home)
        home.harms.append(features)
    found = [EventCluster(_chosen_first(g.acts), _chosen_first(g.harms)) for g in groups]
    return tuple(sorted(found, key=lambda h: min((*h.acts, *h.harms))))


def _chosen_first(members: list[TriggerFeatures]) -> tuple[int, ...]:
    """Positions of the triggers, the most telling first: real, strong, with participants, early."""
    if not members:
        return ()
    best = max(
        members,
        key=lambda f: (not f.unreal, f.trigger.weight, bool(f.attackers) + bool(f.patients), -f.number),
    )
    return (best.number, *(f.number for f in members if f.number != best.number))


@Language.component("event_coreference", requires=["doc._.triggers"], assigns=["doc._.event_clusters"])
def event_coreference(doc: Doc) -> Doc:
    """Write ``doc._.event_clusters``."""
    doc._.event_clusters = group_triggers(doc)
    return doc
