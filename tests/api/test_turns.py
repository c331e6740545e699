"""Who computes next, and that no turn is ever lost."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.api.turns import LONG_AT_A_TIME, OF_ONE_CLIENT, TakeTurns, Turns, client_of, turns_of

Work = Callable[[Turns, list[str]], Coroutine[Any, Any, None]]


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def taken_in_order(waiting: list[tuple[str, int]]) -> list[str]:
    """The order in which requests (client, turns had) get the one turn that there is."""

    async def run() -> list[str]:
        turns, order = Turns(1, 1), list[str]()
        await turns.take("first")

        async def wait(client: str, had: int) -> None:
            await turns.take(client, had)
            order.append(f"{client}{had}")

        tasks = [asyncio.create_task(wait(*each)) for each in waiting]
        await settle()
        turns.give_back("first")
        for _ in waiting:
            await settle()
            turns.give_back(order[-1][:-1], int(order[-1][-1]))
        await asyncio.gather(*tasks)
        assert not turns.taken
        return order

    return asyncio.run(run())


def test_a_new_request_goes_before_the_next_part_of_an_export() -> None:
    assert taken_in_order([("a", 3), ("a", 1), ("b", 0), ("a", 0)]) == ["b0", "a0", "a1", "a3"]


def test_those_who_leave_at_the_same_moment_take_no_turn() -> None:
    async def run() -> None:
        turns = Turns(1, 1)
        await turns.take("first")
        waiting = [asyncio.create_task(turns.take("a")) for _ in range(3)]
        await settle()
        for task in waiting[:2]:
            task.cancel()
        turns.give_back("first")  # before they have run
        await settle()
        assert [task.cancelled() for task in waiting] == [True, True, False]
        assert waiting[2].done()
        turns.give_back("a")
        assert not turns.taken

    asyncio.run(run())


def test_long_pages_wait_for_each_other_and_nobody_waits_for_them() -> None:
    async def run() -> None:
        turns = Turns(4, 3, 1)
        long = [asyncio.create_task(turns.take("a", 5)) for _ in range(3)]
        await settle()
        assert [task.done() for task in long] == [True, False, False]
        await turns.take("a")  # at once, and another
        await turns.take("b")
        turns.give_back("a", 5)
        await settle()
        assert [task.done() for task in long] == [True, True, False]
        turns.give_back("a", 5)
        await long[2]
        turns.give_back("a", 5)
        assert turns.long == 0

    asyncio.run(run())


@pytest.mark.parametrize(
    ("query", "turns"),
    [
        ("", 0),
        ("limit=50", 0),
        ("q=limit=1000", 0),
        ("limit=1000&q=x", 5),
        ("type=strike&limit=0200", 1),
        ("format=csv&limit=100", 0),
        ("format=ndjson", 1),
        ("profile=acled", 1),
        ("format=json", 0),
        ("limit=x", 0),
        ("limit=" + "9" * 30, 0),  # refused
    ],
)
def test_long_pages_count_as_turns(query: str, turns: int) -> None:
    assert turns_of(query.encode()) == turns


def test_equal_ones_go_in_their_order() -> None:
    assert taken_in_order([("a", 0), ("b", 0), ("c", 0)]) == ["a0", "b0", "c0"]


def test_a_client_with_fewer_under_way_is_next_and_none_takes_all() -> None:
    async def run() -> None:
        turns = Turns(3, 2)
        greedy = [asyncio.create_task(turns.take("greedy")) for _ in range(5)]
        await settle()
        assert turns.taken == {"greedy": 2}
        await turns.take("modest")  # at once
        other = asyncio.create_task(turns.take("modest"))
        await settle()
        assert turns.taken.total() == 3
        turns.give_back("greedy")
        await settle()
        assert turns.taken == {"greedy": 2, "modest": 1}  # each had one: the oldest
        for task in (*greedy, other):
            task.cancel()

    asyncio.run(run())


def test_no_turn_is_lost_when_clients_leave() -> None:
    async def run() -> None:
        turns, rng = Turns(2, 2), random.Random(5)

        async def use(client: str) -> None:
            await turns.take(client)
            try:
                await asyncio.sleep(rng.random() / 1000)
            finally:
                turns.give_back(client)

        tasks = [asyncio.create_task(use(rng.choice("abc"))) for _ in range(300)]
        for task in rng.sample(tasks, 150):
            await asyncio.sleep(0)
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert not turns.taken
        assert not turns._waiting

    asyncio.run(run())


def asked(app: Any, method: str = "GET", path: str = "/v1/events", **scope: Any) -> Awaitable[None]:
    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(_: dict[str, Any]) -> None:
        await asyncio.sleep(0)

    given = {"type": "http", "method": method, "path": path, "headers": [], "client": ("203.0.113.9", 1), **scope}
    answer: Awaitable[None] = app(given, receive, send)
    return answer


@pytest.mark.parametrize("fails", [False, True])
def test_while_a_part_is_sent_others_have_the_turn(fails: bool) -> None:
    held: list[int] = []

    async def export(scope: Any, receive: Any, send: Any) -> None:
        for more in (True, True, False):
            await asyncio.sleep(0)
            held.append(middleware.turns.taken.total())
            assert middleware.turns.long <= LONG_AT_A_TIME
            await send({"type": "http.response.body", "body": b"x", "more_body": more})
        if fails:
            raise OSError

    async def run() -> None:
        await asyncio.gather(*(asked(middleware) for _ in range(30)), return_exceptions=True)

    middleware = TakeTurns(export)
    asyncio.run(run())
    assert len(held) == 90
    assert max(held) == OF_ONE_CLIENT
    assert not middleware.turns.taken


@pytest.mark.parametrize(
    "given",
    [{"method": "POST"}, {"path": "/health/ready"}],
)
def test_some_never_wait(given: dict[str, Any]) -> None:
    async def count(scope: Any, receive: Any, send: Any) -> None:
        assert not middleware.turns.taken

    middleware = TakeTurns(count)
    asyncio.run(asked(middleware, **given))  # type: ignore[arg-type]


def test_clients_are_known_by_key_or_network() -> None:
    def of(client: str, *headers: tuple[bytes, bytes]) -> str:
        return client_of({"type": "http", "client": (client, 1), "headers": list(headers)})

    assert of("203.0.113.9") == "203.0.113.9"
    assert of("2001:db8::1") == of("2001:db8::2")
    assert of("203.0.113.9", (b"x-api-key", b"one")) != of("203.0.113.9", (b"x-api-key", b"two"))


def test_a_server_gives_all_turns_back(client: TestClient) -> None:
    for _ in range(20):
        assert client.get("/v1/events?format=ndjson").status_code == 200
        assert client.get("/v1/events?x=1").status_code == 422
