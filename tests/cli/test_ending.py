"""The end of a server whose database does not answer."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

HANGS = """
import asyncio, logging, threading
from app.cli.ending import EndsInTime

logging.basicConfig(format="%(message)s")

async def app(scope, receive, send):
    while (await receive())["type"] != "lifespan.shutdown":
        pass
    if {hangs}:
        threading.Thread(target=threading.Event().wait).start()

async def receive():
    return {{"type": next(messages)}}

messages = iter(("lifespan.startup", "lifespan.shutdown"))
asyncio.run(EndsInTime(app, seconds={seconds})({{"type": "lifespan"}}, receive, None))
"""


@pytest.mark.parametrize(("hangs", "seconds", "status"), [(True, 0.2, 1), (False, 600, 0)])
def test_a_process_ends_when_it_is_shut_down(hangs: bool, seconds: float, status: int) -> None:
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", HANGS.format(hangs=hangs, seconds=seconds)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert (done.returncode, "something still waits" in done.stderr) == (status, hangs), done.stderr
    assert time.monotonic() - begun < 300
