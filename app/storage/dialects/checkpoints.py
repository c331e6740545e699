"""SQLite writes ahead into a log. Who brings the log into the file? A thread of its own, not the request that wrote.

By itself SQLite lets the commit do it that finds a thousand pages in the log, and this commit takes five times as
long as the others. A thread does the same beside readers and writers, who need not wait for it. Nothing is lost when
it ends early: what the log holds stays there. Should it not keep up with the writers, the commits do it as before,
at ``MOST_PAGES``; so the log grows no further unless a reader holds it open, which was never different.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

LOG_BYTES = 4 * 2**20  # a longer log is brought into the file
MOST_PAGES = 16_384  # of 4 KB
#: Settings of a connection; the log is cut to its usual length when it starts again.
SETTINGS = (f"wal_autocheckpoint = {MOST_PAGES}", f"journal_size_limit = {LOG_BYTES}")


class Checkpoints:
    """Looks after the log of one file, whenever a connection of the engine is given back."""

    def __init__(self, file: Path) -> None:
        self._file, self._log = file, file.with_name(f"{file.name}-wal")
        self._seen: tuple[int, int] | None = None  # the log when all of it was last in the file
        self._tried = 0  # the length of the log when the thread started last
        self._one_at_a_time = threading.Lock()
        self._thread: threading.Thread | None = None

    def look(self, *_: Any) -> None:
        """Start the thread when the log is long and has much that is new; a thread for each commit would slow it."""
        now = self._state()
        if now is None or now[0] <= LOG_BYTES or now == self._seen or 0 <= now[0] - self._tried < LOG_BYTES:
            return
        if not self._one_at_a_time.acquire(blocking=False):
            return
        self._tried = now[0]
        self._thread = threading.Thread(target=self._bring, args=(now,), name="checkpoint")
        self._thread.start()

    def wait(self, *_: Any) -> None:
        """Until the thread is done."""
        if self._thread:
            self._thread.join()

    def _bring(self, now: tuple[int, int]) -> None:
        """All of the log that no reader needs any more; what fails is done by the next one."""
        try:
            with (
                contextlib.suppress(sqlite3.Error),
                contextlib.closing(self._open()) as connection,
            ):  # the next one will
                busy, pages, brought = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                if not busy and pages == brought:
                    self._seen = now
        finally:
            self._one_at_a_time.release()

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(f"{self._file.absolute().as_uri()}?mode=rw", uri=True, timeout=0)

    def _state(self) -> tuple[int, int] | None:
        """Length and time of the log; None when there is none."""
        try:
            found = os.stat(self._log)
        except OSError:
            return None
        return found.st_size, found.st_mtime_ns


def look_after(engine: Engine) -> None:
    """Have the log of an engine on SQLite looked after."""
    checkpoints = Checkpoints(Path(str(engine.url.database)))
    event.listen(engine, "checkin", checkpoints.look)
    event.listen(engine, "engine_disposed", checkpoints.wait)
