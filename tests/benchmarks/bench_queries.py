"""How quick are typical questions beside the same SQL by hand? Ten million events take some time to make:

    uv run python tests/benchmarks/bench_queries.py --rows 10000000 --database sqlite:///big.sqlite3

The database is filled with invented events first (about 2 KB each on disk; stopped and started again it goes on where
it was), then each question is asked by ``find_events`` and by hand in turns. Both give the same documents, read into
events. Without ``--database`` a small SQLite file in a temporary folder; ``postgres`` starts a server of its own there.
"""

from __future__ import annotations

import argparse
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
from app.domain.event import Extraction
from app.gazetteer import Gazetteer, open_gazetteer
from app.query import find_events, parse_filter
from app.query.counting import parse_summary
from app.query.summary import summarize
from app.storage.articles import remove, save
from app.storage.engine import make_sessions, transaction
from app.storage.mapping import read_event
from tests.benchmarks.bulk import fill
from tests.benchmarks.questions import Question, questions, statements
from tests.benchmarks.synthetic import TOWNS, World
from tests.databases import Databases
from tests.factories import make_article, make_event, make_extraction

HAND_LIMIT_MS = 3_000  # a way by hand that takes longer is none
SUMMARIES = (
    ("by country, one month", "group_by=country&datetime=2015-06"),
    ("by day, a country's year", "group_by=day&country=IQ&datetime=2015"),
    ("by type, one month", "group_by=type&datetime=2015-06"),
)


@dataclass(frozen=True)
class Times:
    """Milliseconds of some runs."""

    runs: Sequence[float]

    @property
    def p50(self) -> float:
        return statistics.median(self.runs)

    @property
    def p95(self) -> float:
        return sorted(self.runs)[round(0.95 * (len(self.runs) - 1))]


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1_000


class Bench:
    """Asks the questions of one database."""

    def __init__(self, engine: Engine, world: World, gazetteer: Gazetteer, repeats: int) -> None:
        self.engine, self.world, self.gazetteer, self.repeats = engine, world, gazetteer, repeats
        self.sessions: sessionmaker[Session] = make_sessions(engine)

    def ask(self, question: Question) -> str:
        """One line of the table."""
        wish = parse_filter(parse_qsl(question.query))
        with self.sessions() as session:
            for _ in range(question.pages):
                wish = replace(wish, cursor=find_events(session, wish, self.gazetteer).next_cursor)
            rows = len(find_events(session, wish, self.gazetteer).items)
        way, by_hand = (None, "") if question.pages else self._quickest(question)
        ours, hand = [], []
        for _ in range(self.repeats):
            with self.sessions() as session:
                ours.append(timed(lambda: find_events(session, wish, self.gazetteer)))
                if way:
                    hand.append(timed(lambda: self._by_hand(session, by_hand)))
        return line(question.name, rows, Times(ours), Times(hand) if hand else None, way or "-")

    def _quickest(self, question: Question) -> tuple[str | None, str]:
        """The quicker way by hand; None when both take too long."""
        best: tuple[float, str | None, str] = (float("inf"), None, "")
        for way, statement in statements(question, self.engine.dialect.name).items():
            with self.sessions() as session, suppress(sqlite3.Error, psycopg.Error):
                self._bound(session)
                self._by_hand(session, statement)
                best = min(best, (timed(partial(self._by_hand, session, statement)), way, statement))
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

    def _by_hand(self, session: Session, statement: str) -> None:
        raw = session.connection().connection.driver_connection
        for row in raw.execute(statement).fetchall()[:50]:  # type: ignore[union-attr]
            read_event(row[1])

    def summary(self, name: str, query: str) -> str:
        wish = parse_summary(parse_qsl(query))
        with self.sessions() as session:
            groups = len(summarize(session, wish, self.gazetteer).groups)
            runs = [timed(lambda: summarize(session, wish, self.gazetteer)) for _ in range(min(3, self.repeats))]
        return line(name, groups, Times(runs), None, "-")

    def write(self) -> str:
        """Store some articles of five events, each in its transaction, and remove them again."""
        runs, stored = [], []
        for _ in range(self.repeats):
            article = make_article()
            extraction = make_extraction(article, *(make_event() for _ in range(5)))
            stored.append(extraction.id)

            runs.append(timed(partial(self._store, article, extraction)))
        for article_id in stored:
            with transaction(self.sessions) as session:
                remove(session, article_id)
        return line("store an article's five events", 5, Times(runs), None, "-")

    def _store(self, article: Article, extraction: Extraction) -> None:
        with transaction(self.sessions) as session:
            save(session, article, extraction)

    def lines(self, only: str | None) -> Iterator[str]:
        yield f"{'question':32}{'rows':>6}{'p50 ms':>9}{'p95 ms':>9}{'by hand':>9}{'p95 ms':>9}{'ratio':>7}  way"
        for question in questions(self.world):
            if only is None or only in question.name:
                yield self.ask(question)
        for name, query in SUMMARIES:
            if only is None or only in name:
                yield self.summary(name, query)
        if only is None or only in "store":
            yield self.write()


def line(name: str, rows: int, ours: Times, hand: Times | None, way: str) -> str:
    told = f"{name:32}{rows:6}{ours.p50:9.1f}{ours.p95:9.1f}"
    if hand is None:
        return f"{told}{'-':>9}{'-':>9}{'-':>7}  {way}"
    return f"{told}{hand.p50:9.1f}{hand.p95:9.1f}{ours.p95 / hand.p95:7.2f}  {way}"


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
        for told in Bench(engine, world, gazetteer, given.repeats).lines(given.only):
            print(told, flush=True)
        engine.dispose()


if __name__ == "__main__":
    main()
