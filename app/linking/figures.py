"""The figures of an incident: from all claims of all its reports to one number that counts everybody once.

An outlet's later article replaces its earlier one, and copies of one text are one source. A late figure for some of
the victims (``parts``) replaces nothing. Of what the sources then say, ``best`` is the number of most of them within
two days of the last figure. What an outlet quotes from a side of the fight, from witnesses or the like counts half,
unless officials such as police or a hospital give the same number. The rule that chose ``best`` is named.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections import Counter
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from typing import Literal

from app.domain.casualties import Casualty, Effect
from app.domain.event import Event
from app.domain.figures import effects, figure, own_claims, stated
from app.domain.incident import FigureRule, IncidentClaim, IncidentFigure, moment_of
from app.domain.kinds import COMBATANTS
from app.domain.text_folding import words
from app.ontology.loader import load_yaml

#: Tolls rise: what was said longer before the last figure is out of date.
_WINDOW = dt.timedelta(days=2)
_HALF = 0.5  # vote
_SIDES = ("attacker", "target")
_LONG = 4  # letters of a word by which a claimant is a side of the fight
#: Figures that fall by themselves, as people are found or go home.
_FALLING: tuple[Effect, ...] = ("missing", "displaced")
Given = tuple["Reported", int]


@dataclass(frozen=True)
class Reported:
    """What one article claims: the event that stands for its report, the one that has its figures, outlet and time.

    ``outlet`` is the same for copies of one text.
    """

    article_id: str
    outlet: str
    published_at: str | None
    event: Event
    counting: Event

    @cached_property
    def moment(self) -> dt.datetime:
        """When it was published; the beginning of time when that is unknown."""
        return moment_of(self.published_at)

    @cached_property
    def numbers(self) -> Mapping[Effect, int | None]:
        """The number of each effect that its figures are about, as the article states it."""
        return {effect: stated(self.counting, effect) for effect in effects(self.counting)}


def figures(reported: Sequence[Reported]) -> dict[Effect, IncidentFigure]:
    """The figures by effect, of the articles that give any."""
    every = list(dict.fromkeys(effect for one in reported for effect in effects(one.counting)))
    return {effect: found for effect in every if (found := _figure(effect, reported))}


def superseded(effect: Effect, reported: Sequence[Reported], some: Set[str]) -> frozenset[str]:
    """The articles whose figure for an effect a later one of the same outlet has replaced, without ``some`` parts."""
    ordered = sorted(reported, key=_order)
    counts = [one.article_id not in some and _best(one, effect) is not None for one in ordered]
    last = {one.outlet: n for n, one in enumerate(ordered) if counts[n]}
    earlier = {one.article_id for n, one in enumerate(ordered) if n < last.get(one.outlet, 0)} - some
    return frozenset(earlier - {ordered[n].article_id for n in last.values()})


def parts(effect: Effect, reported: Sequence[Reported]) -> frozenset[str]:
    """The articles whose figure for an effect is that of some victims only, as of a survivor who left the hospital.

    Such a figure comes after another that is more than twice as large, or after any larger one if it is open above
    ("at least 10"). It is a count of all again if its article corrects, if an official body counts several people, if
    so many have died since, or if more outlets give it than larger ones.
    """
    if effect in _FALLING:
        return frozenset()
    given = [(one, n) for one in sorted(reported, key=_order) if (n := _best(one, effect)) is not None]
    trusted = [(one, n) for one, n in given if not _is_doubted(one, effect)]
    found: set[str] = set()
    for key in {(n, _is_open(one, effect)) for one, n in given}:
        larger = [(one, n) for one, n in trusted if n > (1 if key[1] else 2) * key[0]]
        alike = [one for one, n in given if larger and n == key[0] and one.moment >= larger[0][0].moment]
        few = len({one.outlet for one in alike}) <= len({one.outlet for one, _ in larger})
        if few and not any(_counts_all(one, effect, key[0], larger) for one in alike):
            found |= {one.article_id for one in alike if _is_open(one, effect) == key[1]}
    return frozenset(found)


def claims(reported: Sequence[Reported], background: Collection[str]) -> tuple[IncidentClaim, ...]:
    """Every claim, in order of publication; the articles of ``background`` replace no figure of a report."""
    reports = [one for one in reported if one.article_id not in background]
    others = [one for one in reported if one.article_id in background]
    every = {effect for one in reported for effect in effects(one.counting)}
    apart = {effect: (parts(effect, reports), parts(effect, others)) for effect in every}
    replaced = {e: superseded(e, reports, some) | superseded(e, others, rest) for e, (some, rest) in apart.items()}
    return tuple(
        _claim(one, c, replaced[c.effect], frozenset().union(*apart[c.effect]))
        for one in sorted(reported, key=_order)
        for c in one.counting.casualties
    )


def _claim(one: Reported, claim: Casualty, replaced: Collection[str], some: Collection[str]) -> IncidentClaim:
    own: Literal["own", "part"] = "part" if one.article_id in some else "own"
    return IncidentClaim(
        effect=claim.effect,
        low=claim.low,
        high=claim.high,
        claimed_by=claim.claimed_by,
        article_id=one.article_id,
        event_id=one.counting.id,
        published_at=one.published_at,
        scope="cumulative" if claim.cumulative else "rival" if claim.rival else own,
        superseded=one.article_id in replaced,
    )


def _figure(effect: Effect, reported: Sequence[Reported]) -> IncidentFigure | None:
    some = parts(effect, reported)
    replaced = superseded(effect, reported, some) | some
    said = [one for one in sorted(reported, key=_order) if one.article_id not in replaced]
    given = [(one, number) for one in said if (number := _best(one, effect)) is not None]
    if not given:
        return None
    best, rule = _chosen(given, effect)
    bounds = [_bounds(one, effect, number) for one, number in given]
    lows = [low for low, _ in bounds if low is not None]
    highs = [high for _, high in bounds]
    known = [high for high in highs if high is not None]
    return IncidentFigure(
        low=min([*lows, best]) if lows else None,
        best=best,
        high=max([*known, best]) if len(known) == len(highs) else None,
        rule=rule,
    )


def _counts_all(one: Reported, effect: Effect, number: int, larger: Sequence[Given]) -> bool:
    """Whether an article counts all victims again, though its number is lower than others before it."""
    if not _known_words()["correcting"].isdisjoint(words(one.counting.sentence.text)):
        return True
    names = _claimants(one, effect)
    if number > 1 and names and all(not _known_words()["official"].isdisjoint(words(name)) for name in names):
        return True
    died = max(0, (_best(one, "killed") or 0) - max(_best(other, "killed") or 0 for other, _ in larger))
    return effect == "injured" and 2 * (number + died) >= max(n for _, n in larger)


def _chosen(given: Sequence[Given], effect: Effect) -> tuple[int, FigureRule]:
    if len({one.outlet for one, _ in given}) == 1:
        return given[-1][1], "only_source"
    if len({number for _, number in given}) == 1:
        return given[-1][1], "all_agree"
    end = given[-1][0].moment
    recent = [(one, number) for one, number in given if end - one.moment <= _WINDOW]
    leading = _leading(Counter(number for _, number in recent))
    weighed = _leading(_weighed(recent, effect))
    days = {number: one.moment.date() for one, number in recent}
    best = max(weighed, key=lambda number: (days[number], number))  # tolls rise
    if set(leading) != set(weighed) and best != max(leading, key=lambda number: (days[number], number)):
        return best, "official"
    return best, "latest_by_most_sources" if len(weighed) == 1 else "latest"


def _leading(votes: Mapping[int, float]) -> list[int]:
    """The numbers with the most votes."""
    return [number for number, count in votes.items() if count == max(votes.values())]


def _weighed(recent: Sequence[Given], effect: Effect) -> Mapping[int, float]:
    """The votes for each number: one of each outlet, half of one that quotes a side or somebody without an office."""
    votes: dict[int, float] = {}
    for one, number in recent:
        votes[number] = votes.get(number, 0.0) + (_HALF if _is_doubted(one, effect) else 1.0)
    return votes


def _own(one: Reported, effect: Effect) -> list[Casualty]:
    return [claim for claim in own_claims(one.counting.casualties) if claim.effect == effect]


def _is_open(one: Reported, effect: Effect) -> bool:
    """Whether an article gives a lower bound only."""
    return any(claim.high is None for claim in _own(one, effect))


def _claimants(one: Reported, effect: Effect) -> list[str]:
    return [claim.claimed_by.name for claim in _own(one, effect) if claim.claimed_by]


def _is_doubted(one: Reported, effect: Effect) -> bool:
    """Whether the figure of an article is claimed by somebody who need not know."""
    return any(_is_doubtful(name, one.counting) for name in _claimants(one, effect))


def _is_doubtful(name: str, event: Event) -> bool:
    """Whether a claimant is a side of the fight, or one of those who need not know."""
    if _is_side(name, event):
        return True
    found = words(name)
    return _known_words()["official"].isdisjoint(found) and not _known_words()["doubtful"].isdisjoint(found)


@functools.cache
def _known_words() -> Mapping[str, frozenset[str]]:
    """Words of those who claim figures, by what their claims are worth, and of those that correct."""
    found = load_yaml(resources.files("app.linking").joinpath("claimants.yaml").read_text(encoding="utf-8"))
    return {kind: frozenset(found[kind]) for kind in ("official", "doubtful", "correcting")}


def _is_side(name: str, event: Event) -> bool:
    """Whether a claimant is a side of the fight: one that attacks or is attacked, by a word of its name."""
    sides = (who for who in event.participants if who.role in _SIDES and who.kind in COMBATANTS | {"government"})
    known = {word for who in sides for word in words(who.name) if len(word) >= _LONG}
    return not known.isdisjoint(words(name))


def _bounds(one: Reported, effect: Effect, number: int) -> tuple[int | None, int | None]:
    """The bounds of what an article states; those that it quotes for a part of the victims are none."""
    found = figure(one.counting.casualties, effect)
    return (found.low, found.high) if found.best == number else (number, number)


def _best(one: Reported, effect: Effect) -> int | None:
    return one.numbers.get(effect)


def _order(one: Reported) -> tuple[dt.datetime, str]:
    return one.moment, one.article_id
