"""What a web process does from time to time: store when keys were used, remove what is kept for some days only."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from app.errors import BusyError
from app.storage.audit import purge
from app.storage.engine import DatabaseError, transaction
from app.storage.jobs import remove_old_jobs
from app.storage.retention import remove_old_history

if TYPE_CHECKING:
    from app.api.security.access import Access

logger = logging.getLogger(__name__)
_MINUTE, _DAY = 60, 24 * 60


@asynccontextmanager
async def upkeep(access: Access) -> AsyncIterator[None]:
    """Keep keys and audit trail in order while the block runs, and once more at its end."""
    task = asyncio.create_task(_run(access))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.to_thread(access.keys.flush)


async def _run(access: Access) -> None:
    for minute in range(1_000_000_000):
        await asyncio.sleep(_MINUTE)
        await asyncio.to_thread(access.keys.flush)
        if minute % _DAY == 0:
            await asyncio.to_thread(remove_ended_jobs, access)
        if access.settings.audit_days and minute % _DAY == 0:
            await asyncio.to_thread(remove_old_entries, access)
        if access.settings.history_days and minute % _DAY == 0:
            await asyncio.to_thread(remove_history, access)


def remove_ended_jobs(access: Access) -> None:
    """Remove jobs that ended more than ``DATELINE_KEEP_JOBS`` days ago, a few at a time."""
    removed = 1
    try:
        while removed:
            with transaction(access.keys.sessions) as session:
                removed = remove_old_jobs(session, access.settings.keep_jobs)
    except (BusyError, DatabaseError) as error:
        logger.info("jobs that have ended stay: %s", error)


def remove_old_entries(access: Access) -> None:
    """Remove what is older than ``DATELINE_AUDIT_DAYS``; a database that cannot be written to is left as it is."""
    try:
        with transaction(access.keys.sessions) as session:
            removed = purge(session, access.settings.audit_days)
    except (BusyError, DatabaseError) as error:
        logger.info("old entries of the audit trail stay: %s", error)
    else:
        if removed:
            logger.info("%d old entries of the audit trail were removed", removed)


def remove_history(access: Access) -> None:
    """Remove what went or happened more than ``DATELINE_HISTORY_DAYS`` ago, a few at a time."""
    removed, total = 1, 0
    try:
        while removed:
            with transaction(access.keys.sessions) as session:
                removed = remove_old_history(session, access.settings.history_days)
            total += removed
    except (BusyError, DatabaseError) as error:
        logger.info("old deletions and histories stay: %s", error)
    if total:
        logger.info("%d old deletions, empty incidents and steps of histories were removed", total)
