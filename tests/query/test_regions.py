"""A region finds what lies in its members, and one without members says what to send instead."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session, sessionmaker

from app.domain.place import Place
from app.errors import FilterError
from app.gazetteer import Gazetteer, open_gazetteer
from app.gazetteer.countries import countries
from app.query.regions import region_parts, regions
from app.storage.articles import save
from app.storage.engine import transaction
from tests.factories import make_article, make_event, make_extraction
from tests.query.pages import find

PLACES = {
    "nyala": Place("Nyala", None, 367308, "PPLA", "SD", "Sudan", "South Darfur", 12.05, 24.88, "city", 0.9),
    "khartoum": Place("Khartoum", None, 379252, "PPLC", "SD", "Sudan", "Khartoum", 15.55, 32.53, "city", 0.9),
    "goma": Place("Goma", None, 216281, "PPLA", "CD", "DR Congo", "Nord-Kivu", -1.68, 29.22, "city", 0.9),
    "bakhmut": Place("Bakhmut", None, 712160, "PPL", "UA", "Ukraine", "Donetska oblast", 48.6, 38.0, "city", 0.9),
    "sanaa": Place("Sanaa", None, 71137, "PPLC", "YE", "Yemen", None, 15.35, 44.2, "city", 0.9),
    "tanker": Place("Red Sea", None, None, "SEA", None, None, None, 15.1, 41.6, "point", 0.9),
    "ferry": Place("Danube", None, None, "STM", None, None, None, None, None, "region", 0.5),
    "sahel": Place("Sahel", None, None, "RGN", None, None, None, None, None, "region", 0.5),
    "paris": Place("Paris", None, 2988507, "PPLC", "FR", "France", "Île-de-France", 48.85, 2.35, "city", 0.9),
}


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("Africa", {"nyala", "khartoum", "goma", "sahel"}),
        ("Darfur", {"nyala"}),
        ("Kivu", {"goma"}),
        ("Donbas", {"bakhmut"}),
        ("Middle East", {"sanaa"}),
        ("Red Sea", {"tanker"}),
        ("Danube", {"ferry"}),
        ("the Sahel", {"sahel"}),
        ("West Africa", set()),
        ("Europe", {"bakhmut", "paris"}),
    ],
)
def test_a_region_finds_what_lies_in_its_members(
    sessions: sessionmaker[Session], gazetteer: Gazetteer, place: str, expected: set[str]
) -> None:
    article = make_article()
    extraction = make_extraction(article, *(make_event(places=(where,)) for where in PLACES.values()))
    with transaction(sessions) as session:
        save(session, article, extraction)
    names = {event.id: name for event, name in zip(extraction.events, PLACES, strict=True)}
    with sessions() as session:
        assert {names[event.id] for event in find(session, [("place", place)], gazetteer).events} == expected


def test_a_region_without_members_says_what_to_send(sessions: sessionmaker[Session], gazetteer: Gazetteer) -> None:
    with sessions() as session, pytest.raises(FilterError, match=r"Send near=46.5,9.5 with radius_km") as error:
        find(session, [("place", "Alps")], gazetteer)
    assert error.value.field == "place"


@pytest.mark.parametrize("name", regions())
def test_the_members_of_a_region_are_known(gazetteer: Gazetteer, name: str) -> None:
    assert any(entry.geonames_id is None for entry in gazetteer.named(name))
    for region in region_parts(name):
        assert set(region.countries) <= set(countries())
        assert set(region.regions) <= set(regions())
        for code, divisions in region.divisions.items():
            for division in divisions:
                found = {e.feature for e in gazetteer.named(division) if e.country_code == code}
                assert "ADM1" in found, division
        assert region.countries or region.divisions or region.boxes or region.regions
