from __future__ import annotations

import json

from app.domain.evidence import Source
from app.domain.place import Place
from app.export.geojson import collection_parts, feature, feature_collection
from tests.factories import make_casualty, make_event, make_participant
from tests.factories import make_found as found


def test_a_collection_is_geojson_with_credit() -> None:
    page = feature_collection([found(make_event()), found(make_event(places=()))])
    assert page["type"] == "FeatureCollection"
    assert page["numberReturned"] == len(page["features"]) == 2
    assert "GeoNames" in page["attribution"]
    assert "CC BY 4.0" in page["attribution"]
    assert json.loads(json.dumps(page, allow_nan=False)) == page


def test_the_point_is_the_main_place_longitude_first() -> None:
    assert feature(found(make_event()))["geometry"] == {"type": "Point", "coordinates": [47.7804, 30.50852]}


def test_without_coordinates_the_geometry_is_null() -> None:
    region = Place("the Middle East", None, 99, "RGN", precision="region")
    for places in ((), (region,)):
        assert feature(found(make_event(places=places)))["geometry"] is None


def test_properties_are_flat() -> None:
    event = make_event(
        participants=(
            make_participant(),
            make_participant("attacker", "Blue Guard"),
            make_participant("weapon", "drone"),
        ),
        casualties=(
            make_casualty("killed", 3, 5),
            make_casualty("killed", 4, 9, rival=True),
            make_casualty("injured", 16, None),
        ),
        attribution=Source("the governor"),
    )
    flat = feature(found(event, 12.34567))["properties"]
    assert all(value is None or isinstance(value, str | int | float) for value in flat.values())
    expected = {
        "type": "strike",
        "start": "2024-02-02T00:00:00",
        "place": "Basra",
        "country_code": "IQ",
        "attacker": "Red Brigade; Blue Guard",
        "target": None,
        "weapon": "drone",
        "killed": 3,
        "killed_low": 3,
        "killed_high": 9,
        "injured": 16,
        "injured_low": 16,
        "injured_high": None,
        "attribution": "the governor",
        "source": "Example Wire",
        "distance_km": 12.346,
    }
    assert {name: flat[name] for name in expected} == expected


def test_every_feature_has_the_same_properties() -> None:
    bare = make_event(time=None, places=(), participants=(), subtype=None)
    assert feature(found(bare))["properties"].keys() == feature(found(make_event()))["properties"].keys()


def test_a_stream_is_one_collection() -> None:
    batches = [[found(), found(make_event(places=()))], [], [found()]]
    made = json.loads(b"".join(collection_parts(batches)))
    assert made["type"] == "FeatureCollection"
    assert made["features"] == [feature(item) for batch in batches for item in batch]
    assert json.loads(b"".join(collection_parts([])))["features"] == []


def test_some_of_the_properties() -> None:
    (made,) = feature_collection([found(make_event(), 3.0)], ("place", "places", "distance_km"))["features"]
    assert made["geometry"]["type"] == "Point"
    assert "country_code" in made["properties"]
    assert made["properties"]["distance_km"] == 3.0
    assert "summary" not in made["properties"]
