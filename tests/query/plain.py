"""The same filter in plain Python, over the events themselves: what the databases are compared with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.article import Article
from app.domain.event import Event
from app.domain.geo import distance_km
from app.query.filters import Box, EventFilter, Interval, Words


@dataclass(frozen=True)
class Told:
    """An event, the article that tells it, and the number of the change that stored both."""

    event: Event
    article: Article
    change: int = 0


def meets(told: Told, wish: EventFilter) -> bool:
    event = told.event
    return (
        (not wish.types or event.type in wish.types)
        and (not wish.subtypes or event.subtype in wish.subtypes)
        and event.factuality in wish.factuality
        and (wish.min_confidence is None or event.confidence >= wish.min_confidence)
        and (wish.min_killed is None or _told(event, "killed", wish.min_killed))
        and (wish.min_injured is None or _told(event, "injured", wish.min_injured))
        and (wish.time is None or _overlaps(event, wish.time))
        and (wish.published is None or _published(told.article, wish.published))
        and (not wish.countries or any(p.country_code in wish.countries for p in event.places))
        and (not wish.places or any(_in_place(event, name) for name in wish.places))
        and _near_enough(event, wish)
        and _who(event, wish)
        and (not wish.sources or (told.article.source or "").lower() in [s.lower() for s in wish.sources])
        and (wish.article_id is None or event.article_id == wish.article_id)
        and wish.incident_id is None  # none is stored
        and (wish.updated_since is None or _since(told, wish.updated_since))
        and (wish.words is None or _says(told, wish.words))
    )


def _since(told: Told, since: int | dt.datetime) -> bool:
    """The world is stored when the test runs: a date tells only whether it is in the future."""
    return told.change >= since if isinstance(since, int) else since < dt.datetime.now(dt.UTC)


def _told(event: Event, effect: str, least: int) -> bool:
    own = [c for c in event.casualties if not c.cumulative and not c.rival]
    claims = [c for c in own or event.casualties if c.effect == effect]
    numbers = [n for c in claims if (n := c.low if c.low is not None else c.high) is not None]
    return bool(numbers) and (sum(numbers) if own else max(numbers)) >= least


def _overlaps(event: Event, wish: Interval) -> bool:
    if event.time is None or not (event.time.start or event.time.end):
        return False
    start = dt.datetime.fromisoformat(event.time.start) if event.time.start else None
    end = dt.datetime.fromisoformat(event.time.end) if event.time.end else None
    begins_in_time = wish.end is None or start is None or start < wish.end
    return begins_in_time and (wish.start is None or end is None or end > wish.start)


def _published(article: Article, wish: Interval) -> bool:
    if article.published_at is None:
        return False
    moment = dt.datetime.fromisoformat(article.published_at)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return (wish.start is None or moment >= wish.start) and (wish.end is None or moment < wish.end)


def _in_place(event: Event, name: str) -> bool:
    """By name alone; containment in the gazetteer is tested by itself."""
    wanted = name.lower()
    return any(
        wanted in (p.name.lower(), (p.admin1 or "").lower(), (p.country or "").lower(), str(p.geonames_id))
        for p in event.places
    )


def _near_enough(event: Event, wish: EventFilter) -> bool:
    if wish.bbox is None and wish.near is None:
        return True
    pin = event.places[0] if event.places else None
    if pin is None or pin.latitude is None or pin.longitude is None:
        return False
    if wish.bbox and not in_box(pin.latitude, pin.longitude, wish.bbox):
        return False
    if wish.near is None:
        return True
    away = distance_km(pin.latitude, pin.longitude, wish.near.latitude, wish.near.longitude)
    return away is not None and away <= wish.near.radius_km


def in_box(latitude: float, longitude: float, box: Box) -> bool:
    if not box.south <= latitude <= box.north:
        return False
    if box.west > box.east:
        return longitude >= box.west or longitude <= box.east
    return box.west <= longitude <= box.east


def _who(event: Event, wish: EventFilter) -> bool:
    people = event.participants
    actors = [p for p in people if (p.role == wish.role if wish.role else p.role != "weapon")]
    return (
        (wish.actor is None or any(_called(p.name, wish.actor) for p in actors))
        and (wish.role is None or any(p.role == wish.role for p in people))
        and (wish.speaker is None or any(p.role == "speaker" and _called(p.name, wish.speaker) for p in people))
        and (wish.weapon is None or any(p.role == "weapon" and _called(p.name, wish.weapon) for p in people))
    )


def _called(name: str, wanted: str) -> bool:
    return _holds(_stems(name), _stems(wanted))


def _says(told: Told, wish: Words) -> bool:
    event = told.event
    names = [p.name for p in event.participants]
    places = [part for p in event.places for part in (p.name, p.admin1, p.country) if part]
    text = _stems(" ".join([event.summary, event.sentence.text, *names, *places, told.article.title or ""]))
    required = all(_holds(text, _stems(" ".join(phrase))) for phrase in wish.required)
    return required and not any(_holds(text, _stems(" ".join(phrase))) for phrase in wish.excluded)


def _stems(text: str) -> list[str]:
    """Words without case and a final "s": enough for the words of these tests."""
    return ["".join(c for c in word.lower() if c.isalnum()).removesuffix("s") for word in text.split()]


def _holds(words: Sequence[str], wanted: Sequence[str]) -> bool:
    return any(list(words[n : n + len(wanted)]) == list(wanted) for n in range(len(words)))
