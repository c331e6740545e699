"""The audit trail: part of the transaction, never altered, kept for the time that is set."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import exc, insert, select, text

from app.domain.access import EVERYTHING, Caller
from app.storage.audit import purge, record
from app.storage.engine import Sessions, transaction
from app.storage.tables import AuditRow

CALLER = Caller("desk", EVERYTHING, "203.0.113.9")


def test_an_entry_goes_with_its_transaction(sessions: Sessions) -> None:
    with sessions() as session:
        record(session, CALLER, "article.deleted", "a")
        session.rollback()
    with transaction(sessions) as session:
        record(session, CALLER, "article.posted", "b", {"events": 2})
    with transaction(sessions) as session:
        (row,) = session.scalars(select(AuditRow))
    assert (row.actor, row.key_id, row.address) == ("desk", None, "203.0.113.9")
    assert (row.action, row.target, row.detail) == ("article.posted", "b", '{"events": 2}')


@pytest.mark.parametrize("change", ["UPDATE audit SET actor = 'nobody'", "DELETE FROM audit"])
def test_the_database_refuses_to_alter_it(sessions: Sessions, change: str) -> None:
    with transaction(sessions) as session:
        record(session, CALLER, "article.deleted", "a")
    with pytest.raises(exc.DBAPIError, match="the audit trail cannot be altered"), transaction(sessions) as session:
        session.execute(text(change))
    with transaction(sessions) as session:
        assert len(session.scalars(select(AuditRow)).all()) == 1


def test_what_is_older_than_the_setting_goes(sessions: Sessions) -> None:
    now = dt.datetime.now(dt.UTC)
    facts = {"actor": "desk", "action": "article.posted", "detail": "{}"}
    with transaction(sessions) as session:
        for days in (0, 6, 8, 400):
            values = facts | {"at": now - dt.timedelta(days=days), "target": str(days)}
            session.execute(insert(AuditRow).values(values))
    with transaction(sessions) as session:
        assert purge(session, 7) == 2
        assert list(session.scalars(select(AuditRow.target).order_by(AuditRow.seq))) == ["0", "6"]
