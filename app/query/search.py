"""In which way are the rows of a page found? Always a bounded number of candidates, then the rows decide.

The next rows of the order are looked through first: that costs next to nothing and often fills the page. Then the
index of keys and words is asked: few candidates in all are sorted, and that is the page. Else the order is gone
through in windows (``ladders.py``), wider while they hold little, narrower when they hold too much: in each the index
tells the candidates. So neither a rare condition nor a deep page makes a question read all rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.query.cursors import Position
from app.query.ladders import Ladder, Window
from app.query.narrowing import Asked
from app.query.order import Stretch
from app.query.steps import Rows, Steps
from app.storage import dialects
from app.storage.sql import Sql, sql

QUICK = 100  # rows of the order that are looked through first where other tables must be asked for each
PLAIN = 1_000  # as many where the row itself tells whether it is meant
FAR = 6_000  # as many at most where the first of them promise a page
FAR_APART = 500  # as many where they lie far apart
FEW = 2_500  # candidates that are sorted at once
EXPECTED = 30_000  # more are not asked for where all are found before the first; rare keys are thought less rare
MOST = 2_000  # candidates of a window that are sorted at once
_SURE = 4  # so many of the first rows tell how many more will
_RARER = 10  # so many times fewer must be expected where the order has shown that they are not rare
_NARROWER = 4


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for, and in which order.

    ``known`` tells all candidates where an index of their own has them, however many. ``rare`` and ``own`` are
    conditions with such an index, each with the number of rows that are worth it: it is asked first for the one, for
    the other after a look at the order. ``range`` holds the conditions of the order's key. ``plain``: the columns of
    an event alone tell whether it meets the filter; ``seldom``: few events will, so that the index is asked first.
    """

    steps: Steps
    asked: Asked
    ladder: Ladder | None
    known: Sequence[Sql] = ()
    rare: Sequence[tuple[Sequence[Sql], int]] = ()
    own: Sequence[tuple[Sequence[Sql], int]] = ()
    range: Sequence[Sql] = ()
    needs_key: bool = False
    plain: bool = False
    seldom: bool = False

    def rows(self, after: Position | None, wanted: int) -> Rows:
        """The next rows after a position, at most so many."""
        stretches = [s for s in self.steps.order.stretches(after) if s.keyed or not self.needs_key]
        rest = self.steps.order.rest(after, needs_key=self.needs_key)
        if self.known:
            return self.steps.among(self.known, [rest], wanted)
        dense = self.ladder is not None and self.ladder.dense
        looks = not dense and not (self.steps.words and dialects.stops_early(self.steps.session))
        out: Rows = []
        few = self._by_own(self.rare, rest, wanted)
        asked = few is None and (bool(self.steps.words) or dense)
        if few is None and (asked or self.seldom):
            few = self._few(rest, wanted, promising=not asked)
            asked = asked or dialects.stops_early(self.steps.session)
        for stretch in stretches:
            if few is not None or len(out) == wanted:
                break
            if looks:
                ahead, end = self._look_ahead(stretch, wanted - len(out))
                out += ahead
                if end is None:
                    continue
                few = None if asked else self._few(rest, wanted, promising=bool(ahead))
                asked, stretch = True, self._from(stretch, end)  # noqa: PLW2901
            if few is None:
                out += self._further(stretch, wanted - len(out))
        return out if few is None else few

    def _from(self, stretch: Stretch, end: Position) -> Stretch:
        """What is left of a stretch after a position in it."""
        return replace(stretch, conditions=(*stretch.conditions, self.steps.order.beyond(end)), after=end)

    def _look_ahead(self, stretch: Stretch, wanted: int) -> tuple[Rows, Position | None]:
        """What the next rows of the order give, and where they end; None when no more are wanted or left.

        As long as they promise a page within reach, more are looked through: some more while few were found, which
        is a bad guess, then as many as should do.
        """
        looked = PLAIN if self.plain else QUICK
        far = FAR_APART if self.ladder and self.ladder.scattered else FAR
        found, end = self._look(stretch, looked, wanted)
        while end and len(found) * far >= wanted * looked and looked < far:
            enough = 2 * (wanted - len(found)) * looked // len(found) if len(found) >= _SURE else 4 * looked
            size = min(1 << enough.bit_length(), far - looked)  # of few sizes: each is a statement to be prepared
            more, end = self._look(self._from(stretch, end), size, wanted - len(found))
            found, looked = found + more, looked + size
        return found, end

    def _look(
        self, stretch: Stretch, size: int, wanted: int, window: Window | None = None
    ) -> tuple[Rows, Position | None]:
        level = window is not None and window.level is not None
        inside = window.holds(self.steps.order.key) if window else []
        among = (*inside, *stretch.conditions, *self.range)
        found = self.steps.look(among, size, wanted, level=level)
        return found, None if len(found) == wanted else self.steps.end(among, size, level=level)

    def _few(self, rest: Sql, wanted: int, *, promising: bool = False) -> Rows | None:
        """All that is wanted, when an index has few candidates for it."""
        steps, whole = self.steps, self.asked.whole
        if whole.never:
            return []
        if (found := self._by_own(self.own, rest, wanted)) is not None:
            return found
        soon = dialects.stops_early(steps.session)
        choices = [(whole, EXPECTED // _RARER if promising else EXPECTED)]
        if not soon and (lean := self.asked.lean):
            choices.insert(0, (lean, FEW))
        for question, most in choices:
            if question.asks and (soon or dialects.expected(steps.session, question) <= most):
                found, number = steps.by_index(question, [rest], wanted, FEW)
                if number <= FEW:
                    return found
        return None

    def _by_own(self, own: Sequence[tuple[Sequence[Sql], int]], rest: Sql, wanted: int) -> Rows | None:
        for conditions, most in own:
            if not self.steps.has_more(conditions, most):
                return self.steps.among(conditions, [rest], wanted)
        return None

    def _further(self, stretch: Stretch, wanted: int) -> Rows:
        """The rows that few looks and few candidates have not given."""
        if self.ladder and stretch.keyed:
            return self._by_windows(self.ladder, stretch, wanted)
        return self._through(stretch, None, wanted) if stretch.keyed else self._by_number(stretch, wanted)

    def _by_windows(self, ladder: Ladder, stretch: Stretch, wanted: int) -> Rows:
        out: Rows = []
        width, wider = ladder.start, ladder.wider
        window = self._window(ladder, stretch, width)
        while window and len(out) < wanted:
            asked, left, number = self.asked.apart.also(window.match), wanted - len(out), MOST + 1
            if window.level:  # a crowded point may fill the page at once
                found, end = self._look(stretch, QUICK, left, window)
                number = 0 if end is None else number
            if number and asked.asks:
                inside = [*window.holds(self.steps.order.key), *stretch.conditions]
                found, number = self.steps.by_index(asked, inside, left, MOST)
            if number > MOST:
                if width > 1:
                    width, wider = max(1, width // _NARROWER), 2
                    window = ladder.window(self._edge(ladder, window), width)
                    continue
                out += self._through(stretch, window, left)
            else:
                out += found
                width *= _growth(wanted - len(out), len(found), number, wider)
            if len(out) < wanted:
                window = self._next_window(ladder, stretch, window, width, empty=number == 0)
        return out

    def _window(self, ladder: Ladder, stretch: Stretch, width: int, also: Sequence[Sql] = ()) -> Window | None:
        """The window that begins with the next row of the order."""
        if ladder.dense:
            return ladder.window(0, width)
        first = self.steps.end((*also, *stretch.conditions, *self.range), 1)
        return ladder.window(ladder.step(first.key), width) if first else None

    def _next_window(
        self, ladder: Ladder, stretch: Stretch, window: Window, width: int, *, empty: bool
    ) -> Window | None:
        """The window after one; where that was empty and most steps are it begins with the next that is not."""
        down = self.steps.order.descending and not ladder.dense
        if ladder.dense or not empty:
            return ladder.window(window.first - 1 if down else window.last + 1, width)
        bound = window.low if down else window.high
        if bound is None:
            return None
        beyond = sql(self.steps.order.key, Sql(" < ?" if down else " >= ?", (bound,)))
        return self._window(ladder, stretch, width, [beyond])

    def _edge(self, ladder: Ladder, window: Window) -> int:
        return window.last if self.steps.order.descending and not ladder.dense else window.first

    def _through(self, stretch: Stretch, window: Window | None, wanted: int) -> Rows:
        """The rows of a window, or of all the stretch, one after the other."""
        out: Rows = []
        end, size = stretch.after, QUICK
        level = window is not None and window.level is not None
        rest = stretch
        while True:
            found, end = self._look(rest, size, wanted - len(out), window)
            out += found
            if end is None:
                return out
            size = min(2 * size, MOST)
            beyond = Sql("events.seq > ?", (end.seq,)) if level else self.steps.order.beyond(end)
            rest = replace(stretch, conditions=(*stretch.conditions, beyond))

    def _by_number(self, stretch: Stretch, wanted: int) -> Rows:
        """The rows without a key, in the order of their numbers."""
        out: Rows = []
        after, session = stretch.after.seq if stretch.after else None, self.steps.session
        down, whole = self.steps.order.descending, self.asked.whole
        while whole.asks and len(out) < wanted:
            seqs = dialects.next_candidates(session, whole, after, descending=down, most=MOST)
            if seqs is None:
                break  # before the first: the index tells all or nothing
            some = dialects.listed(session, "events.seq", seqs)
            out += self.steps.among([some], stretch.conditions, wanted - len(out))
            if len(seqs) < MOST:
                return out
            after = seqs[-1]
        return out if len(out) == wanted else self._through(stretch, None, wanted)


def _growth(left: int, found: int, candidates: int, most: int) -> int:
    """How many times wider the next window should be to hold what is left, and no more candidates than are allowed."""
    wished = 2 * left // found + 1 if found else most
    allowed = MOST // candidates if candidates else most
    return max(1, min(wished, allowed, most))
