from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from app.domain.event import Link
from app.domain.place import Place
from app.export.acled import columns, geo_precision, row
from tests.factories import BASRA, make_casualty, make_event, make_found, make_participant, make_time

SHELLING = {
    "acled": {"event_type": "Explosions/Remote violence", "sub_event_type": "Shelling/artillery/missile attack"}
}
ATTACK = {"acled": {"event_type": "Violence against civilians", "sub_event_type": "Attack"}}
PROTEST = {"acled": {"event_type": "Protests", "sub_event_type": "Peaceful protest"}}
RIOT = {"acled": {"event_type": "Riots", "sub_event_type": "Mob violence"}}
CLASH = {"acled": {"event_type": "Battles", "sub_event_type": "Armed clash"}}


def coded(**given: Any) -> dict[str, Any]:
    made = row(make_found(make_event(**({"codes": SHELLING} | given))))
    assert made is not None
    assert set(made) <= set(columns())
    return made


def test_a_row() -> None:
    people = (
        make_participant("attacker", "Iraqi army", kind="military", country_code="IQ"),
        make_participant("attacker", "local police", kind="police", country_code="IQ"),
        make_participant("target", "market", kind="facility"),
        make_participant("victim", "traders", kind="civilians"),
    )
    made = coded(codes=ATTACK, participants=people, casualties=(make_casualty("killed", 3, 5),))
    expected = {
        "event_date": "2024-02-02",
        "year": 2024,
        "time_precision": 1,
        "disorder_type": "Political violence",
        "event_type": "Violence against civilians",
        "sub_event_type": "Attack",
        "actor1": "Iraqi army",
        "assoc_actor_1": "local police",
        "inter1": "State forces",
        "actor2": "traders",
        "inter2": "Civilians",
        "interaction": "State forces-Civilians",
        "civilian_targeting": "Civilian targeting",
        "iso": 368,
        "country": "Iraq",
        "admin1": "Basra",
        "location": "Basra",
        "latitude": 30.50852,
        "geo_precision": 1,
        "source": "Example Wire",
        "notes": "Shells hit a market on the edge of Basra.",
        "fatalities": 3,
    }
    assert {name: made[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("start", "end", "date", "precision"),
    [
        ("2024-02-02T00:00:00", "2024-02-03T00:00:00", "2024-02-02", 1),
        ("2024-01-29T00:00:00", "2024-02-05T00:00:00", "2024-02-01", 2),
        ("2024-02-01T00:00:00", "2024-03-01T00:00:00", "2024-02-15", 3),
        ("2024-01-01T00:00:00", "2025-01-01T00:00:00", None, None),
    ],
)
def test_a_date_is_the_middle_of_what_is_known(start: str, end: str, date: str | None, precision: int | None) -> None:
    made = coded(time=make_time(start, end))
    assert (made.get("event_date"), made.get("time_precision"), made["year"]) == (date, precision, 2024)


def test_the_moment_of_the_last_change_in_seconds() -> None:
    moment = dt.datetime(2024, 3, 5, 9, tzinfo=dt.UTC)
    made = row(make_found(make_event(codes=SHELLING), updated_at=moment))
    assert made is not None
    assert made["timestamp"] == 1709629200


def test_without_a_time_the_date_is_empty() -> None:
    assert "event_date" not in coded(time=None)


@pytest.mark.parametrize(
    ("place", "precision"),
    [
        (BASRA, 1),
        (Place("Al Qā’im District", None, 1, "ADM2", "IQ", "Iraq", "Anbar", 34.1, 41.0, "city"), 2),
        (Place("Anbar", None, 2, "ADM1", "IQ", "Iraq", "Anbar", 32.6, 41.9, "admin1"), 3),
        (Place("Iraq", None, 3, "PCLI", "IQ", "Iraq", None, 33.0, 44.0, "country"), None),
        (Place("the Gulf", None, 4, "RGN", precision="region"), None),
    ],
)
def test_a_place_known_only_as_a_country_has_no_pin(place: Place, precision: int | None) -> None:
    assert geo_precision(place) == precision
    assert (coded(places=(place,))["latitude"] is None) == (precision is None)


@pytest.mark.parametrize(
    ("codes", "who", "inter", "interaction"),
    [
        (PROTEST, make_participant("protester", "students", kind="civilians"), "Protesters", "Protesters only"),
        (RIOT, make_participant("protester", "a crowd", kind="civilians"), "Rioters", "Rioters only"),
    ],
)
def test_those_who_protest(codes: dict[str, Any], who: Any, inter: str, interaction: str) -> None:
    made = coded(type="protest", subtype=None, codes=codes, participants=(who,))
    assert (made["actor1"], made["inter1"], made["interaction"]) == (who.name, inter, interaction)


@pytest.mark.parametrize(("country", "inter"), [("IQ", "State forces"), ("US", "External/Other forces"), (None, None)])
def test_soldiers_abroad_are_external_forces(country: str | None, inter: str | None) -> None:
    people = (make_participant("attacker", "the army", kind="military", country_code=country),)
    assert coded(participants=people)["inter1"] == inter


def test_an_armed_group_may_be_rebels_or_a_militia() -> None:
    people = (make_participant(), make_participant("target", "soldiers", kind="military", country_code="IQ"))
    made = coded(codes=CLASH, participants=people)
    assert (made["inter1"], made["inter2"], made["interaction"]) == (None, "State forces", None)


@pytest.mark.parametrize(
    "event",
    [
        make_event(type="statement", subtype=None, codes={"acled": {"event_type": None, "sub_event_type": None}}),
        make_event(type="statement", subtype=None, codes={}),
        make_event(type="casualties", subtype=None, codes=SHELLING, links=(Link("caused_by", "x"),)),
    ],
)
def test_what_acled_would_not_code_has_no_row(event: Any) -> None:
    assert row(make_found(event)) is None
