"""A small world of events that lies on every edge which a filter has; the same on every run."""

from __future__ import annotations

import random

from app.domain.article import Article
from app.domain.event import Event, Extraction, Link, Review
from app.domain.place import Place
from app.domain.time import EventTime
from tests.factories import BASRA, FIJI, make_article, make_casualty, make_event, make_extraction, make_participant
from tests.query.plain import Told

PLACES = (
    BASRA,
    FIJI,
    Place("Taveuni", None, 2198148, "PPL", "FJ", "Fiji", "Northern", -16.8, -179.95, "city", 0.9),
    Place("Iraq", None, 99237, "PCLI", "IQ", "Iraq", None, 33.0, 44.0, "country", 0.9),
    Place("Mosul", None, 99072, "PPLA", "IQ", "Iraq", "Nineveh", 36.33500, 43.11889, "city", 0.9),
    Place("Kyiv", None, 703448, "PPLC", "UA", "Ukraine", "Kyiv City", 50.45466, 30.5238, "city", 0.9),
    Place("Longyearbyen", None, 2729907, "PPL", "SJ", "Svalbard", None, 78.22334, 15.64689, "city", 0.9),
    Place("South Camp", None, None, "PPL", "AQ", "Antarctica", None, -89.9, 120.0, "point", 0.5),
    Place("Null Buoy", None, None, "PPL", None, None, None, 0.0, 0.0, "point", 0.5),
    Place("the Middle East", None, 99, "RGN", None, None, None, None, None, "region", 0.5),
    Place("Nowhere", None, reason="no such place"),
)
TIMES = (
    None,
    EventTime("2024-02-02T00:00:00", "2024-02-03T00:00:00", "day", "2024-02-02", None, "expression"),
    EventTime("2024-02-02T18:00:00", "2024-02-03T00:00:00", "part_of_day", "2024-02-02TEV", None, "expression"),
    EventTime("2024-02-03T10:30:00", "2024-02-03T10:31:00", "minute", "2024-02-03T10:30", None, "expression"),
    EventTime("2024-02-01T00:00:00", "2024-03-01T00:00:00", "month", "2024-02", None, "expression"),
    EventTime("2023-01-01T00:00:00", "2024-01-01T00:00:00", "year", "2023", None, "inferred"),
    EventTime("2020-01-01T00:00:00", None, "span", "2020/", None, "inferred"),
    EventTime(None, "1999-01-01T00:00:00", "span", "/1999", None, "inferred"),
    EventTime(None, None, "span", "PAST_REF", None, "inferred"),
)
ACTORS = ("Red Brigade", "Red Brigade Youth", "Nour Haddad", "Blue Guards", "United Front", "Captain Haddad")
WEAPONS = ("drone", "drones", "cruise missile", "mortar")
SOURCES = (None, "Example Wire", "The Basra Post")
PUBLISHED = (None, "2024-02-03", "2024-02-03T00:30:00+02:00", "2024-02-05T12:00:00Z", "2023-12-31")
KINDS = (
    ("strike", "airstrike"),
    ("strike", "shelling"),
    ("strike", None),
    ("casualties", None),
    ("statement", None),
)
SUMMARIES = ("Shells hit a market", "A drone hit the port", "The minister denied the attack", "Market reopened")
FIGURES = ((3, 3), (16, None), (None, 8), (0, 0))
FACTUALITIES = ("asserted", "asserted", "alleged", "denied", "planned")


def build(articles: int = 40, events: int = 5) -> list[tuple[Article, Extraction]]:
    """Articles with what is read in them."""
    dice = random.Random(20240202)
    out = []
    for number in range(articles):
        article = make_article(
            text=f"Report {number}.",
            title=dice.choice((None, "Night of fire")),
            source=dice.choice(SOURCES),
            published_at=dice.choice(PUBLISHED),
        )
        out.append((article, make_extraction(article, *(_event(dice, number * events + n) for n in range(events)))))
    return out


def told(world: list[tuple[Article, Extraction]]) -> list[Told]:
    """Every event with its article."""
    return [Told(event, article, n) for n, (article, extraction) in enumerate(world, 1) for event in extraction.events]


def _event(dice: random.Random, number: int) -> Event:
    kind, subtype = dice.choice(KINDS)
    participants = [make_participant("weapon", dice.choice(WEAPONS), kind="weapon")] if dice.random() < 0.4 else []
    roles = dice.sample(("attacker", "target", "speaker"), dice.randint(0, 2))
    participants += [make_participant(role, dice.choice(ACTORS)) for role in roles]
    casualties = [
        make_casualty(dice.choice(("killed", "injured", "missing")), *dice.choice(FIGURES))
        for _ in range(dice.randint(0, 2))
    ]
    about = dice.sample(PLACES, dice.choice((0, 1, 1, 2))) if kind == "statement" else []
    places = dice.sample(PLACES, dice.choice((0, 0, 0, 1) if about else (0, 1, 1, 1, 2)))
    caused = dice.random() < 0.5 and kind == "casualties"
    return make_event(
        links=(Link("caused_by", "0" * 36),) if caused else (),
        id=f"00000000-0000-4000-8000-{number:012d}",
        type=kind,
        subtype=subtype,
        summary=dice.choice(SUMMARIES),
        factuality=dice.choice(FACTUALITIES),
        time=dice.choice(TIMES),
        places=tuple(places),
        about_places=tuple(about),
        participants=tuple(participants),
        casualties=tuple(casualties),
        confidence=dice.choice((0.0, 0.25, 0.5, 0.9)),
        review=Review("confirmed", (), "desk", "2024-02-04T10:00:00Z", None) if number % 7 == 0 else None,
    )
