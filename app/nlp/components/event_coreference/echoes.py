"""Records that say nothing which another record of the same article does not say: echoes of it, and none of their own.

"They condemned these attacks", "following the raid by the army": identity has found no sign that such words report the
happening that the article told before, and none that they report another. A record of its own could only be filled
from the other one, and would count one happening twice.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.nlp.annotations import Mention
from app.nlp.components.event_coreference.clusters import Cluster
from app.nlp.components.event_coreference.comparison import compare_days, compare_places, shared_entity, shared_head
from app.nlp.components.event_coreference.features import TriggerFeatures
from app.nlp.token_table import TokenTable
from app.ontology import catalogue

_FEW = 2  # mentions: what is named three times is something that the article is about
_COUNTS = frozenset({"CARDINAL", "DATE", "QUANTITY"})
_COARSE = frozenset({"admin1", "country", "region"})


def without_echoes(clusters: Sequence[Cluster], tokens: TokenTable) -> list[Cluster]:
    """The same happenings without echoes of others.

    Of 20 records dropped on development articles 17 reported a happening again, 3 none, and none one of its own.
    """
    slight = {n for n, cluster in enumerate(clusters) if _slight(cluster, tokens)}
    kept = [n for n in range(len(clusters)) if n not in slight]
    for n in sorted(slight, key=lambda n: (-_says(clusters[n]), n)):
        if not any(_covers(clusters[k], clusters[n], tokens) for k in kept):
            kept.append(n)
    return [clusters[n] for n in sorted(kept)]


def _says(cluster: Cluster) -> int:
    """How much a happening says of itself: mentions, and people, places, days and figures in them."""
    return sum(1 + len((*m.agents, *m.patients, *m.places, *m.claims)) + bool(m.day) for m in cluster.members)


def _slight(cluster: Cluster, tokens: TokenTable) -> bool:
    """Whether it is force or harm, once, of which few words, none in the title, name no weapon."""
    if len(cluster.members) > _FEW or not all(map(_forceful, cluster.members)):
        return False
    return not any(
        m.title or m.unreal or m.weapons or m.scope != "once" or _numbered(m, tokens) or _anew(m)
        for m in cluster.members
    )


def _anew(f: TriggerFeatures) -> bool:
    """Whether a verb says not to whom it was done, or stands beside a time or place: "the police fired again"."""
    return not f.noun and (f.situated or not f.patients)


def _numbered(f: TriggerFeatures, tokens: TokenTable) -> bool:
    """Whether the acts are counted, or the people in them: "dozens of raids", "years of attacks", "hundreds fled"."""
    above = tokens.head[f.head]
    whole = tokens.ent[tokens.head[above]] if tokens.lower[above] == "of" else ""
    return whole in _COUNTS or any(m.quantity for m in (*f.agents, *f.patients))


def _forceful(f: TriggerFeatures) -> bool:
    """Whether it is force or harm, neither a war as a whole nor one arrest in a series ("was arrested", by nobody)."""
    kind = catalogue()[f.trigger.type]
    return kind.forceful and not f.trigger.background and (f.noun or not kind.serial)


def _covers(full: Cluster, slight: Cluster, tokens: TokenTable) -> bool:
    """Whether a record names everybody and every place that a slight one names."""
    if not any(slight.members[0].kin(m) for m in full.members) or any(m.trigger.background for m in full.members):
        return False
    if all(m.unreal for m in full.members):
        return False
    agents, patients = ([m for f in full.members for m in getattr(f, name)] for name in ("agents", "patients"))
    claims = {(c.effect, c.low, c.high) for m in full.members for c in m.claims}
    return all(
        _among(f.agents, agents, tokens)
        and _among(f.patients, patients, tokens)
        and _placed(f, full)
        and (f.day is None or any(compare_days(m, f) == "same" for m in full.members))
        and claims.issuperset((c.effect, c.low, c.high) for c in f.claims)
        for f in slight.members
    )


def _among(some: Sequence[Mention], many: Sequence[Mention], tokens: TokenTable) -> bool:
    lands = {m.country_code for m in many} - {None}
    return all(shared_entity([m], many) or shared_head(tokens, [m], many) or m.country_code in lands for m in some)


def _placed(f: TriggerFeatures, full: Cluster) -> bool:
    """Whether a record lies where a trigger does, or within that."""
    coarse = all(t.place.precision in _COARSE for t in f.places)
    verdicts = {compare_places(f.places, m.places) for m in full.members}
    return not f.places or "same" in verdicts or (coarse and "near" in verdicts)
