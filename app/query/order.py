"""In which order do events come, and which of them come after a position?

Rows without the key come last in either direction. Rows with it and rows without it are two stretches, each
asked for by itself: so both databases agree on the order, and each stretch can use an index.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, UnaryExpression, literal, tuple_

from app.errors import FilterError
from app.query.cursors import Position
from app.query.filters import Sort
from app.storage.tables import EventRow


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows that all have the key of an order, or that all lack it."""

    keyed: bool
    conditions: tuple[ColumnElement[bool], ...]
    after: Position | None


@dataclass(frozen=True, slots=True)
class Order:
    """A key and a direction; the row's number decides between equal keys."""

    key: ColumnElement[Any]
    descending: bool
    kind: type

    def stretches(self, after: Position | None) -> Iterator[Stretch]:
        """The rows with a key, then those without one, after a position.

        Raises ``FilterError`` when the position's key is no key of this order.
        """
        if after and after.key is not None and not isinstance(after.key, self.kind):
            raise FilterError("cursor belongs to another order.", field="cursor")
        known, unknown = self.key.is_not(None), self.key.is_(None)
        if after is None:
            yield Stretch(True, (known,), None)
            yield Stretch(False, (unknown,), None)
        elif after.key is not None:
            yield Stretch(True, (known, self.beyond(after)), after)
            yield Stretch(False, (unknown,), None)
        else:
            yield Stretch(False, (unknown, self.beyond(after)), after)

    def by(self) -> tuple[UnaryExpression[Any], UnaryExpression[Any]]:
        """What to order by."""
        if self.descending:
            return self.key.desc(), EventRow.seq.desc()
        return self.key.asc(), EventRow.seq.asc()

    def beyond(self, after: Position) -> ColumnElement[bool]:
        """Rows that come after a position with the same kind of key."""
        if after.key is None:
            return EventRow.seq < after.seq if self.descending else EventRow.seq > after.seq
        row = tuple_(self.key, EventRow.seq)
        here = tuple_(literal(after.key, self.key.type), literal(after.seq, EventRow.seq.type))
        beyond: ColumnElement[bool] = row < here if self.descending else row > here
        return beyond


def order_of(sort: Sort, distance: ColumnElement[float] | None) -> Order:
    """The order of a ``sort``; newest, latest and most killed come first where the direction is down."""
    if sort == "distance" and distance is not None:
        return Order(distance, False, float)
    if sort in ("reported", "-reported"):
        return Order(EventRow.reported_at.expression, sort == "-reported", dt.datetime)
    if sort in ("updated", "-updated"):
        return Order(EventRow.change.expression, sort == "-updated", int)
    if sort == "killed":
        return Order(EventRow.killed.expression, True, int)
    return Order(EventRow.time_start.expression, sort == "-time", dt.datetime)
