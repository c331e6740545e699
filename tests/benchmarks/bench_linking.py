"""How long does it take to join one article to a million stored incidents, and does memory stay flat?

::

    uv run python tests/benchmarks/bench_linking.py --incidents 1000000 --database sqlite:///big.sqlite3
    uv run python tests/benchmarks/bench_linking.py --incidents 1000000 --database postgres

The incidents are made first, by direct inserts (about 4 kB each). Then articles are stored one after the other, each
in its transaction: half of them unmeasured, as a server has long run. Measured are linking alone (in the transaction
that stores the article) and storing, linking and committing together. ``--articles`` names a file of articles with
their readings, one a line, as ``app.linking.models.train_same_happening`` reads them; otherwise they are invented.
"""

from __future__ import annotations

import argparse
import gc
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import psutil
from sqlalchemy import select, text

sys.path.insert(0, str(Path(__file__).parents[2]))
from app.domain.article import Article
from app.domain.event import Extraction
from app.linking.models.train_same_happening import readings
from app.linking.store import link, save_linked
from app.linking.stories import story_of
from app.storage import articles
from app.storage.engine import Engine, make_engine, make_sessions, transaction
from app.storage.incident_tables import IncidentReportRow
from app.storage.schema import upgrade
from tests.benchmarks.linking_world import families, fill, size
from tests.benchmarks.texts import articles as invented
from tests.databases import Databases
from tests.linking.reports_of_a_bomb import bomb

LIMIT_MS = 10.0  # of the 95th percentile of linking
_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Taken:
    """Milliseconds of one article: linking by the clock, by processors (client and server), storing by the clock."""

    linking: float
    processor: float
    whole: float


def reports(count: int) -> Iterator[tuple[Article, Extraction]]:
    """Invented articles, several of one happening; their texts are of ordinary length."""
    texts = invented(count * 12)
    dice = random.Random(5)
    left = count
    for happening, members in enumerate(families(count)):
        day = f"20{dice.randrange(14, 25)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 28):02}"
        for member in range(min(members, left)):
            title, body = next(texts)
            yield bomb(dice.randrange(1, 30), f"Wire {happening} {member}", day, text=f"{body} {title}.", title=title)
        left -= members
        if left <= 0:
            return


def measure(engine: Engine, measured: Sequence[tuple[Article, Extraction]]) -> Iterator[Taken]:
    """Store and link articles, each in its transaction."""
    sessions = make_sessions(engine)
    server = backend(engine)
    for article, extraction in measured:
        began = time.perf_counter()
        with transaction(sessions) as session:
            articles.save(session, article, extraction)
            at, processor, there = time.perf_counter(), time.process_time(), worked_by(server)
            link(session, article, extraction)
            linked, worked = time.perf_counter() - at, time.process_time() - processor + worked_by(server) - there
        yield Taken(1_000 * linked, 1_000 * worked, 1_000 * (time.perf_counter() - began))


def backend(engine: Engine) -> Path | None:
    """Where Linux says how long the server's process worked that serves the connection; None without one here."""
    if engine.dialect.name == "sqlite":
        return None
    with engine.connect() as connection:
        found = Path(f"/proc/{connection.scalar(text('SELECT pg_backend_pid()'))}/schedstat")
    return found if found.exists() else None


def worked_by(process: Path | None) -> float:
    """Seconds for which a process was on a processor."""
    return int(process.read_text().split()[0]) / 1e9 if process else 0.0


def joined(url: str, found: Sequence[tuple[Article, Extraction]]) -> frozenset[tuple[str, str]]:
    """The pairs of articles that are about one incident, after all were stored in this order."""
    upgrade(url)
    engine = make_engine(url)
    sessions = make_sessions(engine)
    for article, extraction in found:
        with transaction(sessions) as session:
            save_linked(session, article, extraction)
    groups: dict[int, list[str]] = {}
    with transaction(sessions) as session:
        for name, seq in session.execute(select(IncidentReportRow.name, IncidentReportRow.incident_seq)):
            groups.setdefault(seq, []).extend([] if "#" in name else [name])
    engine.dispose()
    return frozenset(both for group in groups.values() for both in combinations(sorted(group), 2))


def agreement(one: frozenset[tuple[str, str]], other: frozenset[tuple[str, str]]) -> float:
    """F1 of two sets of pairs."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0


def shuffled(
    kind: str, databases: Databases, found: Sequence[tuple[Article, Extraction]], times: int
) -> Iterator[float]:  # fmt: skip
    """How far the incidents of each of some orders of arrival agree with those of the first."""
    first = joined(databases.new(kind), found)
    for seed in range(times):
        order = random.Random(seed).sample(list(found), len(found))
        yield agreement(first, joined(databases.new(kind), order))


def quantile(times: Sequence[float], share: float) -> float:
    return sorted(times)[round(share * (len(times) - 1))]


def report(taken: Sequence[Taken]) -> Iterator[str]:
    for name in ("linking", "processor", "whole"):
        times = [getattr(one, name) for one in taken]
        found = "".join(f"{quantile(times, share):9.1f}" for share in (0.5, 0.95, 1))
        yield f"{name:12}{found}   ms: median, p95, most"
    yield f"p95 of linking within {LIMIT_MS:g} ms: {quantile([one.linking for one in taken], 0.95) <= LIMIT_MS}"


def main(argv: Sequence[str] | None = None) -> None:
    """Fill the database and print the times."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--incidents", type=int, default=5_000)
    parser.add_argument("--database", default="sqlite", help="a URL, or sqlite or postgres for a temporary one")
    parser.add_argument("--measured", type=int, default=300)
    parser.add_argument("--articles", type=Path, help="articles with their readings")
    parser.add_argument("--shuffles", type=int, default=0, help="orders of arrival that are compared instead")
    given = parser.parse_args(argv)
    found = list(readings(given.articles) if given.articles else reports(3 * given.measured))
    with ExitStack() as stack:
        if given.shuffles:
            made = stack.enter_context(Databases(Path(stack.enter_context(tempfile.TemporaryDirectory()))))
            for number, score in enumerate(shuffled(given.database, made, found, given.shuffles), 1):
                print(f"order {number} of {len(found)} articles: pairwise F1 {score:.4f} with the first", flush=True)
            return
        url = given.database
        if url in ("sqlite", "postgres"):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            url = stack.enter_context(Databases(folder)).new(url)
        stories = [story_of(*one) for one in found]
        engine = fill(url, stories, given.incidents, lambda line: print(line, file=sys.stderr, flush=True))
        gc.collect()
        gc.freeze()  # a server has no such articles that the collector of garbage would go through
        warm = list(measure(engine, found[: given.measured]))
        process = psutil.Process()
        before = process.memory_info().rss
        taken = list(measure(engine, found[given.measured : 2 * given.measured]))
        grown = (process.memory_info().rss - before) / _MEGABYTE
        print(f"{engine.dialect.name}, {given.incidents:,} incidents, {size(engine):,.0f} MB, {len(warm)} before")
        print("\n".join(report(taken)))
        print(f"memory: {before / _MEGABYTE:.0f} MB, {grown:+.1f} MB after {len(taken)} articles")
        engine.dispose()


if __name__ == "__main__":
    main()
