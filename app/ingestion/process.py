"""One reader process as its parent sees it: started, handed work, watched, ended."""

from __future__ import annotations

import contextlib
import multiprocessing
import sys
import tempfile
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from typing import Any, Protocol

import psutil

from app.errors import OverBudgetError, SetupError
from app.ingestion import worker
from app.settings import Settings

#: Seconds between two looks at what a working process has used; an answer is taken up at once.
LOOK_SECONDS = 0.1
_MEGABYTE = 1_000_000
_first_settings: dict[str, Settings] = {}


class ReaderDiedError(Exception):
    """The process ended while it was reading, by itself or by somebody's hand."""


class AbandonedError(Exception):
    """Nobody waits for the answer any more."""


class Reader(Protocol):
    """What does one piece of work at a time for the thread of a pool; ``end`` may be called by any thread."""

    def load(self) -> str:
        """Wait until the pipeline is loaded; gives its version."""

    def call(self, function: Callable[..., Any], *given: Any, abandoned: Callable[[], bool]) -> Any:
        """``function(reader, *given)``, done elsewhere."""

    def end(self) -> None:
        """End it at once."""

    def close(self) -> None:
        """End it and give back what it held."""


def check_temporary_folder() -> None:
    """Raise ``SetupError`` unless there is a folder for temporary files: processes meet at a socket in it."""
    try:
        tempfile.gettempdir()
    except FileNotFoundError as error:
        raise SetupError(
            f"There is no folder for temporary files that can be written to; set TMPDIR to one ({error.strerror})."
        ) from error


def _context(settings: Settings) -> SpawnContext | ForkServerContext:
    """How a reader is started: forked from a process without threads that has loaded the pipeline.

    Elsewhere than on Linux, and with other settings than the first reader of this process, it loads all by itself.
    """
    if sys.platform != "linux" or not worker.loaded_alike(_first_settings.setdefault("", settings), settings):
        return multiprocessing.get_context("spawn")
    check_temporary_folder()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["__main__", "app.ingestion.reader_template"])
    return context


class ReaderProcess(Reader):
    """A process that loads the pipeline and reads. One thread leads it; ``end`` may be called by any."""

    def __init__(self, settings: Settings) -> None:
        context = _context(settings)
        self.settings = settings
        self._connection, theirs = context.Pipe()
        self._process = context.Process(
            target=worker.run, args=(theirs, settings.model_dump()), name="reader", daemon=True
        )
        self._process.start()
        theirs.close()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid or 0

    def load(self) -> str:
        """Wait until the pipeline is loaded; gives its version. Raises ``SetupError`` or ``ReaderDiedError``."""
        return str(receive(self._connection))

    def call(self, function: Callable[..., Any], *given: Any, abandoned: Callable[[], bool] = lambda: False) -> Any:
        """``function(reader, *given)`` of ``worker``, done in the process.

        Raises what the function raises, ``ReaderDiedError``, ``OverBudgetError`` when it used more than the
        settings allow, or ``AbandonedError``. After the last three the process is of no more use.
        """
        try:
            self._connection.send((function, given))
        except OSError as error:
            raise ReaderDiedError from error
        budget = Budget(self.pid, self.settings)
        while not self._connection.poll(LOOK_SECONDS):
            budget.check()
            if abandoned():
                raise AbandonedError
        return receive(self._connection)

    def end(self) -> None:
        """End the process at once; a caller that waits for it in ``load`` or ``call`` gets ``ReaderDiedError``."""
        self._process.kill()

    def close(self) -> None:
        """End the process and give back what it held."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self._connection.close()


def receive(connection: Connection) -> Any:
    """The next answer. Raises the error that it is, or ``ReaderDiedError``."""
    try:
        fine, value = connection.recv()
    except (EOFError, OSError) as error:
        raise ReaderDiedError from error
    if not fine:
        raise value
    return value


class Budget:
    """What a process may use for one piece of work, counted from now."""

    def __init__(self, pid: int, settings: Settings) -> None:
        self.seconds, self.megabytes = settings.article_seconds, settings.article_megabytes
        self._process: psutil.Process | None = None
        with contextlib.suppress(psutil.Error):
            self._process = psutil.Process(pid)
            self._before = self._used()

    def check(self) -> None:
        """Raise ``OverBudgetError`` when more was used; a process that has ended is the caller's to notice."""
        if self._process is None:
            return
        try:
            seconds, size = self._used()
        except psutil.Error:
            return
        if seconds - self._before[0] > self.seconds:
            raise OverBudgetError(
                f"Reading this article takes more than {self.seconds:g} seconds of processor time "
                "(setting DATELINE_ARTICLE_SECONDS). Send it in shorter parts."
            )
        if size - self._before[1] > self.megabytes * _MEGABYTE:
            raise OverBudgetError(
                f"Reading this article takes more than {self.megabytes} MB of memory "
                "(setting DATELINE_ARTICLE_MEGABYTES). Send it in shorter parts."
            )

    def _used(self) -> tuple[float, int]:
        """Seconds of processor time and bytes of memory."""
        assert self._process is not None
        with self._process.oneshot():
            times = self._process.cpu_times()
            return times.user + times.system, self._process.memory_info().rss
