from __future__ import annotations

from typing import Any

import pytest

from app.domain.codes import event_codes


@pytest.mark.parametrize(
    ("kinds", "acled", "ucdp"),
    [
        ({"attacker": ["military"], "target": ["armed_group"]}, "Battles", 1),
        ({"attacker": ["armed_group"], "target": ["armed_group"]}, "Battles", 2),
        ({"attacker": ["armed_group"], "victim": ["civilians"]}, "Violence against civilians", 3),
        ({}, "Violence against civilians", None),
    ],
)
def test_the_codes_of_a_shooting_depend_on_both_sides(
    kinds: dict[str, list[str]], acled: str, ucdp: int | None
) -> None:
    codes = event_codes("strike", "shooting", kinds)
    assert (codes["plover"], codes["cameo"]) == ({"event": "ASSAULT", "mode": "firearms", "context": []}, "193")
    assert codes["acled"]["event_type"] == acled
    assert codes["ucdp"] == {"type_of_violence": ucdp}


@pytest.mark.parametrize(("event_type", "subtype"), [("statement", "deny"), ("protest", "riot"), ("arrest", None)])
def test_what_is_not_violence_has_no_type_of_violence(event_type: str, subtype: str | None) -> None:
    kinds: dict[str, Any] = {"authority": ["police"], "suspect": ["armed_group"], "protester": ["civilians"]}
    assert event_codes(event_type, subtype, kinds)["ucdp"] == {"type_of_violence": None}


def test_contexts_are_those_of_the_type_and_those_given() -> None:
    assert event_codes("legal", "trial", {}, contexts={"corruption"})["plover"]["context"] == ["corruption", "legal"]
    assert event_codes("arrest", None, {})["plover"]["context"] == []
