"""What a filter alone tells of the search for it, whatever the page and whatever is stored. Made once and kept."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.gazetteer.index import Gazetteer
from app.query.changes import changed_since
from app.query.conditions import distance, has_words, of_article, of_others, of_rows, range_of, reported
from app.query.filters import EventFilter
from app.query.order import Order, order_of
from app.query.told import ENOUGH, LITTLE, told
from app.storage import dialects
from app.storage.index_terms import FIGURES
from app.storage.sql import Sql, every, sql

SOME = 5_000  # rows that changed or tell so many killed, which are looked through at once
MANY = 30_000  # as many of a time: they lie side by side
_KEPT = 500
_ALL = 2**62  # a limit that keeps a database from checking rows before they are in order

Own = tuple[tuple[Sql, ...], int]


@dataclass(frozen=True)
class Plan:
    """How the events of a filter may be found.

    A row is meant if it meets ``rows``, and ``others``, which ask other tables, and ``words`` where the index of
    words was not asked. ``known`` tells all candidates where an index of their own has them, however many. ``rare``
    and ``own`` are conditions with such an index, each with the number of rows that are worth it: it is asked first
    for the one, for the other after a look at the order. ``range`` holds the conditions of the order's key. ``plain``:
    the columns of an event alone tell whether it meets the filter; ``seldom``: few events will, so that the index is
    asked first.
    """

    dialect: str
    wish: EventFilter
    order: Order
    rows: tuple[Sql, ...]
    others: tuple[Sql, ...] = ()
    words: tuple[Sql, ...] = ()
    known: tuple[Sql, ...] = ()
    rare: tuple[Own, ...] = ()
    own: tuple[Own, ...] = ()
    range: tuple[Sql, ...] = ()
    needs_key: bool = False
    plain: bool = False
    seldom: bool = False

    @functools.cached_property
    def meets(self) -> Sql:
        """Does a row meet the filter? As a number, so that no index is thought of."""
        return sql("CASE WHEN ", every((*self.rows, *self.others, *self.words)), " THEN 1 ELSE 0 END")

    @functools.cached_property
    def first(self) -> Sql:
        """The statement of the first page of known candidates."""
        rest = self.order.rest(None, needs_key=self.needs_key)
        return self.among(self.known, (rest,), self.wish.limit + 1)

    def among(self, few: Sequence[Sql], also: Iterable[Sql], wanted: int, *, words: bool = True) -> Sql:
        """The statement of those that meet the filter, of all rows that an index finds; ``words``: are they checked?"""
        others = (c for c in (*self.rows, *(self.words if words else ()), *also) if c not in few)
        meets = sql("CASE WHEN ", every(others), " THEN 1 ELSE 0 END = 1")
        carried = ENOUGH if few in [own for own, _ in self.rare] else LITTLE
        found = sql("(SELECT ", self.carried(carried), " FROM events WHERE ", every(few), " AND ", meets, ") AS events")
        some = sql("(", self.best(sql("SELECT * FROM ", found), wanted), ") AS found")
        return self.told(some, carried=carried)

    def best(self, rows: Sql, wanted: int) -> Sql:
        """The first of some rows; of other tables no more is asked than the page needs."""
        order = f" ORDER BY {dialects.unknown_last(self.dialect, 'rank', down=self.order.descending)}"
        if not self.others:
            return sql(rows, order, Sql(" LIMIT ?", (wanted,)))
        ordered = sql("(", rows, order, f" LIMIT {_ALL}) AS events")
        return sql("SELECT * FROM ", ordered, " WHERE ", every(self.others), Sql(" LIMIT ?", (wanted,)))

    def carried(self, columns: str = LITTLE) -> Sql:
        """What is carried of a row until it is told."""
        return sql(f"{columns}, ", self.order.key, " AS rank")

    def told(self, rows: Sql, more: str = "", *, carried: str = LITTLE) -> Sql:
        """The statement that tells some rows."""
        return told(self.dialect, rows, self.wish.near, more, carried=carried)


@functools.lru_cache(maxsize=_KEPT)
def plan_of(dialect: str, wish: EventFilter, gazetteer: Gazetteer | None) -> Plan:
    """The plan of a filter without a cursor and without a moment of a change (``by_number``).

    Raises ``AmbiguousPlaceError``.
    """
    order = order_of(wish.sort, distance(dialect, wish.near) if wish.near else None)
    others, words = tuple(of_others(wish, gazetteer)), tuple(has_words(dialect, wish))
    bounds = tuple(range_of(wish))
    return Plan(
        dialect,
        wish,
        order,
        tuple(of_rows(dialect, wish)),
        others,
        words,
        known=(of_article(wish.article_id),) if wish.article_id else (),
        rare=tuple(_rare(wish)),
        own=tuple(_own(wish)),
        range=bounds,
        needs_key=wish.sort == "distance" or bool(bounds),
        plain=not others and not words,
        seldom=bool(wish.actor or wish.speaker or wish.weapon or (wish.bbox and not dialects.stops_early(dialect))),
    )


def _rare(wish: EventFilter) -> Iterator[Own]:
    if isinstance(wish.updated_since, int) and wish.sort not in ("updated", "-updated"):
        yield (changed_since(wish.updated_since),), SOME
    if wish.min_killed and wish.sort != "killed":
        least = max(n for n in FIGURES if n <= wish.min_killed)  # tells a database that plans for any value how many
        yield (Sql("events.killed >= ?", (wish.min_killed,)), Sql(f"events.killed >= {least}")), SOME


def _own(wish: EventFilter) -> Iterator[Own]:
    if wish.words:
        return
    if isinstance(wish.updated_since, int) and wish.sort not in ("updated", "-updated"):
        yield (changed_since(wish.updated_since),), MANY
    if wish.published and wish.sort not in ("reported", "-reported"):
        yield tuple(reported(wish.published)), MANY
    if wish.time and wish.time.end and wish.sort not in ("time", "-time"):
        yield (Sql("events.time_start < ?", (wish.time.end,)),), MANY
