"""In which way are the rows of a page found? Always a bounded number of candidates, then the rows decide.

The next rows of the order are looked through first: that costs next to nothing and often fills the page. Then the
index of keys and words is asked: few candidates in all are sorted, and that is the page. Else the order is gone
through in windows (``ladders.py``), wider while they hold little, narrower when they hold too much: in each the index
tells the candidates. So neither a rare condition nor a deep page makes a question read all rows.

Changes and rows without a key have no such steps: they are gone through, and after many rows the index is asked for
all that is left, if it knows far fewer than all. Only there may many rows be read for a page, where many events meet
the filter but none of the first.

Which of these gave a page is remembered for a minute (``Way``): the next page, or the same question asked again,
begins with it and is mostly one statement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from app.query.cursors import Position
from app.query.filters import EventFilter
from app.query.ladders import Ladder, Window
from app.query.narrowing import Asked
from app.query.order import Stretch
from app.query.plans import SOME, Own, Plan
from app.query.steps import Rows, Steps
from app.storage import dialects
from app.storage.recent import Recent
from app.storage.sql import Sql, either, every, sql
from app.storage.term_query import TermQuery

QUICK = 128  # rows of the order that are looked through first where other tables must be asked for each
PLAIN = 1_024  # as many where the row itself tells whether it is meant
FAR = 6_000  # as many at most where the first of them promise a page
FAR_APART = 500  # as many where they lie far apart
FEW = 2_500  # candidates that are sorted at once
EXPECTED = 30_000  # more are not asked for where all are found before the first; rare keys are thought less rare
LONG = 20_000  # rows of an order without steps that are gone through before many candidates are sorted ...
LARGE = 60_000  # ... at most so many
EMPTY = 64  # steps of an order without a candidate: then the index is asked though it was thought to know too many
MOST = 2_000  # candidates of a window that are sorted at once
_SURE = 4  # so many of the first rows tell how many more will
_RARER = 10  # so many times fewer must be expected where the order has shown that they are not rare
_NARROWER = 4


Kind = Literal["looked", "own", "spots", "lean", "whole", "windows"]


@dataclass(frozen=True, slots=True)
class Way:
    """What gave a page.

    ``number`` rows of the order were looked through (down to ``last`` for a first page), or it is the number of an
    ``own`` index, or the steps of a window.
    """

    kind: Kind
    number: int
    last: Position | None = None


_ways: Recent[EventFilter, Way] = Recent()


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for, and in which order; ``ladder``: the steps of that order, where it has some."""

    steps: Steps
    asked: Asked
    ladder: Ladder | None

    @property
    def plan(self) -> Plan:
        """What the filter alone tells."""
        return self.steps.plan

    def rows(self, after: Position | None, wanted: int) -> Rows:
        """The next rows after a position, at most so many."""
        if self.plan.known and after is None:
            return self.steps.known()
        stretches = [s for s in self.plan.order.stretches(after) if s.keyed or not self.plan.needs_key]
        rest = self.plan.order.rest(after, needs_key=self.plan.needs_key)
        if self.plan.known:
            return self.steps.among(self.plan.known, [rest], wanted)
        if not stretches:
            return []
        way = _ways.get(self.steps.session, self.plan.wish)
        if way and (again := self._again(way, stretches, rest, wanted)) is not None:
            return again
        dense = self.ladder is not None and self.ladder.dense
        looks = not dense and not (self.plan.words and dialects.stops_early(self.plan.dialect))
        out: Rows = []
        few = self._by_own(self.plan.rare, 0, rest, wanted)
        asked = few is None and (bool(self.plan.words) or dense)
        if few is None and (asked or (self.plan.seldom and not way)):
            few = self._few(rest, wanted, promising=not asked)
            asked = asked or dialects.stops_early(self.plan.dialect)
        for stretch in stretches:
            if few is not None or len(out) == wanted:
                break
            if looks:
                ahead, end = self._look_ahead(stretch, wanted - len(out), way)
                out += ahead
                if end is None:
                    continue
                few = None if asked else self._few(rest, wanted, promising=bool(ahead))
                asked, stretch = True, self._from(stretch, end)  # noqa: PLW2901
            if few is None:
                out += self._further(stretch, wanted - len(out))
        return out if few is None else few

    def _again(self, way: Way, stretches: Sequence[Stretch], rest: Sql, wanted: int) -> Rows | None:
        """The page, found as the last one was; None when that does not do any more."""
        if way.kind == "looked":
            if way.last is None or stretches[0].after is not None:
                return None
            found = self.steps.down_to(way.last, (*stretches[0].conditions, *self.plan.range), wanted)
            return found if len(found) == wanted else None
        if way.kind == "windows":
            out: Rows = []
            for stretch in stretches:
                out += self._further(stretch, wanted - len(out), way.number) if len(out) < wanted else []
            return out
        if way.kind == "own":
            return self.steps.among([*self.plan.rare, *self.plan.own][way.number][0], [rest], wanted)
        if way.kind == "spots":
            return self.steps.among([either(self.asked.spots)], [rest], wanted) if self.asked.spots else None
        question = self.asked.lean if way.kind == "lean" else self.asked.whole
        return self.steps.among_candidates(question, [rest], wanted) if question and question.asks else None

    def _learn(self, kind: Kind, number: int, last: Position | None = None) -> None:
        _ways.keep(self.steps.session, self.plan.wish, Way(kind, number, last))

    def _from(self, stretch: Stretch, end: Position) -> Stretch:
        """What is left of a stretch after a position in it."""
        return replace(stretch, conditions=(*stretch.conditions, self.plan.order.beyond(end)), after=end)

    def _look_ahead(self, stretch: Stretch, wanted: int, way: Way | None) -> tuple[Rows, Position | None]:
        """What the next rows of the order give, and where they end; None when no more are wanted or left.

        As long as they promise a page within reach, more are looked through: some more while few were found, which
        is a bad guess, then as many as should do.
        """
        first = looked = way.number if way and way.kind == "looked" else PLAIN if self.plan.plain else QUICK
        far = FAR_APART if self.ladder and self.ladder.scattered else FAR
        found, end = self._look(stretch, looked, wanted)
        while end and len(found) * far >= wanted * looked and looked < far:
            enough = 2 * (wanted - len(found)) * looked // len(found) if len(found) >= _SURE else 4 * looked
            size = min(1 << enough.bit_length(), far - looked)  # of few sizes: each is a statement to be prepared
            more, end = self._look(self._from(stretch, end), size, wanted - len(found))
            found, looked = found + more, looked + size
        if len(found) == wanted and stretch.keyed and not (way and stretch.after):
            last = None if stretch.after else self.steps.position(found[-1])
            self._learn("looked", max(first, 1 << (looked - 1).bit_length()), last)
        return found, end

    def _look(
        self, stretch: Stretch, size: int, wanted: int, window: Window | None = None
    ) -> tuple[Rows, Position | None]:
        level = window is not None and window.level is not None
        inside = window.holds(self.plan.order.key) if window else []
        among = (*inside, *stretch.conditions, *self.plan.range)
        found = self.steps.look(among, size, wanted, level=level)
        return found, None if len(found) == wanted else self.steps.end(among, size, level=level)

    def _few(self, rest: Sql, wanted: int, *, promising: bool = False) -> Rows | None:
        """All that is wanted, when an index has few candidates for it."""
        whole = self.asked.whole
        if whole.never:
            return []
        if (found := self._by_own(self.plan.own, len(self.plan.rare), rest, wanted)) is not None:
            return found
        if (spots := self.asked.spots) and not self.steps.has_more_at(spots, SOME):
            self._learn("spots", 0)
            return self.steps.among([either(spots)], [rest], wanted)
        session = self.steps.session
        soon = dialects.stops_early(self.plan.dialect)
        choices: list[tuple[Kind, TermQuery | None, int]] = [
            ("lean", self.asked.lean, FEW),
            ("whole", whole, EXPECTED // _RARER if promising else EXPECTED),
        ]
        for kind, question, most in choices:
            if question and question.asks and (soon or dialects.expected(session, question, most) <= most):
                found = self._ask(question, rest, wanted)
                if found is not None:
                    self._learn(kind, 0)
                    return found
        return None

    def _ask(self, question: TermQuery | None, rest: Sql, wanted: int) -> Rows | None:
        """The page by the index of keys and words; None when it does not tell, or not few enough."""
        if question is None or not question.asks:
            return None
        if question.never:
            return []
        found, number = self.steps.by_index(question, [rest], wanted, FEW)
        return found if number <= FEW else None

    def _by_own(self, own: Sequence[Own], first: int, rest: Sql, wanted: int, least: int = 0) -> Rows | None:
        for number, (conditions, most) in enumerate(own, first):
            if not self.steps.has_more(conditions, max(most, least)):
                self._learn("own", number)
                return self.steps.among(conditions, [rest], wanted)
        return None

    def _further(self, stretch: Stretch, wanted: int, width: int = 0) -> Rows:
        """The rows that few looks and few candidates have not given."""
        if self.ladder and stretch.keyed:
            return self._by_windows(self.ladder, stretch, wanted, width or self.ladder.start)
        return self._through(stretch, None, wanted) if stretch.keyed else self._by_number(stretch, wanted)

    def _sorted(self, stretch: Stretch, wanted: int, *, none: bool) -> Rows | None:
        """The rows of a stretch by an index that knows many of them, but far from all; None when none does.

        ``none``: many rows were gone through, and none was meant, so that there may be few.
        """
        rest = every(stretch.conditions)
        if (found := self._by_own(self.plan.own, len(self.plan.rare), rest, wanted, LARGE)) is not None:
            return found
        question, session = self.asked.whole, self.steps.session
        if not stretch.keyed and self.ladder:
            question = question.also(self.ladder.unknown)
        if question.never or not question.asks:
            return [] if question.never else None
        if dialects.expected(session, question, LARGE) > LARGE:
            return self._ask(question, rest, wanted) if none else None
        if stretch.keyed:
            self._learn("whole", 0)
        return self.steps.among_candidates(question, stretch.conditions, wanted)

    def _by_windows(self, ladder: Ladder, stretch: Stretch, wanted: int, width: int) -> Rows:
        out: Rows = []
        wider, steps, candidates = ladder.wider, 0, 0
        window = self._window(ladder, stretch, width)
        while window and len(out) < wanted:
            asked, left, number = self.asked.apart.also(window.match), wanted - len(out), MOST + 1
            if window.level:  # a crowded point may fill the page at once
                found, end = self._look(stretch, QUICK, left, window)
                number = 0 if end is None else number
            if number and asked.asks:
                inside = [*window.holds(self.plan.order.key), *stretch.conditions]
                found, number = self.steps.by_index(asked, inside, left, MOST)
            if number > MOST:
                if width > 1:
                    width, wider = max(1, width // _NARROWER), 2
                    window = ladder.window(self._edge(ladder, window), width)
                    continue
                out += self._through(stretch, window, left)
            else:
                out += found
                span = window.last - window.first + 1
                steps, candidates = steps + span, candidates + number
                if (
                    not candidates
                    and steps >= EMPTY > steps - span
                    and (few := self._few_after_all(stretch, wanted)) is not None
                ):
                    return few
                width *= _growth(wanted - len(out), len(found), number, wider)
            if len(out) < wanted:
                window = self._next_window(ladder, stretch, window, width, empty=number == 0)
        if len(out) == wanted:
            self._learn("windows", max(steps, 1) if candidates <= MOST else width)
        return out

    def _few_after_all(self, stretch: Stretch, wanted: int) -> Rows | None:
        """The rows of a stretch whose first steps were empty: then more were expected than there are."""
        if dialects.stops_early(self.plan.dialect):
            return None  # that would have told
        found = self._ask(self.asked.whole, every(stretch.conditions), wanted)
        if found is not None:
            self._learn("whole", 0)
        return found

    def _window(self, ladder: Ladder, stretch: Stretch, width: int, also: Sequence[Sql] = ()) -> Window | None:
        """The window that begins with the next row of the order."""
        if ladder.dense:
            return ladder.window(0, width)
        first = self.steps.end((*also, *stretch.conditions, *self.plan.range), 1)
        return ladder.window(ladder.step(first.key), width) if first else None

    def _next_window(
        self, ladder: Ladder, stretch: Stretch, window: Window, width: int, *, empty: bool
    ) -> Window | None:
        """The window after one; where that was empty and most steps are it begins with the next that is not."""
        down = self.plan.order.descending and not ladder.dense
        if ladder.dense or not empty:
            return ladder.window(window.first - 1 if down else window.last + 1, width)
        bound = window.low if down else window.high
        if bound is None:
            return None
        beyond = sql(self.plan.order.key, Sql(" < ?" if down else " >= ?", (bound,)))
        return self._window(ladder, stretch, width, [beyond])

    def _edge(self, ladder: Ladder, window: Window) -> int:
        return window.last if self.plan.order.descending and not ladder.dense else window.first

    def _through(self, stretch: Stretch, window: Window | None, wanted: int) -> Rows:
        """The rows of a window, or of all the stretch, one after the other."""
        out: Rows = []
        end, size, looked = stretch.after, QUICK, 0
        level = window is not None and window.level is not None
        rest = stretch
        while True:
            found, end = self._look(rest, size, wanted - len(out), window)
            out, looked = out + found, looked + size
            if end is None:
                return out
            beyond = Sql("events.seq > ?", (end.seq,)) if level else self.plan.order.beyond(end)
            rest = replace(stretch, conditions=(*stretch.conditions, beyond))
            if not window and looked >= LONG > looked - size:
                some = self._sorted(rest, wanted - len(out), none=not out)
                if some is not None:
                    return out + some
            size = min(2 * size, MOST)

    def _by_number(self, stretch: Stretch, wanted: int) -> Rows:
        """The rows without a key, in the order of their numbers."""
        out: Rows = []
        after, session = stretch.after.seq if stretch.after else None, self.steps.session
        down, whole = self.plan.order.descending, self.asked.whole
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
