"""The single steps of a search. Each is one statement that gives its rows as they are told, in their order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.query.cursors import Position
from app.query.plans import Plan
from app.query.told import ENOUGH, LITTLE
from app.storage import dialects
from app.storage.sql import Line, Sql, ask, every, sql
from app.storage.term_query import TermQuery

SHORT = 1_024  # rows of a look that may carry more
Rows = list[Line]


@dataclass(frozen=True, slots=True)
class Steps:
    """Rows in the order of a plan that meet its filter."""

    session: Session
    plan: Plan

    def look(self, among: Iterable[Sql], size: int, wanted: int, *, level: bool = False) -> Rows:
        """Those of the next rows of the order that meet the filter; no further than needed.

        ``level``: all rows have the same key, so that their numbers alone are followed.
        """
        carried = ENOUGH if size <= SHORT else LITTLE
        looked = sql(
            "SELECT ", self.plan.carried(carried), ", ", self.plan.meets, " AS meets", self._ordered(among, level)
        )
        some = sql("(SELECT * FROM (", looked, f" LIMIT {size}) AS looked WHERE meets = 1", Sql(" LIMIT ?", (wanted,)))
        return self._sorted(ask(self.session, self.plan.told(sql(some, ") AS found"), carried=carried)))

    def down_to(self, last: Position, among: Iterable[Sql], wanted: int) -> Rows:
        """The next rows of the order that meet the filter, down to a position."""
        plan = self.plan
        inside = (*among, plan.order.down_to(last), sql(plan.meets, " = 1"))
        looked = sql("SELECT ", plan.carried(ENOUGH), self._ordered(inside, False))
        some = sql("(", looked, Sql(" LIMIT ?) AS found", (wanted,)))
        return self._sorted(ask(self.session, plan.told(some, carried=ENOUGH)))

    def end(self, among: Iterable[Sql], size: int, *, level: bool = False) -> Position | None:
        """Where such a look ends; None when there are fewer rows."""
        last = sql("SELECT events.seq, ", self.plan.order.key, " AS rank", self._ordered(among, level))
        rows = ask(self.session, last, f" LIMIT 1 OFFSET {size - 1}")
        return self.position(rows[0]) if rows else None

    def among(self, few: Sequence[Sql], also: Iterable[Sql], wanted: int) -> Rows:
        """Those that meet the filter of all rows that an index of their own finds."""
        return self._sorted(ask(self.session, self.plan.among(few, also, wanted)))

    def among_candidates(self, question: TermQuery, also: Iterable[Sql], wanted: int) -> Rows:
        """Those that meet the filter of all candidates of the index of words, however many."""
        found = dialects.found_by(self.session, question)
        return self._sorted(ask(self.session, self.plan.among([found], also, wanted, words=False)))

    def known(self) -> Rows:
        """The first page where all candidates are known."""
        return self._sorted(ask(self.session, self.plan.first))

    def by_index(self, question: TermQuery, also: Iterable[Sql], wanted: int, most: int) -> tuple[Rows, int]:
        """Those that meet the filter of all candidates of the index of words, and the number of candidates.

        None of them when there are more than so many.
        """
        meets = every((*self.plan.rows, *also))
        found, rows = dialects.candidates(self.session, question, most + 1, self.plan.carried(), meets)
        counted = " counted AS MATERIALIZED (SELECT count(*) AS candidates FROM candidates)"
        few = sql(rows, f" AND (SELECT counted.candidates FROM counted) <= {most}")
        some = sql("counted LEFT JOIN (", self.plan.best(few, wanted), ") AS found ON 1 = 1")
        answer = self.plan.told(some, ", counted.candidates")
        lines = ask(self.session, "WITH candidates AS MATERIALIZED (", found, "),", counted, " ", answer)
        return self._sorted(row for row in lines if row[0] is not None), lines[0][-1]

    def has_more(self, few: Sequence[Sql], than: int) -> bool:
        """Are there more rows in a range of an index?"""
        return bool(ask(self.session, "SELECT 1 FROM events WHERE ", every(few), f" LIMIT 1 OFFSET {than}"))

    def has_more_at(self, spots: Sequence[Sql], than: int) -> bool:
        """Are there more rows at some points? Each is asked for by itself: then the index alone tells them."""
        parts = [part for spot in spots for part in (" UNION ALL ", "SELECT 1 FROM events WHERE ", spot)]
        return bool(ask(self.session, "SELECT 1 FROM (", *parts[1:], f") AS there LIMIT 1 OFFSET {than}"))

    def position(self, row: Line) -> Position:
        """Where a row stands in the order."""
        return Position(self.plan.order.read(row[1]), row[0])

    def _ordered(self, among: Iterable[Sql], level: bool) -> Sql:
        order = "seq" if level else self.plan.order.by()
        return sql(" FROM events WHERE ", every(among), f" ORDER BY {order}")

    def _sorted(self, rows: Iterable[Line]) -> Rows:
        """In the order again, which no join promises to keep."""
        down = self.plan.order.descending
        return sorted(rows, key=lambda row: ((row[1] is None) is not down, row[1], row[0]), reverse=down)
