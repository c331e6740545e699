"""The bounded number of articles under way in a server, shared fairly between its clients."""

from __future__ import annotations

import threading
from collections import Counter
from types import TracebackType
from typing import Self

from app.errors import BusyError
from app.ingestion.jobs import RETRY_AFTER, Job


class Admission:
    """A place for one article on its whole way through the pool; leaving the ``with`` block gives it back."""

    def __init__(self, admissions: Admissions, client: str) -> None:
        self.client = client
        self._admissions = admissions
        self._job: Job | None = None
        self._refused = False

    def waits_for(self, job: Job) -> None:
        """Remember what it waits for. Raises ``BusyError`` when its place was given to another client."""
        self._job = job
        if self._refused:
            job.refuse(_busy())

    def give_way(self) -> bool:
        """Leave the place to another client unless its article is being read; return whether it did."""
        self._refused = self._job is not None and self._job.refuse(_busy())
        return self._refused

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._admissions.leave(self)


class Admissions:
    """At most ``limit`` articles at a time. When all places are taken, a client with fewer displaces one with more."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._taken: list[Admission] = []
        self._lock = threading.Lock()

    def admit(self, client: str) -> Admission:
        """Take a place. Raises ``BusyError`` when there is none for this client."""
        with self._lock:
            if len(self._taken) >= self.limit and not self._make_room(client):
                raise _busy()
            place = Admission(self, client)
            self._taken.append(place)
        return place

    @property
    def taken(self) -> int:
        """How many places are taken."""
        return len(self._taken)

    def leave(self, place: Admission) -> None:
        """Give a place back."""
        with self._lock:
            if place in self._taken:
                self._taken.remove(place)

    def _make_room(self, client: str) -> bool:
        """Take a place from the client that has most, if that leaves it no fewer than ``client`` then has."""
        counts = Counter(place.client for place in self._taken)
        greediest = max(counts, key=counts.__getitem__, default=client)
        if counts[greediest] <= counts[client] + 1:
            return False
        for place in reversed(self._taken):
            if place.client == greediest and place.give_way():
                self._taken.remove(place)
                return True
        return False


def _busy() -> BusyError:
    return BusyError("Too many articles are waiting to be read; try again.", retry_after=RETRY_AFTER)
