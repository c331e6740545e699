"""Do two articles report the same happening? A score with its reasons, or a veto.

What two articles are about is decided by a learnt model over their signs. What they mention beside it is joined only
where the day, the town and something else agree.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from itertools import product

from app.domain.logistic import Logistic
from app.linking.people import shared as shared_people
from app.linking.people import vetoes
from app.linking.reports import Report
from app.linking.signs import places, signs
from app.linking.stories import Story
from app.linking.terms import cosine

#: Pairs below this are not kept: they have as good as nothing in common.
LEAST = -5.0
#: The log-odds of two reports of which one is mentioned beside something else, when all that is required agrees.
_MENTIONED = 2.0
_ALIKE, _MUCH_ALIKE = 0.13, 0.25
_WEEK = 7  # days


@dataclass(frozen=True, slots=True)
class Decision:
    """How surely two reports are of one happening, as log-odds, and why.

    Reports are named by the id of their article and their position in it; position 0 is the main one.
    """

    one: str
    other: str
    score: float
    reasons: tuple[str, ...]


def report_name(article_id: str, position: int) -> str:
    """The name of a report: of the main one, the id of its article."""
    return article_id if position == 0 else f"{article_id}#{position}"


def article_of(name: str) -> tuple[str, int]:
    """The article and position of a report."""
    article_id, _, position = name.partition("#")
    return article_id, int(position or 0)


@functools.cache
def model() -> Logistic:
    """The learnt weights of the signs."""
    data = json.loads(resources.files("app.linking.models").joinpath("same_happening.json").read_text("utf-8"))
    return Logistic(bias=data["bias"], weights=data["weights"])


def compare(one: Story, other: Story) -> Iterator[Decision]:
    """The decisions on two articles that are worth keeping: on what both are about, then on what they mention."""
    if one.main and other.main and not veto(one, other):
        score = model().log_odds(signs(one, other))
        if score >= LEAST:
            yield Decision(one.article_id, other.article_id, score, tuple(_reasons(one, other)))
    alike: float | None = None
    for (m, a), (n, b) in product(enumerate(one.reports), enumerate(other.reports)):
        if not (m or n) or _differ(a, b):
            continue
        alike = cosine(one.words, other.words) if alike is None else alike
        if why := _same(a, b, alike):
            names = report_name(one.article_id, m), report_name(other.article_id, n)
            yield Decision(*names, _MENTIONED, why)


def veto(one: Story, other: Story) -> str | None:
    """What makes it certain that two articles are about different happenings; None when nothing does."""
    a, b = one.main, other.main
    if a is None or b is None or shared_people(one.names, other.names, (one.people.ages, other.people.ages)):
        return None
    where = places(a, b)
    if where == "country_differs":
        return "different countries"
    apart = abs((a.day - b.day).days) if a.day and b.day else 0
    if apart > 1 and where in ("town_differs", "division_differs"):
        return "a different day in a different place"
    reported = a.day in other.days or b.day in one.days
    if apart > 1 and not reported and _of_the_day(one) and _of_the_day(other):
        return "each is the news of another day"
    if apart > _WEEK and not reported and not one.ages & other.ages:
        return "a different week, and nobody in common"
    return next(vetoes(one.people, other.people), None)


def _of_the_day(story: Story) -> bool:
    """Whether an article is about what happened on the day of its publication or the day before."""
    day = story.main.day if story.main else None
    return day is not None and story.published is not None and 0 <= (story.published - day).days <= 1


def _differ(a: Report, b: Report) -> bool:
    """Whether two reports of which one is mentioned cannot be of one happening: other kinds, days or figures."""
    if a.family != b.family or (a.day and b.day and a.day != b.day):
        return True
    return any(x != y for x, y in ((a.killed, b.killed), (a.injured, b.injured)) if x is not None and y is not None)


def _same(a: Report, b: Report, alike: float) -> tuple[str, ...] | None:
    """The reasons why two reports are of one happening: day, town and something else, or people in like articles.

    Where one does not name the town, the same division will do if the words and a figure agree.
    """
    people, figures = list(_same_people(a, b)), list(_same_figures(a, b))
    more = [*people, *figures, *(["similar words"] if alike >= _ALIKE else [])]
    if a.day and b.day and a.shares_town(b):
        return ("same day", "same town", *more) if more else None
    elsewhere = a.towns and b.towns and not a.shares_town(b)
    if a.day and b.day and not elsewhere and a.divisions & b.divisions and figures and alike >= _ALIKE:
        return ("same day", "same division", *more)
    return tuple(more) if people and alike >= _ALIKE and not elsewhere else None


def _reasons(one: Story, other: Story) -> Iterator[str]:
    """What two articles have in common, in words."""
    a, b = one.main, other.main
    if a is None or b is None:
        return
    if a.day and b.day:
        days = abs((a.day - b.day).days)
        yield "same day" if not days else f"{days} day{'s' * (days > 1)} apart"
    where = places(a, b)
    if where in _PLACES:
        yield _PLACES[where]
    yield from _same_figures(a, b)
    if shared := sorted(one.names & other.names):
        yield f"named in both: {', '.join(name.title() for name in shared[:3])}"
    if shared_ages := sorted(one.ages & other.ages):
        yield f"ages in both: {', '.join(map(str, shared_ages[:4]))}"
    if one.ages and other.ages and not shared_ages:
        yield "against it: different ages"
    alike = cosine(one.words, other.words)
    if alike >= _ALIKE:
        yield "much the same words" if alike >= _MUCH_ALIKE else "similar words"


_PLACES = {
    "town_same": "same town",
    "division_same": "same division",
    "town_differs": "against it: different towns",
    "town_differs_division_same": "different towns of one division",
    "division_differs": "against it: different divisions",
}


def _same_people(a: Report, b: Report) -> Iterator[str]:
    """People in both; a middle name may be left out."""
    theirs = {_ends(name) for name in b.actors}
    if shared := sorted(name for name in a.actors if _ends(name) in theirs):
        yield f"named in both: {', '.join(name.title() for name in shared[:3])}"


def _ends(name: str) -> tuple[str, str]:
    first, *_, last = name.split()
    return first, last


def _same_figures(a: Report, b: Report) -> Iterator[str]:
    for x, y, effect in ((a.killed, b.killed, "killed"), (a.injured, b.injured, "injured")):
        if x and x == y:
            yield f"{x} {effect} in both"
