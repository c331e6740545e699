"""The same counting in plain Python, over the events themselves: what the databases are compared with."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from app.domain.event import Event
from app.domain.text_folding import name_key
from app.ontology import catalogue
from app.query.summary import SummaryRequest
from tests.query.plain import Told, meets

LONGEST = {"day": 1, "week": 7, "month": 31}


def counted(events: Sequence[Told], request: SummaryRequest) -> dict[Any, tuple[int, int, int | None, int | None]]:
    """Events, articles, killed and injured by the values of the keys, of the events that meet the filter."""
    return grouped([told for told in events if meets(told, request.event_filter)], request)


def grouped(events: Sequence[Told], request: SummaryRequest) -> dict[Any, tuple[int, int, int | None, int | None]]:
    """Events, articles, killed and injured by the values of the keys, of all events."""
    groups: dict[Any, list[Told]] = defaultdict(list)
    for told in events:
        groups[tuple(_value(told, key, request.degrees) for key in request.by)].append(told)
    return {key: figures(group) for key, group in groups.items()}


def figures(group: Sequence[Told]) -> tuple[int, int, int | None, int | None]:
    articles = {told.event.article_id for told in group}
    return len(group), len(articles), _sum(group, "killed"), _sum(group, "injured")


def _sum(group: Sequence[Told], effect: str) -> int | None:
    claims = [c for told in group if told.event.counted for c in told.event.casualties if c.effect == effect]
    known = [c.low if c.low is not None else c.high for c in claims if not c.cumulative and not c.rival]
    numbers = [number for number in known if number is not None]
    return sum(numbers) if numbers else None


def outlet(source: str | None) -> str | None:
    """An outlet, however it is written."""
    return name_key(source) if source else None


def _value(told: Told, key: str, degrees: float) -> Any:
    event = told.event
    about = [place for place in event.about_places if place.latitude is not None] or event.about_places
    place = next(iter([*event.places, *about]), None)
    if key == "group":
        return catalogue()[event.type].group
    if key in ("type", "subtype"):
        return getattr(event, key)
    if key == "source":
        return outlet(told.article.source)
    if key == "country":
        return place and place.country_code
    if key == "admin1":
        return (place.country_code, place.admin1) if place else (None, None)
    if key == "cell":
        if place is None or place.latitude is None or place.longitude is None:
            return None
        lon, lat = (int(x // degrees) * degrees for x in (place.longitude + 180, place.latitude + 90))
        return f"{lon - 180:g},{lat - 90:g}"
    return _time(event, key)


def _time(event: Event, unit: str) -> str | None:
    if event.time is None or event.time.start is None or event.time.end is None:
        return None
    start, end = (dt.datetime.fromisoformat(text) for text in (event.time.start, event.time.end))
    if end - start > dt.timedelta(days=LONGEST[unit]):
        return None
    year, week, _ = start.isocalendar()
    return {"day": start.isoformat()[:10], "week": f"{year:04d}-W{week:02d}", "month": start.isoformat()[:7]}[unit]
