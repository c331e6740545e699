"""A place finds what lies inside it: the same as the gazetteer tells of each event's places, on both databases."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session, sessionmaker

from app.domain.event import Event
from app.gazetteer import Gazetteer, open_gazetteer
from app.gazetteer.search import place_of
from app.query.place_disambiguation import disambiguate_place
from app.storage.articles import save
from app.storage.engine import make_engine, make_sessions, transaction
from tests.databases import Databases
from tests.factories import make_article, make_event, make_extraction
from tests.query.pages import find

NAMES = (
    "Iraq", "Anbar", "Ramadi", "Al-Qaim", "Hit", "Basra", "Mosul", "Nineveh", "Fiji", "Suva", "Labasa", "Kyiv", "Odesa",
    "Paris", "Paris, Texas", "Texas", "Houston", "London", "London, Ontario", "Canada", "Gaza", "Rafah", "Khan Younis",
    "Gaza Strip", "Crimea", "Sevastopol", "Los Angeles", "Los Angeles County", "Long Beach", "Niger", "Niamey",
    "Nigeria", "Niger State", "Luxembourg", "Singapore", "Mexico", "Mexico City", "Delhi", "India",
)  # fmt: skip


@dataclass(frozen=True)
class Stored:
    """A database with events at places of the gazetteer."""

    sessions: sessionmaker[Session]
    gazetteer: Gazetteer
    events: tuple[Event, ...]


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def stored(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Stored]:
    gazetteer, dice = open_gazetteer(), random.Random(7)
    places = [place_of(entry) for name in NAMES for entry in gazetteer.named(name.partition(",")[0])[:4]]
    drawn = [(place,) for place in places] + [dice.sample(places, dice.choice((0, 1, 1, 2))) for _ in range(300)]
    events = tuple(make_event(places=tuple(some)) for some in drawn)
    article = make_article()
    engine = make_engine(databases.new(request.param))
    sessions, extraction = make_sessions(engine), make_extraction(article, *events)
    with transaction(sessions) as session:
        save(session, article, extraction)
    yield Stored(sessions, gazetteer, extraction.events)
    engine.dispose()


def lies_in(event: Event, name: str, gazetteer: Gazetteer) -> bool:
    """By the chain of parents of each place; a place without a number is only itself."""
    wanted = disambiguate_place(name, gazetteer)
    for place in event.places:
        entry = gazetteer.of_id(place.geonames_id) if place.geonames_id else None
        if entry and any(entry.inside(other) for other in wanted if other.geonames_id is not None):
            return True
        if entry is None and any(o.geonames_id is None and o.name == place.name for o in wanted):
            return True
        if entry is None and any(o.feature == "PCLI" and o.country_code == place.country_code for o in wanted):
            return True
    return False


@pytest.mark.parametrize("name", NAMES)
def test_a_place_finds_what_lies_inside(stored: Stored, name: str) -> None:
    params = [("place", name), ("limit", "1000")]
    with stored.sessions() as session:
        found = {event.id for event in find(session, params, stored.gazetteer).events}
    assert found == {event.id for event in stored.events if lies_in(event, name, stored.gazetteer)}
    assert found
