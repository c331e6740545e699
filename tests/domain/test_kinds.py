"""Who fights whom decides UCDP's type of violence."""

from __future__ import annotations

import pytest

from app.domain.codes import event_codes
from app.domain.kinds import type_of_violence


@pytest.mark.parametrize(
    ("attacker", "target", "expected"),
    [
        ("military", "armed_group", 1),
        ("armed_group", "police", 1),
        ("armed_group", "armed_group", 2),
        ("armed_group", "civilians", 3),
        ("government", "civilians", 3),
        ("person", "person", None),
        ("person", "armed_group", None),
        ("armed_group", "facility", None),
    ],
)
def test_type_of_violence(attacker: str, target: str, expected: int | None) -> None:
    assert type_of_violence({attacker}, {target}) == expected
    codes = event_codes("strike", "other", {"attacker": [attacker], "target": [target]})
    assert codes["ucdp"] == {"type_of_violence": expected}


def test_one_side_alone_decides_nothing() -> None:
    assert type_of_violence({"military"}, set()) is None
    assert type_of_violence(set(), {"civilians"}) is None


def test_only_violence_has_a_type_of_violence() -> None:
    codes = event_codes("protest", None, {"attacker": ["military"], "target": ["civilians"]})
    assert codes["ucdp"] == {"type_of_violence": None}
