from __future__ import annotations

import asyncio
import datetime as dt

from sqlalchemy import insert, select

from app.api.security.upkeep import remove_old_entries, upkeep
from app.storage.access_keys import list_keys
from app.storage.engine import transaction
from app.storage.tables import AuditRow
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
