"""Statements that follow each other without waiting: their rows come back in order, their errors come up."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session, sessionmaker

from app.storage.engine import DatabaseError, transaction
from app.storage.sql import Sql, fetch_all, without_waiting, write_rows

PLACE = "INSERT INTO incident_reports (name, incident_seq) VALUES (?, ?)"


def test_rows_come_back_in_order_and_see_what_was_written_before(sessions: sessionmaker[Session]) -> None:
    with transaction(sessions) as session, without_waiting(session):
        write_rows(session, PLACE, [("a", 1), ("b", 2)])
        of = [Sql("SELECT incident_seq FROM incident_reports WHERE name = ?", (name,)) for name in ("b", "a", "c")]
        assert [[tuple(row) for row in rows] for rows in fetch_all(session, *of)] == [[(2,)], [(1,)], []]


def test_an_error_of_a_change_comes_up_at_the_end_at_the_latest(sessions: sessionmaker[Session]) -> None:
    with pytest.raises(DatabaseError), transaction(sessions) as session, without_waiting(session):
        write_rows(session, PLACE, [("a", 1), ("a", 2)])
