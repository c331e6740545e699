"""ASGI middleware that lets reads take turns, so that a few costly ones do not hold up all others.

A web process computes few answers at a time. Of those that wait, the next is one of the client with the fewest under
way, then one that has had the fewest turns: a short answer is one turn, a long export takes another for each of its
parts. While a part is sent to a slow client, others have the turn. A long page counts as if it had had turns already,
and of such requests only some are computed at the same time: the processor of a web process is one.
"""

from __future__ import annotations

import asyncio
import itertools
import re
from collections import Counter
from dataclasses import dataclass, field

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.security.access import SAFE_METHODS, header_token
from app.api.security.rate_limits import network_of

#: Answers that are computed at the same time, and those of them that are one client's.
AT_A_TIME, OF_ONE_CLIENT = 4, 3
#: Of those, the long pages and the further parts of exports.
LONG_AT_A_TIME = 1
#: Rows of a page that count for a turn.
_ROWS_OF_A_TURN = 200
#: What never waits, and the type of what stays open.
_EXEMPT = ("/health/", "/metrics")
_ENDLESS = b"text/event-stream"
_LIMIT = re.compile(rb"(?:^|&)limit=0*([0-9]{1,8})(?:&|$)")
_EXPORT = re.compile(rb"(?:^|&)(?:format=(?!json|geojson)|profile=)")


@dataclass(slots=True, eq=False)
class Waiter:
    """A request that waits for its turn."""

    client: str
    had: int
    number: int
    turn: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Turns:
    """Who may compute now; for coroutines of one event loop."""

    def __init__(
        self, at_a_time: int = AT_A_TIME, of_one_client: int = OF_ONE_CLIENT, long_at_a_time: int = LONG_AT_A_TIME
    ) -> None:
        self.at_a_time, self.of_one_client, self.long_at_a_time = at_a_time, of_one_client, long_at_a_time
        self.taken: Counter[str] = Counter()
        self.long = 0  # of those that are taken
        self._waiting: list[Waiter] = []
        self._numbers = itertools.count()

    async def take(self, client: str, had: int = 0) -> None:
        """Wait for a turn of a client's request that has ``had`` so many."""
        waiter = Waiter(client, had, next(self._numbers))
        self._waiting.append(waiter)
        self._hand_out()
        try:
            await waiter.turn
        except asyncio.CancelledError:
            if waiter in self._waiting:
                self._waiting.remove(waiter)
            else:
                self.give_back(client, had)
            raise

    def give_back(self, client: str, had: int = 0) -> None:
        """End a turn that was taken by ``take`` with the same values."""
        self.taken[client] -= 1
        self.long -= had > 0
        if not self.taken[client]:
            del self.taken[client]
        self._hand_out()

    def _hand_out(self) -> None:
        while self.taken.total() < self.at_a_time:
            able = [waiter for waiter in self._waiting if self._is_able(waiter)]
            if not able:
                return
            chosen = min(able, key=lambda waiter: (self.taken[waiter.client], waiter.had, waiter.number))
            self._waiting.remove(chosen)
            self.taken[chosen.client] += 1
            self.long += chosen.had > 0
            chosen.turn.set_result(None)

    def _is_able(self, waiter: Waiter) -> bool:
        free = waiter.had == 0 or self.long < self.long_at_a_time
        return not waiter.turn.done() and free and self.taken[waiter.client] < self.of_one_client


class TakeTurns:
    """Let every read wait for its turns."""

    def __init__(self, app: ASGIApp) -> None:
        self.app, self.turns = app, Turns()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http" or scope["method"] not in SAFE_METHODS or _is_exempt(scope):
            await self.app(scope, receive, send)
            return
        client, had, has_turn = client_of(scope), turns_of(scope.get("query_string", b"")), True
        await self.turns.take(client, had)

        async def between_turns(message: Message) -> None:
            nonlocal had, has_turn
            if has_turn and message["type"] == "http.response.start" and _is_endless(message):
                has_turn = False  # what stays open computes little, and would keep its turn for ever
                self.turns.give_back(client, had)
            if not message.get("more_body") or not has_turn:
                await send(message)
                return
            has_turn = False
            self.turns.give_back(client, had)
            await send(message)
            had += 1
            await self.turns.take(client, had)
            has_turn = True

        try:
            await self.app(scope, receive, between_turns)
        finally:
            if has_turn:
                self.turns.give_back(client, had)


def turns_of(query: bytes) -> int:
    """For how many turns the rows count that a query requests, beyond a short page: 0 for most."""
    limit = _LIMIT.search(query)
    if limit:
        return int(limit[1]) // _ROWS_OF_A_TURN
    return 1 if _EXPORT.search(query) else 0


def client_of(scope: Scope) -> str:
    """By what a client is known before its key is checked: a key that is not valid gets nothing computed."""
    request = Request(scope)
    return header_token(request) or network_of(request.client.host if request.client else None)


def _is_exempt(scope: Scope) -> bool:
    return bool(scope["path"].removeprefix(scope.get("root_path", "")).startswith(_EXEMPT))


def _is_endless(start: Message) -> bool:
    return any(name == b"content-type" and value.startswith(_ENDLESS) for name, value in start["headers"])
