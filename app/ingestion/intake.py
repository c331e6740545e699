"""How a server uses the pool: bounded, fair between clients; an article sent several times at once is read once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.article import Article, identify
from app.domain.event import Extraction
from app.errors import DatelineError, UnreadableError
from app.ingestion import worker
from app.ingestion.admissions import Admission, Admissions
from app.ingestion.jobs import Job
from app.ingestion.pool import ReaderPool

logger = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class Shared:
    """An article that is being read, and how many requests wait for it."""

    reading: asyncio.Task[Extraction]
    waiting: int = 0


class Intake:
    """The way of one article at a time through the pool, for coroutines of one event loop."""

    def __init__(self, pool: ReaderPool) -> None:
        self.pool = pool
        self.admissions = Admissions(pool.workers + pool.settings.extraction_queue)
        self._shared: dict[str, Shared] = {}

    def admit(self, client: str) -> Admission:
        """A place for one article of a client, from ``prepare`` to its end. Raises ``BusyError`` when all are taken."""
        return self.admissions.admit(client)

    async def prepare(self, raw: Mapping[str, Any], place: Admission) -> Article:
        """Prepare an article. Raises what ``preparation.prepare`` raises, or ``BusyError``."""
        article: Article = await self._result(worker.prepare_article, raw, place)
        return article

    async def extract(self, article: Article, place: Admission) -> Extraction:
        """Read a prepared article. Raises ``InputError`` when it cannot be read, or ``BusyError``.

        The reading ends when every request that waits for it is cancelled.
        """
        key = identify(article)
        shared = self._shared.get(key)
        if shared is None or shared.reading.done():
            shared = self._shared[key] = Shared(asyncio.create_task(self._read(article, place)))
            shared.reading.add_done_callback(lambda _: self._shared.pop(key, None))
        shared.waiting += 1
        try:
            return await asyncio.shield(shared.reading)
        finally:
            shared.waiting -= 1
            if not shared.waiting:
                shared.reading.cancel()

    async def _read(self, article: Article, place: Admission) -> Extraction:
        return worker.read_extraction(await self._result(worker.extract, article, place))

    async def _result(self, function: Callable[..., Any], given: Any, place: Admission) -> Any:
        job = Job(function, (given,), client=place.client)
        place.waits_for(job)
        self.pool.put(job)
        try:
            return await asyncio.wrap_future(job.future)
        except asyncio.CancelledError:
            job.abandon()
            raise
        except DatelineError:
            raise
        except Exception as error:
            logger.exception("an article could not be read")
            raise UnreadableError("This text makes the extraction fail; the server's log says why.") from error
