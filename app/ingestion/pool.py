"""Articles are prepared and read in other processes, by the command line and by the server alike.

Each reader process loads the pipeline once; this process never does. One thread leads one reader, so that a reader
that dies or is ended takes only its own work with it. What waits for the server is bounded: ``BusyError`` beyond that.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from app.domain.article import Article
from app.domain.event import Extraction
from app.errors import BusyError, DatelineError, OverBudgetError, SetupError, UnreadableError
from app.ingestion import worker
from app.ingestion.process import AbandonedError, ReaderDiedError, ReaderProcess
from app.settings import Settings

logger = logging.getLogger(__name__)
_AGAIN_SECONDS = 1.0


@dataclass(eq=False, slots=True)
class Job:
    """A piece of work that waits for a reader, or that a reader is at."""

    function: Callable[..., Any]
    given: tuple[Any, ...]
    #: How often it is begun at most, when the reader dies in the middle of it.
    attempts: int = 2
    future: Future[Any] = field(default_factory=Future)
    abandoned: bool = False

    def abandon(self) -> None:
        """Nobody waits for it any more: it is dropped, or its reader is ended."""
        self.abandoned = True
        self.future.cancel()


class ReaderPool:
    """``Settings.extraction_workers`` reader processes and the queue before them."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.workers = settings.extraction_workers
        self._room = threading.BoundedSemaphore(self.workers + settings.extraction_queue)
        self._queue: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._version: Future[str] = Future()
        self._threads: list[threading.Thread] = []
        self._readers: set[ReaderProcess] = set()
        self._lock = threading.Lock()
        self._closed = False

    def start(self) -> Future[str]:
        """Load the pipeline in every reader; the future gives its version, or raises ``SetupError``."""
        with self._lock:
            for number in range(self.workers if not self._threads else 0):
                thread = threading.Thread(target=self._lead, name=f"reader-{number}", daemon=True)
                self._threads.append(thread)
                thread.start()
        return self._version

    @contextmanager
    def admit(self) -> Iterator[None]:
        """A place in the bounded queue, for the whole way of one article. Raises ``BusyError`` when there is none."""
        if self._closed or not self._room.acquire(blocking=False):
            raise BusyError("Too many articles are waiting to be read; try again.", retry_after=5)
        try:
            yield
        finally:
            self._room.release()

    def submit(self, function: Callable[..., Any], *given: Any, attempts: int = 2) -> Job:
        """Queue ``function(reader, *given)`` of ``worker``; the job's future raises what it raises.

        It raises ``ReaderDiedError`` when the reader died at every attempt. Raises ``BusyError`` at once when the
        pool is closed.
        """
        if self._closed:
            raise _closing()
        job = Job(function, given, attempts)
        self._queue.put(job)
        return job

    async def prepare(self, raw: Mapping[str, Any]) -> Article:
        """Prepare an article. Raises what ``preparation.prepare`` raises, or ``BusyError``."""
        article: Article = await self._answer(self.submit(worker.prepare_article, raw))
        return article

    async def extract(self, article: Article) -> Extraction:
        """Read a prepared article. Raises ``InputError`` when it cannot be read, or ``BusyError``."""
        return worker.read_extraction(await self._answer(self.submit(worker.extract, article)))

    async def _answer(self, job: Job) -> Any:
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

    def close(self) -> None:
        """End the readers and drop what waits."""
        with self._lock:
            self._closed = True
            for reader in self._readers:
                reader.end()
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join()
        while not self._queue.empty():
            if (job := self._queue.get()) and job.future.set_running_or_notify_cancel():
                job.future.set_exception(_closing())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _lead(self) -> None:
        """Lead one reader: the life of a thread of the pool."""
        reader = self._first_reader()
        while reader and (job := self._queue.get()):
            if job.future.set_running_or_notify_cancel():
                reader = self._do(job, reader)
        if reader:
            self._give_up(reader)

    def _do(self, job: Job, reader: ReaderProcess) -> ReaderProcess | None:
        """Do a piece of work; gives the reader for the next one, None when the pool is closed."""
        for attempt in range(1, job.attempts + 1):
            try:
                result = reader.call(job.function, *job.given, abandoned=lambda: job.abandoned)
            except ReaderDiedError as error:
                replaced = self._replace(reader)
                if replaced is None or attempt == job.attempts:
                    job.future.set_exception(error if replaced else _closing())
                    return replaced
                reader = replaced
            except (OverBudgetError, AbandonedError) as error:
                reader.end()
                job.future.set_exception(error)
                return self._replace(reader)
            except Exception as error:
                job.future.set_exception(error)
                return reader
            else:
                job.future.set_result(result)
                return reader
        return reader

    def _first_reader(self) -> ReaderProcess | None:
        """The reader that a thread begins with; what is wrong with it is told to whoever waits for the version."""
        reader: ReaderProcess | None = None
        try:
            reader = self._new_reader()
            version = reader.load()
        except Exception as error:
            with self._lock:
                if not self._version.done():
                    died = isinstance(error, ReaderDiedError)
                    self._version.set_exception(SetupError("A reader process died while it loaded.") if died else error)
            if reader:
                self._give_up(reader)
            return None
        with self._lock:
            if not self._version.done():
                self._version.set_result(version)
        return reader

    def _new_reader(self) -> ReaderProcess:
        """Start a process. Raises ``BusyError`` when the pool is closed."""
        with self._lock:
            if self._closed:
                raise _closing()
            reader = ReaderProcess(self.settings)
            self._readers.add(reader)
        return reader

    def _replace(self, dead: ReaderProcess) -> ReaderProcess | None:
        """A new reader in place of one that died or was ended; None when the pool is closed."""
        self._give_up(dead)
        while True:
            try:
                reader = self._new_reader()
            except BusyError:
                return None
            try:
                reader.load()
            except Exception:
                self._give_up(reader)
                if not self._closed:
                    logger.exception("a reader process could not be replaced; it is tried again")
                    time.sleep(_AGAIN_SECONDS)
            else:
                return reader

    def _give_up(self, reader: ReaderProcess) -> None:
        with self._lock:
            self._readers.discard(reader)
        reader.close()


def _closing() -> BusyError:
    return BusyError("The server is shutting down; try again.", retry_after=5)
