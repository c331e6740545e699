"""The figures of an incident: from all claims of all its reports to one number that counts everybody once.

An outlet's later article replaces its earlier one, and copies of one text are one source. Of what the sources then
say, ``best`` is the number of most of them within two days of the last figure; the rule that chose it is named.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.domain.casualties import Casualty, Effect
from app.domain.event import Event
from app.domain.figures import effects, figure
from app.domain.incident import FigureRule, IncidentClaim, IncidentFigure, moment_of

#: Tolls rise: what was said longer before the last figure is out of date.
_WINDOW = dt.timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Reported:
    """What one article claims: the event that has its figures, its outlet and its time.

    ``outlet`` is the same for copies of one text.
    """

    article_id: str
    outlet: str
    published_at: str | None
    event: Event

    @property
    def moment(self) -> dt.datetime:
        """When it was published; the beginning of time when that is unknown."""
        return moment_of(self.published_at)


def figures(reported: Sequence[Reported]) -> dict[Effect, IncidentFigure]:
    """The figures by effect, of the articles that give any."""
    every = list(dict.fromkeys(effect for one in reported for effect in effects(one.event)))
    return {effect: found for effect in every if (found := _figure(effect, reported))}


def superseded(effect: Effect, reported: Sequence[Reported]) -> frozenset[str]:
    """The articles whose figure for an effect a later one of the same outlet has replaced."""
    last = {one.outlet: one.article_id for one in sorted(reported, key=_order) if _best(one, effect) is not None}
    return frozenset(one.article_id for one in reported if last.get(one.outlet, one.article_id) != one.article_id)


def claims(reported: Sequence[Reported]) -> tuple[IncidentClaim, ...]:
    """Every claim, in order of publication."""
    replaced = {effect: superseded(effect, reported) for one in reported for effect in effects(one.event)}
    return tuple(
        _claim(one, c, replaced[c.effect]) for one in sorted(reported, key=_order) for c in one.event.casualties
    )


def _claim(one: Reported, claim: Casualty, replaced: Collection[str]) -> IncidentClaim:
    return IncidentClaim(
        effect=claim.effect,
        low=claim.low,
        high=claim.high,
        claimed_by=claim.claimed_by,
        article_id=one.article_id,
        event_id=one.event.id,
        published_at=one.published_at,
        scope="cumulative" if claim.cumulative else "rival" if claim.rival else "own",
        superseded=one.article_id in replaced,
    )


def _figure(effect: Effect, reported: Sequence[Reported]) -> IncidentFigure | None:
    replaced = superseded(effect, reported)
    said = [one for one in sorted(reported, key=_order) if one.article_id not in replaced]
    given = [(one, number) for one in said if (number := _best(one, effect)) is not None]
    if not given:
        return None
    best, rule = _chosen(given)
    bounds = [figure(one.event.casualties, effect) for one, _ in given]
    lows = [bound.low for bound in bounds if bound.low is not None]
    highs = [bound.high for bound in bounds]
    known = [high for high in highs if high is not None]
    return IncidentFigure(
        low=min([*lows, best]) if lows else None,
        best=best,
        high=max([*known, best]) if len(known) == len(highs) else None,
        rule=rule,
    )


def _chosen(given: Sequence[tuple[Reported, int]]) -> tuple[int, FigureRule]:
    if len({one.outlet for one, _ in given}) == 1:
        return given[-1][1], "only_source"
    if len({number for _, number in given}) == 1:
        return given[-1][1], "all_agree"
    end = given[-1][0].moment
    recent = [(one, number) for one, number in given if end - one.moment <= _WINDOW]
    votes = Counter(number for _, number in recent)
    leading = [number for number, count in votes.items() if count == max(votes.values())]
    if len(leading) == 1:
        return leading[0], "latest_by_most_sources"
    days = {number: one.moment.date() for one, number in recent if number in leading}
    return max(leading, key=lambda number: (days[number], number)), "latest"  # tolls rise


def _best(one: Reported, effect: Effect) -> int | None:
    return figure(one.event.casualties, effect).best


def _order(one: Reported) -> tuple[dt.datetime, str]:
    return one.moment, one.article_id
