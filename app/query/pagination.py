"""The order of a page's rows, ranges of that order, and the cursor from which the next page starts.

A cursor is opaque to clients: it holds the last row's key and number, and a stamp of the filter and the order, so
that it cannot be used for another query. Rows that are stored in the meantime neither repeat nor hide a row.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import functools
import json
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from app.errors import FilterError, UnknownCursorError
from app.query.filters import EventFilter, Sort
from app.query.parameters import patterns
from app.storage.sql import Sql, read_local, read_moment, sql

Key = dt.datetime | float | int | str | None
Bounds = tuple[Any, Any]  # a half-open range of a key; None is an open side
_LARGEST = 2**63 - 1
_INVALID = "Invalid cursor. Send next_cursor from the previous page unchanged."
_LOOKS = re.compile(patterns.CURSOR)
_KINDS = {"t": "time", "n": "number", "s": "text", "0": "nothing"}


@dataclass(frozen=True, slots=True)
class Position:
    """The place of a row in an order: its key (None when it has none) and its number."""

    key: Key
    seq: int


@dataclass(frozen=True, slots=True)
class Order:
    """A sort key and a direction; the row's number decides between equal keys, or alone where there is no key.

    Rows that lack the key come last in either direction. They are a range of their own, so that both databases agree
    on the order and each range can use an index.
    """

    key: Sql | None
    descending: bool
    kind: type = int
    read: Callable[[Any], Any] = lambda value: value  # a key as it comes from the database
    nullable: bool = True

    @property
    def rank(self) -> Sql:
        """The key as an expression of a row."""
        return self.key or Sql("NULL")

    @property
    def by(self) -> str:
        """The ORDER BY terms of rows with the columns ``rank`` and ``seq``."""
        if self.key is None:
            return "seq DESC" if self.descending else "seq"
        return "rank DESC, seq DESC" if self.descending else "rank, seq"

    def ranges(self, after: Position | None, bounds: Bounds | None) -> Iterator[KeyRange]:
        """The rows with a key, within bounds that a filter sets to it, then those without one, after a position.

        Raises ``FilterError`` when the position's key does not belong to this order.
        """
        if after and after.key is not None and not (self.key and isinstance(after.key, self.kind)):
            raise UnknownCursorError("cursor belongs to another order.", field="cursor")
        low, high = bounds or (None, None)
        if self.key and (after is None or after.key is not None):
            known = (sql(self.key, " IS NOT NULL"),) if self.nullable else ()
            yield KeyRange(self, known, after, low=low, high=high)
        if self.key is None:
            yield KeyRange(self, (), after, low=low, high=high, by_number=True)
        elif self.nullable and not bounds:
            unknown = (sql(self.key, " IS NULL"),)
            yield KeyRange(self, unknown, after if after and after.key is None else None, by_number=True)


@dataclass(frozen=True, slots=True)
class KeyRange:
    """A range of an order.

    Attributes
    ----------
    fixed
        Conditions by which its rows are found.
    checked
        Conditions that its rows must meet besides, by which they are not found.
    start
        The row after which it begins, or with which when it is ``inclusive``.
    low, high
        Half-open bounds of the key.
    by_number
        Whether all rows have the same key, or none: then their numbers alone order them, and the bounds are numbers.
    """

    order: Order
    fixed: tuple[Sql, ...] = ()
    start: Position | None = None
    inclusive: bool = False
    low: Any = None
    high: Any = None
    by_number: bool = False
    checked: tuple[Sql, ...] = ()

    @property
    def conditions(self) -> tuple[Sql, ...]:
        """The conditions of its rows; of each side one, so that a database cannot follow the wider one."""
        down = self.order.descending
        column = Sql("events.seq") if self.by_number else self.order.rank
        low = [sql(column, Sql(" >= ?", (self.low,)))] if self.low is not None and (down or not self.start) else []
        high = [sql(column, Sql(" < ?", (self.high,)))] if self.high is not None and not (down and self.start) else []
        return (*self.fixed, *self._started(), *low, *high)

    @property
    def by(self) -> str:
        """The ORDER BY terms of its rows."""
        return replace(self.order, key=None).by if self.by_number else self.order.by

    def _started(self) -> list[Sql]:
        if self.start is None:
            return []
        sign = ("<" if self.order.descending else ">") + ("=" if self.inclusive else "")
        if self.by_number:
            return [Sql(f"events.seq {sign} ?", (self.start.seq,))]
        return [sql("(", self.order.rank, ", events.seq)", Sql(f" {sign} (?, ?)", (self.start.key, self.start.seq)))]

    def part(self, first: Position, low: Any, high: Any) -> KeyRange:
        """The rows from the first one on that lie within some bounds."""
        if self.order.descending:
            low = low if self.low is None else max(low, self.low)
            return replace(self, start=first, inclusive=True, low=low, high=None)
        high = self.high if high is None else high if self.high is None else min(high, self.high)
        return replace(self, start=first, inclusive=True, low=None, high=high)

    def beyond(self, low: Any, high: Any) -> KeyRange | None:
        """The rows that come after some bounds; None where nothing can."""
        edge = low if self.order.descending else high
        if edge is None:
            return None
        side = {"high": edge} if self.order.descending else {"low": edge}
        return replace(self, start=None, inclusive=False, **side)

    def past(self, key: float) -> KeyRange:
        """Its rows that come after all rows with a key."""
        return replace(self, start=Position(key, _LARGEST), inclusive=False)

    def level(self, key: float) -> KeyRange:
        """Those of its rows that have this key."""
        start = self.start if self.start and self.start.key == key else None
        same = (sql(self.order.rank, Sql(" = ?", (key,))),)
        return KeyRange(self.order, (), start, self.inclusive, by_number=True, checked=same)


def order_of(sort: Sort, distance: Sql | None) -> Order:
    """The order of a ``sort``; ``distance`` is the expression of a row's distance from the requested point.

    The order of the changes is that of the row numbers (``storage.changes``).
    """
    if sort == "distance" and distance is not None:
        return Order(distance, False, float, nullable=False)
    if sort in ("reported", "-reported"):
        return Order(Sql("events.reported_at"), sort == "-reported", dt.datetime, read_moment)
    if sort in ("updated", "-updated"):
        return Order(None, sort == "-updated")
    if sort == "killed":
        return Order(Sql("events.killed"), True, int)
    return Order(Sql("events.time_start"), sort == "-time", dt.datetime, read_local)


@functools.lru_cache(maxsize=1_000)
def stamp(event_filter: EventFilter, sort: Sort) -> int:
    """A checksum of a query, the same for every page of it."""
    return zlib.crc32(repr((event_filter, sort)).encode())


def write_cursor(position: Position, mark: int) -> str:
    """The cursor of a position."""
    key = position.key
    if isinstance(key, dt.datetime):
        kept: list[Any] = ["t", key.isoformat()]
    else:
        kept = ["0" if key is None else "s" if isinstance(key, str) else "n", key]
    text = json.dumps([mark, *kept, position.seq], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(cursor: str, mark: int) -> Position:
    """The position of a cursor. Raises ``FilterError`` for a cursor that is invalid or belongs to another query."""
    if not _LOOKS.fullmatch(cursor):
        raise FilterError(_INVALID, field="cursor")
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        found, kind, key, seq = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        position = Position(_key(kind, key), _number(seq))
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError, binascii.Error):
        raise UnknownCursorError(_INVALID, field="cursor") from None
    if found != mark:
        raise UnknownCursorError("cursor belongs to another query; repeat the filters it came from.", field="cursor")
    return position


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value <= _LARGEST:
        raise ValueError(value)
    return value


def _key(kind: str, value: object) -> Key:
    """The key as the column has it."""
    if _KINDS[kind] == "nothing":
        return None
    if _KINDS[kind] == "time" and isinstance(value, str):
        return dt.datetime.fromisoformat(value)
    if _KINDS[kind] == "text" and isinstance(value, str):
        return value
    if type(value) is int and abs(value) <= _LARGEST:
        return value
    if type(value) is float and abs(value) < 1e9:
        return value
    raise ValueError(value)
