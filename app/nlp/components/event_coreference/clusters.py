"""Happenings that are being put together: which of them does the next trigger belong to, if any?

Read in text order, a trigger is compared with every happening so far (entity-mention model of event coreference). A
veto with any member excludes a happening; for the others a logistic model weighs the signs: what the trigger shares
with some member, how far the latest member is, how prominent the happening is. The best one above ``JOINS`` is joined;
below it a new happening begins. Weights: ``models/event_coreference.json``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from app.nlp.components.event_coreference.features import TriggerFeatures
from app.nlp.components.event_coreference.pairs import (
    dies_of,
    gap,
    goes_on,
    linked,
    one_doing,
    other_war,
    same_means,
    same_taken,
    same_war,
    signs,
    waged,
)
from app.nlp.components.event_coreference.vetoes import vetoed
from app.nlp.models import Logistic
from app.nlp.token_table import TokenTable
from app.ontology import catalogue

#: Log-odds from which a trigger joins. On development articles, each left out of the training, -0.5 gives fewer
#: duplicates and as many events, but more wrong fields; 0.0 parts "a bomb exploded … Rebels did the bombing".
JOINS = -0.2
#: ... and of a definite noun, which mostly names what was reported before, or of a toll that is said to have risen. At
#: -1.5 development articles have more duplicates (.215, here .208) and about as many wrong fields.
DEFINITE_JOINS = -2.5
#: ... and of acts that come in series, one against each person: at -0.2 half of the arrests in police reports go under.
SERIAL_JOINS = 1.5
#: ... and of anything in an excerpt (several sentences without title and paragraphs), where nothing says what the text
#: is about. On RAMS half of all participants were false without this, with it three in ten.
EXCERPT_JOINS = 3.0
#: ... and of a war as a whole, which articles name again and again: "the Syrian war", "the conflict".
SAME_WAR = 3.0
#: ... and of an act in series against the same people, or harm by the same weapons: "nine militiamen were arrested".
SAME_PEOPLE = 3.0
_COMPARED = 12  # members of a happening that a trigger is compared with: the first half and the last half of them
_OPEN = 40  # happenings that a trigger is compared with: comparing with thousands would take minutes
_LEAD = 2  # last sentence of title and lead
_DYING = 2  # sentences between a blow and the death of it
_RARE = 4  # sentences with triggers in which a noun still ties two of them
#: A sign of agreement with one member outweighs the disagreement with another.
_OUTWEIGHED = {
    "patients_differ": ("same_patient", "patient_head", "patient_count"),
    "agents_differ": ("same_agent", "agent_head"),
    "places_open": ("places_same", "places_near"),
    "places_near": ("places_same",),
    "days_open": ("days_same", "days_near"),
    "figure_differs": ("figure_same",),
    "kind_kindred": ("kind_same",),
    "kind_general": ("kind_same", "kind_kindred"),
    "kind_other": ("kind_same", "kind_kindred", "kind_general"),
}
#: Signs that weigh more when no other happening shares them, and against a happening when only others do.
_CONTESTED = frozenset(
    (
        "agent_country",
        "attached",
        "caused",
        "days_same",
        "figure_same",
        "kind_same",
        "main",
        "patient_count",
        "patient_head",
        "places_same",
        "rare_noun",
        "same_agent",
        "same_lemma",
        "same_patient",
        "same_voice",
    )
)


@dataclass(slots=True)
class Cluster:
    """One happening so far. ``link``: log-odds of the best join that its first trigger had; None without rivals."""

    members: list[TriggerFeatures] = field(default_factory=list)
    link: float | None = None

    @property
    def compared(self) -> list[TriggerFeatures]:
        """The members that a new trigger is compared with."""
        if len(self.members) <= _COMPARED:
            return self.members
        return self.members[: _COMPARED // 2] + self.members[-_COMPARED // 2 :]


class Clustering:
    """Puts the triggers of one Doc together. ``excerpt``: it has several sentences, but no title and no paragraphs."""

    def __init__(
        self, tokens: TokenTable, features: Sequence[TriggerFeatures], model: Logistic, *, excerpt: bool = False
    ) -> None:
        self.tokens, self.features, self.model, self.excerpt = tokens, features, model, excerpt
        sentences = {f.sentence: f.nouns for f in features}
        self.frequency = Counter(noun for nouns in sentences.values() for noun in nouns)
        self.lemmas = {f.lemma for f in features}
        self.laid_out = len({f.paragraph for f in features}) > 1
        self.clusters: list[Cluster] = []

    def run(self) -> list[Cluster]:
        """All happenings, in the order of their first trigger."""
        for unit in self.units():
            home, odds = self.best(unit)
            if home is None or odds is None or odds < self.needed(unit, home):
                home = Cluster(link=odds)
                self.clusters.append(home)
            home.members += unit
        return self.clusters

    def units(self) -> list[list[TriggerFeatures]]:
        """Triggers that belong together whatever else is known: harm, the act that did it, and other harm beside it."""
        by_head = {f.head: f for f in self.features if not f.harm}
        units: list[list[TriggerFeatures]] = [[f] for f in self.features]
        home = {f.number: unit for f, unit in zip(self.features, units, strict=True)}
        for harm in self.features:
            act = next((by_head[i] for i in harm.causes if i in by_head), None)
            act = act or self.blow(harm) or self.beside(harm) or self.begun(harm)
            if act is None or not act.kin(harm) or home[act.number] is home[harm.number]:
                continue
            joined, other = sorted((home[act.number], home[harm.number]), key=lambda unit: unit[0].number)
            if any(self.vetoed(a, b) for a in joined for b in other):
                continue
            joined += other
            for member in joined:
                home[member.number] = joined
        unique = {id(unit): unit for unit in home.values()}
        return sorted((sorted(unit, key=number_of) for unit in unique.values()), key=lambda unit: unit[0].number)

    def blow(self, death: TriggerFeatures) -> TriggerFeatures | None:
        """The latest act of which somebody died, perhaps on another day: it hit the same person, or some of them."""
        before = (f for f in reversed(self.features) if f.number < death.number and not f.harm)
        near = (f for f in before if death.sentence - f.sentence <= _DYING)
        return next((f for f in near if dies_of(death, f)), None)

    def beside(self, harm: TriggerFeatures) -> TriggerFeatures | None:
        """The harm of another kind beside it: "killed three soldiers and wounded six", "two died and six were hurt"."""
        tokens, above = self.tokens, self.tokens.head[harm.head]
        own = [k for k in tokens.kids[harm.head] if tokens.dep[k] in ("nsubj", "nsubjpass")]
        if tokens.dep[harm.head] != "conj" or any(tokens.pos[k] != "NUM" for k in own):
            return None
        return next(
            (f for f in self.features if f.head == above and f.harm and f.trigger.effect != harm.trigger.effect), None
        )

    def begun(self, act: TriggerFeatures) -> TriggerFeatures | None:
        """The act before it in the same clause, by the same: "attacked a post and burnt down a mast"."""
        before = (f for f in reversed(self.features) if f.number < act.number)
        return next((f for f in before if one_doing(f, act, self.tokens)), None)

    def best(self, unit: Sequence[TriggerFeatures]) -> tuple[Cluster | None, float | None]:
        """The happening that a unit fits best, and the log-odds of that: those of its surest member."""
        rivals = self.rivals(unit[0])
        if war := _war(rivals, unit):
            return war, SAME_WAR
        if again := next((c for c in reversed(rivals) if self.taken_before(c, unit)), None):
            return again, SAME_PEOPLE
        possible = [n for n, cluster in enumerate(rivals) if not self.parted(cluster, unit)]
        if not possible:
            return None, None
        signs = [self.signs(new, rivals) for new in unit]
        scores = {n: max(self.model.log_odds(of_new[n]) for of_new in signs) for n in possible}
        best = max(possible, key=scores.__getitem__)
        return rivals[best], scores[best]

    def needed(self, unit: Sequence[TriggerFeatures], home: Cluster) -> float:
        """The log-odds that a unit needs to join a happening; what only the title has named is likely to come again."""
        if self.excerpt:
            return EXCERPT_JOINS
        updated = any(c.basis in ("update", "correction") for m in unit for c in m.claims)
        if updated or all(m.noun and m.definite and not m.plural for m in unit):
            return DEFINITE_JOINS
        again = all(m.noun and m.definite for m in unit)  # "the arrests"
        serial = any(catalogue()[m.trigger.type].serial for m in unit)
        return SERIAL_JOINS if serial and not again and not all(m.title for m in home.members) else JOINS

    def taken_before(self, cluster: Cluster, unit: Sequence[TriggerFeatures]) -> bool:
        """Whether it was done to the people of a happening so far, in an act of a series, or with its weapons."""
        pairs = [(member, new) for member in cluster.compared for new in unit]
        if not any(same_taken(a, b, self.tokens) or same_means(a, b, self.tokens) for a, b in pairs):
            return False
        return not self.parted(cluster, unit)

    def parted(self, cluster: Cluster, unit: Sequence[TriggerFeatures]) -> bool:
        """Whether some trigger of a unit cannot report the same as some member of a happening."""
        wars = [new for new in unit if new.trigger.background]
        through = {new.number for new in unit if any(linked(war, new) for war in wars)}  # "a war that killed 90 people"
        return any(
            self.vetoed(member, new)
            for member in cluster.compared
            for new in unit
            if not (member.trigger.background and new.number in through)
        )

    def vetoed(self, one: TriggerFeatures, other: TriggerFeatures) -> bool:
        """Whether two triggers cannot report one happening."""
        first, second = sorted((one, other), key=number_of)
        return vetoed(first, second, self.tokens) is not None

    def rivals(self, new: TriggerFeatures) -> list[Cluster]:
        """The happenings that a trigger is compared with: those of a kindred type, the first and the latest."""
        kin = [c for c in self.clusters if any(m.kin(new) for m in c.compared)]
        return kin if len(kin) <= _OPEN else [kin[0], *kin[1 - _OPEN :]]

    def signs(self, new: TriggerFeatures, rivals: Sequence[Cluster]) -> list[frozenset[str]]:
        """What speaks for and against a trigger belonging to each of some happenings."""
        all_signs = [self._signs(cluster, new, rivals) for cluster in rivals]
        shared = Counter(sign for signs in all_signs for sign in signs & _CONTESTED)
        return [frozenset(signs | _contest(signs, shared)) for signs in all_signs]

    def _signs(self, cluster: Cluster, new: TriggerFeatures, rivals: Sequence[Cluster]) -> set[str]:
        out = {sign for member in cluster.compared for sign in signs(member, new, self.tokens)}
        latest = max(cluster.members, key=number_of)
        out.add(gap(latest, new))
        out |= self._standing(cluster, new, rivals)
        out |= _brought(cluster, new)
        out |= self._apart(cluster, new)
        out |= self._shared_nouns(cluster, new)
        for sign, others in _OUTWEIGHED.items():
            if sign in out and not out.isdisjoint(others):
                out.discard(sign)
        return out

    def _apart(self, cluster: Cluster, new: TriggerFeatures) -> set[str]:
        """Whether no other mention stands in its paragraph; where a text has none, each sentence counts as one.

        There "the blast" or "fatalities" in the next sentence still go on with what the one before has reported.
        """
        if self.laid_out:
            apart = new.paragraph not in {m.paragraph for m in cluster.members}
        else:
            goes_on = new.noun and (new.definite or (new.harm and new.plural))
            apart = not goes_on and new.sentence not in {m.sentence for m in cluster.members}
        return {"other_paragraph"} if apart else set()

    def _standing(self, cluster: Cluster, new: TriggerFeatures, rivals: Sequence[Cluster]) -> set[str]:
        """How prominent and how recent a happening is."""
        recency = sorted((max(map(number_of, c.members)) for c in rivals), reverse=True)
        out = {f"rank_{min(recency.index(max(map(number_of, cluster.members))), 3)}"}
        size, others = len(cluster.members), len(rivals)
        out.add("size_1" if size == 1 else "size_3" if size <= 3 else "size_many")
        out.add("alone" if others == 1 else "of_two" if others == 2 else "of_four" if others <= 4 else "of_many")
        definite = new.noun and new.definite
        if "rank_0" in out and definite:
            out.add("latest_definite")
        if "rank_0" in out and new.during:
            out.add("latest_during")
        if others == 1 and definite and not new.plural:
            out.add("alone_definite")
        if any(m.sentence <= _LEAD for m in cluster.members):
            out.add("main")
            if definite:
                out.add("main_definite")
            if others <= 2:
                out.add("main_of_few")
        if any(m.title for m in cluster.members):
            out.add("titled")
        return out

    def _shared_nouns(self, cluster: Cluster, new: TriggerFeatures) -> set[str]:
        """Whether its sentence names things that another sentence of the happening names: "the minibus"."""
        nouns = {n for m in cluster.compared if m.sentence != new.sentence for n in m.nouns}
        shared = (nouns & new.nouns) - self.lemmas
        out = {"nouns_0" if not shared else "nouns_1" if len(shared) == 1 else "nouns_many"}
        if any(self.frequency[n] <= _RARE for n in shared):
            out.add("rare_noun")
        return out


def _war(rivals: Sequence[Cluster], unit: Sequence[TriggerFeatures]) -> Cluster | None:
    """The happening so far that is the war, or the fighting, that a unit names; a bare word may mean only one."""
    new = next((m for m in unit if m.trigger.background), unit[0])
    if any(m is not new and not linked(new, m) for m in unit):
        return None
    whole = [c for c in rivals if not any(other_war(m, new) if waged(m) else not m.harm for m in c.compared)]
    if war := next((c for c in whole if any(same_war(m, new) for m in c.compared)), None):
        return war
    wars = [c for c in whole if any(goes_on(m, new) for m in c.compared)]
    called = [c for c in wars if any(m.trigger.background for m in c.compared)]
    wars = called or wars
    return wars[0] if len(wars) == 1 else None


def _contest(signs: Set[str], shared: Counter[str]) -> set[str]:
    """How the signs of one happening compare with those of its rivals."""
    others = {sign for sign, times in shared.items() if times > (sign in signs)}
    lost = {f"lost_{sign}" for sign in others - signs}
    return lost | {f"only_{sign}" for sign in signs & _CONTESTED - others}


def number_of(features: TriggerFeatures) -> int:
    """The position of a trigger."""
    return features.number


def _brought(cluster: Cluster, new: TriggerFeatures) -> set[str]:
    """What the trigger says that the happening has not, and what it leaves unsaid."""
    out: set[str] = set()
    if new.day:
        out.add("has_day" if any(m.day for m in cluster.members) else "brings_day")
    if new.places:
        out.add("has_place" if any(m.places for m in cluster.members) else "brings_place")
    if not (new.patients or new.agents or new.claims):
        out.add("bare_mention")
    return out
