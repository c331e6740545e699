"""What people send is read strictly."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from app.corrections.fields import CorrectionIn, FieldsIn, MissedEventIn, SpanIn
from app.corrections.values import _NEVER_NULL
from app.ontology import catalogue


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
        ({"mentions": [{"start": False, "end": 7}]}, "mentions"),
        ({"mentions": [{"start": "0", "end": 7}]}, "mentions"),
        ({"trigger": {"start": 0, "end": True}}, "trigger"),
        ({"casualties": [{"effect": "killed", "low": "3"}]}, "casualties"),
        ({"casualties": [{"effect": "killed", "low": 3, "rival": 1}]}, "casualties"),
        ({"places": [{"geonames_id": True}]}, "places"),
        ({"places": [{"name": "x", "latitude": "1", "longitude": 0}]}, "places"),
        ({"counted": "true"}, "counted"),
    ],
)
def test_a_wrong_field_is_named(fields: dict[str, Any], where: str) -> None:
    with pytest.raises(ValidationError) as caught:
        CorrectionIn.model_validate({"reason": "why", "fields": fields})
    assert caught.value.errors()[0]["loc"][:2] == ("fields", where)


def test_what_is_not_named_stays() -> None:
    assert FieldsIn.model_validate({"subtype": None, "time": {"value": "2024"}}).model_fields_set == {"subtype", "time"}


def test_the_description_allows_null_only_where_it_is_accepted() -> None:
    described = CorrectionIn.model_json_schema()["$defs"]["FieldsIn"]["properties"]
    nullable = {name for name, schema in described.items() if {"type": "null"} in schema.get("anyOf", ())}
    assert set(described) - nullable == set(_NEVER_NULL)
    assert [name for name in _NEVER_NULL if "default" in described[name]] == []
    assert (described["counted"]["type"], described["trigger"]["$ref"]) == ("boolean", "#/$defs/SpanIn")


@pytest.mark.parametrize("model", [CorrectionIn, MissedEventIn])
def test_the_description_lists_the_event_types(model: type[BaseModel]) -> None:
    schemas = model.model_json_schema()["$defs"]
    (of_fields,) = (schemas[name]["properties"] for name in ("FieldsIn", "NewFieldsIn") if name in schemas)
    assert of_fields["type"]["enum"] == list(catalogue().types)
    assert of_fields["type"]["type"] == "string"


def test_a_number_is_one_as_in_json() -> None:
    fields = FieldsIn.model_validate({"trigger": {"start": 0.0, "end": 7}, "counted": False})
    assert (fields.trigger, fields.counted) == (SpanIn(start=0, end=7), False)
