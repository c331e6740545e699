"""Articles and events with defaults, so that a test names only what it is about."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import replace
from typing import Any

from app.domain.article import Anchor, Article, identify
from app.domain.casualties import Casualty
from app.domain.event import Event, Extraction, Participant
from app.domain.evidence import Span
from app.domain.figures import is_counted
from app.domain.found import FoundEvent
from app.domain.place import Place
from app.domain.time import EventTime

_numbers = itertools.count()

BASRA = Place("Basra", Span(0, 5, "Basra"), 99532, "PPLA", "IQ", "Iraq", "Basra", 30.50852, 47.7804, "city", 0.9)
FIJI = Place("Labasa", None, 2204506, "PPL", "FJ", "Fiji", "Northern", -16.43320, 179.36451, "city", 0.9)


def make_article(**given: Any) -> Article:
    """An article of its own text, unless one is given."""
    given.setdefault("text", f"Shells hit a market on the edge of Basra. Report {next(_numbers)}.")
    return Article(**given)


def make_time(start: str | None = "2024-02-02T00:00:00", end: str | None = "2024-02-03T00:00:00") -> EventTime:
    return EventTime(start, end, "day", (start or end or "")[:10], None, "expression")


def make_participant(role: str = "attacker", name: str = "Red Brigade", **given: Any) -> Participant:
    defaults: dict[str, Any] = {"span": None, "entity_id": None, "kind": "armed_group"}
    return Participant(role, name, **(defaults | given))


def make_casualty(effect: Any = "killed", low: int | None = 3, high: int | None = 3, **given: Any) -> Casualty:
    defaults: dict[str, Any] = {"approximate": False, "cumulative": False, "span": None}
    return Casualty(effect, low, high, **(defaults | given))


def make_event(**given: Any) -> Event:
    """A shelling of Basra on 2 February 2024; ``counted`` follows from its links and casualties unless given."""
    defaults: dict[str, Any] = {
        "id": str(uuid.uuid4()),
        "article_id": "",
        "type": "strike",
        "subtype": "shelling",
        "codes": {"plover": {"event": "ASSAULT", "mode": "heavy-weapons"}, "cameo": "194"},
        "summary": "Red Brigade shelled Basra on 2 Feb 2024",
        "trigger": Span(7, 10, "hit"),
        "sentence": Span(0, 41, "Shells hit a market on the edge of Basra."),
        "mentions": (Span(7, 10, "hit"),),
        "factuality": "asserted",
        "time": make_time(),
        "places": (BASRA,),
        "participants": (make_participant(),),
        "casualties": (),
        "confidence": 0.8,
    }
    event = Event(**(defaults | given))
    return event if "counted" in given else replace(event, counted=is_counted(event))


def make_extraction(article: Article, *events: Event, pipeline: str = "test 1") -> Extraction:
    """Return the extraction of an article with these events."""
    article_id = identify(article)
    owned = tuple(_owned(event, article_id) for event in events)
    anchor = Anchor(article.published_at, "given" if article.published_at else "none")
    places = tuple(place for event in owned for place in event.places)
    return Extraction(article_id, "structured", anchor, owned, places, (), (), pipeline)


def _owned(event: Event, article_id: str) -> Event:
    fields = {name: getattr(event, name) for name in event.__dataclass_fields__}
    return Event(**(fields | {"article_id": article_id}))


def make_found(event: Event | None = None, distance_km: float | None = None, **given: Any) -> FoundEvent:
    """Return an event as a query returns it, reported by the Example Wire."""
    defaults: dict[str, Any] = {
        "source": "Example Wire",
        "url": "https://example.org/1",
        "headline": "Night of fire",
        "published_at": "2024-02-03",
    }
    return FoundEvent(event or make_event(), **(defaults | given), distance_km=distance_km)
