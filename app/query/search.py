"""In which way are the rows of a page found? Always a bounded number of candidates, then the rows decide.

Candidates come from the index of keys and words, or from the order itself. Few in all: they are sorted, and that is
the page. Else the next rows of the order are looked through, in case every few of them meets the filter. Else the
order is gone through in windows (``ladders.py``), wider while they hold little, narrower when they hold too much: in
each the index tells the candidates. So neither a rare condition nor a deep page makes a question read all rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, Select, and_, func, select
from sqlalchemy.orm import Session

from app.query.cursors import Position
from app.query.ladders import Ladder, Window
from app.query.order import Order, Stretch
from app.storage import dialects
from app.storage.matching import Question
from app.storage.tables import ArticleRow, EventRow

MOST = 2_000  # candidates that are checked at once
MANY = 20_000  # rows reported in a time that are looked through at once
FIRST = 800  # as many at first where the index hands out some before it has found all
QUICK = 100  # rows of the order that are looked through first
_WIDER, _NARROWER = 8, 4


@dataclass(frozen=True)
class Search:
    """What to look for, and in which order.

    ``whole`` is all that the index can be asked, ``apart`` the same without the key of the order; ``words`` is the
    condition that candidates of the index need not be checked for; ``range`` holds the conditions of the order's key,
    ``told`` those of the time of the report where it is not that key.
    """

    session: Session
    order: Order
    conditions: Sequence[ColumnElement[bool]]
    whole: Question
    apart: Question
    ladder: Ladder | None
    words: Sequence[ColumnElement[bool]] = ()
    range: Sequence[ColumnElement[bool]] = ()
    told: Sequence[ColumnElement[bool]] = ()
    article_id: str | None = None
    changed: ColumnElement[bool] | None = None
    needs_key: bool = False

    def positions(self, after: Position | None, wanted: int) -> list[Position]:
        """The next rows after a position, at most so many."""
        out: list[Position] = []
        if self.whole.never:
            return out
        few = self._known_few() or self._few_at_first()
        for stretch in self.order.stretches(after):
            if few is not None and len(out) == len(few):
                break
            if len(out) < wanted and (stretch.keyed or not self.needs_key):
                left = wanted - len(out)
                out += self._stretch(stretch, left) if few is None else self._among(few, stretch, left)
        return out

    def _known_few(self) -> Sequence[int] | None:
        """Every candidate, when an article or a change tells them."""
        if self.article_id:
            told = select(EventRow.seq).join(ArticleRow, ArticleRow.seq == EventRow.article_seq)
            return self.session.scalars(told.where(ArticleRow.id == self.article_id)).all() or [-1]
        if self.changed is None:
            return None
        found = self.session.scalars(select(EventRow.seq).where(self.changed).limit(MOST + 1)).all() or [-1]
        return found if len(found) <= MOST else None

    def _few_at_first(self) -> Sequence[int] | None:
        """Every candidate, when the index soon has them all; words make them few and windows of them dear."""
        if not dialects.stops_early(self.session):
            return None
        return self._few_by_index(MOST if self.words else FIRST)

    def _few_by_index(self, most: int) -> Sequence[int] | None:
        """Every candidate, when the index has few."""
        if not self.whole.asks:
            return None
        found = dialects.candidates(self.session, self.whole, most + 1)
        return found if len(found) <= most else None

    def _words_by_index(self) -> bool:
        """Are words dear to check in a row, so that the index tells them from the first?"""
        return bool(self.words) and dialects.stops_early(self.session)

    def _few_told(self) -> bool:
        """Were few enough rows reported in the time asked for to look through them all?"""
        some = select(EventRow.seq).where(*self.told).limit(MANY + 1).subquery()
        number: int = self._ask(select(func.count()).select_from(some)).scalar_one()
        return number <= MANY

    def _among_told(self, stretch: Stretch, wanted: int) -> list[Position]:
        """Those that meet the filter of all that was reported in a time; sorted apart, lest the order be followed."""
        meets = (*stretch.conditions, *self.conditions)
        rows = select(EventRow.seq, self.order.key.label("key")).where(*self.told, *meets)
        some = rows.cte("told").prefix_with("MATERIALIZED")
        columns = (some.c.key, some.c.seq)
        by = [column.desc() if self.order.descending else column.asc() for column in columns]
        return [Position(row.key, row.seq) for row in self._ask(select(some).order_by(*by).limit(wanted))]

    def _stretch(self, stretch: Stretch, wanted: int) -> list[Position]:
        found: list[Position] = []
        if self.ladder is None or not (self.ladder.dense or self._words_by_index()):
            found, looked = self._next_rows(stretch, wanted)
            if len(found) == wanted or looked is None:
                return found
        width = 1 if found or self.ladder is None else self.ladder.start
        if not dialects.stops_early(self.session) and self.whole.asks:
            expected = dialects.expects_few(self.session, self.whole, sure=bool(found))
            few = self._few_by_index(MOST) if expected else None
            if few is not None:
                return self._among(few, stretch, wanted)
        if self.told and stretch.keyed and self._few_told():
            return self._among_told(stretch, wanted)
        if self.ladder and stretch.keyed:
            return self._by_windows(self.ladder, stretch, wanted, width)
        return self._through(stretch, None, wanted) if stretch.keyed else self._by_number(stretch, wanted)

    def _next_rows(self, stretch: Stretch, wanted: int) -> tuple[list[Position], Position | None]:
        """What the next rows of the order give, and the last of them; None when there are no more.

        When the first of them promise a page within reach, more are looked through.
        """
        found, last = self._look_through(stretch, QUICK, wanted)
        if last is None or len(found) == wanted:
            return found, None
        if len(found) * MOST > wanted * QUICK:
            most = min(MOST, 2 * wanted * QUICK // len(found))
            more, end = self._look_through(stretch, most, wanted - len(found), [self.order.beyond(last)])
            found += more
            if end is None:
                return found, None
        return found, last

    def _look_through(
        self, stretch: Stretch, most: int, wanted: int, also: Sequence[ColumnElement[bool]] = ()
    ) -> tuple[list[Position], Position | None]:
        """Those of the next rows of the order that meet the filter, and the last row; None when there are no more."""
        meets = and_(*self.conditions, *self.words).label("meets")
        rows = select(EventRow.seq, self.order.key.label("key"), meets).where(*also, *stretch.conditions, *self.range)
        found: list[Position] = []
        looked, last = 0, None
        with self._ask(rows.order_by(*self.order.by()).limit(most)) as asked:
            for row in asked:
                looked, last = looked + 1, Position(row.key, row.seq)
                if row.meets:
                    found.append(last)
                    if len(found) == wanted:
                        break
        return found, last if looked == most else None

    def _by_windows(self, ladder: Ladder, stretch: Stretch, wanted: int, width: int) -> list[Position]:
        out: list[Position] = []
        window, wider = self._first_window(ladder, stretch, width), _WIDER
        while window and len(out) < wanted:
            asked = self.apart.also(window.match)
            seqs = dialects.candidates(self.session, asked, MOST + 1) if asked.asks else None
            if seqs is None or len(seqs) > MOST:
                if width > 1:
                    width, wider = max(1, width // _NARROWER), 2
                    window = ladder.window(self._edge(ladder, window), width)
                    continue
                out += self._through(stretch, window, wanted - len(out))
            else:
                found = self._among(seqs, stretch, wanted - len(out), window.holds(self.order.key))
                out += found
                width *= _growth(wanted - len(out), len(found), len(seqs), wider)
            if len(out) < wanted:
                window = self._next_window(ladder, stretch, window, width, empty=seqs == [])
        return out

    def _first_window(self, ladder: Ladder, stretch: Stretch, width: int) -> Window | None:
        if ladder.dense:
            return ladder.window(0, width)
        first = self._walk(stretch, 1)
        return ladder.window(ladder.step(first[0].key), width) if first else None

    def _next_window(
        self, ladder: Ladder, stretch: Stretch, window: Window, width: int, *, empty: bool
    ) -> Window | None:
        """The window after one; where that was empty and most steps are it begins with the next that is not."""
        if ladder.dense or not empty:
            backwards = self.order.descending and not ladder.dense
            return ladder.window(window.first - 1 if backwards else window.last + 1, width)
        bound = window.low if self.order.descending else window.high
        if bound is None:
            return None
        beyond: ColumnElement[bool] = self.order.key < bound if self.order.descending else self.order.key >= bound
        first = self._walk(stretch, 1, [beyond])
        return ladder.window(ladder.step(first[0].key), width) if first else None

    def _edge(self, ladder: Ladder, window: Window) -> int:
        return window.last if self.order.descending and not ladder.dense else window.first

    def _through(self, stretch: Stretch, window: Window | None, wanted: int) -> list[Position]:
        """The rows of a window, or of all the stretch, one after the other."""
        out: list[Position] = []
        inside = window.holds(self.order.key) if window else []
        for rows in self._chunks(stretch, window):
            seqs = [row.seq for row in rows]
            out += self._among(seqs, stretch, wanted - len(out), [*inside, *self.words])
            if len(out) >= wanted:
                break
        return out

    def _chunks(self, stretch: Stretch, window: Window | None = None) -> Iterator[list[Position]]:
        size, last = QUICK, None
        inside = window.holds(self.order.key) if window else []
        level = window is not None and window.level is not None
        while True:
            beyond = inside
            if last is not None:
                beyond = [*inside, EventRow.seq > last.seq if level else self.order.beyond(last)]
            rows = self._walk(stretch, size, beyond, level=level)
            yield rows
            if len(rows) < size:
                return
            size, last = min(2 * size, MOST), rows[-1]

    def _by_number(self, stretch: Stretch, wanted: int) -> list[Position]:
        """The rows without a key, in the order of their numbers."""
        out: list[Position] = []
        after = stretch.after.seq if stretch.after else None
        while self.whole.asks and len(out) < wanted:
            seqs = dialects.next_candidates(
                self.session, self.whole, after, descending=self.order.descending, most=MOST
            )
            if seqs is None:
                break  # before the first: the index tells all or nothing
            out += self._among(seqs, stretch, wanted - len(out))
            if len(seqs) < MOST:
                return out
            after = seqs[-1]
        return out if len(out) == wanted else self._through(stretch, None, wanted)

    def _walk(
        self, stretch: Stretch, most: int, also: Sequence[ColumnElement[bool]] = (), *, level: bool = False
    ) -> list[Position]:
        """The next rows of the order, whether they meet the filter or not."""
        rows = select(EventRow.seq, self.order.key.label("key")).where(*also, *stretch.conditions, *self.range)
        ordered = rows.order_by(*([EventRow.seq] if level else self.order.by())).limit(most)
        return [Position(row.key, row.seq) for row in self._ask(ordered)]

    def _among(
        self, seqs: Sequence[int], stretch: Stretch, wanted: int, also: Sequence[ColumnElement[bool]] = ()
    ) -> list[Position]:
        """Those of some rows that meet the filter, in order."""
        if not seqs or wanted <= 0:
            return []
        rows = select(EventRow.seq, self.order.key.label("key")).where(
            dialects.listed(self.session, EventRow.seq, seqs), *stretch.conditions, *self.conditions, *also
        )
        found = self._ask(rows.order_by(*self.order.by()).limit(wanted))
        return [Position(row.key, row.seq) for row in found]

    def _ask(self, statement: Select[Any]) -> CursorResult[Any]:
        """The rows of a statement, without what the ORM does for objects."""
        return self.session.connection().execute(statement)


def _growth(left: int, found: int, candidates: int, most: int) -> int:
    """How many times wider the next window should be to hold what is left, and no more candidates than are allowed."""
    wished = 2 * left // found + 1 if found else most
    allowed = MOST // candidates if candidates else most
    return max(1, min(wished, allowed, most))
