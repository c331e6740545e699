"""Work for a client that leaves is cancelled; for one that stays it ends."""

from __future__ import annotations

import asyncio

import pytest
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message

from app.api.disconnects import while_connected


def request(*messages: str) -> Request:
    """A request whose client sends messages of these types, then nothing more."""
    left = list(messages)

    async def receive() -> Message:
        if not left:
            await asyncio.sleep(3600)
        return {"type": left.pop(0)}

    return Request({"type": "http", "method": "POST", "path": "/", "headers": []}, receive)


async def answer(seconds: float, ended: list[str]) -> str:
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError:
        ended.append("cancelled")
        raise
    return "done"


def test_a_client_that_stays_has_its_answer() -> None:
    assert asyncio.run(while_connected(request("http.request"), answer(0.01, []))) == "done"


def test_a_client_that_leaves_ends_the_work() -> None:
    ended: list[str] = []
    with pytest.raises(ClientDisconnect):
        asyncio.run(while_connected(request("http.request", "http.disconnect"), answer(3600, ended)))
    assert ended == ["cancelled"]


def test_an_error_of_the_work_is_the_clients() -> None:
    async def fail() -> None:
        raise ValueError("bad")

    with pytest.raises(ValueError, match="bad"):
        asyncio.run(while_connected(request(), fail()))
