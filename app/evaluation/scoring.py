"""Precision and recall of events and of their fields, on gold articles and what a reader gives for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field

from app.domain.correction import overlaps
from app.domain.event import Event
from app.domain.geo import distance_km, main_place, main_point
from app.domain.text_folding import name_key
from app.evaluation.gold import GoldArticle

_NEAR_KM = 25.0


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of how many; ``value`` is None where there are none."""

    name: str
    right: int
    total: int

    @property
    def value(self) -> float | None:
        """The share, 0 to 1."""
        return self.right / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class Mistake:
    """A difference between gold and reading."""

    article_id: str
    kind: str
    detail: str


@dataclass
class Scores:
    """Counts over all articles; the same name counts together."""

    right: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    mistakes: list[Mistake] = field(default_factory=list)

    def count(self, name: str, right: int, total: int = 1) -> None:
        """Add to a rate."""
        self.right[name] += right
        self.total[name] += total

    def rates(self) -> list[Rate]:
        """All rates, in the order in which they were counted first."""
        return [Rate(name, self.right[name], total) for name, total in self.total.items()]


def score(pairs: Iterable[tuple[GoldArticle, Sequence[Event]]]) -> Scores:
    """Compare each gold article with the events that were read in it.

    An event is found when one of the same type shares a trigger with it; each counts once. In an article that is not
    complete only the events that people have decided on count for precision. Fields are compared in found events.
    """
    scores = Scores()
    for name in ("events found (recall)", "events right (precision)"):
        scores.count(name, 0, 0)
    for gold, read in pairs:
        _score(gold, read, scores)
    return scores


def matches(gold: Sequence[Event], read: Sequence[Event]) -> list[tuple[Event, Event]]:
    """Pairs of gold and read events, one to one, those with equal triggers first."""
    possible = [
        (one.trigger != other.trigger, n, m)
        for n, one in enumerate(gold)
        for m, other in enumerate(read)
        if one.type == other.type and overlaps(one, other)
    ]
    taken: tuple[set[int], set[int]] = (set(), set())
    found = []
    for _, n, m in sorted(possible):
        if n not in taken[0] and m not in taken[1]:
            taken[0].add(n)
            taken[1].add(m)
            found.append((gold[n], read[m]))
    return found


def _score(gold: GoldArticle, read: Sequence[Event], scores: Scores) -> None:
    pairs = matches(gold.events, read)
    found = {one.id for one, _ in pairs}
    used = {id(other) for _, other in pairs}
    left = [event for event in read if id(event) not in used]
    wrong = left if gold.complete else [other for _, other in matches(gold.rejected, left)]
    scores.count("events found (recall)", len(pairs), len(gold.events))
    scores.count("events right (precision)", len(pairs), len(pairs) + len(wrong))
    scores.mistakes += [
        Mistake(gold.id, "missed", f"{event.type}: {event.summary}") for event in gold.events if event.id not in found
    ]
    scores.mistakes += [Mistake(gold.id, "false", f"{event.type}: {event.summary}") for event in wrong]
    for one, other in pairs:
        _compare(gold.id, one, other, scores)


def _compare(article_id: str, gold: Event, read: Event, scores: Scores) -> None:
    for name, value in _SINGLE.items():
        expected, given = value(gold), value(read)
        if expected is None and given is None:
            continue
        scores.count(name, expected == given)
        if expected != given:
            scores.mistakes.append(Mistake(article_id, name, f"{gold.summary}: {expected} read as {given}"))
    if place := main_point(gold):
        point = main_point(read)
        scores.count("place within 25 km", point is not None and distance_km(*place, *point) <= _NEAR_KM)
    for name, values in _SEVERAL.items():
        expected_set, given_set = set(values(gold)), set(values(read))
        scores.count(f"{name} found (recall)", len(expected_set & given_set), len(expected_set))
        scores.count(f"{name} right (precision)", len(expected_set & given_set), len(given_set))
        if expected_set != given_set:
            detail = f"{gold.summary}: {sorted(map(str, expected_set))} read as {sorted(map(str, given_set))}"
            scores.mistakes.append(Mistake(article_id, name, detail))


def _day(event: Event) -> str | None:
    return event.time.start[:10] if event.time and event.time.start else None


def _country(event: Event) -> str | None:
    return getattr(main_place(event), "country_code", None)


def _people(event: Event) -> list[Hashable]:
    return [(who.role, name_key(who.name)) for who in event.participants]


def _figures(event: Event) -> list[Hashable]:
    return [(claim.effect, claim.low, claim.high) for claim in event.casualties]


#: Fields with one value, which are right or not.
_SINGLE: dict[str, Callable[[Event], Hashable]] = {
    "sub-type": lambda event: event.subtype,
    "factuality": lambda event: event.factuality,
    "day": _day,
    "country": _country,
}
#: Fields with several values, of which each may be found.
_SEVERAL: dict[str, Callable[[Event], Sequence[Hashable]]] = {"participants": _people, "figures": _figures}
