"""The single steps of a search. Each is one statement that gives its rows as they are told, in their order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.query.cursors import Position
from app.query.filters import Near
from app.query.order import Order
from app.query.told import CARRIED, told
from app.storage import dialects
from app.storage.matching import Question
from app.storage.sql import Line, Sql, ask, every, sql

Rows = list[Line]


@dataclass(frozen=True, slots=True)
class Steps:
    """Rows in an order that meet some conditions.

    ``words`` is what candidates of the index of words need not be checked for; ``near`` tells distances.
    """

    session: Session
    order: Order
    conditions: Sequence[Sql]
    words: Sequence[Sql] = ()
    near: Near | None = None

    def look(self, among: Iterable[Sql], size: int, wanted: int, *, level: bool = False) -> Rows:
        """Those of the next rows of the order that meet the filter; no further than needed.

        ``level``: all rows have the same key, so that their numbers alone are followed.
        """
        meets = sql("CASE WHEN ", every((*self.conditions, *self.words)), " THEN 1 ELSE 0 END AS meets")
        looked = sql("SELECT ", self._carried, ", ", meets, self._ordered(among, level), f" LIMIT {size}")
        some = sql("(SELECT * FROM (", looked, ") AS looked WHERE meets = 1", Sql(" LIMIT ?) AS f", (wanted,)))
        return self._sorted(ask(self.session, told(self.session, some, self.near)))

    def end(self, among: Iterable[Sql], size: int, *, level: bool = False) -> Position | None:
        """Where such a look ends; None when there are fewer rows."""
        last = sql("SELECT events.seq, ", self.order.key, " AS rank", self._ordered(among, level))
        rows = ask(self.session, last, f" LIMIT 1 OFFSET {size - 1}")
        return self.position(rows[0]) if rows else None

    def among(self, few: Sequence[Sql], also: Iterable[Sql], wanted: int) -> Rows:
        """Those that meet the filter of all rows that an index of their own finds."""
        others = (c for c in (*self.conditions, *self.words, *also) if c not in few)
        meets = sql("CASE WHEN ", every(others), " THEN 1 ELSE 0 END = 1")
        found = sql("(SELECT ", self._carried, " FROM events WHERE ", every(few), " AND ", meets)
        some = sql("(SELECT * FROM ", found, ") AS found", self._by(wanted), ") AS f")
        return self._sorted(ask(self.session, told(self.session, some, self.near)))

    def by_index(self, question: Question, also: Iterable[Sql], wanted: int, most: int) -> tuple[Rows, int]:
        """Those that meet the filter of all candidates of the index of words, and the number of candidates.

        None of them when there are more than so many.
        """
        meets = every((*self.conditions, *also))
        found, rows = dialects.candidates(self.session, question, most + 1, self._carried, meets)
        counted = " counted AS MATERIALIZED (SELECT count(*) AS candidates FROM candidates)"
        some = sql(
            "(", rows, f" AND (SELECT counted.candidates FROM counted) <= {most}", self._by(wanted), ") AS f ON 1 = 1"
        )
        answer = told(self.session, sql("counted LEFT JOIN ", some), self.near, ", counted.candidates")
        lines = ask(self.session, "WITH candidates AS MATERIALIZED (", found, "),", counted, " ", answer)
        return self._sorted(row for row in lines if row[0] is not None), lines[0][-1]

    def has_more(self, few: Sequence[Sql], than: int) -> bool:
        """Are there more rows in a range of an index?"""
        return bool(ask(self.session, "SELECT 1 FROM events WHERE ", every(few), f" LIMIT 1 OFFSET {than}"))

    def position(self, row: Line) -> Position:
        """Where a row stands in the order."""
        return Position(self.order.read(row[1]), row[0])

    @property
    def _carried(self) -> Sql:
        return sql(CARRIED, ", ", self.order.key, " AS rank")

    def _ordered(self, among: Iterable[Sql], level: bool) -> Sql:
        order = "seq" if level else self.order.by()
        return sql(" FROM events WHERE ", every(among), f" ORDER BY {order}")

    def _by(self, wanted: int) -> Sql:
        """The first of some rows, those without a key last: no index has that order, so none is followed by mistake."""
        return Sql(f" ORDER BY rank IS NULL, {self.order.by()} LIMIT ?", (wanted,))

    def _sorted(self, rows: Iterable[Line]) -> Rows:
        """In the order again, which no join promises to keep."""
        down = self.order.descending
        return sorted(rows, key=lambda row: ((row[1] is None) is not down, row[1], row[0]), reverse=down)
