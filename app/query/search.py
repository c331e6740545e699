"""Fetch the rows of a page: pick a bounded set of candidate rows, then check each against the exact conditions.

1. Look at the next rows of the order: where many events match, they fill the page.
2. Otherwise ask the index for all candidates, by every term but those of the order's own key. When they are few, check
   and sort them: done.
3. When they are many, divide the order (a time into years, months and days, killed into powers of two, distances into
   batches of pins, the rest into blocks of row numbers) and repeat the second step in each part until the page is full.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from sqlalchemy.orm import Session

from app.gazetteer.index import Gazetteer
from app.query.change_feed import row_numbers
from app.query.conditions import conditions, has_words, key_bounds, of_few
from app.query.filters import EventFilter, Sort
from app.query.nearby import Pin, halves, pin_batches
from app.query.pagination import KeyRange, Position, order_of
from app.query.place_match import kilometres, took_place
from app.query.result_rows import CARRIED, select_results
from app.query.search_terms import search_terms
from app.query.time_buckets import Division, divisions_of, row_blocks
from app.storage import dialects
from app.storage.index_terms import moment_keys, pin_key
from app.storage.sql import Line, Sql, every, fetch_rows, sql
from app.storage.term_query import TermQuery, any_of

#: The rows looked at first, and the candidates checked at once: the measurements are in docs/performance.md.
LOOK_AHEAD, FEW = 1_000, 1_000
#: The terms of the rows without the key of an order, where there are such terms.
UNKNOWN = {"time": moment_keys("d", None)[0], "reported": moment_keys("r", None)[0]}
Rows = list[Line]
Step = tuple[Rows, KeyRange | None]  # some rows of a range, and the range behind them


class Search:
    """The search for the events of one filter in one order.

    The filter contains no moment of a change (``change_feed.by_number``). Raises ``AmbiguousPlaceError``.
    """

    def __init__(self, session: Session, event_filter: EventFilter, sort: Sort, gazetteer: Gazetteer | None) -> None:
        self.session, self.event_filter, self.sort, self.gazetteer = session, event_filter, sort, gazetteer
        self._dialect = dialect = dialects.name(session)
        self.order = order_of(sort, kilometres(dialect, event_filter))
        self._km = kilometres(dialect, event_filter, "found")
        self._took_place = took_place(dialect, event_filter, gazetteer, "found.seq")
        self._exact = list(conditions(dialect, event_filter, gazetteer))
        self._words = list(has_words(dialect, event_filter))
        self._rows = row_numbers(session, event_filter)

    def rows(self, after: Position | None, wanted: int) -> Rows:
        """The next rows after a position, at most ``wanted``."""
        bounds = self._rows if self.order.key is None else key_bounds(self.event_filter, self.sort)
        out: Rows = []
        for key_range in self.order.ranges(after, bounds):
            if len(out) < wanted:
                out += self._fetch(key_range, wanted - len(out))
        return out

    def position(self, row: Line) -> Position:
        """The position of a row in the order."""
        return Position(self.order.read(row[1]), row[0])

    @cached_property
    def _terms(self) -> TermQuery:
        return search_terms(self.session, self.event_filter, self.gazetteer).within(self._rows)

    def _fetch(self, key_range: KeyRange, wanted: int) -> Rows:
        """The rows of a range that match, in order."""
        if alone := list(of_few(self.event_filter)):
            return self._select(alone, [*key_range.conditions, *self._exact, *self._words], wanted)
        if self.sort == "distance":
            return self._nearest(key_range, wanted)
        if not self._terms.narrows:
            return self._scan(key_range, wanted)
        unknown = UNKNOWN.get(self.sort.lstrip("-")) if key_range.by_number else None
        terms = search_terms(self.session, self.event_filter, self.gazetteer, without_key_of=self.sort)
        terms = terms.within(self._rows).also(unknown)
        divisions = row_blocks() if key_range.by_number else divisions_of(self.event_filter, self.sort)
        if self._words:  # checking rows for words takes longer than a first bucket
            found, rest = self._first_bucket(key_range, terms, divisions, wanted)
        else:
            found, rest = self._look_ahead(key_range, wanted)
        left = wanted - len(found)
        if rest is None or not left:
            return found
        few = self._candidates(terms) if terms.narrows else None
        return found + (self._divided(rest, terms, divisions, left) if few is None else self._check(few, rest, left))

    def _look_ahead(self, key_range: KeyRange, wanted: int) -> Step:
        """What the next rows of an order give, and the range behind them; None when no more are wanted or left."""
        found = self._scan(key_range, wanted, LOOK_AHEAD)
        end = self._row(key_range, LOOK_AHEAD - 1) if len(found) < wanted else None
        return found, replace(key_range, start=end, inclusive=False) if end else None

    def _divided(self, key_range: KeyRange, terms: TermQuery, divisions: Sequence[Division], wanted: int) -> Rows:
        """The rows of a range, bucket by bucket; where nothing divides it, of more candidates or of all its rows."""
        if not divisions:
            few = self._candidates(terms, 10)
            return self._scan(key_range, wanted) if few is None else self._check(few, key_range, wanted)
        out: Rows = []
        rest: KeyRange | None = key_range
        while rest and len(out) < wanted:
            found, rest = self._first_bucket(rest, terms, divisions, wanted - len(out))
            out += found
        return out

    def _first_bucket(self, key_range: KeyRange, terms: TermQuery, divisions: Sequence[Division], wanted: int) -> Step:
        """The rows of the first bucket of a range that has rows, and the range behind it."""
        if (first := self._row(key_range)) is None:
            return [], None
        bucket = divisions[0](first)
        inside, rest = key_range.part(first, bucket.low, bucket.high), key_range.beyond(bucket.low, bucket.high)
        narrowed = terms.also(bucket.term).within(bucket.rows)
        few = self._candidates(narrowed)
        if few is not None:
            return self._check(few, inside, wanted), rest
        if bucket.one_key:
            return self._divided(inside.level(bucket.low), narrowed, row_blocks(), wanted), rest
        return self._divided(inside, narrowed, divisions[1:], wanted), rest

    def _nearest(self, key_range: KeyRange, wanted: int) -> Rows:
        """The rows around a point, the nearest first: batches of pins take the place of buckets."""
        few = self._candidates(self._terms, 10) if self._terms.narrows else None
        if few is not None:
            return self._check(few, key_range, wanted)
        out: Rows = []
        assert self.event_filter.near
        elsewhere = replace(self.event_filter, near=None)  # pins say it more shortly
        terms = search_terms(self.session, elsewhere, self.gazetteer).within(self._rows)
        for pins in pin_batches(self.session, self.event_filter.near, key_range.start):
            if len(out) == wanted:
                break
            out += self._at(pins, terms, key_range, wanted - len(out))
            key_range = key_range.past(pins[-1].km)  # an event may have a farther pin as well
        return out

    def _at(self, pins: Sequence[Pin], others: TermQuery, key_range: KeyRange, wanted: int) -> Rows:
        """The rows at some pins; while these have too many candidates, the nearer half comes first."""
        terms = others.also(any_of(pin_key(pin.latitude, pin.longitude) for pin in pins))
        few = self._candidates(terms)
        if few is not None:
            return self._check(few, key_range, wanted)
        if pins[0].km == pins[-1].km:
            return self._divided(key_range.level(pins[0].km), terms, row_blocks(), wanted)
        nearer, farther = halves(pins)
        out = self._at(nearer, others, key_range, wanted)
        beyond = key_range.past(nearer[-1].km)
        return out if len(out) == wanted else out + self._at(farther, others, beyond, wanted - len(out))

    def _candidates(self, terms: TermQuery, times: int = 1) -> list[int] | None:
        """The numbers of all candidates; None when they are not few."""
        found = dialects.matching(self.session, terms, times * FEW + 1)
        return found if len(found) <= times * FEW else None

    def _check(self, candidates: Sequence[int], key_range: KeyRange, wanted: int) -> Rows:
        """The rows that match, of some candidates whose words the index has checked."""
        if not candidates:
            return []
        some = dialects.listed(self.session, "events.seq", candidates)
        return self._select([some], [*key_range.conditions, *key_range.checked, *self._exact], wanted)

    def _scan(self, key_range: KeyRange, wanted: int, most: int | None = None) -> Rows:
        """The rows that match, of all rows of a range or of its first ``most``, in their order."""
        meets = [*key_range.checked, *self._exact, *self._words]
        return self._select(key_range.conditions, meets, wanted, most)

    def _row(self, key_range: KeyRange, number: int = 0) -> Position | None:
        """The position of a row of a range, counted from 0."""
        columns = sql("SELECT events.seq, ", self.order.rank, " AS rank FROM events WHERE ")
        one = f" ORDER BY {key_range.by} LIMIT 1 OFFSET {number}"
        rows = fetch_rows(self.session, columns, every(key_range.conditions), one)
        return self.position(rows[0]) if rows else None

    def _select(self, where: Iterable[Sql], meets: Sequence[Sql], wanted: int, most: int | None = None) -> Rows:
        """The rows of the conditions ``where`` that also meet others, in order.

        The others are a CASE, so that the database finds rows by the first alone.
        """
        checked = sql("CASE WHEN ", every(meets), " THEN 1 ELSE 0 END")
        columns = sql(f"SELECT {CARRIED}, ", self.order.rank, " AS rank")
        found, order = sql(" FROM events WHERE ", every(where)), f" ORDER BY {self.order.by} LIMIT "
        if most is None:
            rows = sql("(", columns, found, " AND ", checked, f" = 1{order}{wanted}) AS found")
        else:
            first = sql(columns, ", ", checked, " AS meets", found, f"{order}{most}")
            rows = sql("(SELECT * FROM (", first, f") AS looked WHERE meets = 1 LIMIT {wanted}) AS found")
        lines = fetch_rows(self.session, select_results(self._dialect, rows, self._km, self._took_place))
        down = self.order.descending  # no join promises to keep the order
        return sorted(lines, key=lambda row: ((row[1] is None) is not down, row[1], row[0]), reverse=down)
