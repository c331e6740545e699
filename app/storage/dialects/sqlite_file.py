"""Connections to one SQLite file: what is set on each, how long a query may take, and a file that goes away.

A file that is moved, deleted or replaced while it is served would go on taking rows that nobody can see again. Each
time a connection is used, its file must still be the one at the path; a connection never makes a file by itself.
"""

from __future__ import annotations

import functools
import os
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, exc

from app.domain.geo import distance_km
from app.storage.dialects import checkpoints
from app.storage.dialects.event_blocks import line_of, phrases_fit
from app.storage.dialects.failures import BUSY_SECONDS
from app.storage.dialects.options import EngineOptions
from app.storage.packing import pack, unpack

_AGAIN_SECONDS = 0.02
_STEPS = 500_000  # of SQLite's machine between two looks at the clock: some 20 ms


def watch(engine: Engine, options: EngineOptions) -> None:
    """Prepare every connection of an engine, and look at its file and its time whenever it is used."""
    file = SqliteFile(Path(str(engine.url.database)), options)
    event.listen(engine, "do_connect", file.before)
    event.listen(engine, "connect", file.opened)
    event.listen(engine, "checkout", file.used)
    if not options.read_only:
        checkpoints.look_after(engine)


@dataclass(frozen=True, slots=True)
class SqliteFile:
    """A file, and how it is opened."""

    path: Path
    options: EngineOptions

    def before(self, _dialect: Any, _record: Any, given: list[Any], named: dict[str, Any]) -> None:
        """Refuse to make a file that should be there, and open an archive for reading only."""
        if self.options.must_exist and not self.path.is_file():
            raise sqlite3.OperationalError("unable to open database file: it was moved or deleted")
        if self.options.read_only:
            given[0] = f"{self.path.absolute().as_uri()}?{self._access()}"
            named["uri"] = True

    def opened(self, connection: Any, record: Any) -> None:
        """Set up a new connection."""
        record.info.update(file=self._number(), until=float("inf"))
        prepare_functions(connection)
        if self.options.query_seconds:
            connection.set_progress_handler(lambda: time.monotonic() > record.info["until"], _STEPS)
        settings = ["foreign_keys = ON", "temp_store = MEMORY", f"cache_size = -{self.options.page_cache}"]
        if not self.options.read_only:
            _write_ahead(connection)
            settings += [f"synchronous = {self.options.synchronous}", *checkpoints.SETTINGS]
        for setting in settings:
            connection.execute(f"PRAGMA {setting}")

    def used(self, _connection: Any, record: Any, _proxy: Any) -> None:
        """Give up a connection whose file is no longer at the path, and begin to count its time."""
        if record.info["file"] != self._number():
            raise exc.InvalidatePoolError("the database file was moved, deleted or replaced")
        record.info["until"] = time.monotonic() + (self.options.query_seconds or float("inf"))

    def _access(self) -> str:
        """A file in WAL mode whose folder cannot be written is read as it is, if its log is empty."""
        writable = os.access(self.path.parent, os.W_OK)
        return "mode=ro" if writable or self.path.with_name(f"{self.path.name}-wal").exists() else "immutable=1"

    def _number(self) -> tuple[int, int] | None:
        """What the file is, whatever its name; None when it is gone."""
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino


def can_write(path: Path) -> bool:
    """Whether a database can be changed: the file, and its folder for the log."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _least_distance(latitude: float, longitude: float, *degrees: float | None) -> float | None:
    """``distance_km`` to the nearest of a row's points; it may have none."""
    found = None
    for lat, lon in zip(degrees[::2], degrees[1::2], strict=True):
        if lat is not None and lon is not None:
            away = distance_km(lat, lon, latitude, longitude)
            found = away if found is None or away < found else found
    return found


def _packed(value: Any) -> Any:
    """For migrations; what is packed already stays so."""
    return pack(value) if isinstance(value, str) else value


@functools.lru_cache(maxsize=8)
def _unpacked(value: Any) -> Any:
    """For triggers and views, which need several fields of a document one after the other."""
    return unpack(value) if isinstance(value, bytes) else value


_FUNCTIONS = (
    *(("distance_km", -1, _least_distance), ("packed", 1, _packed), ("unpacked", 1, _unpacked)),
    *(("line_of", 2, line_of), ("phrases_fit", 4, phrases_fit)),
)


def prepare_functions(connection: Any) -> None:
    """Give a connection the functions that views, triggers and migrations need."""
    for name, count, function in _FUNCTIONS:
        connection.create_function(name, count, function, deterministic=True)


def _write_ahead(connection: Any) -> None:
    """Switch a file to WAL. The switch needs the file for oneself, and SQLite refuses it at once instead of waiting."""
    end = time.monotonic() + BUSY_SECONDS
    while not _is_write_ahead(connection, last=time.monotonic() > end):
        time.sleep(_AGAIN_SECONDS)


def _is_write_ahead(connection: Any, *, last: bool) -> bool:
    """Is the file in WAL now? Raises at the last attempt when another still holds the file."""
    try:
        mode: str = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    except sqlite3.OperationalError as error:
        if last or "locked" not in str(error):
            raise
        return False
    return mode == "wal"
