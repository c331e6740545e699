from __future__ import annotations

from typing import Any

import pytest

from app.domain.event import Link
from app.domain.evidence import Source, Span
from app.domain.place import Place
from app.export.ucdp import columns, date_prec, number, priogrid, region, row, where_prec
from tests.factories import BASRA, make_casualty, make_event, make_found, make_participant

CODES = {"plover": {"event": "ASSAULT", "mode": "heavy-weapons"}, "ucdp": {"type_of_violence": 3}}
KILLED = (make_casualty("killed", 16, None), make_casualty("killed", 4, 4, victim_kind="civilians"))


def test_there_are_the_49_columns_of_ged_and_our_own() -> None:
    assert list(columns())[49:] == ["counted", "cumulative", "caused_by", "incident_id"]


def test_a_row() -> None:
    people = (
        make_participant(),
        make_participant("target", "market", kind="facility"),
        make_participant("victim", "traders"),
    )
    event = make_event(
        codes=CODES,
        casualties=KILLED,
        participants=people,
        attribution=Source("the governor", None, Span(0, 4, "said")),
    )
    made = row(make_found(event))
    assert made is not None
    assert set(made) <= set(columns())
    expected = {
        "id": event.id,
        "year": 2024,
        "type_of_violence": 3,
        "side_a": "Red Brigade",
        "side_b": "traders",
        "number_of_sources": 1,
        "source_article": "Example Wire,2024-02-03,Night of fire",
        "source_original": "the governor",
        "where_prec": 1,
        "where_coordinates": "Basra",
        "geom_wkt": "POINT (47.7804 30.50852)",
        "priogrid_gid": 173976,
        "country": "Iraq",
        "country_id": 645,
        "region": "Middle East",
        "date_prec": 1,
        "date_start": "2024-02-02 00:00:00.000",
        "date_end": "2024-02-02 00:00:00.000",
        "deaths_civilians": 4,
        "best": 20,
        "low": 20,
        "high": None,
    }
    assert {name: made[name] for name in expected} == expected


@pytest.mark.parametrize(
    "given",
    [
        {"casualties": ()},
        {"casualties": (make_casualty("killed", 0, 0),)},
        {"casualties": (make_casualty("killed", 900, 900, cumulative=True),)},
        {"codes": {"plover": {"event": "PROTEST"}}},
        {"codes": {}},
        {"links": (Link("caused_by", "x"),)},
        {"counted": False},
    ],
)
def test_what_ucdp_would_not_count_has_no_row(given: dict[str, Any]) -> None:
    assert row(make_found(make_event(**({"codes": CODES, "casualties": KILLED} | given)))) is None


def test_the_unknown_stays_empty() -> None:
    made = row(
        make_found(make_event(codes=CODES, casualties=KILLED, time=None, places=()), source=None, published_at=None)
    )
    assert made is not None
    assert (made["year"], made["source_office"]) == (None, None)
    assert "date_start" not in made
    assert "latitude" not in made


@pytest.mark.parametrize(
    ("place", "precision"),
    [
        (BASRA, 1),
        (Place("Zubayr District", None, 1, "ADM2", precision="city"), 3),
        (Place("Anbar", None, 2, "ADM1", precision="admin1"), 4),
        (Place("Iraq", None, 3, "PCLI", precision="country"), 6),
        (Place("the Gulf", None, 4, "RGN", precision="region"), None),
    ],
)
def test_where_prec(place: Place, precision: int | None) -> None:
    assert where_prec(place) == precision


@pytest.mark.parametrize(("days", "precision"), [(1, 1), (2, 2), (6, 2), (7, 3), (8, 4), (31, 4), (32, 5), (366, 5)])
def test_date_prec(days: int, precision: int) -> None:
    assert date_prec(days) == precision


@pytest.mark.parametrize(
    ("latitude", "longitude", "cell"),
    [(-90, -180, 1), (-90, 180, 720), (90, 180, 259200), (-89.5, -180, 721), (0, 0, 129961)],
)
def test_the_grid_is_numbered_from_the_south_west(latitude: float, longitude: float, cell: int) -> None:
    assert priogrid(latitude, longitude) == cell


@pytest.mark.parametrize(
    ("code", "country", "continent"),
    [
        ("US", 2, "Americas"),
        ("NO", 385, "Europe"),
        ("SS", 626, "Africa"),
        ("IR", 630, "Middle East"),
        ("YE", 678, "Middle East"),
        ("AF", 700, "Asia"),
        ("FJ", 950, "Asia"),
        ("PS", None, None),
        (None, None, None),
    ],
)
def test_numbers_and_regions_of_countries(code: str | None, country: int | None, continent: str | None) -> None:
    assert number(code) == country
    assert region(country) == continent


@pytest.mark.parametrize(
    ("attackers", "state"),
    [
        ([("the army", "military", "IQ")], 645),
        ([("the army", "military", "IQ"), ("police", "police", "IQ")], 645),
        ([("the army", "military", "IQ"), ("Red Brigade", "armed_group", "IQ")], None),
        ([("the army", "military", "IQ"), ("marines", "military", "US")], None),
        ([("Red Brigade", "armed_group", "IQ")], None),
        ([("soldiers", "military", None)], None),
        ([], None),
    ],
)
def test_a_side_that_is_one_state_has_its_number(
    attackers: list[tuple[str, Any, str | None]], state: int | None
) -> None:
    people = tuple(make_participant("attacker", name, kind=kind, country_code=code) for name, kind, code in attackers)
    made = row(make_found(make_event(codes=CODES, casualties=KILLED, participants=people)))
    assert made is not None
    assert made["gwnoa"] == state
