"""How quick are typical questions beside the same SQL by hand? Ten million events take some time to make:

    uv run python tests/benchmarks/bench_queries.py --rows 10000000 --database sqlite:///big.sqlite3

The database is filled with invented events first (about 2 KB each on disk; stopped and started again it goes on where
it was), then each question is asked in turns, on an open connection: by ``find_events``, and by hand, with the one
statement that is best for this question on these data. Both give the same events, read by the same function; a way
that gives others "differs". A question is asked some times before it is measured, as a client does that turns pages
or asks again; "first" is the time that it took when it was new, with nothing learnt about it.
Without ``--database`` a small SQLite file in a temporary folder; ``postgres`` starts a server of its own there.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from urllib.parse import parse_qsl

import psycopg
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session, sessionmaker

sys.path.insert(0, str(Path(__file__).parents[2]))
from app.domain.article import Article
from app.domain.event import Event, Extraction
from app.domain.found import FoundEvent
from app.gazetteer import Gazetteer, open_gazetteer
from app.query import EventRequest, Page, find_events, parse_request
from app.query.pagination import read_cursor, stamp
from app.query.result_rows import read_result
from app.query.summary import summarize
from app.query.summary_parameters import parse_summary
from app.storage.articles import remove, save
from app.storage.engine import make_sessions, transaction
from app.storage.sql import stored
from tests.benchmarks.bulk import fill
from tests.benchmarks.questions import Question, questions, statements
from tests.benchmarks.synthetic import DAYS, FIRST, TOWNS, World
from tests.databases import Databases
from tests.factories import BASRA, make_article, make_event, make_extraction, make_time

WARM = 12  # rounds before those that count: a server has long run, and its statements are prepared
RATIO = 1.3  # that is wanted, of the p95
HAND_LIMIT_MS = 3_000  # a way by hand that takes longer is none
SUMMARIES = (
    ("by country, one month", "group_by=country&datetime=2015-06"),
    ("by day, a country's year", "group_by=day&country=IQ&datetime=2015"),
    ("by type, one month", "group_by=type&datetime=2015-06"),
    ("by type, all", "group_by=type"),
    ("by country and month, all", "group_by=country,month"),
    ("by country, ten years", "group_by=country&datetime=2015/2024"),
    ("by day and type, all", "group_by=day,type&limit=10000"),
    ("by week, a year", "group_by=week&datetime=2020"),
    ("by sub-type, all", "group_by=subtype"),
    ("by type and month, a country", "group_by=type,month&country=IQ"),
    ("by division, all", "group_by=admin1"),
    ("by cell, all", "group_by=cell"),
    ("by cell, a continent's strikes", "group_by=cell&type=strike&bbox=20,-35,60,40"),
    ("by source, all", "group_by=source"),
    ("by source, a year", "group_by=source&datetime=2020"),
)


@dataclass(frozen=True)
class Times:
    """Milliseconds of some runs."""

    runs: Sequence[float]

    @property
    def least(self) -> float:
        return min(self.runs)

    @property
    def p50(self) -> float:
        return statistics.median(self.runs)

    @property
    def p95(self) -> float:
        return sorted(self.runs)[round(0.95 * (len(self.runs) - 1))]

    @property
    def told(self) -> str:
        return f"{self.least:8.2f}{self.p50:8.2f}{self.p95:8.2f}"


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1_000


class Bench:
    """Asks the questions of one database."""

    def __init__(self, engine: Engine, world: World, gazetteer: Gazetteer, repeats: int) -> None:
        self.engine, self.world, self.gazetteer, self.repeats = engine, world, gazetteer, repeats
        self.sessions: sessionmaker[Session] = make_sessions(engine)
        self.held: list[bool] = []  # the ratio, of each question that can be asked by hand

    def ask(self, question: Question) -> str:
        """One line of the table."""
        request = parse_request(parse_qsl(question.query))
        with self.sessions() as session:
            first = Times([timed(partial(self._find, session, request))])
            for _ in range(question.pages):
                cursor = self._find(session, request).next_cursor
                request = replace(request, page=replace(request.page, cursor=cursor))
            rows = len(self._find(session, request).items)
        way, by_hand = self._quickest(question, request)
        ours: list[float] = []
        hand: list[float] = []
        for turn in range(-WARM, self.repeats):
            with transaction(self.sessions) as session:
                session.connection()
                turns = [(ours, partial(self._find, session, request))]
                turns += [(hand, partial(self._by_hand, session, by_hand, request))] if way else []
                for times, work in turns if turn % 2 else reversed(turns):
                    taken = timed(work)
                    if turn >= 0:
                        times.append(taken)
        if way:
            way = way if self._agree(request, by_hand) else f"{way} differs"
            self.held.append(Times(ours).p95 <= RATIO * Times(hand).p95)
        return line(question.name, rows, Times(ours), Times(hand) if hand else None, way or "-", first=first)

    def _find(self, session: Session, request: EventRequest) -> Page:
        return find_events(session, request.event_filter, request.page, self.gazetteer)

    def _agree(self, request: EventRequest, by_hand: str) -> bool:
        """Are the answers the same? By hand there are no rows without a key, which come last."""
        with self.sessions() as session:
            hand = [item.event for item in self._by_hand(session, by_hand, request)]
            return hand == list(self._find(session, request).events)[: len(hand)]

    def _quickest(self, question: Question, request: EventRequest) -> tuple[str | None, str]:
        """The quicker way by hand; None when both take too long."""
        best: tuple[float, str | None, str] = (float("inf"), None, "")
        page = request.page
        after = read_cursor(page.cursor, stamp(request.event_filter, page.sort)) if page.cursor else None
        place = (stored(after.key), after.seq) if after else None
        for way, statement in statements(question, self.engine.dialect.name, after=place).items():
            with self.sessions() as session, suppress(sqlite3.Error, psycopg.Error):
                self._bound(session)
                self._by_hand(session, statement, request)
                best = min(best, (timed(partial(self._by_hand, session, statement, request)), way, statement))
            with self.sessions() as session:
                self._unbound(session)
        return best[1], best[2]

    def _bound(self, session: Session) -> None:
        """A statement that takes too long ends with an error."""
        if self.engine.dialect.name != "sqlite":
            session.execute(text(f"SET LOCAL statement_timeout = {HAND_LIMIT_MS}"))
            return
        end = time.perf_counter() + 2 * HAND_LIMIT_MS / 1_000
        raw = session.connection().connection.driver_connection
        raw.set_progress_handler(lambda: time.perf_counter() > end, 100_000)  # type: ignore[union-attr]

    def _unbound(self, session: Session) -> None:
        if self.engine.dialect.name == "sqlite":
            session.connection().connection.driver_connection.set_progress_handler(None, 0)  # type: ignore[union-attr]

    def _by_hand(self, session: Session, statement: str, request: EventRequest) -> list[FoundEvent]:
        raw = session.connection().connection.driver_connection
        rows = raw.execute(statement).fetchall()  # type: ignore[union-attr]
        return [read_result((*row, None), request.event_filter.time) for row in rows[:50]]

    def summary(self, name: str, query: str) -> str:
        request = parse_summary(parse_qsl(query))
        with self.sessions() as session:
            groups = len(summarize(session, request, self.gazetteer).groups)
            runs = [timed(lambda: summarize(session, request, self.gazetteer)) for _ in range(min(3, self.repeats))]
        return line(name, groups, Times(runs), None, "-")

    def write(self) -> str:
        """Store articles of five events, each in its transaction, and remove them again. The first is not timed."""
        runs, stored, dice = [], [], random.Random(1)
        for _ in range(self.repeats + 1):
            article = make_article()
            extraction = make_extraction(article, *(self._event(dice) for _ in range(5)))
            stored.append(extraction.id)
            runs.append(timed(partial(self._store, article, extraction)))
        for article_id in stored:
            with transaction(self.sessions) as session:
                remove(session, article_id)
        return line("store an article's five events", 5, Times(runs[1:]), None, "-")

    def _event(self, dice: random.Random) -> Event:
        """An event of the last month, somewhere."""
        (town,) = self.world.towns.draw(dice, 1)
        place = replace(BASRA, latitude=town.pin[0], longitude=town.pin[1], country_code=town.country_code)
        day = FIRST + dt.timedelta(days=DAYS - dice.randrange(30))
        return make_event(time=make_time(f"{day}", f"{day + dt.timedelta(days=1)}"), places=(place,))

    def _store(self, article: Article, extraction: Extraction) -> None:
        with transaction(self.sessions) as session:
            save(session, article, extraction)

    def lines(self, only: str | None) -> Iterator[str]:
        three = f"{'min':>8}{'p50':>8}{'p95':>8}"
        yield f"{'':46}{'ours, ms':>24}{'by hand, ms':>24}{'ratio':>16}"
        yield f"{'question':32}{'rows':>6}{'first':>8}{three * 2}{'p50':>8}{'p95':>8}  way"
        for question in questions(self.world):
            if only is None or only in question.name:
                yield self.ask(question)
        for name, query in SUMMARIES:
            if only is None or only in name:
                yield self.summary(name, query)
        if only is None or only in "store":
            yield self.write()
        yield f"p95 within {RATIO} of the p95 by hand: {sum(self.held)} of {len(self.held)} questions"


def line(name: str, rows: int, ours: Times, hand: Times | None, way: str, *, first: Times | None = None) -> str:
    told = f"{name:32}{rows:6}" + (f"{first.least:8.2f}" if first else f"{'-':>8}") + ours.told
    told += f"{hand.told}{_ratio(ours, hand)}" if hand else f"{'-':>8}" * 5
    return f"{told}  {way}"


def _ratio(ours: Times, other: Times) -> str:
    return f"{ours.p50 / other.p50:8.2f}{ours.p95 / other.p95:8.2f}"


def main(argv: Sequence[str] | None = None) -> None:
    """Fill the database and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--towns", type=int, default=TOWNS)
    parser.add_argument("--database", default="sqlite", help="a URL, or sqlite or postgres for a temporary one")
    parser.add_argument("--repeats", type=int, default=20)
    parser.add_argument("--only", help="questions whose name holds this")
    given = parser.parse_args(argv)
    with ExitStack() as stack:
        url = given.database
        if url in ("sqlite", "postgres"):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            url = stack.enter_context(Databases(folder)).new(url)
        gazetteer = open_gazetteer()
        world = World(gazetteer, given.rows, given.towns)
        engine = fill(url, world, lambda told: print(told, file=sys.stderr, flush=True))
        engine.dispose()  # the settings of loading go with their connection
        gc.freeze()  # a server has no such world that the collector of garbage would go through
        for told in Bench(engine, world, gazetteer, given.repeats).lines(given.only):
            print(told, flush=True)
        engine.dispose()


if __name__ == "__main__":
    main()
