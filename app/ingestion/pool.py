"""Articles are read in other processes, so that a long one keeps no request waiting that wants something else.

Each worker process loads the model once; this process never does. One thread leads one worker, so that a worker
that dies takes only its own article with it. What waits is bounded: ``BusyError`` beyond that.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from types import TracebackType
from typing import Any, Self

from app.domain.article import Article
from app.domain.event import Extraction
from app.errors import BusyError
from app.settings import Settings

_worker: dict[str, Any] = {}


class ExtractionPool:
    """``Settings.extraction_workers`` processes that read articles; at most ``extraction_queue`` wait."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        workers = self.settings.extraction_workers
        self._room = threading.BoundedSemaphore(workers + self.settings.extraction_queue)
        self._lead = threading.local()
        self._executors: list[ProcessPoolExecutor] = []
        self._lock = threading.Lock()
        self._closed = False
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="extraction")

    def start(self) -> Future[str]:
        """Load the models now rather than with the first article; the future gives the pipeline's version."""
        starts = [self._threads.submit(self._run, _version) for _ in range(self.settings.extraction_workers)]
        return starts[0]

    def submit(self, article: Article) -> Future[Extraction]:
        """Read an article; wait for the future (``asyncio.wrap_future``), which raises what ``extract`` raises.

        Raises ``BusyError`` at once when too many are waiting, or when the pool is closed.
        """
        if self._closed or not self._room.acquire(blocking=False):
            raise BusyError("Too many articles are waiting to be read; try again.", retry_after=5)
        try:
            future = self._threads.submit(self._run, _extract, article)
        except RuntimeError:
            self._room.release()
            raise BusyError("The server is shutting down; try again.", retry_after=5) from None
        future.add_done_callback(lambda _: self._room.release())
        return future

    def extract(self, article: Article) -> Extraction:
        """Read an article and wait for it.

        Raises ``InputError`` when it cannot be read, ``BusyError`` when too many wait or when its worker died.
        """
        return self.submit(article).result()

    def close(self) -> None:
        """Let the running articles end, drop the waiting ones, end the processes."""
        self._closed = True
        self._threads.shutdown(wait=True, cancel_futures=True)
        for executor in self._executors:
            executor.shutdown(wait=True, cancel_futures=True)
        self._executors.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _run(self, work: Any, *given: Any) -> Any:
        try:
            return self._hand_over(work, *given).result()
        except BrokenProcessPool as error:
            self._replace()
            raise BusyError("The process that read this article died; it was replaced. Try again.") from error

    def _hand_over(self, work: Any, *given: Any) -> Future[Any]:
        try:
            return self._executor().submit(work, *given)
        except BrokenProcessPool:  # it died while it had nothing to do: no article is lost
            self._replace()
            return self._executor().submit(work, *given)

    def _executor(self) -> ProcessPoolExecutor:
        """The one-worker executor that this thread leads."""
        executor: ProcessPoolExecutor | None = getattr(self._lead, "executor", None)
        if executor is None:
            executor = ProcessPoolExecutor(
                1, multiprocessing.get_context("spawn"), _open_worker, (self.settings.model_dump(),)
            )
            self._lead.executor = executor
            with self._lock:
                self._executors.append(executor)
        return executor

    def _replace(self) -> None:
        dead: ProcessPoolExecutor = self._lead.executor
        self._lead.executor = None
        with self._lock:
            self._executors.remove(dead)
        dead.shutdown(wait=False, cancel_futures=True)


def _open_worker(values: dict[str, Any]) -> None:
    """In the worker: leave Ctrl-C to the parent, and end when the parent has gone without a word."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _worker["settings"] = Settings(**values)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        wait([parent.sentinel])
        os._exit(1)


def _reader() -> Any:
    """In the worker: the extractor, loaded on first use, so that an error in it reaches whoever asked."""
    from app.nlp import Extractor  # noqa: PLC0415 - spaCy belongs into the workers only

    if "extractor" not in _worker:
        _worker["extractor"] = Extractor(_worker["settings"])
    return _worker["extractor"]


def _version() -> str:
    return str(_reader().version)


def _extract(article: Article) -> Extraction:
    found: Extraction = _reader().extract(article)
    return found
