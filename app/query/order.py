"""In which order do events come, and which of them come after a position?

Rows without the key come last in either direction. Rows with it and rows without it are two stretches, each
asked for by itself: so both databases agree on the order, and each stretch can use an index.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from app.errors import FilterError
from app.query.cursors import Position
from app.query.filters import Sort
from app.storage.sql import Sql, either, every, read_local, read_moment, sql


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows that all have the key of an order, or that all lack it."""

    keyed: bool
    conditions: tuple[Sql, ...]
    after: Position | None


@dataclass(frozen=True, slots=True)
class Order:
    """A key and a direction; the row's number decides between equal keys."""

    key: Sql
    descending: bool
    kind: type
    read: Callable[[Any], Any] = lambda value: value  # a key as it comes from the database

    def stretches(self, after: Position | None) -> Iterator[Stretch]:
        """The rows with a key, then those without one, after a position.

        Raises ``FilterError`` when the position's key is no key of this order.
        """
        if after and after.key is not None and not isinstance(after.key, self.kind):
            raise FilterError("cursor belongs to another order.", field="cursor")
        known, unknown = sql(self.key, " IS NOT NULL"), sql(self.key, " IS NULL")
        if after is None:
            yield Stretch(True, (known,), None)
            yield Stretch(False, (unknown,), None)
        elif after.key is not None:
            yield Stretch(True, (known, self.beyond(after)), after)
            yield Stretch(False, (unknown,), None)
        else:
            yield Stretch(False, (unknown, self.beyond(after)), after)

    def by(self, key: str = "rank", seq: str = "seq") -> str:
        """What to order rows of a stretch by."""
        return f"{key} DESC, {seq} DESC" if self.descending else f"{key}, {seq}"

    def beyond(self, after: Position) -> Sql:
        """Rows that come after a position with the same kind of key."""
        sign = "<" if self.descending else ">"
        if after.key is None:
            return Sql(f"events.seq {sign} ?", (after.seq,))
        return sql("(", self.key, ", events.seq)", Sql(f" {sign} (?, ?)", (after.key, after.seq)))

    def down_to(self, last: Position) -> Sql:
        """Rows with a key that come before a position, and that row itself."""
        sign = ">=" if self.descending else "<="
        return sql("(", self.key, ", events.seq)", Sql(f" {sign} (?, ?)", (last.key, last.seq)))

    def rest(self, after: Position | None, *, needs_key: bool) -> Sql:
        """All rows after a position, of both stretches."""
        known, unknown = sql(self.key, " IS NOT NULL"), sql(self.key, " IS NULL")
        if after is None:
            return known if needs_key else Sql("1 = 1")
        if after.key is None:
            return every((unknown, self.beyond(after)))
        return self.beyond(after) if needs_key else either((unknown, self.beyond(after)))


def order_of(sort: Sort, distance: Sql | None) -> Order:
    """The order of a ``sort``; newest, latest and most killed come first where the direction is down."""
    if sort == "distance" and distance is not None:
        return Order(distance, False, float)
    if sort in ("reported", "-reported"):
        return Order(Sql("events.reported_at"), sort == "-reported", dt.datetime, read_moment)
    if sort in ("updated", "-updated"):
        return Order(Sql("events.change"), sort == "-updated", int)
    if sort == "killed":
        return Order(Sql("events.killed"), True, int)
    return Order(Sql("events.time_start"), sort == "-time", dt.datetime, read_local)
