"""What is read from a URL, and that every mistake is told with the parameter's name."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import FilterError
from app.query import EventFilter, EventRequest, parse_filter, parse_request
from app.query.filters import Box, Interval, Near, Words
from app.query.parameters.table import PARAMETERS


def moment(*parts: int) -> dt.datetime:
    return dt.datetime(*parts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "value", "field", "expected"),
    [
        ("type", "strike,statement", "types", ("strike", "statement")),
        ("type", "attack", "types", ("strike",)),
        ("type", "kidnapping,protest", "types", ("strike/abduction", "protest")),
        ("type", "politics", "types", ("appointment", "election", "legislation")),
        ("type", "disaster", "types", ("disaster",)),
        ("type", "earthquake", "types", ("disaster/earthquake",)),
        ("country", "iq", "countries", ("IQ",)),
        ("country", "IRQ", "countries", ("IQ",)),
        ("country", "368", "countries", ("IQ",)),
        ("country", "south korea", "countries", ("KR",)),
        ("country", "Côte d'Ivoire", "countries", ("CI",)),
        ("place", "Basra, Iraq", "places", ("Basra, Iraq",)),
        ("bbox", "170,-20,-170,10.5", "bbox", Box(170, -20, -170, 10.5)),
        ("near", "33.3,44.4", "near", Near(33.3, 44.4, 50)),
        ("datetime", "2024-02-02", "time", Interval(moment(2024, 2, 2), moment(2024, 2, 3))),
        ("datetime", "2024-12", "time", Interval(moment(2024, 12, 1), moment(2025, 1, 1))),
        ("datetime", "2024", "time", Interval(moment(2024, 1, 1), moment(2025, 1, 1))),
        ("datetime", "2024-02-01/2024-02-03", "time", Interval(moment(2024, 2, 1), moment(2024, 2, 4))),
        ("datetime", "../2024-02-03", "time", Interval(None, moment(2024, 2, 4))),
        ("datetime", "2024-02-03T10:00:00Z/", "time", Interval(moment(2024, 2, 3, 10), None)),
        ("datetime", "../..", "time", None),
        ("datetime", "9999-12-31", "time", Interval(moment(9999, 12, 31), dt.datetime.max)),
        (
            "published_to",
            "2024-02-03T00:00:00 02:00",  # a "+" that nobody encoded
            "published",
            Interval(None, dt.datetime(2024, 2, 2, 22, 0, 1, tzinfo=dt.UTC)),
        ),
        ("factuality", "denied", "factuality", ("denied",)),
        ("q", 'Qā\'im "air strike" -U.S. hit', "words", Words((("qaim",), ("air", "strike"), ("hit",)), (("us",),))),
        ("q", "a or b* NEAR(c)", "words", Words((("a",), ("or",), ("b",), ("near", "c")))),
        ("datetime", "2024-02-03t10:00:00z/", "time", Interval(moment(2024, 2, 3, 10), None)),
        ("updated_since", "2024", "updated_since", 2024),
        ("updated_since", "2024-02", "updated_since", dt.datetime(2024, 2, 1, tzinfo=dt.UTC)),
        (
            "updated_since",
            "2024-02-03T10:00:00+02:00",
            "updated_since",
            dt.datetime(2024, 2, 3, 8, tzinfo=dt.UTC),
        ),
        ("fields", "time, summary,time", "fields", ("time", "summary")),
        ("sort", "killed", "sort", "killed"),
        ("limit", "1000", "limit", 1000),
    ],
)
def test_a_value_is_read(name: str, value: str, field: str, expected: object) -> None:
    request = parse_request([(name, value)])
    parts = (request.event_filter, request.page, request.output)
    assert [getattr(part, field) for part in parts if hasattr(part, field)] == [expected]


def test_nothing_asked_finds_what_is_told_as_true() -> None:
    assert parse_filter([]) == EventFilter()
    assert parse_filter([]).factuality == ("asserted", "alleged")


def test_what_changed_comes_in_the_order_of_the_changes_unless_another_is_asked_for() -> None:
    assert parse_request([("updated_since", "5")]).page.sort == "updated"
    assert parse_request([("updated_since", "5"), ("sort", "-time")]).page.sort == "-time"


def test_both_sides_of_the_dates_are_days_that_count() -> None:
    found = parse_filter([("date_from", "2024-02-02"), ("date_to", "2024-02-03")])
    assert found.time == Interval(moment(2024, 2, 2), moment(2024, 2, 4))


@pytest.mark.parametrize(
    ("params", "field", "message"),
    [
        ([("contry", "IQ")], "contry", "did you mean 'country'"),
        ([("date-from", "2024-01-01")], "date-from", "did you mean 'date_from'"),
        ([("type", "striek")], "type", "did you mean 'strike'"),
        ([("country", "Irann")], "country", "did you mean 'Iran'"),
        ([("bbox", "1,2,3")], "bbox", "minLon"),
        ([("bbox", "1,2,3,nan")], "bbox", "number"),
        ([("bbox", "1,20,3,10")], "bbox", "lowest latitude"),
        ([("bbox", "1,2,3,91")], "bbox", "-90 to 90"),
        ([("near", "1;2")], "near", "latitude,longitude"),
        ([("near", "1,2"), ("radius_km", "inf")], "radius_km", "number"),
        ([("near", "1,2"), ("radius_km", "1e999")], "radius_km", "number"),
        ([("radius_km", "5")], "radius_km", "near"),
        ([("sort", "distance")], "sort", "near"),
        ([("datetime", "2024-13-01")], "datetime", "ISO 8601"),
        ([("datetime", "last week")], "datetime", "ISO 8601"),
        ([("datetime", "10000-01-01")], "datetime", "ISO 8601"),
        ([("published_from", "0001-01-01T00:00:00+14:00")], "published_from", "ISO 8601"),
        ([("datetime", "2024/2025/2026")], "datetime", "interval"),
        ([("date_from", "2024-02-03"), ("date_to", "2024-02-01")], "date_to", "before it begins"),
        ([("limit", "0")], "limit", "1 to 1000"),
        ([("limit", "9" * 30)], "limit", "1 to 1000"),
        ([("limit", "٣")], "limit", "1 to 1000"),
        ([("role", "atacker")], "role", "did you mean 'attacker'"),
        ([("min_killed", "-1")], "min_killed", "whole number"),
        ([("min_confidence", "1.1")], "min_confidence", "0 to 1"),
        ([("limit", "5"), ("limit", "6")], "limit", "once"),
        ([("q", "-only -this")], "q", "must occur"),
        ([("q", "a\x00b")], "q", "NUL"),
        ([("actor", "\ud800")], "actor", "surrogate"),
        ([("actor", "?!")], "actor", "letter"),
        ([("actor", "")], "actor", "empty"),
        ([("actor", "a" * 501)], "actor", "longer"),
        ([("article_id", "1 OR 1=1")], "article_id", "UUID"),
        ([("updated_since", "yesterday")], "updated_since", "number of a change"),
        ([("update_since", "5")], "update_since", "did you mean 'updated_since'"),
        ([("incident_id", "7")], "incident_id", "UUID"),
        ([("fields", "summary,plces")], "fields", "did you mean 'places'"),
        ([("format", "xml")], "format", "send one of csv"),
        ([("country", "Irak")], "country", "did you mean 'Iraq'"),
        ([("type", "strikes")], "type", "did you mean 'strike'"),
        ([("sort", "date")], "sort", "did you mean 'time'"),
        ([("body", "x")], "body", "did you mean 'q'"),
        ([("zzzz", "x")], "zzzz", "send one of actor"),
        ([("q", "market OR port")], "q", "OR is not supported"),
        ([("type", "strike")] * 201, "type", "More than"),
    ],
)
def test_a_mistake_names_its_parameter(params: list[tuple[str, str]], field: str, message: str) -> None:
    with pytest.raises(FilterError, match=message) as error:
        parse_request(params)
    assert error.value.field == field


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.sampled_from(PARAMETERS) | st.text(max_size=8), st.text(max_size=30)), max_size=4))
def test_any_parameters_give_a_filter_or_a_filter_error(params: list[tuple[str, str]]) -> None:
    with suppress(FilterError):
        assert isinstance(parse_request(params), EventRequest)
