"""What people send is read strictly."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from app.corrections.fields import CorrectionIn, FieldsIn


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"tme": None}, "tme"),
        ({"factuality": "maybe"}, "factuality"),
        ({"summary": "  "}, "summary"),
        ({"summary": "a\x00b"}, "summary"),
        ({"casualties": [{"effect": "killed"}]}, "casualties"),
        ({"casualties": [{"effect": "killed", "low": 3, "high": 2}]}, "casualties"),
        ({"casualties": [{"effect": "killed", "low": -1}]}, "casualties"),
        ({"places": [{"name": "x", "latitude": 91, "longitude": 0}]}, "places"),
        ({"participants": [{"role": "target", "name": "x", "colour": "red"}]}, "participants"),
        ({"statement": {"kind": "direct", "content": []}}, "statement"),
        ({"places": [{}] * 101}, "places"),
    ],
)
def test_a_wrong_field_is_named(fields: dict[str, Any], where: str) -> None:
    with pytest.raises(ValidationError) as caught:
        CorrectionIn.model_validate({"reason": "why", "fields": fields})
    assert caught.value.errors()[0]["loc"][:2] == ("fields", where)


def test_what_is_not_named_stays() -> None:
    assert FieldsIn.model_validate({"subtype": None, "time": {"value": "2024"}}).model_fields_set == {"subtype", "time"}
