"""What is gone is remembered for the time that is set; what is there stays."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import Engine, func, insert, select
from sqlalchemy.orm import Session

from app.query.incidents import _GONE
from app.storage.deletion_tables import PrunedRow
from app.storage.engine import Sessions, transaction
from app.storage.incident_tables import IncidentHistoryRow, IncidentRow
from app.storage.retention import _INCIDENTS, Feed, missing_since, remove_old_history
from app.storage.sql import Sql, fetch_rows
from app.storage.tables import ChangeRow

LIVE = "{}"
DAYS = {1: 90, 2: 60, 3: 40, 4: 20, 5: 0}


@pytest.fixture(autouse=True)
def changes(sessions: Sessions) -> None:
    now = dt.datetime.now(dt.UTC)
    with transaction(sessions) as session:
        for number, days in DAYS.items():
            session.execute(insert(ChangeRow).values(number=number, at=now - dt.timedelta(days=days)))


def add(session: Session, name: str, change: int, document: str | None = None, steps: int = 1) -> None:
    row = {"id": name, "articles": 0, "sources": 0, "change": change, "document": document}
    session.execute(insert(IncidentRow).values(row))
    now = dt.datetime.now(dt.UTC)
    step = {"incident_id": name, "at": now, "change": change, "action": "closed", "detail": "{}"}
    session.execute(insert(IncidentHistoryRow), [step] * steps)


def names(session: Session) -> list[str]:
    return list(session.scalars(select(IncidentRow.id).order_by(IncidentRow.seq)))


def steps(session: Session) -> list[tuple[str, int]]:
    query = select(IncidentHistoryRow.incident_id, func.count()).group_by(IncidentHistoryRow.incident_id)
    return [(name, count) for name, count in session.execute(query.order_by(IncidentHistoryRow.incident_id))]


def pruned(session: Session) -> dict[str, int]:
    return {row.feed: row.change for row in session.scalars(select(PrunedRow))}


def test_empty_incidents_and_histories_go_when_they_are_old(sessions: Sessions) -> None:
    with transaction(sessions) as session:
        add(session, "empty, 90 days", 1)
        add(session, "old and alive", 2, LIVE)
        add(session, "empty, 40 days", 3)
        add(session, "empty, 20 days", 4)
        add(session, "new and alive", 5, LIVE)
    with transaction(sessions) as session:
        assert remove_old_history(session, 100) == 0
        assert pruned(session) == {}
        assert remove_old_history(session, 30) == 5  # two incidents, three steps
        assert remove_old_history(session, 30) == 0
    with transaction(sessions) as session:
        assert names(session) == ["old and alive", "empty, 20 days", "new and alive"]
        assert steps(session) == [("empty, 20 days", 1), ("new and alive", 1)]
        assert pruned(session) == {"incidents": 3}
        assert remove_old_history(session, 10) == 2
        assert pruned(session) == {"incidents": 4}
        assert names(session) == ["old and alive", "new and alive"]


def test_a_part_goes_at_a_time(sessions: Sessions) -> None:
    with transaction(sessions) as session:
        for n in range(700):
            add(session, f"empty {n}", 1 + n // 400, steps=2)
    removed = []
    while not removed or removed[-1]:
        with transaction(sessions) as session:
            removed.append(remove_old_history(session, 30))
    assert removed == [1000, 700, 400, 0]
    with transaction(sessions) as session:
        assert (names(session), steps(session), pruned(session)) == ([], [], {"incidents": 2})


@pytest.mark.parametrize(
    ("feed", "seen", "missing"),
    [("incidents", 3, 4), ("incidents", 4, None), ("incidents", 9, None), ("deletions", 0, None)],
)
def test_who_would_miss_something(sessions: Sessions, feed: Feed, seen: int, missing: int | None) -> None:
    with transaction(sessions) as session:
        add(session, "empty", 4)
        assert missing_since(session, feed, seen) is None
        remove_old_history(session, 10)
        assert missing_since(session, feed, seen) == missing


def test_incidents_that_are_there_are_not_looked_at(engine: Engine, sessions: Sessions) -> None:
    """Neither by the feed of those that are gone nor when these are removed."""
    with transaction(sessions) as session:
        add(session, "alive", 1, LIVE)
        for statement, values in ((_INCIDENTS, ("incidents", 3)), (_GONE, (0, 0, 0, 10))):
            explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN "
            plan = str(fetch_rows(session, Sql(explain + statement, values)))
            assert "ix_incidents_gone" in plan
            assert "ix_incidents_change_seq" not in plan


def test_nothing_has_happened_yet(sessions: Sessions) -> None:
    with transaction(sessions) as session:
        session.query(ChangeRow).delete()
        assert remove_old_history(session, 1) == 0
