"""Articles are prepared and read in other processes, by the command line and by the server alike.

Each reader process loads the pipeline once; this process never does. One thread leads one reader, so that a reader
that dies or is ended takes only its own work with it. ``intake`` is how a server uses it,
``batch_reading`` how a command does.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from types import TracebackType
from typing import Any, Self

from app.errors import BusyError, OverBudgetError, SetupError
from app.ingestion.jobs import Job, JobQueue, closing
from app.ingestion.process import AbandonedError, Reader, ReaderDiedError, ReaderProcess
from app.settings import Settings

logger = logging.getLogger(__name__)
_AGAIN_SECONDS = 1.0


class ReaderPool:
    """``Settings.extraction_workers`` reader processes and the queue before them."""

    def __init__(self, settings: Settings, make_reader: Callable[[Settings], Reader] = ReaderProcess) -> None:
        self.settings = settings
        self._make_reader = make_reader
        self.workers = settings.extraction_workers
        self._queue = JobQueue()
        self._version: Future[str] = Future()
        self._threads: list[threading.Thread] = []
        self._readers: set[Reader] = set()
        self._lock = threading.Lock()
        self._closed = False
        #: Readers that have loaded the pipeline and live.
        self.ready = 0
        #: Whether a reader that has ended could not be replaced yet, although that was tried.
        self.failing = False

    def start(self) -> Future[str]:
        """Load the pipeline in every reader; the future gives its version, or raises ``SetupError``."""
        with self._lock:
            for number in range(self.workers if not self._threads else 0):
                thread = threading.Thread(target=self._lead, name=f"reader-{number}", daemon=True)
                self._threads.append(thread)
                thread.start()
        return self._version

    def submit(self, function: Callable[..., Any], *given: Any, attempts: int = 2) -> Job:
        """Queue ``function(reader, *given)`` of ``worker``, which is begun at most so often when readers die."""
        job = Job(function, given, attempts=attempts)
        self.put(job)
        return job

    def put(self, job: Job) -> None:
        """Queue a job. Its future raises what the function raises, or ``ReaderDiedError`` after the last attempt.

        Raises ``BusyError`` at once when the pool is closed.
        """
        self._queue.put(job)

    def close(self) -> None:
        """End the readers and refuse what waits."""
        with self._lock:
            self._closed = True
            for reader in self._readers:
                reader.end()
        self._queue.close()
        for thread in self._threads:
            thread.join()

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
            reader = self._do(job, reader)
        if reader:
            self._give_up(reader)

    def _do(self, job: Job, reader: Reader) -> Reader | None:
        """Do a piece of work; gives the reader for the next one, None when the pool is closed."""
        for attempt in range(1, job.attempts + 1):
            try:
                result = reader.call(job.function, *job.given, abandoned=lambda: job.abandoned)
            except ReaderDiedError as error:
                replaced = self._replace(reader)
                if replaced is None or attempt == job.attempts:
                    job.future.set_exception(error if replaced else closing())
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

    def _first_reader(self) -> Reader | None:
        """The reader that a thread begins with; the future of the version gets what is wrong with it."""
        reader: Reader | None = None
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
            self.ready += 1
            if not self._version.done():
                self._version.set_result(version)
        return reader

    def _new_reader(self) -> Reader:
        """Start a process. Raises ``BusyError`` when the pool is closed."""
        with self._lock:
            if self._closed:
                raise closing()
            reader = self._make_reader(self.settings)
            self._readers.add(reader)
        return reader

    def _replace(self, dead: Reader) -> Reader | None:
        """A new reader in place of one that died or was ended; None when the pool is closed."""
        self._give_up(dead)
        with self._lock:
            self.ready -= 1
        while True:
            reader = None
            try:
                reader = self._new_reader()
                reader.load()
            except BusyError:
                return None
            except Exception:
                if reader:
                    self._give_up(reader)
                if not self._closed:
                    self.failing = True
                    logger.exception("a reader process could not be replaced; it is tried again")
                    time.sleep(_AGAIN_SECONDS)
            else:
                with self._lock:
                    self.ready, self.failing = self.ready + 1, False
                return reader

    def _give_up(self, reader: Reader) -> None:
        with self._lock:
            self._readers.discard(reader)
        reader.close()
