"""How the connections of an engine behave, beside where they lead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Synchronous = Literal["OFF", "NORMAL", "FULL", "EXTRA"]


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """Options of an engine; without them it may take its time, change everything and make a new SQLite file."""

    #: Seconds that a statement may take (on SQLite: that a connection is used for one request).
    query_seconds: float | None = None
    #: How SQLite waits for the disk.
    synchronous: Synchronous = "NORMAL"
    read_only: bool = False
    #: An SQLite file must be there already.
    must_exist: bool = False
    #: Kilobytes of pages of an SQLite file that a connection keeps in memory.
    page_cache: int = 32_000


DEFAULT = EngineOptions()
