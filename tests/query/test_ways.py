"""What is remembered of a question never changes its answer: rows may come and go in between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import Engine

from app.query import find_events, parse_filter
from app.query.cursors import Position, stamp, write_cursor
from app.query.events import search
from app.query.filters import EventFilter
from app.query.plans import plan_of
from app.query.search import _ways
from app.storage.articles import remove, save
from app.storage.engine import make_engine, make_sessions, transaction
from tests.databases import Databases
from tests.query import world

#: Thresholds with which so small a world goes every way.
TINY = {"search.FEW": 30, "search.MOST": 20, "search.QUICK": 8, "search.PLAIN": 8, "search.FAR": 64, "plans.SOME": 40}
QUESTIONS = {
    "looked": [("limit", "5")],
    "own": [("min_killed", "16"), ("limit", "3")],
    "spots": [("bbox", "177,-20,-178,-15"), ("limit", "20")],
    "whole": [("weapon", "cruise missile"), ("limit", "3")],
    "lean": [("type", "strike"), ("weapon", "mortar"), ("factuality", "alleged"), ("limit", "3")],
    "windows": [("country", "IQ"), ("sort", "reported"), ("limit", "20")],
}


@dataclass(frozen=True)
class Asked:
    """A database, and an engine that has learnt nothing of it."""

    url: str
    engine: Engine

    def first_page(self, wish: EventFilter) -> list[str]:
        with make_sessions(self.engine)() as session:
            return [event.id for event in find_events(session, wish).events]

    def anew(self, wish: EventFilter) -> list[str]:
        engine = make_engine(self.url)
        with make_sessions(engine)() as session:
            found = [event.id for event in find_events(session, wish).events]
        engine.dispose()
        return found

    def way(self, wish: EventFilter) -> str | None:
        with make_sessions(self.engine)() as session:
            way = _ways.get(session, search(session, wish, None, None).plan.wish)
        return way.kind if way else None


@pytest.fixture(params=["sqlite", "postgres"])
def asked(request: pytest.FixtureRequest, databases: Databases, monkeypatch: pytest.MonkeyPatch) -> Iterator[Asked]:
    for name, value in TINY.items():
        monkeypatch.setattr(f"app.query.{name}", value)
    plan_of.cache_clear()
    engine = make_engine(url := databases.new(request.param))
    with transaction(make_sessions(engine)) as session:
        for article, extraction in world.build(40):
            save(session, article, extraction)
    yield Asked(url, engine)
    engine.dispose()
    plan_of.cache_clear()


def test_a_cursor_behind_everything_is_an_empty_page(asked: Asked) -> None:
    wish = parse_filter([("datetime", "2020-01-01/.."), ("limit", "3")])
    assert asked.first_page(wish)
    assert asked.way(wish) == "looked"
    behind = replace(wish, cursor=write_cursor(Position(None, 1), stamp(wish)))
    assert asked.first_page(behind) == []


@pytest.mark.parametrize(
    ("params", "few"),
    [
        ([("sort", "updated"), ("subtype", "shelling"), ("min_injured", "9")], 1),  # an order without steps
        ([("role", "weapon"), ("min_injured", "9"), ("factuality", "planned")], 1),  # much has no time
        ([("role", "weapon"), ("factuality", "hypothetical")], 40),  # both are keys that many have, but not together
    ],
)
def test_where_the_index_was_thought_to_know_too_many(
    asked: Asked, monkeypatch: pytest.MonkeyPatch, params: list[tuple[str, str]], few: int
) -> None:
    wish = parse_filter([*params, ("limit", "1000")])
    known = asked.anew(wish)
    thresholds = {"FEW": few, "EXPECTED": 0, "QUICK": 4, "FAR": 4, "MOST": 4, "LONG": 8, "EMPTY": 1, "LARGE": 100}
    for name, value in thresholds.items():
        monkeypatch.setattr(f"app.query.search.{name}", value)
    assert asked.first_page(wish) == known
    assert asked.first_page(wish) == known


@pytest.mark.parametrize("kind", QUESTIONS)
def test_a_remembered_way_gives_what_is_stored_now(asked: Asked, kind: str) -> None:
    wish = parse_filter(QUESTIONS[kind])
    before = asked.first_page(wish)
    assert asked.way(wish) == kind
    assert asked.first_page(wish) == before == asked.anew(wish)
    gone = [one for one in world.build(40) if {event.id for event in one[1].events} & {*before[::2]}]
    with transaction(make_sessions(asked.engine)) as session:
        for _, extraction in gone:
            remove(session, extraction.id)
    assert asked.first_page(wish) == asked.anew(wish) != before
    with transaction(make_sessions(asked.engine)) as session:
        for article, extraction in [*gone, *world.build(60)[40:]]:
            save(session, article, extraction)
    assert asked.first_page(wish) == asked.anew(wish)
