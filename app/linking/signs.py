"""How alike two articles are: the signs of a pair, for the learnt decision (``models/same_happening.json``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from app.linking.reports import Report
from app.linking.stories import Story
from app.linking.terms import cosine

#: Steps of the cosines of words and of phrases, and of the days between two publications.
WORDS = (0.04, 0.07, 0.1, 0.13, 0.16, 0.2, 0.25, 0.3, 0.4, 0.55)
PHRASES = (0.01, 0.03, 0.06, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6)
GAPS = (1, 2, 4, 8, 15, 31, 62, 124, 250, 500)
_WEEK = 7


def signs(one: Story, other: Story) -> list[str]:
    """The signs of a pair of stories."""
    return [
        *_steps("words", cosine(one.words, other.words), WORDS),
        *_steps("phrases", cosine(one.phrases, other.phrases), PHRASES),
        *_gap(one, other),
        *_names(one.names, other.names),
        *_ages(one.ages, other.ages),
        *_reports(one, other),
    ]


def _steps(name: str, value: float, steps: tuple[float, ...]) -> Iterator[str]:
    return (f"{name}_{step}" for step in steps if value >= step)


def _gap(one: Story, other: Story) -> Iterator[str]:
    if one.published is None or other.published is None:
        yield "gap_unknown"
    else:
        days = abs((one.published - other.published).days)
        yield from (f"gap_{step}" for step in GAPS if days >= step)


def _names(one: frozenset[str], other: frozenset[str]) -> Iterator[str]:
    if not one or not other:
        yield "names_none"
        return
    shared = len(one & other)
    yield from (f"names_shared_{n}" for n in (1, 2, 3) if shared >= n)
    if not shared and family_names(one) & family_names(other):
        yield "names_last"


def family_names(names: frozenset[str]) -> frozenset[str]:
    """The last words of some full names."""
    return frozenset(name.rpartition(" ")[2] for name in names)


def _ages(one: frozenset[int], other: frozenset[int]) -> Iterator[str]:
    if not one or not other:
        yield "ages_none"
        return
    shared = len(one & other)
    if not shared:
        yield "ages_differ"
    share = shared / min(len(one), len(other))
    yield from (f"ages_{step}" for step in (0.5, 0.99) if share >= step)
    yield from (f"ages_shared_{n}" for n in (2, 3) if shared >= n)


def _reports(one: Story, other: Story) -> Iterator[str]:
    """What the main reports of both have in common."""
    a, b = one.main, other.main
    if a is None or b is None:
        yield "no_report"
        return
    yield _days(a, b, one, other)
    yield places(a, b)
    yield from _figures("killed", a.killed, b.killed)
    yield from _figures("injured", a.injured, b.injured)
    if a.family != b.family:
        yield "family_differs"


def _figures(effect: Literal["killed", "injured"], one: int | None, other: int | None) -> Iterator[str]:
    if one is not None and other is not None:
        yield f"{effect}_{'same' if one == other else 'near' if abs(one - other) <= 1 else 'differ'}"


def _days(a: Report, b: Report, one: Story, other: Story) -> str:
    if a.day and b.day:
        apart = abs((a.day - b.day).days)
        if apart <= 1:
            return f"day_{apart}"
        if a.day in other.days or b.day in one.days:
            return "day_told"
        return "day_week" if apart <= _WEEK else "day_far"
    known, story = (a.day, other) if a.day else (b.day, one)
    if known is None:
        return "day_none"
    if any(abs((known - day).days) <= 1 for day in story.days):
        return "day_told"
    return "day_one"


def places(a: Report, b: Report) -> str:
    """How the places of two reports go together."""
    if a.towns and b.towns:
        if a.shares_town(b):
            return "town_same"
        return "town_differs_division_same" if a.divisions & b.divisions else "town_differs"
    if a.divisions and b.divisions:
        return "division_same" if a.divisions & b.divisions else "division_differs"
    if a.countries and b.countries and not a.countries & b.countries:
        return "country_differs"
    return "place_none"
