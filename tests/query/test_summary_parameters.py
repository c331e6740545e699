"""What a summary is asked, and each mistake in it, which names its parameter."""

from __future__ import annotations

import pytest

from app.errors import FilterError
from app.query import EventFilter
from app.query.summary import SummaryRequest
from app.query.summary_parameters import parse_summary


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ([], SummaryRequest(EventFilter())),
        ([("group_by", "month, type")], SummaryRequest(EventFilter(), ("month", "type"))),
        ([("group_by", "month"), ("group_by", "type")], SummaryRequest(EventFilter(), ("month", "type"))),
        (
            [("group_by", "cell"), ("cell_degrees", "0.25"), ("country", "IQ"), ("limit", "7")],
            SummaryRequest(EventFilter(countries=("IQ",)), ("cell",), 7, 0.25),
        ),
        ([("articles", "true")], SummaryRequest(EventFilter(), articles=True)),
        ([("articles", "false")], SummaryRequest(EventFilter())),
    ],
)
def test_what_is_counted(params: list[tuple[str, str]], expected: SummaryRequest) -> None:
    assert parse_summary(params) == expected


@pytest.mark.parametrize(
    ("params", "field", "message"),
    [
        ([("group_by", "contry")], "group_by", "did you mean 'country'"),
        ([("group_by", "day,week,month")], "group_by", "one key, or 2"),
        ([("group_by", "day,day")], "group_by", "one key, or 2"),
        ([("group_by", "")], "group_by", "empty"),
        ([("groupby", "day")], "groupby", "did you mean 'group_by'"),
        ([("cell_degrees", "1")], "cell_degrees", "needs group_by=cell"),
        ([("group_by", "cell"), ("cell_degrees", "0")], "cell_degrees", "0.01 to 90"),
        ([("articles", "yes")], "articles", "'yes'"),
        ([("limit", "10001")], "limit", "1 to 10000"),
        ([("limit", "1"), ("limit", "2")], "limit", "once"),
        ([("sort", "time")], "sort", "no parameter 'sort' here"),
        ([("cursor", "x")], "cursor", "here"),
        ([("country", "Irann")], "country", "did you mean 'Iran'"),
    ],
)
def test_a_mistake_names_its_parameter(params: list[tuple[str, str]], field: str, message: str) -> None:
    with pytest.raises(FilterError, match=message) as error:
        parse_summary(params)
    assert error.value.field == field
