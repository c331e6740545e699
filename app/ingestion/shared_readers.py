"""One pool of readers for several web processes, so that the model is in memory once for all of them.

The process that starts the web processes has the pool and offers it at a socket; each web process has a
``ReaderPool`` whose readers are connections to it. A connection carries one piece of work at a time, and closing it
gives the work up.
"""

from __future__ import annotations

import contextlib
import logging
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from multiprocessing import current_process
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from typing import Any

from app.errors import BusyError
from app.ingestion.jobs import Job
from app.ingestion.pool import ReaderPool
from app.ingestion.process import LOOK_SECONDS, AbandonedError, Reader, ReaderDiedError, receive
from app.settings import Settings

logger = logging.getLogger(__name__)
#: Names the socket to the web processes.
ADDRESS = "DATELINE_READERS_AT"
_AGAIN_SECONDS = 0.2


def make_pool(settings: Settings) -> ReaderPool:
    """The pool of a web process: with readers of its own, or those at the socket in the environment."""
    address = os.environ.get(ADDRESS)
    if address is None:
        return ReaderPool(settings)
    return ReaderPool(settings, lambda _: RemoteReader(address))


class RemoteReader(Reader):
    """A reader of another process's pool."""

    def __init__(self, address: str) -> None:
        try:
            self._connection: Connection = Client(address, authkey=current_process().authkey)
        except OSError as error:
            raise ReaderDiedError from error

    def load(self) -> str:
        """Wait until the pool is ready; gives the version of its pipeline."""
        return str(receive(self._connection))

    def call(self, function: Callable[..., Any], *given: Any, abandoned: Callable[[], bool] = lambda: False) -> Any:
        """Have it done by whichever reader is free first."""
        try:
            self._connection.send((function, given))
            while not self._connection.poll(LOOK_SECONDS):
                if abandoned():
                    raise AbandonedError
        except OSError as error:
            raise ReaderDiedError from error
        return receive(self._connection)

    def end(self) -> None:
        """Give up what is being done."""
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


@contextmanager
def shared_readers(settings: Settings) -> Iterator[None]:
    """Offer a pool to the processes that are started within the block. Raises ``SetupError`` when it cannot start."""
    with tempfile.TemporaryDirectory(prefix="dateline-readers-") as folder, ReaderPool(settings) as pool:
        version = pool.start().result()
        address = str(Path(folder) / "socket")
        with Listener(address, backlog=64, authkey=current_process().authkey) as listener:
            ended = threading.Event()
            thread = threading.Thread(
                target=_accept, args=(listener, pool, version, ended), name="readers", daemon=True
            )
            thread.start()
            os.environ[ADDRESS] = address
            try:
                yield
            finally:
                del os.environ[ADDRESS]
                ended.set()
                with contextlib.suppress(OSError, EOFError):
                    Client(address, authkey=current_process().authkey).close()  # wakes the thread
                thread.join()


def _accept(listener: Listener, pool: ReaderPool, version: str, ended: threading.Event) -> None:
    while not ended.is_set():
        try:
            connection = listener.accept()
        except Exception:
            logger.exception("a process could not reach the readers")
            time.sleep(_AGAIN_SECONDS)
        else:
            threading.Thread(target=_serve, args=(connection, pool, version), daemon=True).start()


def _serve(connection: Connection, pool: ReaderPool, version: str) -> None:
    """The life of a connection: pieces of work come, results go."""
    job: Job | None = None
    with connection, contextlib.suppress(EOFError, OSError):
        connection.send((True, version))
        while True:
            function, given = connection.recv()
            # begun once: the process at the other end tries again
            job = Job(function, given, attempts=1, client=str(connection.fileno()))
            job.future.add_done_callback(lambda future: _send(connection, future))
            try:
                pool.put(job)
            except BusyError as error:
                connection.send((False, error))
    if job:
        job.abandon()


def _send(connection: Connection, future: Future[Any]) -> None:
    if future.cancelled():
        return
    error = future.exception()
    with contextlib.suppress(OSError):
        connection.send((True, future.result()) if error is None else (False, error))
