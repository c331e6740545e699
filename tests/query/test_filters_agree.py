"""Every filter, alone and in pairs, finds on both databases what plain Python finds, in the order asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from app.domain.figures import event_figure
from app.errors import FilterError
from app.query import EventRequest, parse_request
from app.query.parameters.table import PARAMETERS, SORTS
from app.storage.articles import save
from app.storage.engine import make_engine, make_sessions, transaction
from app.storage.mapping import interval
from tests.databases import Databases
from tests.query import world
from tests.query.pages import every_page
from tests.query.plain import Told, meets, place_match

DATES = ("2024-02-02", "2024-02-03", "2024-02", "2023", "2024-02-03T10:30:30", "2024-02-02T23:59:59", "1998-06-01")
LONGITUDES = (-180, -179.95, -170, 0, 43.11889, 47.7804, 120, 179.36451, 180)
LATITUDES = (-90, -89.9, -16.8, -16.4332, 0, 30.50852, 36.335, 78.22334, 90)
NAMES = ("haddad", "Red Brigade", "red", "brigade youth", "guard", "front united")


def parameter(name: str, *values: object) -> st.SearchStrategy[list[tuple[str, str]]]:
    return st.sampled_from([[(name, str(value))] for value in values])


def joined(name: str, *parts: st.SearchStrategy[Any]) -> st.SearchStrategy[list[tuple[str, str]]]:
    return st.tuples(*parts).map(lambda values: [(name, ",".join(map(str, values)))])


lons, lats = (
    st.one_of(st.sampled_from(s), st.floats(s[0], s[-1]).map(lambda x: round(x, 4))) for s in (LONGITUDES, LATITUDES)
)
sides = st.one_of(st.sampled_from(("..", "", *DATES)))
FILTERS: dict[str, st.SearchStrategy[list[tuple[str, str]]]] = {
    "type": parameter(
        "type", "strike", "statement", "casualties,statement", "violence", "airstrike", "airstrike,speech"
    ),
    "subtype": parameter("subtype", "airstrike", "shelling"),
    "country": parameter("country", "IQ", "FJI", "Ukraine", "804"),
    "place": parameter("place", "Basra", "iraq", "NORTHERN", "99072", "Nowhere", "4"),
    "bbox": st.tuples(lons, lats, lons, lats).map(
        lambda b: [("bbox", f"{b[0]},{min(b[1], b[3])},{b[2]},{max(b[1], b[3])}")]
    ),
    "near": joined("near", lats, lons),
    "radius_km": st.tuples(joined("near", lats, lons), st.sampled_from((1, 90, 800, 5000, 12000, 20038))).map(
        lambda given: [*given[0], ("radius_km", str(given[1]))]
    ),
    "place_match": st.tuples(
        st.one_of(parameter("country", "IQ", "FJI"), parameter("bbox", "40,20,50,40", "170,-20,-170,-10")),
        parameter("place_match", "at", "about"),
    ).map(lambda two: two[0] + two[1]),
    "datetime": st.one_of(
        parameter("datetime", *DATES), st.tuples(sides, sides).map(lambda s: [("datetime", "/".join(s))])
    ),
    "date_from": parameter("date_from", *DATES),
    "date_to": parameter("date_to", *DATES),
    "published_from": parameter("published_from", *DATES, "2024-02-02T22:30:00Z"),
    "published_to": parameter("published_to", *DATES, "2024-02-02T22:29:59Z"),
    "factuality": parameter("factuality", "denied", "asserted,planned", "any", "hypothetical"),
    "actor": parameter("actor", *NAMES),
    "role": parameter("role", "attacker", "target", "Weapon", "victim"),
    "speaker": parameter("speaker", *NAMES),
    "weapon": parameter("weapon", "drone", "missiles", "cruise", "gun"),
    "min_killed": parameter("min_killed", 0, 1, 8, 16, 17),
    "min_injured": parameter("min_injured", 0, 3, 9),
    "min_confidence": parameter("min_confidence", 0, 0.25, 0.9, 1),
    "max_confidence": parameter("max_confidence", 0, 0.25, 0.9, 1),
    "counted": parameter("counted", "true", "false"),
    "reviewed": parameter("reviewed", "true", "false"),
    "source": parameter("source", "example wire", "The Basra Post", "nobody"),
    "article_id": parameter("article_id", *(extraction.id for _, extraction in world.build()[:3])),
    "incident_id": parameter("incident_id", "00000000-0000-4000-8000-000000000001"),
    "updated_since": parameter("updated_since", 0, 1, 17, 40, 41, "2024-02-03", "2999-01-01T00:00:00Z"),
    "q": parameter(
        "q", "market", "shells market", '"hit a market"', '"market hit"', "hit -drone", "fire", "the", "brigade NOT"
    ),
    "sort": parameter("sort", *(sort for sort in SORTS if sort != "distance")),
    "limit": parameter("limit", 1, 7, 50, 1000),
}
#: Each of these pairs holds the same parameter, which may come only once.
CLASHES = ({"near", "radius_km"}, {"bbox", "place_match"})
pairs = st.lists(st.sampled_from(sorted(FILTERS)), min_size=2, max_size=2, unique=True).filter(
    lambda p: set(p) not in CLASHES
)
questions = pairs.flatmap(lambda names: st.tuples(*(FILTERS[name] for name in names)).map(lambda two: two[0] + two[1]))


@dataclass(frozen=True)
class Filled:
    """A database that holds the world."""

    sessions: sessionmaker[Session]
    events: list[Told]
    smallest: int = 1  # page; where every step is a statement of its own, pages of one event take too long


#: With the thresholds of the code nearly every query is answered at once; with these the orders are divided.
GAP = 30_000  # row numbers that are left out after each article, so that the world lies in several blocks
SKIP = {
    "sqlite": "UPDATE sqlite_sequence SET seq = seq + :gap WHERE name = 'events'",
    "postgresql": "SELECT setval('events_seq_seq', nextval('events_seq_seq') + :gap)",
}
TINY = {"query.search.LOOK_AHEAD": 2, "query.search.FEW": 3, "storage.term_covers.MOST_TERMS": 3}


@pytest.fixture(scope="module", params=["sqlite", "postgres", "sqlite-tiny", "postgres-tiny"])
def filled(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Filled]:
    kind, _, tiny = request.param.partition("-")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in TINY.items() if tiny else ():
            patch.setattr(f"app.{name}", value)
        yield from fill(databases.new(kind), smallest=20 if tiny else 1, gap=GAP if tiny else 0)


def fill(url: str, smallest: int, gap: int) -> Iterator[Filled]:
    engine = make_engine(url)
    sessions, built = make_sessions(engine), world.build()
    with transaction(sessions) as session:
        for article, extraction in built:
            save(session, article, extraction)
            if gap:
                session.execute(text(SKIP[engine.dialect.name]), {"gap": gap})
    yield Filled(sessions, world.told(built), smallest)
    engine.dispose()


def asked(params: list[tuple[str, str]]) -> EventRequest:
    """The query, unless chance chose dates that exclude each other."""
    try:
        return parse_request(params)
    except FilterError as error:
        if "before it begins" not in str(error):
            raise
        reject()


def agrees(filled: Filled, params: list[tuple[str, str]]) -> None:
    request = asked(params)
    request = replace(request, page=replace(request.page, limit=max(request.page.limit, filled.smallest)))
    with filled.sessions() as session:
        found = every_page(session, request)
    expected = [told for told in filled.events if meets(told, request.event_filter)]
    ids = [item.event.id for item in found]
    assert sorted(ids) == sorted(told.event.id for told in expected)
    assert ids == [told.event.id for told in ordered(expected, request.page.sort)]
    assert all(item.place_match == place_match(item.event, request.event_filter) for item in found)


def ordered(events: list[Told], sort: str) -> list[Told]:
    """As the database should: by key, unknown keys last, equal keys by the order of storing in the same direction."""
    descending = sort in ("-time", "-reported", "-updated", "killed")
    keyed = [(key(told, sort), told.event.id, told) for told in events]
    known = sorted((k for k in keyed if k[0] is not None), key=lambda k: k[:2], reverse=descending)
    unknown = sorted((k for k in keyed if k[0] is None), key=lambda k: k[1], reverse=descending)
    return [told for *_, told in known + unknown]


def key(told: Told, sort: str) -> Any:
    if sort in ("time", "-time"):
        when = interval(told.event.time)
        return when and when[0]
    if sort == "killed":
        return event_figure(told.event, "killed")
    if sort in ("updated", "-updated"):
        return told.change
    published = told.article.published_at
    moment = dt.datetime.fromisoformat(published) if published else None
    return moment.replace(tzinfo=dt.UTC) if moment and moment.tzinfo is None else moment


@pytest.mark.parametrize("name", sorted(FILTERS))
@settings(max_examples=7, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_each_filter_alone(filled: Filled, name: str, data: st.DataObject) -> None:
    agrees(filled, data.draw(FILTERS[name]))


@settings(max_examples=90, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(params=questions)
def test_filters_in_pairs(filled: Filled, params: list[tuple[str, str]]) -> None:
    agrees(filled, params)


def test_every_filter_is_compared() -> None:
    assert set(PARAMETERS) - set(FILTERS) == {"bom", "cursor", "fields", "format", "profile"}


@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(latitude=lats, longitude=lons, radius=st.sampled_from((50, 3000, 20038)), limit=st.integers(1, 60))
def test_by_distance(filled: Filled, latitude: float, longitude: float, radius: int, limit: int) -> None:
    place = [("near", f"{latitude},{longitude}"), ("radius_km", str(radius)), ("sort", "distance")]
    request = parse_request([*place, ("limit", str(limit))])
    with filled.sessions() as session:
        found = every_page(session, request)
    away = [item.distance_km for item in found if item.distance_km is not None]
    assert away == sorted(away)
    assert len(away) == len(found) == len({item.event.id for item in found})
    assert {item.event.id for item in found} == {
        told.event.id for told in filled.events if meets(told, request.event_filter)
    }
