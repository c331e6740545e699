"""What the index is asked covers all that is meant, and with few keys."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session, sessionmaker

from app.query import parse_filter
from app.query.narrowing import Asked, days
from app.storage.index_terms import moment_keys
from app.storage.term_query import AnyOf, Term

DAYS = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))


def keys_of(match: Term | None) -> tuple[Term, ...]:
    return match.parts if isinstance(match, AnyOf) else (match,) if match else ()


@given(first=DAYS, length=st.integers(0, 6_000), inside=st.floats(0, 1))
def test_every_day_of_a_time_has_one_of_its_keys(first: dt.date, length: int, inside: float) -> None:
    last = first + min(dt.timedelta(days=length), dt.date.max - first)
    keys = keys_of(days("d", first, last))
    day = first + int((last - first).days * inside) * dt.timedelta(days=1)
    assert set(moment_keys("d", dt.datetime.combine(day, dt.time.min))) & set(map(str, keys))
    assert len(keys) <= 60


@pytest.mark.parametrize(
    ("first", "last", "keys"),
    [
        (dt.date(2014, 12, 31), dt.date(2015, 12, 31), ("d_20141231", "d_2015")),
        (dt.date(2015, 5, 31), dt.date(2015, 6, 30), ("d_20150531", "d_201506")),
        (dt.date(2015, 6, 4), dt.date(2015, 6, 5), ("d_20150604", "d_20150605")),
        (dt.date(2015, 2, 10), dt.date(2015, 4, 2), ("d_201502", "d_201503", "d_20150401", "d_20150402")),
        (dt.date(1990, 1, 1), dt.date(2020, 1, 1), ()),
    ],
)
def test_whole_years_and_months_are_asked_as_such(first: dt.date, last: dt.date, keys: tuple[str, ...]) -> None:
    assert keys_of(days("d", first, last)) == keys


@pytest.mark.parametrize(
    ("params", "lean"),
    [
        ([("type", "strike"), ("country", "UA"), ("min_killed", "3")], True),
        ([("type", "strike"), ("country", "UA"), ("q", "market")], True),
        ([("type", "strike"), ("country", "UA")], False),
        ([("type", "strike")], False),
        ([("country", "UA"), ("min_killed", "3")], False),
    ],
)
def test_types_are_left_out_where_two_other_parts_are_left(
    sessions: sessionmaker[Session], params: list[tuple[str, str]], lean: bool
) -> None:
    with sessions() as session:
        asked = Asked(session, parse_filter(params), None)
        assert (asked.lean is not None) is lean
        assert "t_strike" not in str(asked.lean)
