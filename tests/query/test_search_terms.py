"""The terms of a filter cover everything that matches, and are few."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session, sessionmaker

from app.query import parse_filter
from app.query.search_terms import search_terms
from app.storage.index_terms import cell_keys, confidence_key, confidence_keys, moment_keys
from app.storage.term_covers import MOST_TERMS, cells, days, row_blocks
from app.storage.term_query import AllOf, AnyOf, Term

DAYS = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))


def alternatives(match: Term | None) -> tuple[Term, ...]:
    return match.parts if isinstance(match, AnyOf) else (match,) if match else ()


@given(first=DAYS, length=st.integers(0, 20_000), inside=st.floats(0, 1))
def test_every_day_of_a_time_has_one_of_its_terms(first: dt.date, length: int, inside: float) -> None:
    last = first + min(dt.timedelta(days=length), dt.date.max - first)
    terms = alternatives(days("d", first, last))
    day = first + int((last - first).days * inside) * dt.timedelta(days=1)
    own = moment_keys("d", dt.datetime.combine(day, dt.time.min))
    assert not terms or set(own) & set(map(str, terms))
    assert len(terms) <= MOST_TERMS
    assert terms or last.year - first.year >= MOST_TERMS


@pytest.mark.parametrize(
    ("first", "last", "terms"),
    [
        (dt.date(2015, 6, 4), dt.date(2015, 6, 5), ("d_20150604", "d_20150605")),
        (dt.date(2015, 5, 31), dt.date(2015, 6, 30), ("d_20150531", "d_201506")),
        (dt.date(2014, 12, 31), dt.date(2015, 2, 2), ("d_20141231", "d_201501", "d_20150201", "d_20150202")),
        (
            dt.date(2013, 10, 2),
            dt.date(2015, 3, 30),
            ("d_201310", "d_201311", "d_201312", "d_2014", "d_201501", "d_201502", "d_201503"),
        ),
        (dt.date(2012, 12, 31), dt.date(2015, 1, 1), ("d_20121231", "d_2013", "d_2014", "d_20150101")),
        (dt.date(1950, 2, 1), dt.date(2010, 6, 30), tuple(f"d_{year}" for year in range(1950, 2011))),
        (dt.date(9999, 12, 1), dt.date(9999, 12, 31), ("d_999912",)),
        (dt.date(1900, 1, 1), dt.date(2020, 1, 1), ()),
    ],
)
def test_a_time_is_named_by_the_finest_terms_that_are_not_too_many(
    first: dt.date, last: dt.date, terms: tuple[str, ...]
) -> None:
    assert alternatives(days("d", first, last)) == terms


@given(low=st.integers(0, 10**9), length=st.integers(1, 10**7), inside=st.floats(0, 1))
def test_row_blocks_cover_their_range(low: int, length: int, inside: float) -> None:
    terms = alternatives(row_blocks(low, low + length))
    number = low + int((length - 1) * inside)
    assert not terms or {f"z12_{number >> 12}", f"z18_{number >> 18}"} & set(map(str, terms))
    assert len(terms) <= MOST_TERMS


@pytest.mark.parametrize(
    ("low", "high", "terms"),
    [
        (0, 1 << 18, ("z18_0",)),
        (5 << 12, 6 << 12, ("z12_5",)),
        ((1 << 18) - 1, (2 << 18) + 1, ("z12_63", "z18_1", "z12_128")),
        (1, 40 << 18, tuple(f"z18_{n}" for n in range(40))),
        (1, 80 << 18, ()),
    ],
)
def test_whole_blocks_are_one_term(low: int, high: int, terms: tuple[str, ...]) -> None:
    assert alternatives(row_blocks(low, high)) == terms


@given(confidence=st.floats(0, 1), bounds=st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_the_terms_of_a_confidence_cover_all_between_its_bounds(confidence: float, bounds: tuple[float, float]) -> None:
    least, most = sorted(bounds)
    if least <= confidence <= most:
        assert confidence_key(confidence) in confidence_keys(least, most)


LONGITUDES, LATITUDES = st.floats(-180, 180), st.tuples(st.floats(-90, 90), st.floats(-90, 90))


@given(west=LONGITUDES, east=LONGITUDES, latitudes=LATITUDES, up=st.floats(0, 1), right=st.floats(0, 1))
def test_every_point_of_a_box_lies_in_one_of_its_cells(
    west: float, east: float, latitudes: tuple[float, float], up: float, right: float
) -> None:
    south, north = sorted(latitudes)
    width = east - west if west <= east else east - west + 360
    longitude = west + width * right
    longitude -= 360 if longitude > 180 else 0
    longitude = min(max(longitude, west), east) if west <= east else longitude
    latitude = min(south + (north - south) * up, north)
    assert set(cell_keys(latitude, longitude)) & set(map(str, alternatives(cells(west, south, east, north))))


@pytest.mark.parametrize(
    ("box", "count", "one"),
    [
        ((44.2, 33.1, 44.6, 33.5), 1, "g1_123_224"),
        ((20, 20, 60, 50), 12, "g16_6_12"),
        ((177, -20, -178, -15), 42, "g1_70_357"),
        ((-180, -90, 0, 0), 72, "g16_0_0"),
        ((-180, -90, 180, 90), 276, "g16_11_22"),
    ],
)
def test_a_box_has_the_finest_cells_that_are_not_too_many_and_any_number_of_the_largest(
    box: tuple[float, float, float, float], count: int, one: str
) -> None:
    terms = alternatives(cells(*box))
    assert (len(terms), one in terms) == (count, True)


@pytest.mark.parametrize(
    ("params", "terms"),
    [
        ([], None),
        ([("min_confidence", "0.3")], None),
        ([("type", "strike"), ("min_killed", "3")], AllOf(("t_strike", "k_2"))),
        ([("actor", "Red Brigades"), ("role", "target")], AllOf(("e_target", AllOf(("n_red", "n_brigade"))))),
        ([("min_confidence", "0.99")], AnyOf(("x_099", "x_100"))),
        ([("max_confidence", "0.01")], AnyOf(("x_000", "x_001"))),
        ([("min_confidence", "0.3"), ("max_confidence", "0.31")], AnyOf(("x_030", "x_031"))),
        ([("max_confidence", "0.7")], None),
        ([("country", "IQ"), ("country", "FJ")], AnyOf(("c_iq", "c_fj"))),
    ],
)
def test_the_terms_of_a_filter(
    sessions: sessionmaker[Session], params: list[tuple[str, str]], terms: Term | None
) -> None:
    with sessions() as session:
        assert search_terms(session, parse_filter(params), None).match == terms
