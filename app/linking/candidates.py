"""Keys by which a new article finds those that may report the same, in an index and never by comparing with all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from app.linking.near_duplicates import bands
from app.linking.reports import Report
from app.linking.stories import Story
from app.linking.terms import term_number

#: The heaviest phrases and words, and the names and reports, that become keys.
PHRASES, WORDS, NAMES, REPORTS = 8, 6, 10, 6
#: Of keys, by their first letters: copies and people distinguish most; others count 2.
_WEIGHTS = {"b": 3, "n": 3}
_NO_NEIGHBOURS = (0,)
_NEIGHBOURS = (0, -1, 1)


def keys_of(story: Story) -> list[str]:
    """The keys under which a story is kept."""
    return list(dict.fromkeys(_keys(story, _NO_NEIGHBOURS)))


def looked_up(story: Story) -> dict[str, int]:
    """The keys under which others are sought, with their weights: days may differ by one."""
    return {key: _WEIGHTS.get(key[0], 2) for key in _keys(story, _NEIGHBOURS)}


def _keys(story: Story, days: tuple[int, ...]) -> Iterator[str]:
    yield from (f"b {band}" for band in bands(story.signature))
    yield from (f"n {name}" for name in _rarest(story))
    yield from (f"p {phrase}" for phrase in list(story.phrases)[:PHRASES])
    yield from (f"w {word}" for word in list(story.words)[:WORDS])
    for report in story.reports[:REPORTS]:
        yield from _days(report, days)


def _rarest(story: Story) -> list[str]:
    return sorted(story.names, key=lambda name: (-story.phrases.get(term_number(name), 0), name))[:NAMES]


def _days(report: Report, days: tuple[int, ...]) -> Iterator[str]:
    if report.day:
        for where in sorted(report.divisions or report.countries):
            for shift in days:
                day = report.day.toordinal() + shift
                if day > 0:
                    yield f"d {dt.date.fromordinal(day).isoformat()} {where}"
