from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, sessionmaker

from app.storage.dialects.lists import in_list, list_table
from app.storage.sql import (
    Sql,
    either,
    element,
    every,
    fetch_rows,
    one_of,
    read_local,
    read_moment,
    sql,
    stored,
    write_rows,
)

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
        (NOON, "2024-02-02 12:00"),
        (NOON.replace(tzinfo=dt.timezone(dt.timedelta(hours=3))), "2024-02-02 09:00"),
        (NOON.replace(hour=0), "2024-02-02"),
        (NOON.replace(second=1), "2024-02-02 12:00:01"),
        (NOON.replace(hour=0, microsecond=10), "2024-02-02 00:00:00.000010"),
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


def test_rows_are_written_one_by_one_and_a_list_is_one_value(sessions: sessionmaker[Session]) -> None:
    name = "% ? ' #1"
    rows = [(name, 1), ("b", 2), ("c", 3)]
    with sessions() as session:
        write_rows(session, "INSERT INTO incident_reports (name, incident_seq) VALUES (?, ?)", [])
        write_rows(session, "INSERT INTO incident_reports (name, incident_seq) VALUES (?, ?)", rows)
        found = "SELECT name FROM incident_reports WHERE "
        assert set(fetch_rows(session, found, in_list(session, "name", [name, "c", "d"]))) == {(name,), ("c",)}
        assert fetch_rows(session, found, in_list(session, "incident_seq", [2, 9])) == [("b",)]
        assert fetch_rows(session, found, in_list(session, "name", [])) == []
        listed = list_table(session, ["x", name], "text")
        assert set(fetch_rows(session, "SELECT listed.value FROM ", listed)) == {("x",), (name,)}
        with pytest.raises(DBAPIError):
            write_rows(session, "INSERT INTO incident_reports (name, incident_seq) VALUES (?, ?)", [("b", 4)])
