"""How many were killed and hurt in one event that an article reports several times.

The rule. News repeats itself: the headline, the lead, then the victims one by one. So the figures of one effect are not
added over the article; the largest of these readings is taken, and the claims that make it up are returned:

1. what one sentence says ("killed four", "three men and a boy were killed": added within the sentence, what is part
   of a figure before it left out: "16, including five children", "two of them");
2. the persons mentioned one by one, each counted once (``identity``);
3. the sum that the article itself draws ("fatalities were put at 12") goes before all others;
4. the largest figure of each side, where the sides cannot be the same people ("three soldiers … twenty militants").

A person who dies is no longer counted as hurt. "Four people were shot" states no outcome: the dead of the event are
taken off, unless the same sentence states them before it ("one dead, three shot"). Running tolls are returned as they
are and count nowhere. A zero or an unknown number is returned only where nothing better is known. Where another
claimant gives another figure for the same effect, that claim is returned after the others, marked ``rival``: it must
not be added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from app.domain.figures import claim_figure
from app.nlp.annotations import CasualtyFound
from app.nlp.components.casualties.identity import Person, Traiting, persons
from app.nlp.components.casualties.words import OTHER, words

Claims = list[CasualtyFound]
_LISTING = frozenset({",", "and", "&", ":", "—", "–", "-", "--", "("})
_AMONG = 8  # tokens behind people in which those among them are named
_LATER = frozenset({"estimate", "update"})  # figures that stand beside the article's own


def settle(found: Sequence[CasualtyFound], doc: Doc) -> tuple[CasualtyFound, ...]:
    """The claims of one happening without double counting, in text order, rivals last.

    ``found``: the claims of all its triggers. The sum of the lows of what is returned (rivals and running tolls apart)
    is the happening's figure, for each effect.
    """
    if len(found) == 1 and found[0].basis in ("stated", "estimate"):
        return tuple(found)
    claims = _corrected(sorted(found, key=lambda c: (c.head, c.figure)))
    tolls = _distinct([c for c in claims if c.cumulative])
    claims = [c for c in claims if not c.cumulative]
    traiting = Traiting(doc)
    other = [c for effect in OTHER for c in _others([c for c in claims if c.effect == effect], traiting)]
    claims = [c for c in claims if c.effect not in OTHER]
    own = {c.effect for c in claims if c.basis not in _LATER and amount(c)}
    later = [c for c in claims if c.basis in _LATER and c.effect in own]  # never before the article's own figure
    everything, claims = claims, [c for c in claims if c not in later]
    people = persons([c for c in claims if c.low == 1 and c.high == 1], traiting)
    killed = _killed(claims, people, traiting)
    culprits = {id(c) for p in people if p.perpetrator for c in p.claims}  # they are none of those whom they shot
    injured = _injured(claims, people, _amount_of(c for c in killed if id(c) not in culprits), traiting)
    chosen = sorted((*killed, *injured, *other, *tolls), key=lambda c: (c.head, c.figure))
    return (*_attributed(chosen, claims, doc), *_rivals(everything, [*killed, *injured]))


def _corrected(claims: Claims) -> Claims:
    """The claims without the figures that a later one takes back: "20 died … later corrected the number to eight"."""
    for right in [c for c in claims if c.basis == "correction"]:
        wrong = [c for c in claims if c.effect == right.effect and c.head < right.head and amount(c) != amount(right)]
        claims = [replace(c, basis="stated") if c is right else c for c in claims if c not in wrong]
    return claims


def _others(claims: Claims, traiting: Traiting) -> Claims:
    """The best reading of the missing, the captured …: they are repeated like the dead."""
    people = persons([c for c in claims if c.low == 1 and c.high == 1], traiting)
    return _best(claims, [p.claims[0] for p in people], traiting)


def _attributed(chosen: Claims, claims: Claims, doc: Doc) -> Claims:
    """Of a figure that is stated twice, the mention that names who says so: a headline seldom does, the lead does.

    A headline leaves out "at least" too; the lead's figure with the same number goes before it.
    """
    title = doc._.context.title_end
    named = {(c.effect, c.low, c.high): c for c in reversed(claims) if c.claimant is not None and amount(c) > 1}
    hedged: dict[tuple[str, int | None], CasualtyFound] = {}
    for claim in claims:
        if doc[claim.head].idx >= title and amount(claim) > 1 and claim.high is None and not claim.part:
            hedged.setdefault((claim.effect, claim.low), claim)
    out: Claims = []
    for claim in chosen:
        claimed = None if claim.claimant else named.get((claim.effect, claim.low, claim.high))
        if claimed is None and claim.claimant is None and doc[claim.head].idx < title:
            claimed = hedged.get((claim.effect, claim.low))
        out.append(claimed or claim)
    return out


def amount(claim: CasualtyFound) -> int:
    """One number for a claim: the low bound, or the high one when it stands alone."""
    return claim_figure(claim) or 0


def _amount_of(claims: Iterable[CasualtyFound]) -> int:
    return sum(amount(c) for c in claims)


def _distinct(claims: Claims) -> Claims:
    seen: dict[tuple[str, int | None, int | None], CasualtyFound] = {}
    for claim in claims:
        seen.setdefault((claim.effect, claim.low, claim.high), claim)
    return list(seen.values())


def _killed(claims: Claims, people: list[Person], traiting: Traiting) -> Claims:
    dead = [c for c in claims if c.effect == "killed"]
    return _best(dead, [next(c for c in p.claims if c.effect == "killed") for p in people if p.killed], traiting)


def _injured(claims: Claims, people: list[Person], dead: int, traiting: Traiting) -> Claims:
    """The best reading of the hurt; claims of shots alone are lessened by the dead."""
    gone = {id(c) for p in people if p.killed for c in p.claims}
    hurt = [c for c in claims if c.effect == "injured" and id(c) not in gone]
    stated = [_less_part(c, claims, traiting) for c in hurt if c.basis != "hit" and not _is_all(c, hurt, dead)]
    alive = [_gravest(p) for p in people if not p.killed and p.claims[0].effect == "injured"]
    unnamed = dead - sum(p.killed for p in people)  # dead who were reported only as a number: those shot may be they
    alive = _without_hit(alive, unnamed)
    best = _best(stated, alive, traiting)
    for reading in _by_sentence([c for c in hurt if c.basis == "hit"], traiting):
        lessened = _less(_once(reading, traiting), claims, dead, traiting)
        if _amount_of(lessened) > _amount_of(best):
            best = lessened
    unknown = [c for c in hurt if not amount(c) and not (dead and c.basis == "hit" and c.definite)]
    return best or unknown[:1]  # "the victims were shot": those who died


def _is_all(claim: CasualtyFound, hurt: Claims, dead: int) -> bool:
    """Whether "all four" are the one killed and the three hurt who were reported before."""
    if not (claim.definite and claim.basis in ("treated", "listed", "hit") and dead and amount(claim) > 1):
        return False
    before = [amount(c) for c in hurt if c.head < claim.head and c.basis == "stated"]
    return bool(before) and amount(claim) == dead + max(before)


def _less_part(claim: CasualtyFound, claims: Claims, traiting: Traiting) -> CasualtyFound:
    """Some hurt, less those of them who died: "three, including a girl who died", "all four … one of them died"."""
    home = traiting.sentence(claim)
    taken = sum(amount(c) for c in claims if c.effect == "killed" and _taken_from(c, claim, claims, traiting))
    if 0 < taken < amount(claim) and claim.low is not None:
        return replace(claim, low=claim.low - taken, high=claim.high - taken if claim.high is not None else None)
    again = amount(claim) > 1 and (claim.definite or claim.basis != "stated")  # people mentioned before, or in hospital
    gone = [
        c
        for c in claims
        if c.effect == "killed"
        and c.head > claim.head
        and (c.part or (again and amount(c) < amount(claim)))
        and (traiting.sentence(c) == home or (c.part and again))
    ]
    left = amount(claim) - (max(map(amount, gone)) if again and gone else _amount_of(gone))
    if not gone or left < 1 or claim.low is None:
        return claim
    return replace(claim, low=left, high=left if claim.high is not None else None)


def _taken_from(dead: CasualtyFound, claim: CasualtyFound, claims: Claims, traiting: Traiting) -> bool:
    """Whether some dead are of as many people as a claim counts: "one of five people shot … five were in hospital"."""
    return any(c.effect == "injured" and amount(c) == amount(claim) > 1 and traiting.within(dead, c) for c in claims)


def _without_hit(alive: Claims, spare: int) -> Claims:
    """The persons, less as many of those of whom only shots are reported."""
    kept = []
    for claim in alive:
        if claim.basis == "hit" and spare > 0:
            spare -= 1
        else:
            kept.append(claim)
    return kept


def _gravest(person: Person) -> CasualtyFound:
    return next((c for c in person.claims if c.basis == "stated"), person.claims[0])


def _less(reading: Claims, claims: Claims, dead: int, traiting: Traiting) -> Claims:
    """People shot, less those of them who died."""
    home = traiting.sentence(reading[0])
    deaths = (c for c in claims if c.effect == "killed" and amount(c) and traiting.sentence(c) == home)
    if any(c.head < reading[0].head and not traiting.within(c, reading[0]) for c in deaths):
        return reading
    largest = max(reading, key=amount)
    if not dead or amount(largest) <= 1:
        return reading
    killed = [c for c in claims if c.effect == "killed" and amount(c)]
    apart = any(c.head < largest.head for c in killed) or traiting.beside(largest, {c.head for c in killed})
    if largest.further and not largest.definite and apart:  # "three others": the dead are not among them
        return [_less_part(c, claims, traiting) if c is largest else c for c in reading]
    left = amount(largest) - dead
    if left < 0:
        return [] if largest.definite else reading
    lessened = replace(largest, low=left, high=left if largest.high is not None else None)
    return [lessened if c is largest else c for c in reading]


def _by_sentence(claims: Claims, traiting: Traiting) -> list[Claims]:
    """The claims of each sentence, parts left out where the whole stands before them.

    What two voices say in one sentence ("A reported six dead, while B reported eleven") are two readings.
    """
    groups: dict[int, Claims] = {}
    for claim in claims:
        groups.setdefault(traiting.sentence(claim), []).append(claim)
    readings = [reading for group in groups.values() for reading in _by_voice(group)]
    return [_without_list([c for c in g if not (c.part and _has_whole(c, g))], traiting.doc) for g in readings]


def _without_list(group: Claims, doc: Doc) -> Claims:
    """The claims without a list of those counted just before: "four bodies, [two men and two women]"."""
    for at, whole in enumerate(group):
        end, total = whole.head + 1, 0
        for after, claim in enumerate(group[at + 1 :], at + 1):
            start = (claim.victims or claim.figure)[0]
            if not all(doc[i].lower_ in _LISTING for i in range(end, start)) or end == start:
                break
            end, total = claim.head + 1, total + amount(claim)
            if total == amount(whole) > 1 and after > at + 1:
                return [*group[: at + 1], *group[after + 1 :]]
    return group


def _by_voice(group: Claims) -> list[Claims]:
    cues = dict.fromkeys(c.claim_cue for c in group if c.claim_cue is not None)
    if len(cues) < 2:
        return [group]
    return [[c for c in group if c.claim_cue in (cue, None)] for cue in cues]


def _has_whole(claim: CasualtyFound, group: Claims) -> bool:
    return any(c is not claim and c.head < claim.head and amount(c) >= amount(claim) for c in group)


def _best(claims: Claims, individuals: Claims, traiting: Traiting) -> Claims:
    """The largest reading: one sentence, or the individuals; the first of equals, a sentence before individuals."""
    if totals := [c for c in claims if c.basis == "total"]:
        return totals[-1:]
    readings = [_once(group, traiting) for group in _by_sentence(claims, traiting)]
    best: Claims = max(readings, key=_amount_of, default=[])
    sides = _sides([c for c in claims if not c.part], traiting.doc)
    if len(sides) > 1 and sum(map(amount, sides)) > _amount_of(best):
        best = sides
    if _amount_of(individuals) > _amount_of(best):
        return individuals
    if best and _amount_of(best):
        return best
    return [c for c in claims if c.low is None][:1] or [c for c in claims if c.low == 0][:1]


def _sides(claims: Claims, doc: Doc) -> Claims:
    """The largest figure of each side ("three soldiers … twenty militants"): they are never the same people."""
    best = dict[str, CasualtyFound]()
    for claim in claims:
        side = _side(claim, doc)
        if side and (side not in best or amount(claim) > amount(best[side])):
            best[side] = claim
    return list(best.values())


def _side(claim: CasualtyFound, doc: Doc) -> str | None:
    """The side of some victims; of people, that of those among them: "34 people, including 31 soldiers"."""
    lex, head = words(), doc[claim.head]
    side = lex.sides.get(claim.victim_kind or "")
    if head.lemma_.lower() not in lex.anyone or claim.victim_kind in lex.losable:
        return side
    after = [t for t in head.sent if head.i < t.i <= head.i + _AMONG]
    if len(after) < 2 or after[0].text not in (",", "(") or after[1].lower_ not in lex.part_marks:
        return None
    kinds = {lex.victim_kinds.get(t.lemma_.lower()) for t in after}
    sides = {lex.sides[kind] for kind in kinds if kind in lex.sides}
    return sides.pop() if len(sides) == 1 else None


def _once(group: Claims, traiting: Traiting) -> Claims:
    """The claims of one sentence, a person mentioned twice in it counted once."""
    single: Callable[[CasualtyFound], bool] = lambda c: c.low == 1 and c.high == 1  # noqa: E731
    people = persons([c for c in group if single(c)], traiting)
    groups = [c for c in group if not single(c)]
    people = [p for p in people if not any(p.claims[0].basis == "listed" and g.head < p.claims[0].head for g in groups)]
    groups = [c for n, c in enumerate(groups) if not _repeats(c, groups[:n])]
    if groups and not any(p.claims[0].further for p in people):  # "the victim" after "three men" is one of the three
        all_of = groups[0]
        people = [
            p
            for p in people
            if p.perpetrator or p.claims[0].head < all_of.head or not _of_them(p.claims[0], all_of, traiting)
        ]
    return [*(p.claims[0] for p in people), *groups]


def _of_them(claim: CasualtyFound, group: CasualtyFound, traiting: Traiting) -> bool:
    """Whether a person is one of a group mentioned before: "the victim"; "the four …, one with burns"."""
    return claim.definite or (group.definite and traiting.doc[claim.head].lower_ == "one" and not claim.further)


def _repeats(claim: CasualtyFound, before: Claims) -> bool:
    """ "All five were taken to hospital, where they …", "the three …, two of them in a critical condition"."""
    if claim.basis == "listed" and before:
        return True
    return claim.definite and any(c.effect == claim.effect and amount(c) == amount(claim) for c in before)


def _rivals(claims: Claims, chosen: Claims) -> Claims:
    """Figures that named claimants give for the same effect, when none of the chosen ones is theirs."""
    out: Claims = []
    for claim in claims:
        who = claim.claimant
        against = any(c.effect == claim.effect and c.claimant and c.claimant is not who for c in chosen)
        named = who is not None and (who.proper or who.country_code or claim.basis == "estimate" or against)
        risen = claim.basis == "update"
        if claim in chosen or not _whole_figure(claim) or not (risen or (who is not None and named)):
            continue
        taken = [c for c in (*chosen, *out) if c.effect == claim.effect]
        voices = {c.claimant.entity if c.claimant else None for c in taken}
        said = who is not None and who.entity in voices and not risen
        if not said and amount(claim) not in {_amount_of(taken), *map(amount, taken)}:
            out.append(replace(claim, rival=True))
    return out


def _whole_figure(claim: CasualtyFound) -> bool:
    """Whether a claim says how many there were in all, and not of some of them."""
    return (
        claim.basis in ("stated", "estimate", "update")
        and amount(claim) > 1
        and not (claim.definite or claim.part or claim.further)
    )
