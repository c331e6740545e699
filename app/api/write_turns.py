"""Changes are made one after the other, in turns of the clients.

Both databases let one writer at a time change events, and SQLite takes of those that wait whoever looks at the right
moment: one that came early may wait until it is refused, while others go before it. Here they wait in an order, and
without a thread each, which reads need.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import Callable
from typing import TypeVar

from starlette.concurrency import run_in_threadpool

from app.domain.access import Caller
from app.errors import BusyError

T = TypeVar("T")
#: Seconds that a change waits for its turn; one takes a hundredth of a second to a second.
PATIENCE = 30.0


class WriteTurns:
    """Who may change the database now; for coroutines of one event loop.

    Changes are made in rounds: each client has one in a round, and what it sends beyond waits for the next ones.
    """

    def __init__(self) -> None:
        self._round = 0  # of the change that is made now
        self._last: dict[str, int] = {}  # round of the last change that a client has sent
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()
        self._taken = False

    async def take(self, client: str) -> None:
        """Wait for the turn of a client's change."""
        mine = self._last[client] = max(self._round, self._last.get(client, -1) + 1)
        waiter = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (mine, next(self._numbers), waiter))
        self._hand_on()
        try:
            await waiter
        except asyncio.CancelledError:
            if not waiter.cancelled():  # the turn came at the same moment
                self.give_back()
            raise

    def give_back(self) -> None:
        """End the turn that was taken."""
        self._taken = False
        self._hand_on()

    def _hand_on(self) -> None:
        while self._waiting and not self._taken:
            self._round, _, waiter = heapq.heappop(self._waiting)
            if not waiter.cancelled():
                waiter.set_result(None)
                self._taken = True
        if not self._waiting and not self._taken:
            self._last.clear()


async def in_turn(turns: WriteTurns, caller: Caller | None, change: Callable[[], T]) -> T:
    """Make a change in a thread when it is the caller's turn. Raises ``BusyError`` when that takes too long.

    A change that has begun is finished, and keeps its turn, when the client leaves.
    """
    try:
        async with asyncio.timeout(PATIENCE):
            await turns.take(caller.identity if caller else "")
    except TimeoutError:
        raise BusyError("Too many changes wait to be stored; try again.", retry_after=10) from None
    making = asyncio.ensure_future(run_in_threadpool(change))
    making.add_done_callback(lambda _: turns.give_back())
    return await asyncio.shield(making)
