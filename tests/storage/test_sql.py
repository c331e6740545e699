from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from app.storage.sql import Sql, either, element, every, fetch_rows, one_of, read_local, read_moment, sql, stored

NOON = dt.datetime(2024, 2, 2, 12)


def test_pieces_keep_their_values_in_order() -> None:
    condition = every([one_of("a", (1, 2)), either([Sql("b = ?", (3,)), Sql("c IS NULL")])])
    joined = sql("SELECT ", Sql("?", (0,)), " WHERE ", condition, " LIMIT 1")
    assert joined.text == "SELECT ? WHERE (a IN (?, ?)) AND ((b = ?) OR (c IS NULL)) LIMIT 1"
    assert joined.values == (0, 1, 2, 3)


def test_nothing_to_choose_from_is_never_met_and_nothing_to_meet_always() -> None:
    assert [piece.text for piece in (one_of("a", ()), either([]), every([]))] == ["1 = 0", "1 = 0", "1 = 1"]


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (NOON, "2024-02-02 12:00:00.000000"),
        (NOON.replace(tzinfo=dt.timezone(dt.timedelta(hours=3))), "2024-02-02 09:00:00.000000"),
        ("2024", "2024"),
        (None, None),
    ],
)
def test_moments_are_kept_as_text_in_utc(value: object, kept: object) -> None:
    assert stored(value) == kept


def test_moments_are_read_as_they_were_kept() -> None:
    there = NOON.replace(tzinfo=dt.UTC)
    assert read_local(stored(NOON)) == read_local(NOON) == NOON
    assert read_moment(stored(there)) == read_moment(there) == there
    assert read_moment(None) is read_local(None) is None


def test_both_databases_are_queried_alike(sessions: sessionmaker[Session]) -> None:
    hostile = "'; DROP TABLE events; -- %s ? :value_0"
    with sessions() as session:
        assert fetch_rows(session, "SELECT ", Sql("CAST(? AS TEXT)", (hostile,))) == [(hostile,)]
        same = element(session, Sql("CAST(? AS TEXT) = ? AND 1 < ?", (hostile, hostile, 2)))
        assert session.scalar(select(1).where(same)) == 1
