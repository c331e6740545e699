"""The same filter in plain Python, over the events themselves: what the databases are compared with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.article import Article
from app.domain.event import Event
from app.domain.geo import distance_km
from app.domain.place import Place
from app.query.filters import Box, EventFilter, Interval, Words


@dataclass(frozen=True)
class Told:
    """An event, the article that tells it, and the number of the change that stored both."""

    event: Event
    article: Article
    change: int = 0


def meets(told: Told, wanted: EventFilter) -> bool:
    event = told.event
    return (
        (not wanted.types or bool({event.type, f"{event.type}/{event.subtype}"} & set(wanted.types)))
        and (not wanted.subtypes or event.subtype in wanted.subtypes)
        and event.factuality in wanted.factuality
        and (wanted.min_confidence is None or event.confidence >= wanted.min_confidence)
        and (wanted.max_confidence is None or event.confidence <= wanted.max_confidence)
        and (wanted.counted is None or event.counted is wanted.counted)
        and (wanted.reviewed is None or (event.review is not None) is wanted.reviewed)
        and (wanted.min_killed is None or _told(event, "killed", wanted.min_killed))
        and (wanted.min_injured is None or _told(event, "injured", wanted.min_injured))
        and (wanted.time is None or _overlaps(event, wanted.time))
        and (wanted.published is None or _published(told.article, wanted.published))
        and _placed(event, wanted)
        and _who(event, wanted)
        and (not wanted.sources or (told.article.source or "").lower() in [s.lower() for s in wanted.sources])
        and (wanted.article_id is None or event.article_id == wanted.article_id)
        and wanted.incident_id is None  # none is stored
        and (wanted.updated_since is None or _since(told, wanted.updated_since))
        and (wanted.words is None or _says(told, wanted.words))
    )


def _since(told: Told, since: int | dt.datetime) -> bool:
    """The world is stored when the test runs: a date tells only whether it is in the future."""
    return told.change >= since if isinstance(since, int) else since < dt.datetime.now(dt.UTC)


def _told(event: Event, effect: str, least: int) -> bool:
    own = [c for c in event.casualties if not c.cumulative and not c.rival]
    claims = [c for c in own or event.casualties if c.effect == effect]
    numbers = [n for c in claims if (n := c.low if c.low is not None else c.high) is not None]
    return bool(numbers) and (sum(numbers) if own else max(numbers)) >= least


def _overlaps(event: Event, interval: Interval) -> bool:
    if event.time is None or not (event.time.start or event.time.end):
        return False
    start = dt.datetime.fromisoformat(event.time.start) if event.time.start else None
    end = dt.datetime.fromisoformat(event.time.end) if event.time.end else None
    begins_in_time = interval.end is None or start is None or start < interval.end
    return begins_in_time and (interval.start is None or end is None or end > interval.start)


def _published(article: Article, interval: Interval) -> bool:
    if article.published_at is None:
        return False
    moment = dt.datetime.fromisoformat(article.published_at)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return (interval.start is None or moment >= interval.start) and (interval.end is None or moment < interval.end)


def _placed(event: Event, wanted: EventFilter) -> bool:
    match = place_match(event, wanted)
    return match is None or (match != "elsewhere" and wanted.place_match in (None, match))


def place_match(event: Event, wanted: EventFilter) -> str | None:
    """``at`` or ``about``; None without a filter by place, and ``elsewhere`` where none of the places meets it."""
    if not (wanted.countries or wanted.places or wanted.bbox or wanted.near):
        return None
    if _lies(event.places, event.places[:1], wanted):
        return "at"
    about = [place for place in event.about_places if place.latitude is not None][:1]
    return "about" if _lies((*event.places, *event.about_places), (*event.places[:1], *about), wanted) else "elsewhere"


def _lies(places: Sequence[Place], pinned: Sequence[Place], wanted: EventFilter) -> bool:
    """Whether each filter holds for some place, or some place with a pin."""
    return (
        (not wanted.countries or any(p.country_code in wanted.countries for p in places))
        and (not wanted.places or any(_called_so(p, name) for p in places for name in wanted.places))
        and (wanted.bbox is None or any(in_box(*pin, wanted.bbox) for pin in _points(pinned)))
        and (wanted.near is None or any(away <= wanted.near.radius_km for away in _distances(pinned, wanted)))
    )


def _called_so(place: Place, name: str) -> bool:
    """By name alone; containment in the gazetteer is tested by itself."""
    names = (place.name, place.admin1, place.country, str(place.geonames_id))
    return name.lower() in [known.lower() for known in names if known]


def _points(places: Sequence[Place]) -> list[tuple[float, float]]:
    return [(p.latitude, p.longitude) for p in places if p.latitude is not None and p.longitude is not None]


def _distances(places: Sequence[Place], wanted: EventFilter) -> list[float]:
    near = wanted.near
    return [distance_km(*point, near.latitude, near.longitude) for point in _points(places)] if near else []


def in_box(latitude: float, longitude: float, box: Box) -> bool:
    if not box.south <= latitude <= box.north:
        return False
    if box.west > box.east:
        return longitude >= box.west or longitude <= box.east
    return box.west <= longitude <= box.east


def _who(event: Event, wanted: EventFilter) -> bool:
    people = event.participants
    actors = [p for p in people if (p.role == wanted.role if wanted.role else p.role not in ("weapon", "place"))]
    return (
        (wanted.actor is None or any(_called(p.name, wanted.actor) for p in actors))
        and (wanted.role is None or any(p.role == wanted.role for p in people))
        and (wanted.speaker is None or any(p.role == "speaker" and _called(p.name, wanted.speaker) for p in people))
        and (wanted.weapon is None or any(p.role == "weapon" and _called(p.name, wanted.weapon) for p in people))
    )


def _called(name: str, wanted: str) -> bool:
    return _holds(_stems(name), _stems(wanted))


def _says(told: Told, words: Words) -> bool:
    event = told.event
    names = [p.name for p in event.participants]
    places = [part for p in event.places for part in (p.name, p.admin1, p.country) if part]
    text = _stems(" ".join([event.summary, event.sentence.text, *names, *places, told.article.title or ""]))
    required = all(_holds(text, _stems(" ".join(phrase))) for phrase in words.required)
    return required and not any(_holds(text, _stems(" ".join(phrase))) for phrase in words.excluded)


def _stems(text: str) -> list[str]:
    """Words without case and a final "s": enough for the words of these tests."""
    return ["".join(c for c in word.lower() if c.isalnum()).removesuffix("s") for word in text.split()]


def _holds(words: Sequence[str], wanted: Sequence[str]) -> bool:
    return any(list(words[n : n + len(wanted)]) == list(wanted) for n in range(len(words)))
