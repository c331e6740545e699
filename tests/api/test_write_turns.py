"""Changes wait in an order, one at a time, and without a thread each."""

from __future__ import annotations

import asyncio
import threading

import pytest

from app.api import write_turns
from app.api.write_turns import WriteTurns, in_turn
from app.domain.access import Caller
from app.errors import BusyError


def caller(address: str) -> Caller:
    return Caller("anonymous", frozenset(), address)


def test_changes_are_made_one_after_the_other_in_the_order_of_their_coming() -> None:
    under_way, most, order = 0, 0, list[int]()

    def change(number: int) -> int:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        order.append(number)
        threading.Event().wait(0.002)
        under_way -= 1
        return number

    async def run() -> list[int]:
        turns = WriteTurns()
        return await asyncio.gather(*(in_turn(turns, None, lambda n=n: change(n)) for n in range(30)))  # type: ignore[misc]

    assert asyncio.run(run()) == list(range(30))
    assert order == list(range(30))
    assert most == 1


def order_of(*clients: str) -> list[str]:
    """The order of changes that clients send at once."""
    order = list[str]()

    async def run() -> None:
        turns = WriteTurns()
        sent = [
            in_turn(turns, caller(name), lambda n=n, name=name: order.append(name)) for n, name in enumerate(clients)
        ]  # type: ignore[misc]
        await asyncio.gather(*sent)

    asyncio.run(run())
    return order


def test_a_client_with_one_change_does_not_wait_for_all_of_one_with_many() -> None:
    assert order_of("many", "many", "many", "many", "one", "many", "two", "one") == (
        ["many", "one", "two", "many", "one", "many", "many", "many"]
    )


def test_what_came_early_is_not_overtaken_by_what_the_same_client_sends_later() -> None:
    order = list[int]()

    async def run() -> None:
        turns = WriteTurns()

        async def send(number: int) -> None:
            await in_turn(turns, caller("a"), lambda: order.append(number))
            if number < 10:
                later.append(asyncio.create_task(send(number + 10)))

        later = list[asyncio.Task[None]]()
        await asyncio.gather(*(send(number) for number in range(10)))
        await asyncio.gather(*later)

    asyncio.run(run())
    assert order == list(range(20))


def test_a_change_that_fails_or_whose_client_leaves_gives_its_turn_back() -> None:
    async def run() -> str:
        turns, made = WriteTurns(), list[str]()
        with pytest.raises(ZeroDivisionError):
            await in_turn(turns, None, lambda: 1 / 0)
        await turns.take("slow")
        leaving = asyncio.create_task(in_turn(turns, None, lambda: made.append("left")))
        staying = asyncio.create_task(in_turn(turns, None, lambda: "stored"))
        await asyncio.sleep(0)
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        assert not staying.done()  # the turn is still taken
        turns.give_back()
        assert await staying == "stored"
        assert made == []
        return await in_turn(turns, None, lambda: "done")

    assert asyncio.run(run()) == "done"


def test_a_change_that_is_being_made_keeps_its_turn_when_its_client_leaves() -> None:
    begun, end, order = threading.Event(), threading.Event(), list[str]()

    def slow() -> None:
        begun.set()
        end.wait(5)
        order.append("slow")

    async def run() -> None:
        turns = WriteTurns()
        leaving = asyncio.create_task(in_turn(turns, None, slow))
        await asyncio.to_thread(begun.wait, 5)
        leaving.cancel()
        after = asyncio.create_task(in_turn(turns, None, lambda: order.append("after")))
        await asyncio.sleep(0.01)
        end.set()
        await after

    asyncio.run(run())
    assert order == ["slow", "after"]


def test_waiting_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_turns, "PATIENCE", 0.01)
    made = list[int]()

    async def run() -> None:
        turns = WriteTurns()
        await turns.take("slow")
        with pytest.raises(BusyError, match="Too many changes wait"):
            await in_turn(turns, None, lambda: made.append(1))
        turns.give_back()
        await in_turn(turns, None, lambda: made.append(2))

    asyncio.run(run())
    assert made == [2]
