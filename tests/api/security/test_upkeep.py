from __future__ import annotations

import asyncio
import datetime as dt

from sqlalchemy import insert, select

from app.api.security.upkeep import remove_history, remove_old_entries, upkeep
from app.storage.access_keys import list_keys
from app.storage.deletion_tables import DeletionRow
from app.storage.engine import transaction
from app.storage.tables import AuditRow, ChangeRow
from tests.api.security.conftest import Serve, bearer


def test_entries_are_kept_for_the_days_that_are_set(serve: Serve) -> None:
    served = serve(audit_days=30)
    now = dt.datetime.now(dt.UTC)
    with transaction(served.sessions) as session:
        for days in (1, 29, 31):
            facts = {"actor": "desk", "action": "article.posted", "detail": "{}", "target": str(days)}
            session.execute(insert(AuditRow).values(facts | {"at": now - dt.timedelta(days=days)}))
    remove_old_entries(served.app.state.services.access)
    with transaction(served.sessions) as session:
        assert list(session.scalars(select(AuditRow.target).order_by(AuditRow.seq))) == ["1", "29"]


def test_history_is_kept_for_the_days_that_are_set(serve: Serve) -> None:
    """More of it than goes in one transaction."""
    served = serve(history_days=30)
    now = dt.datetime.now(dt.UTC)
    with transaction(served.sessions) as session:
        for number, days in enumerate((31, 29), start=1):
            session.execute(insert(ChangeRow).values(number=number, at=now - dt.timedelta(days=days)))
            gone = [{"event_id": f"{number}-{n}", "article_id": "a", "change": number} for n in range(1200)]
            session.execute(insert(DeletionRow), gone)
    remove_history(served.app.state.services.access)
    with transaction(served.sessions) as session:
        assert list(session.scalars(select(DeletionRow.change))) == [2] * 1200


def test_the_last_use_of_keys_is_stored_at_the_end(serve: Serve) -> None:
    served = serve()
    token = served.make_key("read")
    access = served.app.state.services.access

    async def run() -> None:
        async with upkeep(access):
            await asyncio.to_thread(lambda: served.client().get("/v1/events", headers=bearer(token)))

    asyncio.run(run())
    with transaction(served.sessions) as session:
        assert list_keys(session)[0].last_used_at is not None
