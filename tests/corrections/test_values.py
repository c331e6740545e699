"""From what people send to an event's own values, with every mistake named."""

from __future__ import annotations

from typing import Any

import pytest

from app.corrections.fields import FieldsIn
from app.corrections.values import Context, field_values, period
from app.errors import InputError
from app.gazetteer import Gazetteer, open_gazetteer

TEXT = "Shells hit a market in Basra on Friday."
OTHER = "00000000-0000-4000-8000-000000000001"
BY_PERSON = "A person has set it: why"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.fixture
def context(gazetteer: Gazetteer) -> Context:
    return Context(TEXT, {OTHER}, gazetteer, "why")


def read(context: Context, fields: dict[str, Any], event_type: str = "strike") -> dict[str, Any]:
    return field_values(FieldsIn.model_validate(fields), event_type, context)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024", ("2024-01-01T00:00:00", "2025-01-01T00:00:00", "year")),
        ("2024-12", ("2024-12-01T00:00:00", "2025-01-01T00:00:00", "month")),
        ("2024-02", ("2024-02-01T00:00:00", "2024-03-01T00:00:00", "month")),
        ("2024-02-29", ("2024-02-29T00:00:00", "2024-03-01T00:00:00", "day")),
        ("2024-02-02T09:05", ("2024-02-02T09:05:00", "2024-02-02T09:06:00", "minute")),
    ],
)
def test_a_period_is_read(value: str, expected: tuple[str, str, str]) -> None:
    assert period(value) == expected


@pytest.mark.parametrize("value", ["Friday", "2023-02-29", "0000", "9999", "2024-2-2", "2024-13"])
def test_what_is_no_period_is_refused(value: str) -> None:
    with pytest.raises(InputError, match="is not a date"):
        period(value)


def test_a_time_with_its_words_has_evidence_and_one_without_has_a_reason(context: Context) -> None:
    span = {"start": 32, "end": 38, "text": "Friday"}
    assert read(context, {"time": {"value": "2024-02-02", "span": span}})["time"] == {
        "start": "2024-02-02T00:00:00",
        "end": "2024-02-03T00:00:00",
        "precision": "day",
        "value": "2024-02-02",
        "span": span,
        "source": "expression",
        "reason": None,
    }
    inferred = read(context, {"time": {"start": "2024-02-02", "end": "2024-02-05"}})["time"]
    assert (inferred["precision"], inferred["value"], inferred["source"]) == (
        "span",
        "2024-02-02/2024-02-05",
        "inferred",
    )
    assert inferred["reason"] == BY_PERSON
    assert read(context, {"time": None}) == {"time": None}


def test_a_place_comes_from_the_gazetteer_by_id_or_name_or_has_a_point_of_its_own(context: Context) -> None:
    by_id, by_name, own = read(
        context,
        {
            "places": [
                {"geonames_id": 99532, "span": {"start": 23, "end": 28}},
                {"name": "Basra, Iraq"},
                {"name": "the old ford", "latitude": 30.5, "longitude": 47.8, "precision": "point"},
            ]
        },
    )["places"]
    assert (by_id["geonames_id"], by_id["country_code"], by_id["span"]["text"], by_id["reason"]) == (
        99532,
        "IQ",
        "Basra",
        None,
    )
    assert (by_name["country_code"], by_name["reason"]) == ("IQ", BY_PERSON)
    assert (own["name"], own["latitude"], own["geonames_id"], own["confidence"]) == ("the old ford", 30.5, None, 1.0)


def test_changing_the_type_takes_the_sub_type_away(context: Context) -> None:
    assert read(context, {"type": "protest"}) == {"type": "protest", "subtype": None}
    assert read(context, {"type": "protest", "subtype": "riot"}) == {"type": "protest", "subtype": "riot"}


def test_people_and_figures_carry_their_words(context: Context) -> None:
    found = read(
        context,
        {
            "participants": [
                {"role": "target", "name": "market", "span": {"start": 11, "end": 19}, "kind": "facility"}
            ],
            "casualties": [{"effect": "killed", "low": 3, "claimed_by": {"name": "police"}}],
            "links": [{"rel": "part_of", "event_id": OTHER}],
        },
    )
    assert found["participants"][0]["span"]["text"] == "a market"
    assert (found["casualties"][0]["low"], found["casualties"][0]["high"]) == (3, None)
    assert found["casualties"][0]["claimed_by"] == {"name": "police", "span": None, "cue": None}
    assert found["links"] == [{"rel": "part_of", "event_id": OTHER}]


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"type": "strke"}, "type", "there are"),
        ({"type": None}, "type", "needs a type"),
        ({"subtype": "riot"}, "subtype", "it has airstrike"),
        ({"summary": None}, "summary", "must have a value"),
        ({"participants": [{"role": "speaker", "name": "x"}]}, "participants", "it has attacker"),
        ({"statement": {"kind": "direct", "content": [{"start": 0, "end": 6}]}}, "statement", "Only statements"),
        ({"trigger": {"start": 30, "end": 99}}, "trigger", "39 characters"),
        ({"trigger": {"start": 7, "end": 10, "text": "his"}}, "trigger", "the text has 'hit'"),
        ({"mentions": [{"start": 6, "end": 7}]}, "mentions", "no words"),
        ({"places": [{}]}, "places", "geonames_id or a name"),
        ({"places": [{"geonames_id": 0}]}, "places", "no place 0"),
        ({"places": [{"name": "Qqxyzzy"}]}, "places", "no place 'Qqxyzzy'"),
        ({"places": [{"name": "x", "latitude": 1}]}, "places", "both"),
        ({"time": {}}, "time", "needs a value"),
        ({"time": {"start": "2024-02-03", "end": "2024-02-02"}}, "time", "after the start"),
        ({"time": {"start": "yesterday"}}, "time", "ISO 8601"),
        ({"links": [{"rel": "about", "event_id": "0" * 36}]}, "links", "no event"),
    ],
)
def test_a_wrong_value_is_named(context: Context, fields: dict[str, Any], field: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        read(context, fields)
    assert caught.value.field == field
