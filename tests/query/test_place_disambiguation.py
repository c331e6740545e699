"""A name stands for the one place that is clearly meant; where none is, the answer tells which there are."""

from __future__ import annotations

import pytest

from app.errors import AmbiguousPlaceError
from app.gazetteer import Gazetteer, open_gazetteer
from app.query.place_disambiguation import disambiguate_place


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Iraq", {"PCLI IQ"}),  # and no town in Iran whose other name it is
        ("Niger", {"PCLI NE"}),  # a state of Nigeria is smaller
        ("Luxembourg", {"PCLI LU", "ADM1 LU", "PPL LU"}),
        ("Anbar", {"ADM1 IQ"}),
        ("Homs", {"ADM1 SY", "PPL SY"}),
        ("Paris", {"ADM2 FR", "PPL FR"}),
        ("paris, texas", {"PPL US"}),
        ("Paris, US", None),
        ("London", {"PPL GB"}),
        ("Tripoli", {"PPL LY", "ADM1 LY"}),  # a capital
        ("Tripoli, Lebanon", {"PPL LB"}),
        ("Kyiv", {"PPL UA", "ADM1 UA"}),
        ("Rafah", {"ADM1 PS", "PPL PS", "PPL EG"}),  # a border cuts it
        ("Gaza", {"RGN PS", "ADM1 PS", "PPL PS"}),
        ("Middle East", {"RGN None"}),  # and no part of Baltimore
        ("Georgia", None),
        ("Georgia, US", {"ADM1 US"}),
        ("Springfield", None),
        ("Springfield, Illinois", {"PPL US"}),
        ("San José", None),
        ("Hyderabad", None),
        ("Punjab", None),
        ("Hit, Fiji", set()),
        ("Atlantis on Sea", set()),
        ("Atlantis, Nowhere", set()),
    ],
)
def test_which_place_is_disambiguate_place(gazetteer: Gazetteer, name: str, expected: set[str] | None) -> None:
    if expected is None:
        with pytest.raises(AmbiguousPlaceError):
            disambiguate_place(name, gazetteer)
    else:
        assert {f"{entry.feature} {entry.country_code}" for entry in disambiguate_place(name, gazetteer)} == expected


def test_candidates_tell_how_to_ask_for_each(gazetteer: Gazetteer) -> None:
    with pytest.raises(AmbiguousPlaceError, match=r'Send the GeoNames id of one, or "Name, Parent"') as error:
        disambiguate_place("Springfield", gazetteer)
    assert error.value.field == "place"
    candidates = error.value.candidates
    assert len(candidates) == 10
    assert {c.country for c in candidates} == {"United States"}
    assert {"Missouri", "Massachusetts", "Illinois"} <= {c.admin1 for c in candidates}
    for candidate in candidates:
        assert candidate.geonames_id is not None
        entry = gazetteer.of_id(candidate.geonames_id)
        assert entry is not None
        assert (entry.name, entry.admin1) == (candidate.name, candidate.admin1)
