"""A statement is found where it was made and where what it is about lies, and each result says which."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from sqlalchemy.orm import Session, sessionmaker

from app.domain.place import Place
from app.query.streams import event_batches
from app.query.summary import summarize
from app.query.summary_parameters import parse_summary
from app.storage.articles import remove, save
from app.storage.engine import transaction
from tests.factories import BASRA, FIJI, make_article, make_event, make_extraction
from tests.query.pages import find

GENEVA = Place("Geneva", None, 2660646, "PPLA", "CH", "Switzerland", "Geneva", 46.20222, 6.14569, "city", 0.9)
EVENTS = {
    "strike in Basra": make_event(places=(BASRA,)),
    "said in Geneva of Basra": make_event(type="statement", subtype=None, places=(GENEVA,), about_places=(BASRA,)),
    "said of Basra": make_event(type="statement", subtype=None, places=(), about_places=(BASRA, FIJI)),
    "said in Basra": make_event(type="statement", subtype=None, places=(BASRA,)),
    "said of nothing": make_event(type="statement", subtype=None, places=()),
}
BOX, GENEVAN_BOX, FIJIAN_BOX = "bbox=47,30,48,31", "bbox=6,46,7,47", "bbox=179,-17,180,-16"
AT_BASRA = {"strike in Basra": "at", "said in Basra": "at"}
ABOUT_BASRA = {"said in Geneva of Basra": "about", "said of Basra": "about"}


@pytest.fixture
def stored(sessions: sessionmaker[Session]) -> tuple[sessionmaker[Session], str]:
    article = make_article()
    extraction = make_extraction(article, *EVENTS.values())
    with transaction(sessions) as session:
        save(session, article, extraction)
    return sessions, extraction.id


def matches(session: Session, query: str) -> dict[str, str | None]:
    names = {event.id: name for name, event in EVENTS.items()}
    return {names[item.event.id]: item.place_match for item in find(session, parse_qsl(query)).items}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("country=IQ", AT_BASRA | ABOUT_BASRA),
        ("place=Basra", AT_BASRA | ABOUT_BASRA),
        (BOX, AT_BASRA | ABOUT_BASRA),
        ("near=30.5,47.8", AT_BASRA | ABOUT_BASRA),
        (f"{BOX}&place_match=at", AT_BASRA),
        ("near=30.5,47.8&place_match=about", ABOUT_BASRA),
        ("country=CH", {"said in Geneva of Basra": "at"}),
        (f"{GENEVAN_BOX}&place_match=about", {}),
        ("country=CH&place=Basra", {"said in Geneva of Basra": "about"}),
        ("country=FJ", {"said of Basra": "about"}),
        (FIJIAN_BOX, {}),  # boxes and circles know only the first place that a statement is about
        ("type=statement", dict.fromkeys([name for name in EVENTS if name != "strike in Basra"])),
    ],
)
def test_which_are_found_and_how(
    stored: tuple[sessionmaker[Session], str], query: str, found: dict[str, str | None]
) -> None:
    with stored[0]() as session:
        assert matches(session, query) == found


def test_the_nearest_pin_counts_and_no_event_comes_twice(stored: tuple[sessionmaker[Session], str]) -> None:
    query = "near=46.2,6.1&radius_km=20000&sort=distance"
    with stored[0]() as session:
        items = find(session, parse_qsl(query)).items
        kept = find(session, parse_qsl(f"{query}&place_match=at")).items
    away = {item.event.id: round(item.distance_km or 0) for item in items}
    assert [away[EVENTS[name].id] for name in EVENTS if name != "said of nothing"] == [3973, 4, 3973, 3973]
    assert len(items) == len(away)
    assert [item.place_match for item in items][:1] == ["at"]
    assert {item.event.id for item in kept} == {item.event.id for item in items if item.place_match == "at"}


def test_streams_and_counts_know_the_same_events(stored: tuple[sessionmaker[Session], str]) -> None:
    sessions, _ = stored
    request = parse_summary(parse_qsl(f"{BOX}&group_by=country"))
    streamed = [found for batch in event_batches(sessions, request.event_filter) for found in batch]
    with sessions() as session:
        groups = {group.keys["country"]: group.events for group in summarize(session, request).groups}
    assert {found.event.id: found.place_match for found in streamed} == {
        EVENTS[name].id: match for name, match in (AT_BASRA | ABOUT_BASRA).items()
    }
    assert groups == {"IQ": 3, "CH": 1}


def test_what_is_removed_leaves_no_pin(stored: tuple[sessionmaker[Session], str]) -> None:
    sessions, article_id = stored
    with transaction(sessions) as session:
        remove(session, article_id)
    with sessions() as session:
        assert matches(session, "near=46.2,6.1&radius_km=20000&sort=distance") == {}
