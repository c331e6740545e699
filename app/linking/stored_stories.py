"""Stories as bytes, as they are stored: some 1.8 kB, read in a twentieth of a millisecond.

Terms, weights and the signature are plain numbers; the rest, which is read by people when something is wrong, is JSON.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
import struct
from collections.abc import Sequence
from typing import Any

import pydantic_core

from app.linking.people import People
from app.linking.reports import Report
from app.linking.stories import Story, Vocabulary
from app.linking.terms import Weights

_HEAD = struct.Struct("<BBBB")  # format, words, phrases, numbers of the signature
_FORMAT = 1


def write_story(story: Story) -> bytes:
    """A story as bytes."""
    counts = len(story.words), len(story.phrases), len(story.signature)
    numbers = (*story.words, *story.words.values(), *story.phrases, *story.phrases.values(), *story.signature)
    rest = [
        story.article_id,
        story.published.toordinal() if story.published else None,
        sorted(story.names),
        sorted(story.ages),
        [_written(report) for report in story.reports],
        _written_people(story.people),
    ]
    written = json.dumps(rest, ensure_ascii=False, separators=(",", ":")).encode()
    return _HEAD.pack(_FORMAT, *counts) + _layout(*counts).pack(*numbers) + written


def read_story(written: bytes) -> Story:
    """The story that ``write_story`` wrote."""
    _, words, phrases, signature = _HEAD.unpack_from(written)
    layout = _layout(words, phrases, signature)
    rest = pydantic_core.from_json(written[_HEAD.size + layout.size :])
    article_id, published, names, ages, reports, people = rest
    return Story(
        article_id=article_id,
        published=None if published is None else dt.date.fromordinal(published),
        vocabulary=Vocabulary(functools.partial(_read_vocabulary, written)),
        names=frozenset(names),
        ages=frozenset(ages),
        reports=tuple(map(_read, reports)),
        people=_read_people(people),
    )


@functools.lru_cache(maxsize=10_000)
def _layout(words: int, phrases: int, signature: int) -> struct.Struct:
    """The numbers of a story; making a layout takes five times as long as reading by it."""
    return struct.Struct(f"<{words}I{words}H{phrases}I{phrases}H{signature}I")


def _read_vocabulary(written: bytes) -> tuple[Weights, Weights, tuple[int, ...]]:
    _, words, phrases, signature = _HEAD.unpack_from(written)
    numbers = _layout(words, phrases, signature).unpack_from(written, _HEAD.size)
    after = 2 * words + 2 * phrases
    return _weights(numbers, 0, words), _weights(numbers, 2 * words, phrases), numbers[after:]


def _weights(numbers: Sequence[int], at: int, count: int) -> Weights:
    return dict(zip(numbers[at : at + count], numbers[at + count : at + 2 * count], strict=True))


def _written(report: Report) -> list[Any]:
    when = report.interval
    return [
        report.event_ids,
        report.event_ids.index(report.counting),
        report.family,
        [side.isoformat() for side in when] if when else None,
        report.towns,
        sorted(report.divisions),
        sorted(report.countries),
        sorted(report.actors),
        *(report.killed, report.injured, report.weight),
    ]


def _read(written: Sequence[Any]) -> Report:
    event_ids, counting, family, when, towns, divisions, countries, actors, killed, injured, weight = written
    return Report(
        event_ids=tuple(event_ids),
        counting=event_ids[counting],
        family=family,
        interval=(dt.datetime.fromisoformat(when[0]), dt.datetime.fromisoformat(when[1])) if when else None,
        towns=tuple((name, (latitude, longitude)) for name, (latitude, longitude) in towns),
        divisions=frozenset(divisions),
        countries=frozenset(countries),
        actors=frozenset(actors),
        killed=killed,
        injured=injured,
        weight=weight,
    )


def _written_people(people: People) -> list[Any]:
    return [people.ages, sorted(people.killed), sorted(people.suspects), people.hospitals]


def _read_people(written: Sequence[Any]) -> People:
    ages, killed, suspects, hospitals = written
    return People(ages, frozenset(killed), frozenset(suspects), tuple((lat, lon) for lat, lon in hospitals))
