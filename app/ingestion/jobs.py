"""The work that waits for the readers, taken up in turns between clients."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from app.errors import BusyError

RETRY_AFTER = 5  # seconds


class Job:
    """A piece of work, ``function(reader, *given)``, for a reader process."""

    def __init__(
        self, function: Callable[..., Any], given: tuple[Any, ...], attempts: int = 2, client: str = ""
    ) -> None:
        self.function = function
        self.given = given
        #: How often it is begun at most, when the reader dies in the middle of it.
        self.attempts = attempts
        self.client = client
        self.future: Future[Any] = Future()
        self.abandoned = False
        self._lock = threading.Lock()
        self._claimed = False

    def claim(self) -> bool:
        """Return whether the caller may do it: true once, and not when it was cancelled."""
        with self._lock:
            free, self._claimed = not self._claimed, True
        return free and self.future.set_running_or_notify_cancel()

    def refuse(self, reason: BusyError) -> bool:
        """Give it up unless it has begun; return whether it was given up."""
        refused = self.claim()
        if refused:
            self.future.set_exception(reason)
        return refused

    def abandon(self) -> None:
        """Nobody waits for it any more: it is dropped, or its reader is ended."""
        self.abandoned = True
        self.future.cancel()


class JobQueue:
    """First in, first out for each client, and the clients in turns. ``close`` wakes all that wait."""

    def __init__(self) -> None:
        self._jobs: OrderedDict[str, deque[Job]] = OrderedDict()
        self._changed = threading.Condition()
        self._closed = False

    def put(self, job: Job) -> None:
        """Queue a job. Raises ``BusyError`` when the queue is closed."""
        with self._changed:
            if self._closed:
                raise closing()
            self._jobs.setdefault(job.client, deque()).append(job)
            self._changed.notify()

    def get(self) -> Job | None:
        """Wait for a job that nobody has claimed and claim it; None when the queue is closed."""
        while True:
            with self._changed:
                while not self._jobs and not self._closed:
                    self._changed.wait()
                if self._closed:
                    return None
                client, jobs = self._jobs.popitem(last=False)
                job = jobs.popleft()
                if jobs:
                    self._jobs[client] = jobs  # behind the others: it is their turn
            if job.claim():
                return job

    def close(self) -> None:
        """Refuse what waits, and what comes."""
        with self._changed:
            self._closed = True
            waiting = [job for jobs in self._jobs.values() for job in jobs]
            self._jobs.clear()
            self._changed.notify_all()
        for job in waiting:
            job.refuse(closing())


def closing() -> BusyError:
    """The answer of a pool that is closed."""
    return BusyError("The server is shutting down; try again.", retry_after=RETRY_AFTER)
